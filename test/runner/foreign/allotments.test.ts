import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { allotments, allotmentsDocument, type AllotmentsFlaw, allotmentsKeys } from '../../worlds/allotments.ts';
import { judgeWithCallers } from './judge-with-callers.ts';

/** What is told of the allotments, the checks that passed, and what stayed there. */
const judged = async (ways: Parameters<typeof allotments>[0], only: readonly string[]) => {
  const { url, rows } = await allotments(ways);
  return { ...(await judgeWithCallers(allotmentsDocument, url, allotmentsKeys, { only, maxCreates: 12 })), rows };
};

const wide = [
  'body/breach-refused',
  'body/removed-value-free-again',
  'idempotency/keyed-action-once',
  'lifecycle/used-is-kept',
  'lifecycle/action-logged',
  'lifecycle/other-moves-refused',
  'auth/foreign-reference-refused',
  'pagination/stable-under-creation',
];

test.concurrent.for<readonly [string, Parameters<typeof allotments>[0]]>([
  ['keep their document', {}],
  ['refuse members that are not described', { refusesOdd: true }],
])(
  'allotments that %s are not accused, and each of these checks judges something',
  besideOthers(async ([_what, ways]) => {
    const { told, passed } = await judged(ways, wide);
    expect(told).toEqual([]);
    expect([...passed].toSorted()).toEqual(wide.toSorted());
  }),
);

test.concurrent(
  'nothing else is told of them either, and few plots are left',
  { timeout: 360_000 },
  besideOthers(async () => {
    const { told, rows } = await judged({}, []);
    expect(told).toEqual([]);
    expect(rows.get('gardens')).toEqual([]);
    expect(rows.get('plots')).toEqual([]);
  }),
);

test.concurrent.for<readonly [AllotmentsFlaw, string, string]>([
  ['payment key ignored', 'idempotency/keyed-action-once', 'OAS-110 keyed-action-doubled POST /dues/{due_id}/payments'],
  ['payment of nothing', 'body/breach-refused', 'CONV-120-INFERRED breach-accepted-minimum POST /dues/{due_id}/payments'],
  ['badge kept', 'body/removed-value-free-again', 'OAS-111 removed-value-taken POST /gardeners'],
  ['removed with dues', 'lifecycle/used-is-kept', 'OAS-90 used-removed DELETE /gardeners/{gardener_id}'],
  ['foreign gardener', 'auth/foreign-reference-refused', 'CONV-162-INFERRED foreign-reference-accepted POST /leases'],
  ['ended comes back', 'lifecycle/other-moves-refused', 'OAS-73 other-move-accepted POST /leases/{lease_id}/moves'],
  ['history short', 'lifecycle/action-logged', 'OAS-112 action-not-logged GET /leases/{lease_id}'],
  ['cursor is offset', 'pagination/stable-under-creation', 'CONV-15-INFERRED walk-disturbed GET /gardeners'],
])(
  'allotments with the flaw "%s" are told so',
  besideOthers(async ([flaw, check, told]) => {
    expect((await judged({ flaws: [flaw] }, [check])).told).toContain(told);
  }),
);
