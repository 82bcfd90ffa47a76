import { array, assert, nat, property, record, string, tuple, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import type { OperationCoverage } from '../../src/model/coverage.ts';
import { coverageTotals, tallyAt, tallyKinds } from '../../src/policy/coverage-totals.ts';
import { madeOperation } from '../report/support/made-coverage.ts';

const names = uniqueArray(string(), { maxLength: 4 });
const part = record({ seen: names, unseen: names });
const answers = record({ seen: names, unseen: names, undocumented: names });
const share = tuple(nat(9), nat(9), names).map(([seen, left, unseen]) => ({ seen, of: seen + left, unseen: unseen.slice(0, left) }));
const operation = record({
  operation: string(),
  judged: nat(3),
  statuses: answers,
  parameters: record({ seen: names, unseen: names, always: names }),
  values: array(
    tuple(string(), share).map(([parameter, one]) => ({ parameter, ...one })),
    { maxLength: 3 },
  ),
  requestTypes: part,
  responseTypes: answers,
  security: part,
  branches: share,
}).map((made): OperationCoverage => madeOperation(made.operation, made));

test('the totals of a map are the sums over its operations, whatever their order and however it is cut', () => {
  assert(
    property(array(operation, { maxLength: 6 }), nat(6), (map, at) => {
      const totals = coverageTotals({ map });
      const [first, second] = [coverageTotals({ map: map.slice(0, at) }), coverageTotals({ map: map.slice(at) })];
      expect(coverageTotals({ map: map.toReversed() })).toEqual(totals);
      expect(totals.judged).toBe(map.filter(({ judged }) => judged > 0).length);
      expect(totals.undocumented).toBe(first.undocumented + second.undocumented);
      for (const kind of tallyKinds) {
        expect(totals[kind].seen).toBe(map.reduce((sum, one) => sum + tallyAt(one, kind).seen, 0));
        expect(totals[kind]).toEqual({ seen: first[kind].seen + second[kind].seen, of: first[kind].of + second[kind].of });
        expect(totals[kind].seen).toBeLessThanOrEqual(totals[kind].of);
      }
      const [documented, lists] = [
        map.flatMap(({ statuses }) => [...statuses.seen, ...statuses.unseen]),
        map.flatMap(({ values }) => values),
      ];
      expect(totals.statuses.of).toBe(documented.length);
      expect(totals.values.of).toBe(lists.reduce((sum, { of }) => sum + of, 0));
    }),
  );
});
