import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { printAnswer } from '../../src/cli/gate/print-answer.ts';
import { answerGate } from '../../src/policy/gate.ts';
import { policyOf } from '../../src/policy/gate-policy.ts';
import { failedCase, madeRun } from '../report/support/made-run.ts';
import { documented } from '../report/support/wide-runs.ts';
import { writtenRun } from '../report/support/written-run.ts';
import { assay, emptyFolder, fakeIo, type Ran } from './support.ts';

/** A repository with a run in the folder `depot`, and an empty summary of a step. */
const repositoryWithRun = (): { readonly cwd: string; readonly step: string } => {
  const root = emptyFolder();
  mkdirSync(join(root, '.git'));
  const cwd = join(root, 'depot');
  mkdirSync(cwd);
  writtenRun(join(cwd, 'out'), madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1', { documentedAt: documented(12) })] }]));
  const step = join(root, 'step.md');
  writeFileSync(step, 'Before.\n');
  return { cwd, step };
};

const inJob = async (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran & { readonly summary: string }> => {
  const { cwd, step } = repositoryWithRun();
  const ran = await assay(args, fakeIo({ cwd, env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: step, ...more } }));
  return { ...ran, summary: readFileSync(step, 'utf8') };
};

test('--report github tells a job of GitHub by annotations and the summary of its step', async () => {
  const { code, stdout, stderr, summary } = await inJob(['report', 'out', '--report', 'github']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/github\.txt\n::error file=depot\/api\/openapi\.yaml,line=12,title=P-1 \(must\) of depot::A list has/u);
  expect(summary).toMatch(/^Before\.\n# assay: FAIL, a must is broken \(exit code 1\)\n/u);
  expect(summary).toContain('- **P-1** A list has at most 20 parcels (must)');
});

test('a job that asked for no annotations gets none', async () => {
  for (const args of [
    ['report', 'out'],
    ['report', 'out', '--report', 'markdown,sarif'],
  ]) {
    const { stdout, summary } = await inJob(args);
    expect(stdout).not.toContain('::error');
    expect(summary).toBe('Before.\n');
  }
});

test('outside of a job only the file is written', async () => {
  const { stdout, summary } = await inJob(['report', 'out', '--report', 'github'], { GITHUB_ACTIONS: '' });
  expect(stdout).not.toContain('::error');
  expect(summary).toBe('Before.\n');
});

test('a summary that cannot be written is a warning', async () => {
  const { code, stdout, stderr } = await inJob(['report', 'out', '--report', 'github'], { GITHUB_STEP_SUMMARY: '/nowhere/step.md' });
  expect(code).toBe(0);
  expect(stdout).toContain('::error file=');
  expect(stderr).toBe(
    'warning: Cannot append to the summary of the step, GITHUB_STEP_SUMMARY "/nowhere/step.md": ENOENT; the result is in the log\n',
  );
});

test('a gate tells a job its own answer, beside the JSON document too', () => {
  const { cwd, step } = repositoryWithRun();
  const record = madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1', { documentedAt: documented(12) })] }]);
  const io = fakeIo({ cwd, env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: step } });
  const result = { answer: answerGate(record, policyOf({}), () => []), record, directory: join(cwd, 'out'), displayPath: 'out' };
  expect(printAnswer(result, { isJson: true, annotated: false, isJob: true }, io)).toBe(1);
  expect(JSON.parse(io.stdout.text())).toMatchObject({ answer: 'no' });
  expect(io.stderr.text()).toMatch(/^::error title=assay gate::no: depot: 1 must is broken/u);
  expect(io.stderr.text()).toContain('\n::error file=depot/api/openapi.yaml,line=12,');
  expect(readFileSync(step, 'utf8')).toMatch(/^Before\.\n# assay gate: no\n/u);
});

test('the annotations of a gate name files from the root of the repository too', async () => {
  const { stdout } = await inJob(['gate', '--run', 'out', '--annotations', 'github']);
  expect(stdout).toContain('::error file=depot/api/openapi.yaml,line=12,');
});
