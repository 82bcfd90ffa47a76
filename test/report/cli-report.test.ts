import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { assay, emptyFolder, fakeIo } from '../cli/support.ts';
import { again, forgetRuns, judged, reaching, type Judged } from './support/judged.ts';

forgetRuns();

const skipping = (): Promise<Judged> => judged({ only: 'pagination/*', defect: 'page-boundary-skips-item' });

describe('assay run', () => {
  test('writes summary, page and JUnit, and in --json a replay command that works', async () => {
    const run = await skipping();
    const { stdout } = await assay(
      ['run', 'cloudnexus', ...reaching(run.running), '--only', 'pagination/walk-complete', '--quiet', '--json', '--out', 'a'],
      again(run),
    );
    expect(readdirSync(join(run.cwd, 'a')).filter((name) => /summary|index|junit|allure/u.test(name))).toEqual([
      'index.html',
      'junit.xml',
      'summary.md',
    ]);
    const document = JSON.parse(stdout) as { readonly targets: readonly { readonly findings: readonly { readonly replay: string }[] }[] };
    const words = (document.targets[0]?.findings[0]?.replay ?? '').split(' ').map((word) => word.replaceAll("'", ''));
    expect(words.slice(0, 2)).toEqual(['assay', 'replay']);
    expect((await assay([...words.slice(1), '--credential', 'key=env:NEXUS_KEY', '--quiet'], again(run))).code).toBe(1);
  });

  test('keeps in its record what a replay needs, and no secret', async () => {
    const { record, directory, running } = await skipping();
    expect(record.targets[0]).toMatchObject({
      title: 'CloudNexus REST API',
      settings: {
        contract: 'cloudnexus',
        credentials: ['key'],
        quota: running.quota,
        fixtures: { image: running.fixtures['image'] },
        allow: [],
      },
    });
    expect(readFileSync(join(directory, 'run.jsonl'), 'utf8')).not.toContain(running.credentials['key']);
  });
});

describe('assay report', () => {
  test('writes the same reports again from the record alone', async () => {
    const run = await skipping();
    const texts = (): string[] => ['index.html', 'junit.xml', 'summary.md'].map((name) => readFileSync(join(run.directory, name), 'utf8'));
    await assay(['report', 'out'], again(run));
    const before = texts();
    for (const name of ['index.html', 'junit.xml', 'summary.md']) rmSync(join(run.directory, name));
    const { code, stdout, stderr } = await assay(['report', 'out'], again(run));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((path) => path.split('/').at(-1)),
    ).toEqual([
      'summary.md',
      'index.html',
      'junit.xml',
      'allure-results',
      'results.sarif',
      'github.txt',
      'gl-code-quality-report.json',
      'exchanges.har',
      'report.md',
      'results.jsonl',
    ]);
    expect(texts()).toEqual(before);
    expect(before[0]).toContain('Following cursors to the end yields every instance');
    expect(before[0]).toContain('"exchanges":[{"id":"x');
  });

  test('finds a run by its folder, its id below reports, and latest, even if that is a file', async () => {
    const run = await skipping();
    const { run: id } = run.record.header;
    const reports = join(run.cwd, 'reports');
    mkdirSync(reports);
    renameSync(run.directory, join(reports, id));
    const find = (name: string) => assay(['report', name, '--report', 'junit'], again(run));
    expect((await find(`reports/${id}`)).code).toBe(0);
    expect((await find(id)).code).toBe(0);
    symlinkSync(id, join(reports, 'latest'), 'dir');
    expect((await find('latest')).stdout).toMatch(new RegExp(`${id}/junit\\.xml\n$`, 'u'));
    rmSync(join(reports, 'latest'));
    writeFileSync(join(reports, 'latest'), `${id}\n`);
    expect((await find('latest')).code).toBe(0);
  });

  test('finds a run by the beginning of its id, and lists the candidates of an ambiguous one', async () => {
    const { directory } = await skipping();
    const cwd = emptyFolder();
    const ids = ['2026-03-01T02-00-00Z-1a2b', '2026-03-01T02-00-00Z-1a3c', '2026-04-01T02-00-00Z-ffff'];
    for (const id of ids) cpSync(directory, join(cwd, 'reports', id), { recursive: true });
    mkdirSync(join(cwd, 'reports', '2026-04-02-no-run'));
    const find = (run: string) => assay(['report', run, '--report', 'junit'], fakeIo({ cwd }));
    expect((await find('2026-04')).stdout).toContain('2026-04-01T02-00-00Z-ffff');
    expect(await find('2026-03')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `error: Cannot choose a run: "2026-03" is the beginning of 2, name one of\n  ${ids[0]}\n  ${ids[1]}\n`,
    });
    expect((await assay(['cleanup', '2026-04'], fakeIo({ cwd }))).stdout).toMatch(/^Nothing to clean up/u);
    expect((await assay(['gate', '--run', '2026-03'], fakeIo({ cwd }))).stderr).toContain('name one of');
    expect((await assay(['compare', '2026-03', '2026-04'], fakeIo({ cwd }))).stderr).toContain('name one of');
    expect((await assay(['diff', '2026-03', '2026-04'], fakeIo({ cwd }))).stderr).toContain('name one of');
  });

  test('names the run by its id in commands, not as latest', async () => {
    const run = await skipping();
    symlinkSync('out', join(run.cwd, 'latest'), 'dir');
    await assay(['report', 'latest'], again(run));
    expect(readFileSync(join(run.directory, 'junit.xml'), 'utf8')).toMatch(/assay replay \S*\/out /u);
  });

  for (const [title, args, message] of [
    [
      'a run that is not there',
      ['nowhere'],
      'error: Cannot find the run "nowhere": there is no such folder here or below reports/; give the folder of a run, its id or the beginning of it, or latest\n',
    ],
    ['a folder without a record', ['empty'], 'has no run.jsonl; give the folder of a run, its id or the beginning of it, or latest\n'],
    [
      'a report there is not',
      ['empty', '--report', 'htlm'],
      'error: Cannot use --report: there is no report "htlm", did you mean "html"?\n',
    ],
    ['a report that is named wrongly', ['empty', '--report', 'sarfi'], 'there is no report "sarfi", did you mean "sarif"?\n'],
    ['an empty list', ['empty', '--report', ','], 'error: Cannot use --report: it names no report\n'],
  ] as const) {
    test(`refuses ${title}`, async () => {
      const cwd = emptyFolder();
      mkdirSync(join(cwd, 'empty'));
      const { code, stdout, stderr } = await assay(['report', ...args], fakeIo({ cwd }));
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(readdirSync(join(cwd, 'empty'))).toEqual([]);
    });
  }

  test('says so if the folder of the run is not writable', async () => {
    const run = await skipping();
    mkdirSync(join(run.directory, 'summary.md'), { recursive: true });
    const { code, stderr } = await assay(['report', 'out', '--report', 'summary'], again(run));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: Cannot write the reports into ".*out": EISDIR; copy the run to a writable folder/u);
  });

  test('refuses a record that was changed, and writes nothing', async () => {
    const run = await skipping();
    const path = join(run.directory, 'run.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"kind":"pass"', '"kind":"fail"'));
    const { code, stderr } = await assay(['report', 'out'], again(run));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: Cannot read record/u);
    expect(existsSync(join(run.directory, 'index.html'))).toBe(false);
  });
});
