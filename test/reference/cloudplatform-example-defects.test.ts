import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startReference, vendors } from '../../src/reference/index.ts';
import { clientOf } from './client.ts';
import { bodySigns } from './cloudplatform-example-body-signs.ts';
import { callSigns } from './cloudplatform-example-call-signs.ts';

const vendor = 'cloudplatform-example';
const signs = { ...bodySigns, ...callSigns };
const defects = Object.entries(vendors[vendor]?.defects ?? {});

type Entry = {
  readonly id: string;
  readonly level: string;
  readonly noDefect?: string;
  readonly defects: Readonly<Record<string, string>>;
};
const ledger = parse(readFileSync(new URL(`../../spec/${vendor}/requirements.yaml`, import.meta.url), 'utf8')) as {
  readonly requirements: readonly Entry[];
};
const judged = ledger.requirements.filter(({ level, noDefect }) => (level === 'must' || level === 'should') && noDefect === undefined);

describe('the registry', () => {
  test('has every defect that the ledger names, under the promise that it breaks', () => {
    const named = judged.flatMap(({ id, defects: slugs }) => Object.keys(slugs).map((slug) => `${id} ${slug}`));
    const there = new Set(defects.map(([slug, { breaks }]) => `${breaks} ${slug}`));
    expect(named.filter((one) => !there.has(one))).toEqual([]);
    expect(judged.filter(({ id }) => !defects.some(([, { breaks }]) => breaks === id))).toEqual([]);
  });

  test('names judged promises only, and never one twice', () => {
    for (const [slug, { breaks, alsoBreaks = {} }] of defects) {
      const named = [breaks, ...Object.keys(alsoBreaks)];
      expect(
        named.filter((id) => !judged.some((entry) => entry.id === id)),
        slug,
      ).toEqual([]);
      expect(new Set(named).size, slug).toBe(named.length);
    }
  });

  test('has at least ten intermittent defects', () => {
    expect(defects.filter(([, { intermittent }]) => intermittent).length).toBeGreaterThanOrEqual(10);
  });

  test('has a sign for each defect', () => {
    expect(Object.keys(signs).toSorted()).toEqual(defects.map(([slug]) => slug).toSorted());
  });
});

/** These wait for the end of a window. */
const short = { limit: 3, windowSeconds: 1 };
const awaited: Readonly<Record<string, typeof short>> = { 'limited-key-stays-out': short, 'pause-of-ten-minutes': short };

/** Whether a sign is seen on a server whose window does not end meanwhile. */
const isSeen = async (slug: string, limit: number | undefined, defect: { readonly defect?: string }): Promise<boolean | undefined> => {
  const quota = awaited[slug] ?? { limit: limit ?? 60, windowSeconds: 600 };
  const reference = await startReference({ vendor, ...defect, quota });
  try {
    return await signs[slug]?.(clientOf(reference));
  } finally {
    await reference.close();
  }
};

describe.concurrent('the defect', () => {
  test.for(defects)('%s shows on its server and not on the healthy one', async ([slug, { options }], { expect: expectHere }) => {
    const limit = options?.quota?.limit;
    expectHere([await isSeen(slug, limit, { defect: slug }), await isSeen(slug, limit, {})]).toEqual([true, false]);
  });
});
