import { describe, expect, test } from 'vitest';

import { assay, emptyFolder, fakeIo } from '../cli/support.ts';
import { again, forgetRuns, judged } from './support/judged.ts';

forgetRuns();

const id = 'pagination/walk-complete@#/paths/~1instances/get/x-assay/pagination';

describe('assay explain', () => {
  test('explains a case of a run: its requirement, its verdict, and how to judge it again', async () => {
    const run = await judged({ only: 'pagination/walk-complete', defect: 'page-boundary-skips-item' });
    const { code, stdout, stderr } = await assay(['explain', id, '--run', 'out'], again(run));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^case ${id.replaceAll('/', '\\/')}: Following cursors to the end yields every instance\n`, 'u'));
    const text = stdout.replaceAll(/\s+/gu, ' ');
    for (const piece of [
      'NEXUS-39, must, stated in CloudNexus REST API, "GET /instances", lines 34, 42, 57-60',
      'Verdict: fail, ',
      'expected: all ',
      'How to fix a failure: ',
      'To judge it again: assay replay ',
      'Tried at: GET /instances',
    ])
      expect(text).toContain(piece);
    expect(JSON.parse((await assay(['explain', 'NEXUS-39', '--run', 'out', '--json'], again(run))).stdout)).toMatchObject({
      format: 1,
      kind: 'case',
      id,
    });
  });

  test('prints the request that shows the failure of a case with --curl', async () => {
    const run = await judged({ only: 'pagination/walk-complete', defect: 'page-boundary-skips-item' });
    const { code, stdout, stderr } = await assay(['explain', id, '--run', 'out', '--curl'], again(run));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^curl [\s\S]*"authorization: Bearer \$NEXUS_KEY"\n$/u);
    expect(stderr).toBe('NEXUS_KEY holds the credential "key".\n');
  });

  test('looks for a case in the latest run by default', async () => {
    const { code, stderr } = await assay(['explain', id], fakeIo({ cwd: emptyFolder() }));
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot find the run "latest"');
  });

  for (const option of [['--curl'], ['--target', 'x']]) {
    test(`refuses ${option[0]} for an id that is no case`, async () => {
      const { code, stderr } = await assay(['explain', 'NEXUS-39', ...option], fakeIo({ cwd: emptyFolder() }));
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `error: Cannot use ${option[0]}: "NEXUS-39" is not the id of a case, add --run RUN\n`,
      });
    });
  }
});
