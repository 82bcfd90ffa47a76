import { describe, expect, test } from 'vitest';
import { defineFold, defineProbe } from '../../src/checks/kit/define.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Target } from '../../src/model/target.ts';
import type { Case } from '../../src/model/case.ts';
import { fitted } from '../../src/plan/fitted.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { isSelected, matchesAny } from '../../src/plan/selection.ts';
import { parcels, requirement, requirements, writeContract } from '../contract/support.ts';
import { madeTarget } from '../model/made-target.ts';

const words = { title: 'a claim', why: 'a reason', fix: 'a remedy' };
const creates = defineProbe({
  ...words,
  id: 'body/missing',
  reads: 'refusals.missing',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => contract.operations.filter(({ method }) => method === 'POST').map(({ location }) => ({ location: location })),
  prerequisites: () => [
    { kind: 'permission', permission: 'mutation' },
    { kind: 'fixture', name: 'box' },
  ],
  cost: () => ({ requests: 3, creates: 1 }),
  run: async () => 0,
  judge: () => ({ kind: 'pass', judged: 1 }),
});
const reads = defineProbe({
  ...words,
  id: 'pages/unique',
  reads: 'pagination',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => contract.collections.map(({ operation }) => ({ location: operation.location })),
  prerequisites: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  run: async () => 0,
  judge: () => ({ kind: 'pass', judged: 1 }),
});
const watches = defineFold({
  ...words,
  id: 'errors/path',
  locations: () => [{ operation: null, way: ['#', '#/x-assay', '#/x-assay/unknown', '#/x-assay/unknown/path'] }],
  init: () => 0,
  step: (state: number) => state,
  merge: (a: number, b: number) => a + b,
  conclude: () => ({ kind: 'pass', judged: 1 }),
});
const checks = [creates, reads, watches];

const target = (more: Partial<Target> = {}): Target =>
  madeTarget({
    name: 'here',
    contract: 'parcels',
    baseUrl: 'http://127.0.0.1:1',
    flood: { maxRequests: 1 },
    maxCreates: 5,
    http: { timeoutMs: 100, headers: {} },
    ...more,
  });
const load = () => loadContract(writeContract(parcels, requirements));

describe('a plan', () => {
  test('keeps all other cases where one check fails on the document, and says so of that one', async () => {
    const failing = {
      ...reads,
      locations: (): never => {
        throw new TypeError('no such member');
      },
    };
    const contract = await load();
    const { cases } = makePlan({ contract, target: target(), checks: [creates, failing, watches], seed: 1 });
    const [failed] = cases.filter(({ check }) => check === reads.id);
    expect(failed).toMatchObject({
      id: 'pages/unique@#',
      phase: 'read',
      places: [],
      broken: 'The check failed on the document: no such member',
    });
    expect(cases.filter(({ broken }) => broken === undefined).map(({ check }) => check)).toEqual([creates.id, watches.id]);
  });

  test('orders cases by phase and skips those with missing prerequisites, with how to supply them', async () => {
    const plan = makePlan({ contract: await load(), target: target(), checks, seed: 1 });
    expect(plan.cases.map(({ id, skip }) => [id, skip?.because])).toEqual([
      ['pages/unique@#/paths/~1parcels/get/x-assay/pagination', undefined],
      ['body/missing@#/x-assay/refusals/missing', 'not-allowed'],
      ['errors/path@#/x-assay/unknown/path', undefined],
    ]);
    expect(plan.cases[1]?.skip?.reason).toBe(
      'needs the permission "mutation" (--allow mutation); needs the fixture "box" (--set fixtures.box=VALUE)',
    );
  });

  test('names the least that a skipped case lacks, and the operations that were not selected', async () => {
    const contract = await load();
    const plan = makePlan({ contract, target: target(), checks, selection: { only: ['pages/*'], skip: [] }, seed: 1 });
    expect(plan.notSelected).toContain('POST /parcels');
    expect(plan.notSelected).not.toContain('GET /parcels');
    const whole = makePlan({ contract, target: target(), checks, seed: 1 });
    expect(whole.notSelected).toBeUndefined();
    expect(whole.cases[1]?.lacks).toEqual([
      { kind: 'permission', name: 'mutation' },
      { kind: 'fixture', name: 'box' },
    ]);
  });

  test('counts the cost of what can be tried', async () => {
    const contract = await load();
    const plan = makePlan({ contract, target: target({ allow: ['mutation'], fixtures: { box: 'b' } }), checks, seed: 1 });
    expect(plan.cases.map(({ cost }) => cost)).toEqual([
      { requests: 2, creates: 0 },
      { requests: 3, creates: 1 },
      { requests: 0, creates: 0 },
    ]);
    expect(plan.cases.every(({ skip }) => skip === undefined)).toBe(true);
  });

  test('is the same for the same input and differs for another seed or target', async () => {
    const contract = await load();
    const digest = (seed: number, more: Partial<Target> = {}) => makePlan({ contract, target: target(more), checks, seed }).digest;
    expect(digest(1)).toBe(digest(1));
    expect(new Set([digest(1), digest(2), digest(1, { allow: ['mutation'] })]).size).toBe(3);
  });

  test('leaves out what was not selected, but keeps observations with watchAll', async () => {
    const contract = await load();
    const selection = { only: ['pages/*'], skip: [] };
    const skipped = (watchAll: boolean) =>
      makePlan({ contract, target: target(), checks, selection, watchAll, seed: 1 }).cases.map(({ skip }) => skip?.because ?? 'tried');
    expect(skipped(false)).toEqual(['tried', 'not-selected', 'not-selected']);
    expect(skipped(true)).toEqual(['tried', 'not-selected', 'tried']);
  });

  test('never tries an untestable requirement', async () => {
    const contract = await loadContract(
      writeContract(parcels, [...requirements.slice(0, -1), requirement('P-9', ['errors/path'], { level: 'untestable' })]),
    );
    expect(makePlan({ contract, target: target(), checks, seed: 1 }).cases.map(({ check }) => check)).not.toContain('errors/path');
  });
});

describe('a selection', () => {
  const names = ['pages/unique', 'P-7', 'pagination', 'GET /parcels', 'listParcels', 'post'];
  test('names checks, requirements, areas, operations and tags, also by glob', () => {
    for (const glob of ['pages/unique', 'pages/*', 'P-?', 'pagination', 'GET /parcels', 'GET /*', 'list*', 'post'])
      expect(matchesAny(glob, names), glob).toBe(true);
    for (const glob of ['page', 'P-70', 'POST /parcels', 'unique']) expect(matchesAny(glob, names), glob).toBe(false);
  });

  test('skips after it selects', () => {
    expect(isSelected({ only: [], skip: [] }, names)).toBe(true);
    expect(isSelected({ only: ['pages/*'], skip: ['P-7'] }, names)).toBe(false);
  });
});

describe('a size', () => {
  const one = (id: string, level: Case['level'], requests: number, more: Partial<Case> = {}): Case => ({
    id,
    check: id,
    requirement: 'PARCEL-1',
    title: id,
    level,
    area: 'schema',
    kind: 'probe',
    phase: 'read',
    places: [],
    untried: [],
    cost: { requests, creates: 0 },
    ...more,
  });
  const left = (cases: readonly Case[], size: number): string[] => fitted(cases, size).flatMap(({ id, skip }) => (skip ? [id] : []));

  test('keeps requirements of the level must before the others, and the cheapest of them', () => {
    const cases = [
      one('warning', 'should', 1),
      one('dear', 'must', 50),
      one('cheap', 'must', 30),
      one('watched', 'should', 0, { kind: 'watch' }),
    ];
    expect(left(cases, 1000)).toEqual([]);
    expect(left(cases, 20)).toEqual(['warning']);
    expect(left(cases, 8)).toEqual(['warning', 'dear']);
    expect(fitted(cases, 8)[0]?.skip).toEqual({ because: 'out-of-budget', reason: 'left out of a run of about 8 requests (--profile)' });
  });

  test('does not count cases that are skipped already, and keeps their reason', () => {
    const skip = { because: 'not-allowed', reason: 'needs a permission' } as const;
    const cases = [one('skipped', 'must', 500, { skip }), one('tried', 'must', 4)];
    expect(fitted(cases, 1).map((each) => each.skip)).toEqual([skip, undefined]);
  });
});
