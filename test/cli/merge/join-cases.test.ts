import { describe, expect, test } from 'vitest';
import { joinedResult } from '../../../src/cli/merge/join-cases.ts';
import { checks } from '../../../src/checks/index.ts';
import type { Case } from '../../../src/model/case.ts';
import type { TargetRecord } from '../../../src/model/record.ts';
import type { SharedResult } from '../../../src/model/shared-result.ts';
import type { Finding, Verdict } from '../../../src/model/verdict.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { parcels } from '../../checks/support/judge.ts';
import { madeTarget } from '../../model/made-target.ts';

const contract = await parcels();
const target = madeTarget({ name: 'depot', contract: 'parcels', baseUrl: 'http://127.0.0.1:1' });
const around = { contract, target };
const { cases } = makePlan({ contract, target, checks, seed: 1 });

const planned = (fits: (one: Case) => boolean): Case => {
  const found = cases.find((one) => one.skip === undefined && fits(one));
  if (found === undefined) throw new Error('the plan has no such case');
  return found;
};
const probe = planned(({ check, places }) => check === 'errors/no-server-error' && places.length > 2);
const watch = planned(({ check }) => check === 'schema/response-body');

const finding: Finding = { code: 'made', operation: 'GET /parcels', where: '', expected: 'a', actual: 'b', exchanges: ['x1'] };
const pass: Verdict = { kind: 'pass', judged: 1 };
const fail: Verdict = { kind: 'fail', judged: 1, breaches: 1, finding };
const open: Verdict = { kind: 'inconclusive', reason: 'met 503', exchanges: [] };
const stopped: Verdict = { kind: 'skipped', because: 'stopped', reason: 'the run was interrupted' };
const broken: Verdict = { kind: 'broken', error: 'a mistake' };

/** What one part recorded of a case. */
type Said = { readonly verdict?: Verdict; readonly shared?: SharedResult };

const joined = (one: Case, said: readonly Said[], isWhole = true): Verdict | undefined => {
  const records = said.map(({ verdict, shared }): TargetRecord => ({
    target: 'depot',
    contract: 'parcels',
    baseUrl: target.baseUrl,
    planDigest: '',
    undecided: [],
    requirements: new Map(),
    cases: [one],
    results: new Map(verdict === undefined ? [] : [[one.id, { verdict, seconds: 1 }]]),
    preflight: undefined,
    created: [],
    torn: { numbers: new Map([[one.id, 0]]), shared: new Map(shared === undefined ? [] : [[one.id, shared]]) },
  }));
  return joinedResult(one, records, around, isWhole)?.verdict;
};

/** A part that tried every other place of the probe, from a number on. */
const trying = (from: number, verdict: Verdict): Said => ({
  verdict,
  shared: { places: probe.places.flatMap((_place, place) => (place % 2 === from ? [{ place, verdict }] : [])) },
});

describe('a probe of which each part tried some places', () => {
  test('is joined as the check joins its places', () => {
    expect(joined(probe, [trying(0, pass), trying(1, pass)])).toMatchObject({ kind: 'pass', judged: probe.places.length });
    expect(joined(probe, [trying(0, pass), trying(1, fail)])).toMatchObject({ kind: 'fail', finding: { code: 'made' } });
    expect(joined(probe, [trying(0, open), trying(1, fail)])).toMatchObject({ kind: 'fail' });
    expect(joined(probe, [trying(0, pass), trying(1, open)])).toMatchObject({ kind: 'inconclusive' });
    expect(joined(probe, [trying(0, pass), trying(1, broken)])).toMatchObject({ kind: 'broken' });
  });

  test('says where the document states what was broken', () => {
    const said = joined(probe, [trying(0, pass), trying(1, fail)]);
    expect(said?.kind === 'fail' && said.finding.documentedAt?.file).toBeTypeOf('string');
  });

  test('passes only where all parts tried theirs', () => {
    expect(joined(probe, [trying(0, pass), { verdict: stopped }])).toEqual(stopped);
    expect(joined(probe, [trying(0, fail), { verdict: stopped }])).toMatchObject({ kind: 'fail' });
    expect(joined(probe, [trying(0, pass), { verdict: fail }])).toMatchObject({ kind: 'fail' });
    expect(joined(probe, [trying(0, pass)], false)).toMatchObject({ kind: 'inconclusive' });
    expect(joined(probe, [trying(0, fail)], false)).toMatchObject({ kind: 'fail' });
  });

  test('passes only where no part doubts it', () => {
    const doubting = { ...trying(1, pass), shared: { ...trying(1, pass).shared, doubt: 'the target went away' } };
    expect(joined(probe, [trying(0, pass), doubting])).toMatchObject({ kind: 'inconclusive', reason: 'the target went away' });
  });

  test('is lost where a part lost it', () => {
    expect(joined(probe, [trying(0, pass), {}])).toBeUndefined();
  });
});

describe('a case that watches', () => {
  const nothing = { judged: 0, breaches: 0, first: null, actuals: [], unclear: [], shownIn: [], reached: [], unsupported: [] };
  const saw = (verdict: Verdict, state: object): Said => ({ verdict, shared: { state: { ...nothing, ...state }, operations: [] } });
  const { exchanges: _exchanges, ...breach } = { ...finding, exchange: 'x2', bodyBytes: 1 };
  const unseen: Verdict = { kind: 'inconclusive', reason: 'nothing seen', exchanges: [], unseen: true };

  test('is judged by what all parts saw', () => {
    expect(joined(watch, [saw(unseen, {}), saw(unseen, {})])).toMatchObject({ kind: 'inconclusive', unseen: true });
    const unclear = { unclear: [{ what: 'a status', times: 1, exchange: 'x1' }] };
    expect(joined(watch, [saw(unseen, {}), saw(open, unclear)])).toMatchObject({
      kind: 'inconclusive',
      reason: 'a status (1 of 1 answer)',
    });
    const breached = { judged: 1, breaches: 1, first: breach, actuals: ['b'], shownIn: ['x2'] };
    expect(joined(watch, [saw(unseen, {}), saw(fail, breached), saw(stopped, {})])).toMatchObject({
      kind: 'fail',
      finding: { code: 'made', exchanges: ['x2'] },
    });
  });

  test('is cut where a part was stopped, and broken where it broke in one', () => {
    expect(joined(watch, [saw(unseen, { judged: 4 }), saw(stopped, {})])).toEqual(stopped);
    expect(joined(watch, [saw(unseen, {}), { verdict: broken }])).toEqual(broken);
  });

  test('is open where a part is missing', () => {
    expect(joined(watch, [saw(pass, { judged: 4 })], false)).toMatchObject({
      kind: 'inconclusive',
      reason: 'a part of the run is missing, so not all requests were judged',
    });
  });
});
