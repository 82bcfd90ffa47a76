import { describe, expect, test } from 'vitest';
import type { Target } from '../../src/model/target.ts';
import { nullServers, startReference, vendors } from '../../src/reference/index.ts';
import { contractOf, findingsOf, judge, type Judgement, openIn } from './judge.ts';

/** What a vendor's conformant servers cannot show, and where it is shown. */
export type VendorConformance = {
  /** Requirements that a plain target cannot show: about https, for example, or about tiers, of which a target has one. */
  readonly elsewhere: readonly string[];
  /** Those of them that an encrypted target shows. */
  readonly encrypted?: readonly string[];
  /** Tiers with their documented limits a minute, and the requirement about each. */
  readonly plans: readonly (readonly [plan: string, limit: number, requirement: string])[];
  /** Durations of a variant in seconds, by its name. */
  readonly durations?: Readonly<Record<string, Target['durations']>>;
  /** Observe entries for which only one of our servers shows a fact, each with the reason. */
  readonly unvaried?: Readonly<Record<string, string>>;
  /** What a run has seen of the healthy reference. */
  readonly observed?: Target['observed'];
};

/** Small enough that a burst fits into its window on a busy machine too. */
const quota = { limit: 240, windowSeconds: 2 } as const;

/** Long enough that a burst fits into its window though other tests run beside. */
const roomyQuota = { ...quota, windowSeconds: 10 } as const;

/** One seed in an ordinary test run; `npm run conformance:all` uses ten. */
const seeds = Array.from({ length: Number(process.env['ASSAY_SEEDS'] ?? 1) }, (_, n) => n + 1);

/**
 * Tests that no requirement fails on the healthy reference of a vendor and its variants, that null servers pass nothing, and that
 * every fact has two values.
 */
export const describeConformance = (
  vendor: string,
  { elsewhere, encrypted = [], plans, unvaried = {}, durations = {}, observed }: VendorConformance,
): void => {
  const reference = vendors[vendor];
  if (!reference) throw new Error(`No reference is called "${vendor}": there are ${Object.keys(vendors).join(', ')}`);

  /** The facts recorded for each observe entry, by the server they were recorded on. */
  const recorded = new Map<string, Map<string, string>>();

  const record = (server: string, { verdicts }: Judgement): void => {
    for (const { case: one, verdict } of verdicts) {
      if (verdict.kind !== 'observed') continue;
      const known = recorded.get(one.requirement) ?? new Map<string, string>();
      recorded.set(one.requirement, known.set(server, (known.get(server) ?? '') + JSON.stringify(verdict.facts)));
    }
  };

  /** Requirements that a healthy server leaves open, and why: of all, or of those given. None may fail. */
  const leftOpen = async (only?: readonly string[]): Promise<{ readonly ids: readonly string[]; readonly why: string }> => {
    const server = await startReference({ vendor, quota: only ? roomyQuota : quota });
    try {
      const judgement = await judge({ vendor, server, observed, ...(only ? { selection: { only, skip: [] } } : {}) });
      if (!only) record('healthy', judgement);
      expect(findingsOf(judgement.verdicts)).toEqual([]);
      expect(judgement.broken()).toEqual([]);
      const decided = [...(await contractOf(vendor)).requirements.values()].filter(
        ({ id, level, checks, overlay }) =>
          level !== 'untestable' && checks.length > 0 && overlay === undefined && (only?.includes(id) ?? true),
      );
      const outcomes = judgement.outcomes();
      const open = decided.filter(({ id, level }) => outcomes.get(id) !== (level === 'observe' ? 'observed' : 'pass'));
      return { ids: open.map(({ id }) => id), why: openIn(judgement.verdicts).join('\n') };
    } finally {
      await server.close();
    }
  };

  // A busy machine may not end a burst within the window, which leaves requirements open: they are judged again with a longer one.
  test('the healthy reference passes every decided requirement, except those that need another address or tier', async () => {
    const first = await leftOpen();
    const late = first.ids.filter((id) => !elsewhere.includes(id));
    expect(first.ids.filter((id) => !late.includes(id))).toEqual(elsewhere);
    const { ids, why } = late.length > 0 ? await leftOpen(late) : { ids: [], why: '' };
    expect(ids, why).toEqual([]);
  });

  describe.concurrent('variants and null servers', () => {
    describe.each(Object.entries(reference.variants))('the variant %s', (variant, { deviations = {}, options }) => {
      test.for(seeds)('fails nothing with seed %i', async (seed, { expect: expectHere }) => {
        // The tier of the variant stays, with another limit.
        const server = await startReference({ vendor, variant, quota, plan: options?.plan });
        try {
          const judgement = await judge({ vendor, server, seed, durations: durations[variant] ?? {} });
          if (seed === 1) record(variant, judgement);
          const accused = judgement.failed().filter((id) => !Object.hasOwn(deviations, id));
          expectHere(accused, findingsOf(judgement.verdicts).join('\n')).toEqual([]);
          expectHere(judgement.broken()).toEqual([]);
          expectHere(judgement.passed().length, openIn(judgement.verdicts).slice(0, 3).join('\n')).toBeGreaterThan(10);
        } finally {
          await server.close();
        }
      });
    });

    describe.each(Object.entries(nullServers))('the null server %s', (_, { start }) => {
      test('passes no must', async ({ expect: expectHere }) => {
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

    test.for(encrypted)('an encrypted reference passes %s', async (requirement, { expect: expectHere }) => {
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
      'a credential of the tier %s is recognized by its limit of %i',
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
