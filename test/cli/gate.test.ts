import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { failedCase, hostile, madeCase, madeRun, type MadeCase } from '../report/support/made-run.ts';
import { readXml } from '../report/support/read-xml.ts';
import { writtenRun } from '../report/support/written-run.ts';
import { assay, emptyFolder, fakeIo, type Ran } from './support.ts';

const passed = madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1 });
const failed = failedCase('a/2@#', 'P-2', { actual: hostile });
const open = madeCase('a/3@#', 'P-3', { kind: 'inconclusive', reason: 'met 429', exchanges: [] });

/** A folder with the run `reports/one`. */
const folderOf = (cases: readonly MadeCase[], header: Partial<RunRecord['header']> = {}): string => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'reports'));
  writtenRun(join(cwd, 'reports', 'one'), madeRun([{ name: 'depot', cases }], header));
  return cwd;
};

/** The day that many days after today, in UTC. */
const ahead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const list = (expires: string, requirement = 'P-2'): string =>
  `- requirement: ${requirement}\n  owner: team, lists\n  reason: 'ticket: 5%'\n  expires: ${expires}\n`;

const gate = (cwd: string, ...args: readonly string[]): Promise<Ran> => assay(['gate', '--run', 'one', ...args], fakeIo({ cwd }));
const written = (cwd: string, file: string): string => readFileSync(join(cwd, 'reports', 'one', file), 'utf8');

describe('assay gate --run', () => {
  test('answers yes in its first line', async () => {
    const cwd = folderOf([passed]);
    const { code, stdout, stderr } = await gate(cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')[0]).toBe('yes: depot: 1 of 1 must judged (100%), 80% required, no unexpected failure');
    expect(written(cwd, 'gate.md')).toMatch(/^# assay gate: yes\n\nyes: depot/u);
    expect(readXml(written(cwd, 'junit.xml')).attributes).toMatchObject({ failures: '0', errors: '0' });
  });

  test('answers that it cannot say if the run, or its first part, is too old', async () => {
    const began = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
    const young = folderOf([passed], { startedAt: began(35) });
    expect((await gate(young, '--max-age', '36h')).code).toBe(0);
    expect((await gate(young, '--max-age', '2d')).code).toBe(0);
    const resumes = { run: 'before', kept: 1, startedAt: began(50) };
    for (const [header, words] of [
      [{ startedAt: began(37) }, /^no: run \S+ began at \S+, 37 hours ago, longer than --max-age 36h; make a new run\n/u],
      [{ startedAt: began(1), resumes }, /^no: run \S+ began at \S+, 50 hours ago/u],
      [{ startedAt: began(-2) }, /^no: .* later than now: one of the clocks is wrong\n/u],
    ] as const) {
      const cwd = folderOf([passed], header);
      const { code, stdout } = await gate(cwd, '--max-age', '36h');
      expect(code).toBe(3);
      expect(stdout).toMatch(words);
      expect(written(cwd, 'gate.md')).toMatch(/^# assay gate: no\n/u);
    }
    expect(await gate(young, '--max-age', 'soon')).toMatchObject({ code: 2, stderr: expect.stringContaining('give an age, such as 36h') });
    expect(await assay(['gate', 'depot', '--max-age', '36h'], fakeIo({ cwd: young }))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Cannot use --max-age without --run'),
    });
  });

  test('answers no in every report if a must is broken', async () => {
    const cwd = folderOf([passed, failed]);
    const { code, stdout } = await gate(cwd);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toBe('no: depot: 1 must is broken (P-2)');
    expect(written(cwd, 'gate.md')).toContain('### Blocking failures\n\n- **P-2** A list has at most 20 parcels (must)');
    expect(Number(readXml(written(cwd, 'junit.xml')).attributes['failures'])).toBeGreaterThan(0);
  });

  test('excuses a known failure, and skips it in junit.xml', async () => {
    const cwd = folderOf([passed, failed]);
    writeFileSync(join(cwd, 'known.yaml'), list(ahead(30)));
    const { code, stdout } = await gate(cwd, '--known-failures', 'known.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^yes: .*, 1 known failure\n/u);
    const xml = written(cwd, 'junit.xml');
    expect(readXml(xml).attributes).toMatchObject({ failures: '0', errors: '0' });
    expect(xml).toContain(`known failure until ${ahead(30)}, team, lists: ticket: 5%`);
  });

  test.each([
    ['expired', [passed, failed], '2020-01-01', 1, 'no: depot: 1 must is broken (P-2); 1 known failure is stale (P-2 expired)'],
    [
      'passed',
      [passed, madeCase('a/2@#', 'P-2', { kind: 'pass', judged: 1 })],
      ahead(30),
      5,
      'no: depot: 1 known failure is stale (P-2 passed)',
    ],
  ] as const)('reports a known failure that %s as stale', async (state, cases, expires, code, line) => {
    const cwd = folderOf(cases);
    writeFileSync(join(cwd, 'known.yaml'), list(expires));
    const ran = await gate(cwd, '--known-failures', 'known.yaml');
    expect([ran.code, ran.stdout.split('\n')[0]]).toEqual([code, line]);
    expect(written(cwd, 'gate.md')).toContain(`| **stale**: ${state} | P-2 |`);
    expect(written(cwd, 'junit.xml')).toContain(`type="${state}"`);
  });

  test('takes policy and known failures from the config, without its secrets', async () => {
    const cwd = folderOf([passed, failed, open]);
    writeFileSync(join(cwd, 'known.yaml'), list(ahead(30)));
    const target = {
      contract: 'cloudnexus',
      baseUrl: 'http://127.0.0.1:1',
      credentials: { key: 'env:NOT_SET' },
      knownFailures: './known.yaml',
    };
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { depot: target }, gate: { evidence: { must: 0.6 } } }));
    expect((await gate(cwd)).code).toBe(0);
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { depot: target }, gate: { evidence: { must: 0.7 } } }));
    expect(await gate(cwd)).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^no: depot: not enough evidence: 2 of 3 musts judged \(66%\), 70% required\n/u),
    });
  });

  test('refuses a last day that is too far ahead, with its location', async () => {
    const cwd = folderOf([passed, failed]);
    writeFileSync(join(cwd, 'known.yaml'), list(ahead(200)));
    const given = ['--known-failures', 'known.yaml'];
    expect(await gate(cwd, ...given)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: Cannot read known failures "known.yaml" at line 4:12, /0/expires: ${ahead(200)} is 200 days ahead, and a failure may be known for 180 days at a time: write ${ahead(180)} or before, or raise gate.maxKnownDays of the config\n`,
    });
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ gate: { maxKnownDays: 200 } }));
    expect((await gate(cwd, ...given)).code).toBe(0);
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ gate: { maxKnownDays: 0 } }));
    expect((await gate(cwd, ...given)).stderr).toContain('/gate/maxKnownDays: must be at least 1');
  });

  test.each([
    ['dep*', 0],
    ['spare', 1],
  ])('applies an entry about the target %s only there', async (target, code) => {
    const cwd = folderOf([passed, failed]);
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { spare: { contract: 'cloudnexus' } } }));
    writeFileSync(join(cwd, 'known.yaml'), `${list(ahead(30))}  target: '${target}'\n`);
    expect((await gate(cwd, '--known-failures', 'known.yaml')).code).toBe(code);
  });

  test('refuses an entry about an unknown target', async () => {
    const cwd = folderOf([passed, failed]);
    writeFileSync(join(cwd, 'known.yaml'), `${list(ahead(30))}  target: depto\n`);
    const { code, stderr } = await gate(cwd, '--known-failures', 'known.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('line 5:11, /0/target: no target of the record or the config is called "depto", did you mean "depot"?');
  });

  test('prints annotations that text of a target cannot break out of', async () => {
    const cwd = folderOf([passed, failed, failedCase('a/4@#', 'P-4', { actual: '100%\n::set-output name=x::y' }, { level: 'should' })]);
    writeFileSync(join(cwd, 'known.yaml'), list('2020-01-01'));
    const { stdout } = await gate(cwd, '--known-failures', 'known.yaml', '--annotations', 'github');
    const commands = stdout.split('\n').filter((line) => line.trimStart().startsWith('::'));
    expect(commands.map((line) => /^::\w+ /u.exec(line)?.[0])).toEqual(['::error ', '::error ', '::error ', '::warning ']);
    expect(commands[2]).toBe(
      '::error file=known.yaml,line=1,title=stale known failure P-2::its last day was 2020-01-01, and it still fails (team, lists: ticket: 5%25)',
    );
    expect(commands[3]).toContain(String.raw`got 100%25\n::set-output`);
  });

  test('prints one document with --json', async () => {
    const cwd = folderOf([passed, failed]);
    const { code, stdout } = await gate(cwd, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      answer: 'no',
      exitCode: 1,
      targets: [
        {
          target: 'depot',
          failures: [{ requirement: 'P-2', weight: 'blocks' }],
          evidence: [{ level: 'must', judged: 2, of: 2 }, { level: 'should' }],
        },
      ],
    });
  });

  test('never accepts the record of a demo', async () => {
    const cwd = folderOf([passed], { demo: true });
    const { code, stdout } = await gate(cwd);
    expect([code, stdout.slice(0, 30)]).toEqual([3, 'no: the record is of a demo, w']);
    expect(readXml(written(cwd, 'junit.xml')).attributes).toMatchObject({ failures: '1' });
  });

  test.each([
    ['without a footer', (text: string) => text.split('\n').slice(0, -2).join('\n'), /^no: Cannot read record .*: the footer is missing/u],
    ['that was changed', (text: string) => text.replace('"kind":"fail"', '"kind":"pass"'), /^no: Cannot read record .*/u],
  ])('treats a record %s as no evidence, and overwrites older reports', async (_, change, line) => {
    const cwd = folderOf([passed, failed]);
    await gate(cwd);
    const path = join(cwd, 'reports', 'one', 'run.jsonl');
    const text = readFileSync(path, 'utf8');
    truncateSync(path);
    writeFileSync(path, change(text));
    const { code, stdout } = await gate(cwd);
    expect(code).toBe(3);
    expect(stdout).toMatch(line);
    expect(readXml(written(cwd, 'junit.xml')).attributes).toMatchObject({ failures: '1', tests: '1' });
  });

  test('writes into the folder of --out', async () => {
    const cwd = folderOf([passed]);
    expect((await gate(cwd, '--out', 'here')).code).toBe(0);
    expect(existsSync(join(cwd, 'here', 'gate.md'))).toBe(true);
    expect(existsSync(join(cwd, 'reports', 'one', 'gate.md'))).toBe(false);
  });

  test('prints the answer even if nothing can be written', async () => {
    const cwd = folderOf([passed]);
    writeFileSync(join(cwd, 'file'), '');
    const { code, stdout, stderr } = await gate(cwd, '--out', 'file/below');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^yes: /u);
    expect(stderr).toMatch(/^error: Cannot write gate.md and junit.xml into .*: ENOTDIR; name another directory with --out\n$/u);
  });

  test.each([
    [['gate', '--run', 'none'], 'error: Cannot find the run "none": there is no such folder here or below reports/'],
    [['gate', 'depot', '--run', 'one'], 'error: Cannot use --run with a TARGET: '],
    [['gate', '--run', 'one', '--allow', 'flood'], 'error: Cannot use --allow with --run: nothing is sent'],
    [['gate', '--run', 'one', '--annotations', 'gitlab'], 'error: Cannot use --annotations: there is no kind "gitlab"; known: github'],
    [['gate', '--run', 'one', '--annotations', 'github', '--json'], 'error: Cannot use --annotations with --json: '],
    [
      ['gate', '--run', 'one', '--known-failures', 'gone.yaml'],
      'error: Cannot use --known-failures: names "gone.yaml", which does not exist\n',
    ],
    [['gate'], 'error: Cannot run without a target: '],
  ])('refuses %j', async (args, message) => {
    const cwd = folderOf([passed]);
    const { code, stdout, stderr } = await assay(args, fakeIo({ cwd }));
    const isJson = (args as readonly string[]).includes('--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: isJson ? expect.stringContaining('"usage"') : '' });
    expect(stderr.slice(0, message.length)).toBe(message);
  });
});

describe('assay run --known-failures', () => {
  const reaching = [
    '--base-url',
    'http://127.0.0.1:9',
    '--credential',
    'key=a-key-for-loopback',
    '--known-failures',
    'known.yaml',
    '--dry-run',
  ];

  test.each([
    [
      'requirement',
      '- requirement: NEXUS-2300\n',
      'line 1:16, /0/requirement: no target of this run has the requirement "NEXUS-2300", did you mean "NEXUS-',
    ],
    [
      'case',
      '- case: pagination/walk-complete@#/paths/~1instances/get/x-assay/pagintion\n',
      'line 1:9, /0/case: no target of this run has the case "pagination/walk-complete@#/paths/~1instances/get/x-assay/pagintion", did you mean "pagination/walk-',
    ],
    [
      'operation',
      '- requirement: NEXUS-23\n  operation: GET /instance\n',
      'line 2:14, /0/operation: there is no operation "GET /instance", did you mean "GET /instances"?',
    ],
  ])('refuses an unknown %s, with its location', async (_, text, message) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'known.yaml'), `${text}  owner: o\n  reason: r\n  expires: ${ahead(30)}\n`);
    const { code, stderr } = await assay(['run', 'cloudnexus', ...reaching], fakeIo({ cwd }));
    expect(code).toBe(2);
    expect(stderr).toContain(`error: Cannot read known failures "known.yaml" at ${message}`);
  });

  test('refuses a last day that is too far ahead, and an unknown target', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'known.yaml'), list(ahead(181), 'NEXUS-23'));
    const refused = await assay(['run', 'cloudnexus', ...reaching], fakeIo({ cwd }));
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('line 4:12, /0/expires: ')]);
    writeFileSync(join(cwd, 'known.yaml'), `${list(ahead(30), 'NEXUS-23')}  target: cloudnexsu\n`);
    expect((await assay(['run', 'cloudnexus', ...reaching], fakeIo({ cwd }))).stderr).toContain(
      '/0/target: no target is called "cloudnexsu", did you mean "cloudnexus"?',
    );
  });

  test('accepts a list whose entries the contract has', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'known.yaml'), list(ahead(30), 'NEXUS-23'));
    expect((await assay(['run', 'cloudnexus', ...reaching], fakeIo({ cwd }))).code).toBe(0);
  });
});
