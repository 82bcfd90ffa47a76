import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { takeLeases } from '../../src/cli/run/lease/take-leases.ts';
import { createCreatedLedger } from '../../src/exchange/created-ledger.ts';
import { createRecordWriter, type RecordFooter, type RecordHeader } from '../../src/model/record.ts';
import { parcelEntries, parcelFooter, parcelHeader } from '../model/hand-written-run.ts';
import { assay, emptyFolder, fakeIo, type Ran } from './support.ts';

// The leases of this machine are shared with whatever else runs on it.
beforeEach(() => {
  vi.stubEnv('TMPDIR', emptyFolder());
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
});

const dayMs = 24 * 60 * 60 * 1000;
/** One moment for all names, which are made more than once. */
const now = Date.now();
const nameOf = (daysAgo: number): string => `${new Date(now - daysAgo * dayMs).toISOString().slice(0, 19).replaceAll(':', '-')}Z-1a2b`;

type Made = Partial<RecordHeader> & { readonly ended?: 'complete' | 'stopped' | 'killed'; readonly touchedDaysAgo?: number };

const footerOf = (ended: 'complete' | 'stopped'): RecordFooter => ({
  ...parcelFooter,
  targets: parcelFooter.targets.map((one) => ({
    ...one,
    ended: ended === 'complete' ? { kind: 'complete' } : { kind: 'stopped', reason: 'interrupted', message: 'the run was interrupted' },
  })),
});

/** Lets a folder look as it does so many days after its run. */
const age = (path: string, days: number): void => {
  const then = new Date(Date.now() - days * dayMs);
  for (const inner of readdirSync(path, { withFileTypes: true })) {
    if (inner.isDirectory()) age(join(path, inner.name), days);
    else if (!inner.isSymbolicLink()) utimesSync(join(path, inner.name), then, then);
  }
  utimesSync(path, then, then);
};

/** Writes the folder of a run that began so many days ago; `finish` writes into it before it grows old. */
const makeRun = (
  cwd: string,
  daysAgo: number,
  { ended = 'complete', touchedDaysAgo = daysAgo, ...header }: Made = {},
  finish: (path: string) => void = () => undefined,
): string => {
  const run = nameOf(daysAgo);
  const path = join(cwd, 'reports', run);
  mkdirSync(join(path, 'exchanges'), { recursive: true });
  const writer = createRecordWriter(join(path, 'run.jsonl'), { ...parcelHeader, run, ...header });
  for (const entry of parcelEntries) if (entry.type !== 'created' && entry.type !== 'removed') writer.append(entry);
  if (ended !== 'killed') writer.close(footerOf(ended));
  finish(path);
  age(path, touchedDaysAgo);
  return run;
};

const prune = (cwd: string, ...args: readonly string[]): Promise<Ran> => assay(['prune', ...args], fakeIo({ cwd }));
const left = (cwd: string): readonly string[] => readdirSync(join(cwd, 'reports')).filter((name) => name.startsWith('2'));

describe('assay prune', () => {
  test('removes what is beyond the number and the age, and keeps the lines of the history', async () => {
    const cwd = emptyFolder();
    const [oldest, older, recent, newest] = [400, 200, 20, 1].map((days) => makeRun(cwd, days));
    writeFileSync(join(cwd, 'reports', 'history.jsonl'), 'lines\n');
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ keep: { runs: 1, days: 90 } }));
    const planned = await prune(cwd, '--dry-run');
    expect(planned.stdout).toMatch(
      new RegExp(`^remove  ${oldest}: .*\nremove  ${older}: .*\n2 would be removed, .*nothing was removed\\.\n$`, 'u'),
    );
    expect(left(cwd)).toEqual([oldest, older, recent, newest]);
    const { code, stdout, stderr } = await prune(cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^2 removed, \d+\.\d MB\.$/mu);
    expect(left(cwd)).toEqual([recent, newest]);
    expect(readFileSync(join(cwd, 'reports', 'history.jsonl'), 'utf8')).toBe('lines\n');
    // Either of the two keeps a run; a flag takes the place of the config.
    expect((await prune(cwd, '--keep-runs', '2', '--keep-days', '1')).stdout).toContain('Nothing to prune');
    expect((await prune(cwd, '--keep-days', '5')).stdout).toContain(`removed ${recent}`);
    expect(left(cwd)).toEqual([newest]);
  });

  test('refuses to guess how much is kept', async () => {
    const cwd = emptyFolder();
    const { code, stderr } = await prune(cwd);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing says how much is kept; give --keep-runs 30 or --keep-days 90');
    expect((await prune(cwd, '--keep-runs', '0')).code).toBe(2);
    expect((await prune(cwd, '--keep-days', '1.5')).stderr).toContain('give a whole number from 1 on');
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ keep: { runs: 0 } }));
    expect((await prune(cwd)).stderr).toContain('/keep/runs: must be at least 1');
  });

  test('never removes the newest run, the newest complete run of a target, or where latest leads', async () => {
    const cwd = emptyFolder();
    const [gone, linked, complete, stopped, killed] = [
      makeRun(cwd, 90),
      makeRun(cwd, 80),
      makeRun(cwd, 70),
      makeRun(cwd, 60, { ended: 'stopped' }),
      makeRun(cwd, 50, { ended: 'killed' }),
    ];
    symlinkSync(linked, join(cwd, 'reports', 'latest'), 'dir');
    const { stdout } = await prune(cwd, '--keep-days', '1');
    expect(stdout).toContain(`removed ${gone}`);
    expect(stdout).toContain(`kept    ${linked}: latest leads to it`);
    expect(stdout).toContain(`kept    ${complete}: it is the newest complete run of depot, spare`);
    expect(stdout).toContain(`removed ${stopped}`);
    expect(stdout).toContain(`kept    ${killed}: it is the newest run`);
    expect(left(cwd)).toEqual([linked, complete, killed]);
    // As a file, as on systems without links.
    rmSync(join(cwd, 'reports', 'latest'));
    writeFileSync(join(cwd, 'reports', 'latest'), `${complete}\n`);
    expect((await prune(cwd, '--keep-days', '1')).stdout).toContain(`removed ${linked}`);
    expect(left(cwd)).toEqual([complete, killed]);
  });

  test('never removes a run that is going on, or may be, or that another one goes on with', async () => {
    const cwd = emptyFolder();
    const going = makeRun(cwd, 90, { ended: 'killed' });
    const resumed = makeRun(cwd, 80, { ended: 'killed' });
    const written = makeRun(cwd, 70, { ended: 'killed', touchedDaysAgo: 0.5 });
    const dead = makeRun(cwd, 60, { ended: 'killed' });
    makeRun(cwd, 50, { ended: 'killed', resumes: { run: resumed, kept: 3, startedAt: parcelHeader.startedAt } });
    makeRun(cwd, 0.1);
    const leases = await takeLeases({
      targets: [{ name: 'depot', baseUrl: 'http://prune.example/v1' }],
      signal: new AbortController().signal,
      onWait: () => undefined,
      onWarning: (what) => expect.fail(what),
    });
    onTestFinished(() => leases.release());
    // It is not known yet which run it goes on with.
    expect((await prune(cwd, '--keep-runs', '2')).stdout).toContain(
      `kept    ${dead}: it did not end, and a run that has begun may go on with it`,
    );
    leases.tell(going, join(cwd, 'reports', going));
    const { stdout } = await prune(cwd, '--keep-runs', '2');
    expect(stdout).toContain(`kept    ${going}: it is going on`);
    expect(stdout).toContain(`kept    ${resumed}: run ${nameOf(50)} goes on with it, and did not end`);
    expect(stdout).toContain(`kept    ${written}: it did not end, and was written to within a day`);
    expect(stdout).toContain(`removed ${dead}`);
    expect(left(cwd)).toEqual([going, resumed, written, nameOf(50), nameOf(0.1)]);
  });

  test('never removes a run whose list of creations, or that of a replay, still names something, and says so', async () => {
    const cwd = emptyFolder();
    const creation = { operation: 'POST /parcels', collection: 'parcel', label: 'ct-1a2b-first' };
    const leaving = (path: string): void => {
      const ledger = createCreatedLedger(path, 'depot');
      ledger.reserve(creation);
      ledger.close();
    };
    const named = makeRun(cwd, 90, {}, leaving);
    const replayed = makeRun(cwd, 80, {}, (path) => {
      const replay = join(path, 'replays', nameOf(80));
      mkdirSync(replay, { recursive: true });
      leaving(replay);
    });
    const removed = makeRun(cwd, 70, {}, (path) => {
      const ledger = createCreatedLedger(path, 'depot');
      ledger.reserve(creation).removed();
      ledger.close();
    });
    const called = makeRun(cwd, 65, {}, (path) => {
      const ledger = createCreatedLedger(path, 'depot');
      ledger.reserve({ operation: 'POST /recount', label: '', isCall: true });
      ledger.close();
    });
    const altered = makeRun(cwd, 60, {}, (path) => {
      const ledger = createCreatedLedger(path, 'depot');
      ledger.reserve(creation).removed();
      ledger.close();
      const file = join(path, 'created.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').replace('ct-1a2b', 'ct-1a2c'));
    });
    const demo = makeRun(cwd, 55, { demo: true }, leaving);
    makeRun(cwd, 0.1);
    const { code, stdout } = await prune(cwd, '--keep-days', '1');
    expect(code).toBe(0);
    expect(stdout).toContain(`kept    ${named}: its list of creations still names a resource that may be on the target`);
    expect(stdout).toContain(`kept    ${replayed}: the list of creations of a replay still names a resource`);
    expect(stdout).toContain(`kept    ${altered}: Cannot read the list of creations`);
    for (const gone of [removed, called, demo]) expect(stdout).toContain(`removed ${gone}`);
    expect(left(cwd)).toEqual([named, replayed, altered, nameOf(0.1)]);
  });

  test('never touches what is not certainly a run, nothing outside, and follows no link', async () => {
    const cwd = emptyFolder();
    const outside = emptyFolder();
    const reports = join(cwd, 'reports');
    const notes = makeRun(cwd, 90, {}, (path) => writeFileSync(join(path, 'my-notes.txt'), 'mine'));
    const inner = makeRun(cwd, 89, {}, (path) => writeFileSync(join(path, 'exchanges', 'mine.txt'), 'mine'));
    const cut = makeRun(cwd, 88, {}, (path) => {
      const file = join(path, 'run.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"depot"', '"depos"'));
    });
    const other = nameOf(87);
    renameSync(join(reports, makeRun(cwd, 86)), join(reports, other));
    const linking = makeRun(cwd, 85, {}, (path) => {
      rmSync(join(path, 'exchanges'), { recursive: true });
      symlinkSync(outside, join(path, 'exchanges'), 'dir');
    });
    const linked = makeRun(outside, 84);
    symlinkSync(join(outside, 'reports', linked), join(reports, linked), 'dir');
    const deep = makeRun(cwd, 83, {}, (path) => {
      mkdirSync(join(path, 'documents'));
      symlinkSync(outside, join(path, 'documents', 'away'), 'dir');
    });
    mkdirSync(join(reports, 'mine'));
    mkdirSync(join(reports, '.pruned-mine'));
    // What a kill left while a run was being removed.
    mkdirSync(join(reports, `.pruned-${nameOf(99)}`, 'exchanges'), { recursive: true });
    writeFileSync(join(outside, 'precious'), 'mine');
    makeRun(cwd, 0.1);
    const { stdout } = await prune(cwd, '--keep-runs', '1', '--json');
    const { runs } = JSON.parse(stdout) as { runs: readonly { run: string; outcome: string; reason?: string }[] };
    const reasons = Object.fromEntries(runs.map(({ run, outcome, reason }) => [run, reason ?? outcome]));
    expect(reasons).toEqual({
      [notes]: 'it has my-notes.txt, which assay did not write',
      [inner]: 'it has exchanges/mine.txt, which assay did not write',
      [cut]: expect.stringContaining('the line was changed after it was written'),
      [other]: `its record is that of run ${nameOf(86)}`,
      [linking]: 'it has exchanges, which assay did not write',
      [deep]: 'removed',
    });
    expect(existsSync(join(outside, 'precious'))).toBe(true);
    expect(existsSync(join(outside, 'reports', linked, 'run.jsonl'))).toBe(true);
    expect(readdirSync(reports)).toEqual(expect.arrayContaining(['mine', '.pruned-mine', linked]));
    expect(existsSync(join(reports, `.pruned-${nameOf(99)}`))).toBe(false);

    const away = emptyFolder();
    symlinkSync(reports, join(away, 'reports'), 'dir');
    const refused = await prune(away, '--keep-runs', '1');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Cannot prune "reports": it is no folder but a link or a file');
  });

  test('keeps a run that says that it begins later than now', async () => {
    const cwd = emptyFolder();
    const future = makeRun(cwd, -40);
    makeRun(cwd, -50);
    expect((await prune(cwd, '--keep-runs', '1')).stdout).toContain('Nothing to prune');
    expect(left(cwd)).toContain(future);
  });
});
