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

describe.each(Object.entries(vendors))('%s', (vendor, { variants }) => {
  test('the healthy reference passes every decided promise', async () => {
    const server = await startReference({ vendor });
    try {
      const judgement = await judge({ vendor, server });
      expect(findings(judgement)).toEqual([]);
      expect(judgement.broken()).toEqual([]);
      const contract = await contractOf(vendor);
      const decided = [...contract.requirements.values()]
        .filter(({ level, checks }) => level !== 'untestable' && checks.length > 0)
        .map(({ id }) => id);
      expect(
        decided.filter((id) => !judgement.passed().includes(id)),
        open(judgement).join('\n'),
      ).toEqual([]);
    } finally {
      await server.close();
    }
  });

  describe.concurrent.each(Object.keys(variants))('the variant %s', (variant) => {
    test.for([1, 2, 3])('is accused of nothing with seed %i', async (seed, { expect: expectHere }) => {
      const server = await startReference({ vendor, variant });
      try {
        const judgement = await judge({ vendor, server, seed });
        expectHere(findings(judgement)).toEqual([]);
        expectHere(judgement.broken()).toEqual([]);
        expectHere(judgement.passed().length).toBeGreaterThan(10);
      } finally {
        await server.close();
      }
    });
  });

  describe.concurrent.each(Object.entries(nullServers))('the null server %s', (_, { start }) => {
    test('passes no must', async ({ expect: expectHere }) => {
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
});
