import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { failedCase, madeCase, madeRun, type MadeTarget } from '../report/support/made-run.ts';
import { writtenRun } from '../report/support/written-run.ts';
import { assay, emptyFolder, fakeIo } from './support.ts';

const passed = madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1 });
const failed = failedCase('a/1@#', 'P-1');

const folderOf = (...targets: readonly MadeTarget[]): string => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'reports'));
  for (const [at, target] of targets.entries()) {
    const directory = writtenRun(join(cwd, 'reports', `run-${at}`), madeRun([target], { run: `run-${at}` }));
    writeFileSync(join(directory, 'index.html'), '');
  }
  return cwd;
};

const two = [
  { name: 'depot', cases: [passed] },
  { name: 'spare', cases: [failed] },
];

describe('assay compare', () => {
  test('prints the differences and writes the page', async () => {
    const cwd = folderOf(...two);
    const { code, stdout } = await assay(['compare', 'run-0', 'run-1'], fakeIo({ cwd }));
    expect(code).toBe(0);
    expect(stdout).toContain('0 of 55 situations, 1 of 1 requirements and 0 of 0 facts differ');
    expect(stdout).toContain('| P-1: A list has at most 20 parcels | pass | fail: `got 25 items` |');
    const page = readFileSync(join(cwd, 'reports', 'compare.html'), 'utf8');
    expect(page).toContain('href="run-1/index.html#case%3Aspare%3Aa%2F1%40%23"');
  });

  test('writes the page to another path, and prints one JSON document', async () => {
    const cwd = folderOf(...two);
    const { stdout } = await assay(['compare', 'run-0', 'run-1', '--page', 'deep/page.html', '--json'], fakeIo({ cwd }));
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, isShared: true, outcomes: [{ id: 'P-1', state: 'differs' }] });
    expect(readFileSync(join(cwd, 'deep', 'page.html'), 'utf8')).toContain('href="../reports/run-1/index.html#');
  });

  test('ends with 3 if a target was not judged', async () => {
    const cwd = folderOf({ name: 'depot', cases: [passed] }, { name: 'spare', cases: [] });
    expect((await assay(['compare', 'run-0', 'run-1'], fakeIo({ cwd }))).code).toBe(3);
  });

  test('ends with 3 if a run has no record, and says why', async () => {
    const cwd = folderOf(...two);
    const path = join(cwd, 'reports', 'run-1', 'run.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, -2).join('\n'));
    expect(await assay(['compare', 'run-0', 'run-1'], fakeIo({ cwd }))).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^Not comparable: Cannot read record .*: the footer is missing/u),
      stderr: '',
    });
    expect(JSON.parse((await assay(['compare', 'run-0', 'run-1', '--json'], fakeIo({ cwd }))).stdout)).toMatchObject({ exitCode: 3 });
  });

  test('works without deleted exchanges, and refuses unreadable ones', async () => {
    const cwd = folderOf(...two);
    const folder = join(cwd, 'reports', 'run-1', 'exchanges');
    rmSync(folder, { recursive: true });
    const { code, stdout } = await assay(['compare', 'run-0', 'run-1', '--json'], fakeIo({ cwd }));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      behaviour: { 0: { cells: { 1: { values: [], why: 'not known: the run has no stored exchanges' } } } },
    });
    mkdirSync(join(folder, '2.jsonl'), { recursive: true });
    const refused = await assay(['compare', 'run-0', 'run-1'], fakeIo({ cwd }));
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^error: Cannot read the exchanges of .*: EISDIR; /u)]);
  });

  test.each([
    [['compare'], 'error: Cannot compare: name runs'],
    [['compare', 'run-0'], 'error: Cannot compare one target: '],
    [['compare', 'run-0', 'reports/run-0'], 'error: Cannot compare "'],
    [['compare', 'run-0', 'run-9'], 'error: Cannot find the run "run-9"'],
    [['compare', 'run-0', 'run-1', '--page', 'reports'], 'error: Cannot write the page "reports": EISDIR; name another file with --page\n'],
    [['compare', '--targets', 'a,b'], 'error: Cannot judge "a"'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await assay(args, fakeIo({ cwd: folderOf(...two) }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.slice(0, message.length)).toBe(message);
  });
});
