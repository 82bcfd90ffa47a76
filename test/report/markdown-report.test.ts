import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { markdownReport } from '../../src/report/markdown-report.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, madeRun } from './support/made-run.ts';
import { documented, emptyRun, hostileRun, knownFailure, manyFindings, withKnown } from './support/wide-runs.ts';

const textOf = (record: RunRecord): string => markdownReport({ record, directory: 'reports/r' });

/** The text outside of code (CommonMark 0.31, section 6.1), where markup would be obeyed. */
const outsideCode = (markdown: string): string => markdown.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/gu, '');

describe('report.md', () => {
  test('reads like the golden file', async () => {
    await expect(markdownReport({ record: parcelRecord(), directory: 'reports/2026-03-01T02-00-00Z-1a2b' })).toMatchFileSnapshot(
      'golden/report.md',
    );
  });

  test('tells a consequence below its cause, and known and stale failures apart', () => {
    const cases = [
      failedCase('a/one@#', 'P-1', { code: 'a', where: 'status', documentedAt: documented(3) }),
      failedCase('a/two@#', 'P-2', { code: 'b', where: 'status', expected: '200', actual: '500' }),
      failedCase('a/three@#', 'P-3', { code: 'c', exchanges: ['x9'] }),
    ];
    const text = textOf(
      withKnown(madeRun([{ name: 'depot', cases }]), [
        knownFailure({ requirement: 'P-3', excuses: ['a/three@#'] }),
        knownFailure({ requirement: 'P-9', state: 'passed', told: 'passes now' }),
      ]),
    );
    expect(text.split('\n').filter((line) => line.startsWith('### '))).toEqual([
      '### Broken musts',
      '### Known failures that are no longer true',
      '### Known failures',
    ]);
    expect(text).toContain('  - document: `api/openapi.yaml:3:5 #/paths/~1parcels~1{number}/get/responses/3`');
    expect(text).toContain('  - known until 2026-03-31, team-lists: NX-481');
    expect(text).toContain('- `P-9`: passes now (team-lists: NX-481, `known.yaml:4`)');
  });

  test('obeys nothing that a server or a document says', () => {
    const text = textOf(hostileRun());
    expect(text.length).toBeLessThan(20_000);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
    const markup = outsideCode(text);
    expect(markup).not.toMatch(/(?<!\\)<|(?<!\\)\]\(|!\[/u);
    expect(text).not.toMatch(/##(?:vso)?\[/u);
    expect(markup).not.toContain('evil.example)');
    expect(text.split('\n').some((line) => ['::', '```'].some((begin) => line.trimStart().startsWith(begin)))).toBe(false);
  });

  test('says so if there is nothing to tell', () => {
    expect(textOf(emptyRun())).toMatch(/^# assay: OPEN, not enough evidence \(exit code 3\)\n\n---\n/u);
    expect(textOf(madeRun([{ name: 'depot', cases: [] }]))).toContain('| must | 0 | 0 | 0 | 0 | 0 | 0 |');
  });

  test('fits a comment with hundreds of findings, and says how many it leaves out', () => {
    const text = textOf(manyFindings(600));
    expect(text.length).toBeLessThan(65_536);
    expect(text.length).toBeGreaterThan(50_000);
    const told = text.split('\n').filter((line) => line.startsWith('- **P-')).length;
    const left = [...text.matchAll(/- and (\d+) more, which are left out/gu)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(told + left).toBe(600);
    expect(text).toContain(
      '### Warnings\n\n- and 200 more, which are left out because a comment holds 65,536 characters; the record has all\n',
    );
  });
});
