import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readRecord } from '../../src/model/record.ts';
import type { CompareDocument } from '../../src/report/compare/compare-document.ts';
import { startReference, type Reference } from '../../src/reference/index.ts';
import { assay, emptyFolder, fakeIo, type FakeIo } from './support.ts';

const reference = async (defect?: string): Promise<Reference> => {
  const started = await startReference({ vendor: 'cloudnexus', defect });
  onTestFinished(() => started.close());
  return started;
};

/** A folder with a config for a reference, its key in the environment. */
const folderFor = ({ url, credentials, quota }: Reference): FakeIo => {
  const cwd = emptyFolder();
  const target = {
    contract: 'cloudnexus',
    baseUrl: `${url}/`,
    credentials: { key: 'env:NEXUS_KEY' },
    quota,
    http: { headers: { 'X-Tenant': 'env:TENANT' } },
  };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { nexus: target } }));
  return fakeIo({ cwd, env: { NEXUS_KEY: credentials['key'] ?? '', TENANT: 'tenant-0123456789' } });
};

const reportOf = (io: FakeIo, file: string): string => readFileSync(join(io.cwd, 'reports', 'latest', file), 'utf8');

describe('assay run', () => {
  test('judges the targets of the config, records and reports', async () => {
    const io = folderFor(await reference());
    const { code, stdout, stderr } = await assay(
      ['run', '--only', 'status,errors/unknown-path-refused', '--seed', '5', '--nonce', 'n1', '--verbose'],
      io,
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/^nexus: done, (\d+) of \1 cases, no findings, \d+ requests in /);
    expect(stdout).toContain('seed 5, nonce n1');
    const record = readRecord(join(io.cwd, 'reports', 'latest', 'run.jsonl'));
    expect(record.header).toMatchObject({ seed: 5, nonce: 'n1', demo: false, targets: [{ target: 'nexus', contract: 'cloudnexus' }] });
    expect(record.footer.exitCode).toBe(0);
    expect(readlinkSync(join(io.cwd, 'reports', 'latest'))).toBe(record.header.run);
    expect(stdout.startsWith(reportOf(io, 'summary.md'))).toBe(true);
    expect(io.listeners()).toBe(0);
  });

  test('ends with 1 and prints one JSON document if a must is broken', async () => {
    const io = folderFor(await reference('region-filter-ignored'));
    const { code, stdout, stderr } = await assay(['run', 'nexus', '--only', 'NEXUS-23', '--json', '--quiet', '--out', 'out/here'], io);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      exitCode: 1,
      targets: [{ target: 'nexus', findings: [{ requirement: 'NEXUS-23' }] }],
    });
    expect(readdirSync(join(io.cwd, 'out', 'here'))).toContain('run.jsonl');
    expect(existsSync(join(io.cwd, 'reports'))).toBe(false);
  });

  test('plays the few cases of a selection again, beside the record of the run, and with one line of the history', async () => {
    const io = folderFor(await reference('region-filter-ignored'));
    const again = (): FakeIo => fakeIo({ cwd: io.cwd, env: io.env as Record<string, string> });
    const { code, stdout } = await assay(['run', '--only', 'NEXUS-23', '--repeat', '2', '--json', '--quiet'], again());
    expect(code).toBe(1);
    const document = JSON.parse(stdout) as { readonly run: string; readonly rounds: readonly { readonly directory: string }[] };
    expect(document).toMatchObject({
      times: 2,
      played: 2,
      stopped: null,
      flaky: false,
      exitCode: 1,
      rounds: [{ exitCode: 1 }, { exitCode: 1 }],
    });
    const reports = join(io.cwd, 'reports');
    expect(readdirSync(join(reports, document.run, 'replays'))).toHaveLength(1);
    expect(readFileSync(join(reports, 'history.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);

    // The next run knows what the first one saw, and so do its reports.
    const second = await assay(['run', '--only', 'NEXUS-23', '--json', '--quiet'], again());
    const said = expect.stringMatching(/^broken since .*, 2 runs$/u);
    expect(JSON.parse(second.stdout)).toMatchObject({ targets: [{ findings: [{ requirement: 'NEXUS-23', seen: said }] }] });
    expect(reportOf(io, 'summary.md')).toMatch(/history: +broken since .*, 2 runs/u);
    expect(reportOf(io, 'index.html')).toContain('"seen":"broken since ');

    for (const [flags, message] of [
      [['--repeat', '3'], 'Cannot use --repeat: it is about at most 50 cases, and the selection has'],
      [['--repeat', '3', '--dry-run'], 'Cannot use --repeat with --dry-run: remove one of them'],
      [['--repeat', '3', '--shard', '1/2'], 'Cannot use --repeat with --shard: remove one of them'],
    ] as const) {
      const refused = await assay(['run', ...flags, '--quiet'], again());
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    }
  });

  test('ends with 3 and one sentence if the target does not answer', async () => {
    const gone = await reference();
    await gone.close();
    const io = folderFor(gone);
    const { code, stdout } = await assay(['run', '--quiet'], io);
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('the target is down (GET /instances: no answer (refused)');
  });

  test('stops in an orderly way at a signal', async () => {
    const io = folderFor(await reference());
    const running = assay(['run', '--rate', '1'], io);
    await expect.poll(() => existsSync(join(io.cwd, 'reports'))).toBe(true);
    await expect.poll(() => io.listeners()).toBe(1);
    io.send('SIGINT');
    const { code, stdout, stderr } = await running;
    expect(code).toBe(3);
    expect(stderr).toContain('Stopping the run in an orderly way; a second signal ends it at once.\n');
    expect(stdout).toContain('the run was interrupted');
    expect(readRecord(join(io.cwd, 'reports', 'latest', 'run.jsonl')).footer.exitCode).toBe(3);
  });

  test('writes no credential and no secret header', async () => {
    const running = await reference();
    const io = folderFor(running);
    const { stdout, stderr } = await assay(['run', '--only', 'status,auth'], io);
    const directory = join(io.cwd, 'reports', 'latest');
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(2);
    const texts = new Map(files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]));
    texts.set('stdout', stdout).set('stderr', stderr);
    expect([...texts.values()].join('\n')).toContain('X-Tenant');
    const leaks = (secret: string): string[] => [...texts].filter(([, text]) => text.includes(secret)).map(([name]) => name);
    expect(leaks(running.credentials['key'] ?? '')).toEqual([]);
    expect(leaks('tenant-0123456789')).toEqual([]);
  });
});

describe('assay demo', () => {
  test('judges the references and leaves nothing running', async () => {
    const io = fakeIo({ cwd: emptyFolder() });
    const { code, stdout } = await assay(['demo', 'cloudnexus', 'cloudsync', '--only', 'status', '--verbose', '--seed', '9'], io);
    expect(code).toBe(0);
    expect(stdout).toContain('(a demo that judged embedded');
    const { header } = readRecord(join(io.cwd, 'reports', 'latest', 'run.jsonl'));
    expect(header).toMatchObject({ demo: true, seed: 9 });
    expect(header.targets.map(({ target }) => target)).toEqual(['cloudnexus', 'cloudsync']);
    for (const { baseUrl } of header.targets) await expect(fetch(baseUrl)).rejects.toThrow();
    expect(existsSync(join(io.cwd, 'reports', 'latest', 'compare.html'))).toBe(true);
  });

  test('surveys the references by a profile, whose comparison leaves nothing unasked that the contracts allow for', async () => {
    const cwd = emptyFolder();
    const args = [
      'demo',
      'cloudplatform-example',
      'cloudsync',
      '--profile',
      'comparison',
      '--only',
      'survey/*',
      '--quiet',
      '--out',
      'demo',
    ];
    expect(await assay(args, fakeIo({ cwd }))).toMatchObject({ code: 3 });
    const { code, stdout } = await assay(
      ['replay', 'demo', 'survey/scheme-letter-case', '--target', 'cloudsync', '--quiet', '--json'],
      fakeIo({ cwd }),
    );
    expect({ code, ...(JSON.parse(stdout) as { readonly now: object }).now }).toMatchObject({ code: 0, kind: 'observed' });
    const compared = await assay(['compare', 'demo', '--json'], fakeIo({ cwd }));
    const { behaviour, outcomes, facts } = JSON.parse(compared.stdout) as CompareDocument;
    const mistakes = behaviour.filter(({ id }) => id.startsWith('mistake.'));
    const reasons = mistakes.flatMap(({ cells }) => cells.flatMap(({ why = '' }) => (why === '' ? [] : [why])));
    expect(reasons.filter((why) => !/^not applicable: |^not asked: the run had no credential /u.test(why))).toEqual([]);
    expect(mistakes.find(({ id }) => id === 'mistake.scheme-letter-case')?.cells.map(({ values }) => values.length > 0)).toEqual([
      true,
      true,
    ]);
    // What a survey saw is behaviour, and no row of its own besides.
    expect([...outcomes, ...facts].filter((row) => JSON.stringify(row).includes('survey'))).toEqual([]);
  });

  test('refuses unusable arguments before it starts anything', async () => {
    expect(await assay(['demo', 'cloudnexs'])).toMatchObject({
      code: 2,
      stderr: 'error: Cannot judge "cloudnexs": no reference has this name, did you mean "cloudnexus"?\n',
    });
    expect(await assay(['demo', '--seed', 'x'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: Cannot use --seed: must be a whole number from 0 to 2147483647\n',
    });
  });
});
