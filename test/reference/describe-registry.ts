import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/reference/index.ts';

type Entry = {
  readonly id: string;
  readonly level: string;
  readonly noDefect?: string;
  readonly defects?: Readonly<Record<string, string>>;
};

export type Registry = {
  /** Names of the defects that a test shows. */
  readonly shown: readonly string[];
  /** How many defects must be intermittent, at least. Default: 10. */
  readonly intermittent?: number;
};

/** Tests that the defects of a vendor and its ledger name the same requirements, and that each defect is shown. */
export const describeRegistry = (vendor: string, { shown, intermittent = 10 }: Registry): void => {
  const defects = Object.entries(vendors[vendor]?.defects ?? {});
  const file = new URL(`../../spec/${vendor}/requirements.yaml`, import.meta.url);
  const { requirements } = parse(readFileSync(file, 'utf8')) as { readonly requirements: readonly Entry[] };
  const judged = requirements.filter(({ level, noDefect }) => (level === 'must' || level === 'should') && noDefect === undefined);
  const ids = judged.map(({ id }) => id);

  describe('the registry', () => {
    test('has a defect for each judged requirement', () => {
      expect(ids.filter((id) => !defects.some(([, { breaks }]) => breaks === id))).toEqual([]);
    });

    test('has every defect that the ledger names, under the requirement that it breaks', () => {
      const named = judged.flatMap(({ id, defects: slugs = {} }) => Object.keys(slugs).map((slug) => `${id} ${slug}`));
      const there = new Set(defects.map(([slug, { breaks }]) => `${breaks} ${slug}`));
      expect(named.filter((one) => !there.has(one))).toEqual([]);
    });

    test('names judged requirements only, never one twice, and explains each', () => {
      for (const [slug, { breaks, note, alsoBreaks = {} }] of defects) {
        const named = [breaks, ...Object.keys(alsoBreaks)];
        expect(
          named.filter((id) => !ids.includes(id)),
          slug,
        ).toEqual([]);
        expect(new Set(named).size, slug).toBe(named.length);
        for (const line of [note, ...Object.values(alsoBreaks)]) expect(line, slug).toMatch(/^.{10,120}$/);
      }
    });

    test('has enough intermittent defects', () => {
      expect(defects.filter(([, defect]) => defect.intermittent).length).toBeGreaterThanOrEqual(intermittent);
    });

    test('has a symptom for each defect', () => {
      expect(shown.toSorted()).toEqual(defects.map(([slug]) => slug).toSorted());
    });
  });
};
