import { describe, expect, test } from 'vitest';

import type { Expectation } from '../../src/model/known-failure.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { junit, summary } from '../../src/report/index.ts';
import { pageOf } from './support/page-of.ts';
import { readXml } from './support/read-xml.ts';
import { failedCase, hostile, madeRun } from './support/made-run.ts';

const known = (more: Partial<Expectation>): Expectation => ({
  requirement: 'P-1',
  owner: 'team-lists',
  reason: 'NX-481',
  expires: '2026-12-31',
  file: 'known.yaml',
  line: 7,
  state: 'expected',
  told: 'fails as described',
  excuses: [],
  ...more,
});

const run = (...knownFailures: readonly Expectation[]): RunRecord => {
  const made = madeRun([{ name: 'depot', cases: [failedCase('a/1@#', 'P-1'), failedCase('a/2@#', 'P-2')] }]);
  return { ...made, footer: { ...made.footer, targets: made.footer.targets.map((end) => ({ ...end, knownFailures })) } };
};

const record = run(
  known({ excuses: ['a/1@#'] }),
  known({ requirement: 'P-3', state: 'passed', told: 'passes now', line: 12, reason: hostile }),
  known({ requirement: 'P-4', state: 'not-judged', told: 'no case of this run is about it', line: 17 }),
);

describe('known failures', () => {
  test('have a section of their own in the summary', () => {
    const text = summary({ record, directory: 'reports/one' });
    const [broken = '', rest = ''] = text.split('### Known failures');
    expect(broken).toContain('P-2: ');
    expect(broken).not.toContain('P-1: ');
    expect(rest).toMatch(/P-1\n\n {6}state: {4}expected: fails as described\n {6}owner: {4}team-lists/u);
    expect(rest).toContain('state:    passed: passes now');
    expect(rest).toContain('listed:   known.yaml:12');
    expect(rest).not.toContain('\u202e');
  });

  test('are skipped in junit.xml, and the stale ones fail', () => {
    const xml = junit({ record, directory: 'reports/one' });
    expect(readXml(xml).attributes).toMatchObject({ failures: '2', errors: '0' });
    expect(xml).toContain('<skipped message="known failure until 2026-12-31, team-lists: NX-481: GET /parcels');
    expect(xml).toMatch(/name="P-3" classname="depot\.known-failures"[^>]*>\s*<failure message="known\.yaml:12: passes now; team-lists: /u);
  });

  test('have a section of the page, which is open if one is stale', () => {
    const { text, model } = pageOf(record);
    expect(text).toMatch(/<details class="fold" open><summary>Known failures, as listed <small>3<\/small>/u);
    expect(text).toContain('(known.yaml:7)');
    expect(text).not.toContain('<script>document.title');
    expect(model.causes.map(({ kind }) => kind)).toEqual(['must', 'known']);
    expect(model.findings[1]?.known).toBe('fails as described');
    expect(pageOf(run(known({ excuses: ['a/1@#'] }))).text).toContain(
      '<details class="fold"><summary>Known failures, as listed <small>1</small>',
    );
  });
});
