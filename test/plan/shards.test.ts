import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import type { Case, Phase, Plan } from '../../src/model/case.ts';
import { partOfPlan } from '../../src/plan/part-of-plan.ts';
import { derivedSeed, runDigest } from '../../src/plan/plan-digest.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { type Splittable, splitRun, type SplitRun } from '../../src/plan/shards.ts';
import { parcels } from '../checks/support/judge.ts';
import { parcelCase } from '../model/hand-written-run.ts';
import { madeTarget } from '../model/made-target.ts';

const contract = await parcels();
const place = { contract: 'made', baseUrl: 'http://127.0.0.1:1' } as const;
const operations = ['GET /a', 'GET /a/{id}', 'POST /a', 'GET /b', 'GET /b/{id}', 'DELETE /b/{id}', 'GET /c', 'GET /v1/d', null] as const;

/** A case of some kind at some places. */
const cases = fc.record({
  places: fc.uniqueArray(fc.constantFrom(...operations), { minLength: 1, maxLength: 5 }),
  phase: fc.constantFrom<Phase>('read', 'read', 'read', 'mutate', 'closing', 'flood'),
  kind: fc.constantFrom<'probe' | 'watch'>('probe', 'probe', 'watch'),
  isSkipped: fc.boolean(),
  requests: fc.nat(200),
});

const targets = fc.record({
  cases: fc.array(cases, { maxLength: 25 }),
  allow: fc.constantFrom<readonly 'mutation'[]>([], ['mutation']),
  key: fc.constantFrom('one', 'two', 'three', undefined),
  hasSink: fc.boolean(),
});

const madeCase = ({ places, phase, kind, isSkipped, requests }: typeof cases extends fc.Arbitrary<infer T> ? T : never, n: number): Case =>
  parcelCase(`made/case-${n}@#`, `P-${n}`, {
    check: 'made/case',
    kind,
    phase: kind === 'watch' ? 'closing' : phase,
    places: isSkipped ? [] : places.map((operation) => ({ operation, way: ['#'] })),
    cost: { requests, creates: 0 },
    ...(isSkipped ? { skip: { because: 'not-allowed', reason: 'allow lacks mutation' } } : {}),
  });

const madeTargets = fc.array(targets, { minLength: 1, maxLength: 6 }).map((all) =>
  all.map((one, n): Splittable => {
    const planned = one.cases.map(madeCase);
    return {
      target: madeTarget({
        ...place,
        name: `t${n}`,
        allow: one.allow,
        ...(one.hasSink ? { webhooks: { listen: '127.0.0.1:0' } } : {}),
      }),
      plan: { contract: 'made', target: `t${n}`, seed: 1, cases: planned, undecided: [], digest: `digest ${n}` },
      secrets: one.key === undefined ? {} : { key: one.key },
    };
  }),
);

const options = fc.record({ of: fc.integer({ min: 1, max: 9 }), inTurn: fc.boolean() });

/** What each part judges of a plan: `case/place` of probes, each with the number of the part. */
const judged = (plan: Plan, { parts }: SplitRun): (readonly [string, number])[] =>
  parts.flatMap((part, n) => {
    const own = part.get(plan.target);
    if (own === undefined) return [];
    return plan.cases
      .filter(({ id }) => own.ids.has(id))
      .flatMap((one): (readonly [string, number])[] => {
        if (one.kind === 'watch' && one.skip === undefined) return [];
        if (one.places.length === 0) return [[`${one.id}/`, n] as const];
        return (own.places.get(one.id) ?? one.places.map((_place, at) => at)).map((at) => [`${one.id}/${at}`, n] as const);
      });
  });

const everything = ({ cases: all }: Plan): string[] =>
  all.flatMap((one) => {
    if (one.kind === 'watch' && one.skip === undefined) return [];
    return one.places.length === 0 ? [`${one.id}/`] : one.places.map((_place, at) => `${one.id}/${at}`);
  });

const partsWith = (name: string, { parts }: SplitRun): number[] => parts.flatMap((part, n) => (part.has(name) ? [n] : []));

describe('a split run', () => {
  test('judges every place of every case in exactly one part, and watches in all parts of a target', () => {
    fc.assert(
      fc.property(madeTargets, options, (all, how) => {
        const split = splitRun(all, [], how);
        expect(split.parts).toHaveLength(how.of);
        for (const { plan, target } of all) {
          expect(
            judged(plan, split)
              .map(([what]) => what)
              .toSorted(),
          ).toEqual(everything(plan).toSorted());
          const watching = plan.cases.filter(({ kind, skip }) => kind === 'watch' && skip === undefined);
          for (const part of split.parts) for (const { id } of watching) expect(part.get(target.name)?.ids.has(id) ?? true).toBe(true);
          const holding = partsWith(target.name, split);
          expect(holding.length).toBeGreaterThan(0);
          for (const n of holding) expect(split.parts[n]?.get(target.name)?.isWhole).toBe(holding.length === 1);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('is the same whenever it is made', () => {
    fc.assert(
      fc.property(madeTargets, options, (all, how) => {
        expect(splitRun(all, [], how)).toEqual(splitRun(structuredClone(all), [], how));
      }),
      { numRuns: 30 },
    );
  });

  test('keeps what may change together with what is read of it, what receives events, and what bursts with all that share its quota', () => {
    fc.assert(
      fc.property(madeTargets, options, (all, how) => {
        const split = splitRun(all, [], how);
        for (const { target, plan, secrets } of all) {
          const tried = plan.cases.filter(({ kind, skip }) => kind === 'probe' && skip === undefined);
          const changes = target.allow.includes('mutation') && tried.some(({ phase }) => phase === 'mutate');
          if (target.webhooks !== undefined || (changes && !how.inTurn)) expect(partsWith(target.name, split)).toHaveLength(1);
          if (changes) {
            // Whoever changes something does so in one part, with all that is read of it.
            const root = (operation: string | null): string => operation?.split(' ')[1]?.split('/{')[0] ?? '';
            const changed = new Set(
              tried.filter(({ phase }) => phase === 'mutate').flatMap((one) => one.places.map((at) => root(at.operation))),
            );
            const where = judged(plan, split).filter(([what]) => {
              const [id, at] = [what.slice(0, what.lastIndexOf('/')), what.slice(what.lastIndexOf('/') + 1)];
              const tested = tried.find((one) => one.id === id)?.places[Number(at)];
              return tested !== undefined && at !== '' && changed.has(root(tested.operation));
            });
            expect(new Set(where.map(([, n]) => n)).size).toBe(1);
          }
          if (!how.inTurn && tried.some(({ phase }) => phase === 'flood')) {
            const family = all.filter(
              (one) => one === all.find((each) => each.target === target) || (secrets.key !== undefined && one.secrets.key === secrets.key),
            );
            expect(new Set(family.flatMap((one) => partsWith(one.target.name, split))).size).toBe(1);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('says how many parts use a quota at the same time', () => {
    fc.assert(
      fc.property(madeTargets, options, (all, how) => {
        const split = splitRun(all, [], how);
        for (const one of all) {
          const family = all.filter((other) => other === one || (one.secrets.key !== undefined && other.secrets.key === one.secrets.key));
          const using = split.parts.filter((part) => family.some(({ target }) => part.has(target.name))).length;
          expect(split.sharedBy.get(one.target.name)).toBe(how.inTurn ? 1 : using);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('spreads many targets evenly', () => {
    const all = Array.from({ length: 1000 }, (_none, n): Splittable => ({
      target: madeTarget({ ...place, name: `t${n}` }),
      plan: {
        contract: 'made',
        target: `t${n}`,
        seed: 1,
        cases: [parcelCase('made/case@#', 'P-1', { cost: { requests: n % 50, creates: 0 } })],
        undecided: [],
        digest: `${n}`,
      },
      secrets: {},
    }));
    const sizes = splitRun(all, [], { of: 20, inTurn: false }).parts.map((part) => part.size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1000);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(10);
  });

  test('leaves parts empty where there is less to do than parts', () => {
    const one: Splittable = {
      target: madeTarget({ ...place, name: 't' }),
      plan: { contract: 'made', target: 't', seed: 1, cases: [], undecided: [], digest: '' },
      secrets: {},
    };
    expect(splitRun([one], [], { of: 3, inTurn: false }).parts.map(({ size }) => size)).toEqual([1, 0, 0]);
  });

  test('splits real plans of any seed and filter, by the checks that need a quota alone', () => {
    const probes = checks.filter(({ id }) => /^(?:pagination|errors|auth|schema|rate-limit)\//u.test(id));
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom([], ['rate-limit'], ['GET /parcels'], ['pagination', 'rate-limit']),
        fc.integer({ min: 1, max: 5 }),
        (seed, skip, of) => {
          const target = madeTarget({ ...place, name: 'depot', credentials: ['key'], quota: { limit: 60, windowSeconds: 60 } });
          const plan = makePlan({ contract, target, checks: probes, seed, selection: { only: [], skip } });
          const split = splitRun([{ target, plan, secrets: {} }], probes, { of, inTurn: false });
          expect(
            judged(plan, split)
              .map(([what]) => what)
              .toSorted(),
          ).toEqual(everything(plan).toSorted());
          const counts = plan.cases.some(
            (one) =>
              one.skip === undefined &&
              probes.some((check) => check.id === one.check && check.kind === 'probe' && check.exclusive === 'quota'),
          );
          if (counts) expect(partsWith('depot', split)).toHaveLength(1);
          const digests = split.parts.flatMap((part) => {
            const own = part.get('depot');
            return own === undefined || own.isWhole ? [] : [partOfPlan(plan, own.ids, own.places).digest];
          });
          expect(new Set(digests).size).toBe(digests.length);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('the digest of a split run', () => {
  test('depends on the plans, on the number of parts and on whether they run in turn', () => {
    const plans = [{ target: 'a', digest: '1' }];
    const digests = [
      runDigest(plans, { of: 2, inTurn: false }),
      runDigest(plans, { of: 3, inTurn: false }),
      runDigest(plans, { of: 2, inTurn: true }),
      runDigest([{ target: 'a', digest: '2' }], { of: 2, inTurn: false }),
    ];
    expect(new Set(digests).size).toBe(4);
  });

  test('gives every part the same seed, within the range of seeds', () => {
    fc.assert(
      fc.property(fc.json(), (from) => {
        const seed = derivedSeed(from);
        expect(seed).toBe(derivedSeed(from));
        expect(Number.isInteger(seed) && seed >= 0 && seed <= 0x7fff_ffff).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
