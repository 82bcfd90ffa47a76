import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { failedCase, hostile, madeCase, madeRun, storedExchange, type MadeCase } from '../report/support/made-run.ts';
import { writtenRun } from '../report/support/written-run.ts';
import { assay, emptyFolder, fakeIo, type Ran } from './support.ts';

const beside = madeCase('b/1@#', 'P-0', { kind: 'pass', judged: 1 });
const passed = madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1, facts: [{ fact: 'size', at: 'GET /parcels', value: 1 }] });
const failed = failedCase('a/1@#', 'P-1', { actual: hostile });

/** A folder with the runs `one` and `two`. */
const folderOf = (one: MadeCase, two: MadeCase): string => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'reports'));
  const side = (name: string, made: MadeCase, body: unknown): string =>
    writtenRun(join(cwd, 'reports', name), madeRun([{ name: 'depot', cases: [beside, made] }], { run: name }), [storedExchange({ body })]);
  side('one', one, { id: 1 });
  side('two', two, { id: 1, size: 2 });
  return cwd;
};

const diff = (cwd: string, ...args: readonly string[]): Promise<Ran> => assay(['diff', 'one', 'two', ...args], fakeIo({ cwd }));

describe('assay diff', () => {
  test('ends with 1 and names the regression on one line, whatever the server sent', async () => {
    const { code, stdout } = await diff(folderOf(passed, failed));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^# assay diff: a regression\n\nFrom one to two\.\n/u);
    expect(stdout).toContain('1 regression, 0 fixes, 0 newly judged, 0 no longer judged, 0 facts drifted, 1 shape drifted.');
    expect(stdout).toContain('- **P-1** A list has at most 20 parcels (must, before: pass)');
    expect(stdout).toContain('| `GET /parcels` | member-new | `200 /size` | not there | integer |');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  });

  test('ends with 0 for a fix', async () => {
    const { code, stdout } = await diff(folderOf(failed, passed));
    expect(code).toBe(0);
    expect(stdout).toContain('### Fixes (1)');
  });

  test('says that shapes are missing if the exchanges were deleted', async () => {
    const cwd = folderOf(passed, passed);
    rmSync(join(cwd, 'reports', 'one', 'exchanges'), { recursive: true });
    const { code, stdout } = await diff(cwd);
    expect(code).toBe(0);
    expect(stdout).toContain('Shapes were not compared: one of the runs has no stored exchanges.');
  });

  test('prints one document with --json', async () => {
    const { stdout } = await diff(folderOf(passed, failed), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      old: 'one',
      new: 'two',
      exitCode: 1,
      targets: [{ changes: [{ kind: 'regression' }] }],
    });
  });

  test('ends with 3 without a valid record', async () => {
    const cwd = folderOf(passed, failed);
    writeFileSync(join(cwd, 'reports', 'one', 'run.jsonl'), '');
    expect(await diff(cwd)).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^Not comparable: Cannot read record .*: it is empty/u),
    });
    expect(JSON.parse((await diff(cwd, '--json')).stdout)).toMatchObject({ exitCode: 3 });
  });

  test('refuses exchanges that cannot be read', async () => {
    const cwd = folderOf(passed, failed);
    mkdirSync(join(cwd, 'reports', 'two', 'exchanges', '2.jsonl'));
    expect(await diff(cwd)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: Cannot read the exchanges of .*two": EISDIR/u),
    });
  });

  test('refuses an unknown target and an unknown run', async () => {
    const cwd = folderOf(passed, failed);
    expect(await diff(cwd, '--target', 'depto')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: Cannot use --target: run one judged no target "depto", did you mean "depot"?\n',
    });
    expect((await assay(['diff', 'one', 'three'], fakeIo({ cwd }))).code).toBe(2);
  });
});
