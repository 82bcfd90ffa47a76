import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { allRequests } from '../../src/model/exchange-reader.ts';
import { readRecord, type RunRecord } from '../../src/model/record.ts';
import { startReference } from '../../src/reference/index.ts';
import { assay, emptyFolder, fakeIo, type FakeIo } from './support.ts';

/** Cases that read, and those that watch them. */
const some = ['--only', 'pagination,status,schema', '--seed', '5', '--quiet'];

const folderFor = async (defect?: string): Promise<FakeIo> => {
  const { url, credentials, quota, close } = await startReference({ vendor: 'cloudnexus', defect });
  onTestFinished(() => close());
  const cwd = emptyFolder();
  const target = { contract: 'cloudnexus', baseUrl: url, credentials: { key: 'env:NEXUS_KEY' }, quota };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { nexus: target } }));
  return fakeIo({ cwd, env: { NEXUS_KEY: credentials['key'] ?? '' } });
};

const recordIn = (directory: string): RunRecord => readRecord(join(directory, 'run.jsonl'));

const kindsOf = ({ targets }: RunRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(targets.flatMap(({ results }) => [...results].map(([id, { verdict }]) => [id, verdict.kind])));

/** The text of a file without its last lines, and with a half line at the end, as a kill leaves it. */
const torn = (path: string, without: number): void => {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const kept = lines.slice(0, Math.max(1, lines.length - without));
  writeFileSync(path, `${kept.join('\n')}\n${(lines[kept.length] ?? '').slice(0, 40)}`);
};

describe('assay run --resume', () => {
  test('judges what a stopped or killed run did not, with the verdicts, the code and one line of an unbroken run', async () => {
    const io = await folderFor();
    const again = (): FakeIo => fakeIo({ cwd: io.cwd, env: io.env as Record<string, string> });
    expect(await assay(['run', ...some, '--out', 'whole'], again())).toMatchObject({ code: 0, stderr: '' });
    const whole = recordIn(join(io.cwd, 'whole'));

    const cut = await assay(['run', ...some, '--out', 'cut', '--max-requests', '25'], again());
    expect(cut.code).toBe(3);
    const before = recordIn(join(io.cwd, 'cut'));
    // As if it had been killed while it told the verdicts of the cases that watch.
    torn(join(io.cwd, 'cut', 'run.jsonl'), before.targets[0]?.cases.filter(({ kind }) => kind === 'watch').length ?? 0);
    torn(join(io.cwd, 'cut', 'exchanges', '1.jsonl'), 2);

    const { code, stderr } = await assay(['run', '--resume', 'cut'], again());
    expect(code).toBe(0);
    expect(stderr).toMatch(/^resuming run \S+: [1-9]\d* of \d+ cases were judged$/mu);
    const directory = join(io.cwd, 'reports', 'latest');
    const record = recordIn(directory);
    expect(kindsOf(record)).toEqual(kindsOf(whole));
    expect(record.header.resumes?.run).toBe(before.header.run);
    expect(record.header.targets[0]?.planDigest).toBe(whole.header.targets[0]?.planDigest);
    expect(record.footer.targets[0]?.counts).toEqual(whole.footer.targets[0]?.counts);
    expect(record.footer.targets[0]?.coverage?.exercised).toBe(whole.footer.targets[0]?.coverage?.exercised);
    const ids = [...allRequests(directory)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(existsSync(join(directory, 'junit.xml'))).toBe(true);
    // What stands was not sent once more.
    const ofKept = record.footer.targets[0]?.requests ?? 0;
    expect(ofKept).toBeLessThan((whole.footer.targets[0]?.requests ?? 0) + 25);
    const history = readFileSync(join(io.cwd, 'reports', 'history.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(history.map((line) => (JSON.parse(line) as { ended: string }).ended)).toEqual(['complete']);
    expect((await assay(['run', '--resume', 'latest'], again())).stderr).toContain('it was judged to its end, nothing is missing');
  });

  test('refuses a part of a split run, which is run again as that part', async () => {
    const io = await folderFor();
    const again = (): FakeIo => fakeIo({ cwd: io.cwd, env: io.env as Record<string, string> });
    await assay(['run', ...some, '--shard', '2/2', '--max-requests', '5', '--out', 'part'], again());
    const { code, stderr } = await assay(['run', '--resume', 'part'], again());
    expect(code).toBe(2);
    expect(stderr).toMatch(/it is part 2 of 2 of a split run; run that part again with --shard 2\/2/u);
  });

  test('keeps a failure that was told, and refuses other rules', async () => {
    const io = await folderFor('region-filter-ignored');
    const again = (): FakeIo => fakeIo({ cwd: io.cwd, env: io.env as Record<string, string> });
    const stopped = await assay(
      ['run', '--only', 'NEXUS-23,status', '--seed', '5', '--quiet', '--out', 'cut', '--time-budget', '1h'],
      again(),
    );
    expect(stopped.code).toBe(1);
    // Killed before its end, and after the failure was told.
    const path = join(io.cwd, 'cut', 'run.jsonl');
    torn(path, 1);
    const config = join(io.cwd, 'assay.config.json');
    copyFileSync(config, join(io.cwd, 'kept.json'));

    for (const [args, words] of [
      [['--seed', '6'], 'Cannot use --seed with --resume'],
      [['--set', 'maxCreates=3'], 'the config of "nexus" has changed since: maxCreates was 60 and is 3'],
      [['nexus'], 'Cannot use --resume with a TARGET'],
    ] as const) {
      const refused = await assay(['run', '--resume', 'cut', ...args], again());
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(words);
    }
    const { code, stdout } = await assay(['run', '--resume', 'cut', '--out', 'whole', '--json', '--quiet'], again());
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 1, targets: [{ findings: [{ requirement: 'NEXUS-23' }] }] });

    writeFileSync(path, readFileSync(path, 'utf8').replace('"verdict":{"kind":"fail"', '"verdict":{"kind":"pass"'));
    const changed = await assay(['run', '--resume', 'cut'], again());
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain('was changed');
  });
});
