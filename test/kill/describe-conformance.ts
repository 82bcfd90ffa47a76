import { describe, expect, test } from 'vitest';
import type { Target } from '../../src/model/target.ts';
import { nullServers, startReference, vendors } from '../../src/reference/index.ts';
import { contractOf, findingsOf, judge, type Judgement, openIn } from './judge.ts';

/** What a vendor's conformant servers give no occasion for, and where that is proven. */
export type VendorConformance = {
  /** Promises that a plain target gives no occasion for: about https, say, or about plans, of which a target has one. */
  readonly elsewhere: readonly string[];
  /** Those of them that an encrypted target gives occasion for. */
  readonly encrypted?: readonly string[];
  /** Plans with their printed limits a minute, and the promise about each. */
  readonly plans: readonly (readonly [plan: string, limit: number, requirement: string])[];
  /** Seconds that a variant is known to take, by its name. */
  readonly durations?: Readonly<Record<string, Target['durations']>>;
  /** Observe entries of which only one of our servers shows a fact, each with the reason. */
  readonly unvaried?: Readonly<Record<string, string>>;
};

/** A flood of this quota fits into its window also on a busy machine. */
const quota = { limit: 240, windowSeconds: 2 } as const;

/** One seed in every test run; `npm run conformance:all` takes ten. */
const seeds = Array.from({ length: Number(process.env['ASSAY_SEEDS'] ?? 1) }, (_, n) => n + 1);

/** The healthy reference of a vendor and its variants are accused of nothing, null servers pass nothing, and every fact has two values. */
export const describeConformance = (
  vendor: string,
  { elsewhere, encrypted = [], plans, unvaried = {}, durations = {} }: VendorConformance,
): void => {
  const reference = vendors[vendor];
  if (!reference) throw new Error(`No reference is called "${vendor}": there are ${Object.keys(vendors).join(', ')}`);

  /** What was recorded for each observe entry, by the server it was recorded on. */
  const recorded = new Map<string, Map<string, string>>();

  const record = (server: string, { verdicts }: Judgement): void => {
    for (const { case: one, verdict } of verdicts) {
      if (verdict.kind !== 'observed') continue;
      const known = recorded.get(one.requirement) ?? new Map<string, string>();
      recorded.set(one.requirement, known.set(server, (known.get(server) ?? '') + JSON.stringify(verdict.facts)));
    }
  };

  /** Promises that a healthy server left open, and why; it must be accused of nothing. */
  const leftOpen = async (): Promise<{ readonly ids: readonly string[]; readonly why: string }> => {
    const server = await startReference({ vendor, quota });
    try {
      const judgement = await judge({ vendor, server });
      // What an earlier turn told would stand twice, and look like another fact.
      for (const known of recorded.values()) known.delete('healthy');
      record('healthy', judgement);
      expect(findingsOf(judgement.verdicts)).toEqual([]);
      expect(judgement.broken()).toEqual([]);
      const decided = [...(await contractOf(vendor)).requirements.values()].filter(
        ({ level, checks, overlay }) => level !== 'untestable' && checks.length > 0 && overlay === undefined,
      );
      const outcomes = judgement.outcomes();
      const open = decided.filter(({ id, level }) => outcomes.get(id) !== (level === 'observe' ? 'observed' : 'pass'));
      return { ids: open.map(({ id }) => id), why: openIn(judgement.verdicts).join('\n') };
    } finally {
      await server.close();
    }
  };

  // Alone, and again where the machine was too busy for a flood to come to an end within the window: that leaves promises open.
  test(
    'the healthy reference passes every decided promise, but for those that need another address or plan',
    { timeout: 300_000 },
    async () => {
      let open = await leftOpen();
      for (let turn = 1; turn < 3 && open.ids.length > elsewhere.length; turn++) open = await leftOpen();
      expect(open.ids, open.why).toEqual(elsewhere);
    },
  );

  describe.concurrent('variants and null servers', () => {
    describe.each(Object.entries(reference.variants))('the variant %s', (variant, { deviations = {}, options }) => {
      test.for(seeds)('is accused of nothing with seed %i', { timeout: 120_000 }, async (seed, { expect: expectHere }) => {
        // The plan of the variant stays what it is, whatever number stands for it here.
        const server = await startReference({ vendor, variant, quota, plan: options?.plan });
        try {
          const judgement = await judge({ vendor, server, seed, durations: durations[variant] ?? {} });
          if (seed === 1) record(variant, judgement);
          const accused = judgement.failed().filter((id) => !Object.hasOwn(deviations, id));
          expectHere(accused, findingsOf(judgement.verdicts).join('\n')).toEqual([]);
          expectHere(judgement.broken()).toEqual([]);
          expectHere(judgement.passed().length).toBeGreaterThan(10);
        } finally {
          await server.close();
        }
      });
    });

    describe.each(Object.entries(nullServers))('the null server %s', (_, { start }) => {
      test('passes no must', { timeout: 300_000 }, async ({ expect: expectHere }) => {
        const server = await start();
        try {
          const judgement = await judge({ vendor, server: { ...server, quota }, timeoutMs: 500 });
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

    test.for(encrypted)('an encrypted reference passes %s', { timeout: 120_000 }, async (requirement, { expect: expectHere }) => {
      const server = await startReference({ vendor, tls: true });
      try {
        const judgement = await judge({ vendor, server, selection: { only: [requirement], skip: [] } });
        expectHere(judgement.outcomes().get(requirement), openIn(judgement.verdicts).join('\n')).toBe('pass');
        expectHere(findingsOf(judgement.verdicts)).toEqual([]);
      } finally {
        await server.close();
      }
    });

    test.for(plans)(
      'a credential of the plan %s is recognised by its limit of %i',
      { timeout: 120_000 },
      async ([plan, limit, requirement], { expect: expectHere }) => {
        const server = await startReference({ vendor, plan, quota: { limit, windowSeconds: 60 } });
        try {
          const judgement = await judge({ vendor, server, selection: { only: [requirement], skip: [] } });
          expectHere(judgement.outcomes().get(requirement)).toBe('pass');
        } finally {
          await server.close();
        }
      },
    );
  });

  test('every observe entry has two servers with different facts', async () => {
    const contract = await contractOf(vendor);
    const entries = [...contract.requirements.values()].filter(({ level, checks }) => level === 'observe' && checks.length > 0);
    const alike = entries.map(({ id }) => id).filter((id) => new Set(recorded.get(id)?.values()).size < 2);
    expect(alike).toEqual(Object.keys(unvaried));
  });
};
