import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { allotments, allotmentsDocument, type AllotmentsFlaw, allotmentsKeys } from '../../worlds/allotments.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';

/** What is told of the allotments, by the requirement and the code, and the checks that passed. */
const judged = async (ways: Parameters<typeof allotments>[0], only: readonly string[]) => {
  const { url, rows } = await allotments(ways);
  const { key, ...secrets } = allotmentsKeys;
  const { verdicts } = await judgeForeign(writeDocument(allotmentsDocument), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 12,
    key,
    secrets,
    credentials: ['key', 'restricted', 'other'],
    durations: { 'created.listed': 2, 'updated.shown': 2, 'removed.gone': 2, 'removed.settled': 0.3, 'created.settled': 4 },
    selection: { only, skip: [] },
  });
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  const told = verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.code} ${verdict.finding.operation}`] : [],
  );
  const passed = new Set(verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'pass' ? [check] : [])));
  return { told, passed, rows };
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
  { timeout: 180_000 },
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
  { timeout: 240_000 },
  besideOthers(async ([flaw, check, told]) => {
    expect((await judged({ flaws: [flaw] }, [check])).told).toContain(told);
  }),
);
