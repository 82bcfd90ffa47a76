import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startReference, vendors } from '../../src/reference/index.ts';
import { clientOf } from './client.ts';
import { callSigns } from './cloudplatform-io-call-signs.ts';
import { itemsOf, list, started } from './cloudplatform-io-client.ts';
import { listSigns } from './cloudplatform-io-list-signs.ts';
import { firstRetries, webhookSigns } from './cloudplatform-io-webhook-signs.ts';
import { wholeBodySigns } from './cloudplatform-io-whole-body-signs.ts';

const shows = { ...listSigns, ...callSigns, ...webhookSigns, ...wholeBodySigns };
const defects = Object.entries(vendors['cloudplatform-io']?.defects ?? {});

type Entry = { readonly id: string; readonly level: string; readonly noDefect?: string };
const ledger = parse(readFileSync(new URL('../../spec/cloudplatform-io/requirements.yaml', import.meta.url), 'utf8')) as {
  readonly requirements: readonly Entry[];
};
/** What a reference can break. */
const judged = ledger.requirements
  .filter(({ level, noDefect }) => (level === 'must' || level === 'should') && noDefect === undefined)
  .map(({ id }) => id);

describe('the registry', () => {
  test('has a defect for each must and should', () => {
    expect(judged.filter((id) => !defects.some(([, { breaks }]) => breaks === id))).toEqual([]);
  });

  test('names judged requirements only, and never one twice', () => {
    for (const [slug, { breaks, alsoBreaks = {} }] of defects) {
      const named = [breaks, ...Object.keys(alsoBreaks)];
      expect(
        named.filter((id) => !judged.includes(id)),
        slug,
      ).toEqual([]);
      expect(new Set(named).size, slug).toBe(named.length);
    }
  });

  test('gives every defect and every reason a line', () => {
    for (const [slug, { note, alsoBreaks = {} }] of defects) {
      for (const line of [note, ...Object.values(alsoBreaks)]) expect(line, slug).toMatch(/^.{10,120}$/);
    }
  });

  test('has at least ten intermittent defects', () => {
    expect(defects.filter(([, { intermittent }]) => intermittent).length).toBeGreaterThanOrEqual(10);
  });

  test('has a sign for each defect', () => {
    expect(Object.keys(shows).toSorted()).toEqual(defects.map(([slug]) => slug).toSorted());
  });
});

/** Whether a sign is seen on a server whose window does not end meanwhile. */
const isSeen = async (slug: string, limit: number | undefined, defect: { readonly defect?: string }): Promise<boolean | undefined> => {
  const reference = await startReference({
    vendor: 'cloudplatform-io',
    ...defect,
    quota: { limit: limit ?? 600, windowSeconds: 600 },
    ...(firstRetries[slug] !== undefined && { durations: { 'webhook.retry': firstRetries[slug] } }),
  });
  try {
    return await shows[slug]?.(clientOf(reference));
  } finally {
    await reference.close();
  }
};

describe.concurrent('a defect', () => {
  test.for(defects)('%s shows, and not on a healthy server', async ([slug, { options }], { expect: expectHere }) => {
    const limit = options?.quota?.limit;
    expectHere(await isSeen(slug, limit, { defect: slug })).toBe(true);
    expectHere(await isSeen(slug, limit, {})).toBe(false);
  });
});

test('defects leave the path of the overview alone', async () => {
  for (const defect of ['list-bare-array', 'item-id-number', 'meta-missing', 'list-status-206']) {
    const ask = await started({ defect });
    const answer = await ask('/instances');
    expect([answer.status, itemsOf(answer).length, typeof answer.json['meta']], defect).toEqual([200, 25, 'object']);
  }
});

test('a defect shows on a variant too', async () => {
  const ask = await started({ variant: 'other-forms', defect: 'item-status-object' });
  expect(typeof itemsOf(await list(ask))[0]?.['status']).toBe('object');
});
