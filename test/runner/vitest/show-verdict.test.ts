import { describe, expect, test } from 'vitest';

import type { Verdict } from '../../../src/model/verdict.ts';
import { showVerdict } from '../../../src/runner/vitest/show-verdict.ts';

const finding = { code: 'c', operation: 'GET /parcels', where: '/data', expected: 'at most 20', actual: '25', exchanges: ['x1'] };
const table: readonly (readonly [Verdict, string])[] = [
  [{ kind: 'pass', judged: 1 }, 'passes'],
  [{ kind: 'observed', facts: [] }, 'passes'],
  [{ kind: 'fail', judged: 1, breaches: 1, finding }, 'fails: GET /parcels at /data: expected at most 20, got 25'],
  [{ kind: 'fail', judged: 1, breaches: 1, finding: { ...finding, where: '' } }, 'fails: GET /parcels: expected at most 20, got 25'],
  [{ kind: 'broken', error: 'a check threw' }, 'fails: a check threw'],
  [{ kind: 'inconclusive', reason: 'met 429', exchanges: [] }, 'skips: inconclusive: met 429'],
  [{ kind: 'skipped', because: 'not-allowed', reason: 'allow lacks flood' }, 'skips: not-allowed: allow lacks flood'],
];

const shownAs = (verdict: Verdict): string => {
  let note: string | undefined;
  try {
    showVerdict(verdict, (why) => {
      note = why;
    });
  } catch (error) {
    return `fails: ${error instanceof Error ? error.message : String(error)}`;
  }
  return note === undefined ? 'passes' : `skips: ${note}`;
};

describe('as a test', () => {
  for (const [verdict, shown] of table) {
    test(`${verdict.kind} ${shown}`, () => {
      expect(shownAs(verdict)).toBe(shown);
    });
  }
});
