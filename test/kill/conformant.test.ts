import { describe, expect, test } from 'vitest';
import { nullServers, startReference, vendors } from '../../src/reference/index.ts';
import { contractOf, judge, type Judgement } from './judge.ts';

const findings = ({ verdicts }: Judgement): string[] =>
  verdicts.flatMap(({ id, verdict }) =>
    verdict.kind === 'fail'
      ? [`${id}: ${verdict.finding.code} at ${verdict.finding.where}, expected ${verdict.finding.expected}, got ${verdict.finding.actual}`]
      : [],
  );

const open = ({ verdicts }: Judgement): string[] =>
  verdicts.flatMap(({ id, verdict }) =>
    verdict.kind === 'inconclusive' || verdict.kind === 'skipped' ? [`${id}: ${verdict.kind}, ${verdict.reason}`] : [],
  );

/** Promises that this target gives no occasion for: they are about https, and about plans that a target has one of. */
const elsewhere: Readonly<Record<string, readonly string[]>> = { cloudnexus: ['NEXUS-3', 'NEXUS-149', 'NEXUS-150', 'NEXUS-151'] };

/** Plans with their printed limits, and the promise about each. */
const plans: Readonly<Record<string, readonly (readonly [plan: string, limit: number, requirement: string])[]>> = {
  cloudnexus: [
    ['free', 60, 'NEXUS-149'],
    ['pro', 600, 'NEXUS-150'],
    ['enterprise', 2400, 'NEXUS-151'],
  ],
};

/** A flood of this quota fits into its window also on a busy machine. */
const quota = { limit: 240, windowSeconds: 2 } as const;

/** Two seeds in every test run; `npm run conformance:all` takes ten. */
const seeds = Array.from({ length: Number(process.env['ASSAY_SEEDS'] ?? 2) }, (_, n) => n + 1);

/** What was recorded for each observe entry, by the server it was recorded on. */
const recorded = new Map<string, Map<string, string>>();

const record = (server: string, { verdicts }: Judgement): void => {
  for (const { case: one, verdict } of verdicts) {
    if (verdict.kind !== 'observed') continue;
    const known = recorded.get(one.requirement) ?? new Map<string, string>();
    recorded.set(one.requirement, known.set(server, (known.get(server) ?? '') + JSON.stringify(verdict.facts)));
  }
};

describe.each(Object.entries(vendors))('%s', (vendor, { variants }) => {
  test(
    'the healthy reference passes every decided promise, but for those that need another address or plan',
    { timeout: 120_000 },
    async () => {
      const server = await startReference({ vendor, quota });
      try {
        const judgement = await judge({ vendor, server });
        record('healthy', judgement);
        expect(findings(judgement)).toEqual([]);
        expect(judgement.broken()).toEqual([]);
        const contract = await contractOf(vendor);
        const decided = [...contract.requirements.values()].filter(({ level, checks }) => level !== 'untestable' && checks.length > 0);
        const outcomes = judgement.outcomes();
        const notDecided = decided.filter(({ id, level }) => outcomes.get(id) !== (level === 'observe' ? 'observed' : 'pass'));
        expect(
          notDecided.map(({ id }) => id),
          open(judgement).join('\n'),
        ).toEqual(elsewhere[vendor] ?? []);
      } finally {
        await server.close();
      }
    },
  );

  describe.concurrent.each(Object.entries(variants))('the variant %s', (variant, { departs = {} }) => {
    test.for(seeds)('is accused of nothing with seed %i', { timeout: 120_000 }, async (seed, { expect: expectHere }) => {
      const server = await startReference({ vendor, variant, quota });
      try {
        const judgement = await judge({ vendor, server, seed });
        if (seed === 1) record(variant, judgement);
        const accused = judgement.failed().filter((id) => !Object.hasOwn(departs, id));
        expectHere(accused, findings(judgement).join('\n')).toEqual([]);
        expectHere(judgement.broken()).toEqual([]);
        expectHere(judgement.passed().length).toBeGreaterThan(10);
      } finally {
        await server.close();
      }
    });
  });

  describe.concurrent.each(Object.entries(nullServers))('the null server %s', (_, { start }) => {
    test('passes no must', { timeout: 120_000 }, async ({ expect: expectHere }) => {
      const server = await start();
      try {
        const judgement = await judge({ vendor, server, timeoutMs: 500 });
        expectHere(
          judgement.verdicts.filter(({ case: { level }, verdict }) => level === 'must' && verdict.kind === 'pass').map(({ id }) => id),
        ).toEqual([]);
        expectHere(judgement.broken()).toEqual([]);
        expectHere(judgement.verdicts.length).toBe(judgement.plan.cases.length);
      } finally {
        await server.close();
      }
    });
  });

  test('every observe entry has two servers with different facts', async () => {
    const contract = await contractOf(vendor);
    const entries = [...contract.requirements.values()].filter(({ level, checks }) => level === 'observe' && checks.length > 0);
    expect(entries.map(({ id }) => id).filter((id) => new Set(recorded.get(id)?.values()).size < 2)).toEqual([]);
  });

  test.each(plans[vendor] ?? [])('a credential of the plan %s is recognised by its limit of %i', async (plan, limit, requirement) => {
    const server = await startReference({ vendor, plan, quota: { limit, windowSeconds: 60 } });
    try {
      const judgement = await judge({ vendor, server, selection: { only: [requirement], skip: [] } });
      expect(judgement.outcomes().get(requirement)).toBe('pass');
    } finally {
      await server.close();
    }
  });
});
