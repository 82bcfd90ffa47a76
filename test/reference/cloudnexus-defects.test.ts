import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { startReference, vendors } from '../../src/reference/index.ts';
import type { StartOptions } from '../../src/reference/index.ts';
import { clientOf } from './client.ts';
import type { Ask } from './client.ts';
import { callDefectSigns } from './call-defect-signs.ts';
import { accessDefectSigns } from './access-defect-signs.ts';
import { creationDefectSigns } from './creation-defect-signs.ts';
import { filterDefectSigns } from './filter-defect-signs.ts';
import { formDefectSigns } from './form-defect-signs.ts';
import { listDefectSigns } from './list-defect-signs.ts';
import { networkDefectSigns } from './network-defect-signs.ts';
import { quotaDefectSigns } from './quota-defect-signs.ts';
import { restartDefectSigns } from './restart-defect-signs.ts';

const shows = {
  ...listDefectSigns,
  ...filterDefectSigns,
  ...formDefectSigns,
  ...networkDefectSigns,
  ...callDefectSigns,
  ...accessDefectSigns,
  ...creationDefectSigns,
  ...restartDefectSigns,
  ...quotaDefectSigns,
};
const defects = Object.entries(vendors['cloudnexus']?.defects ?? {});

type Ledger = { readonly requirements: readonly { readonly id: string; readonly level: string; readonly noDefect?: string }[] };
const ledger = parse(readFileSync(new URL('../../spec/cloudnexus/requirements.yaml', import.meta.url), 'utf8')) as Ledger;

/** What a reference can break. */
const judged = ledger.requirements
  .filter(({ level, noDefect }) => (level === 'must' || level === 'should') && noDefect === undefined)
  .map(({ id }) => id);

/** With a window that does not end during the test. */
const start = async (options: StartOptions & { readonly defect?: string }, limit = 600): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudnexus', ...options, quota: { limit, windowSeconds: 600 } });
  onTestFinished(reference.close);
  return clientOf(reference);
};

describe('the registry', () => {
  test('has a defect for each judged requirement', () => {
    expect(judged.filter((id) => !defects.some(([, defect]) => defect.breaks === id))).toEqual([]);
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
    expect(defects.filter(([, defect]) => defect.intermittent).length).toBeGreaterThanOrEqual(10);
  });

  test('has a sign for each defect', () => {
    expect(Object.keys(shows).toSorted()).toEqual(defects.map(([slug]) => slug).toSorted());
  });
});

describe.each(defects)('%s', (slug, { options = {} }) => {
  test('shows, and not on a healthy server', async () => {
    const sign = shows[slug];
    const healthy = options.tls === undefined ? options : { ...options, tls: true };
    expect(await sign?.(await start({ defect: slug }, options.quota?.limit))).toBe(true);
    expect(await sign?.(await start(healthy, options.quota?.limit))).toBe(false);
  });
});

// A client that is told of no certificate makes no encrypted call.
describe.each(defects.filter(([, { options }]) => options?.tls === undefined))('%s', (slug) => {
  test('leaves other calls as they are', async () => {
    const ask = await start({ defect: slug });
    for (const target of slug.startsWith('networks-')
      ? ['/volumes', '/volumes?region=us-east-1']
      : ['/networks', '/networks?environment=staging']) {
      const { status, json } = await ask(target);
      expect([status, (json.data?.length ?? 0) > 0], target).toEqual([200, true]);
    }
    expect((await ask('/instances?limit=5&region=eu-west-1')).text.length).toBeGreaterThan(20);
  });
});

test('a defect shows on a variant too', async () => {
  const reference = await startReference({ vendor: 'cloudnexus', variant: 'other-forms', defect: 'has-more-as-string' });
  onTestFinished(reference.close);
  expect((await clientOf(reference)('/instances')).json.pagination?.has_more).toBe('true');
});
