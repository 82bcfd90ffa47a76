import { describe, expect, onTestFinished, test } from 'vitest';
import { startReference, vendors } from '../../src/reference/index.ts';
import type { StartOptions } from '../../src/reference/index.ts';
import { clientOf } from './client.ts';
import type { Ask } from './client.ts';
import { callDefectSigns } from './call-defect-signs.ts';
import { listDefectSigns } from './list-defect-signs.ts';

const shows = { ...listDefectSigns, ...callDefectSigns };
const defects = Object.entries(vendors['cloudnexus']?.defects ?? {});

/** What the first light judges. */
const judged = [
  18, 23, 26, 31, 32, 34, 38, 39, 40, 43, 44, 45, 48, 49, 50, 51, 63, 64, 65, 66, 68, 107, 108, 109, 110, 111, 114, 115, 116, 118, 120, 125,
  126, 128, 131, 136, 138, 140, 141, 142, 146, 147,
].map((number) => `NEXUS-${number}`);

/** With a window that does not end during the test. */
const start = async (options: StartOptions & { readonly defect?: string }, limit = 600): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudnexus', ...options, quota: { limit, windowSeconds: 3600 } });
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

  test('has five intermittent defects', () => {
    expect(defects.filter(([, defect]) => defect.intermittent)).toHaveLength(5);
  });

  test('has a sign for each defect', () => {
    expect(Object.keys(shows).toSorted()).toEqual(defects.map(([slug]) => slug).toSorted());
  });
});

describe.each(defects)('%s', (slug, { options = {} }) => {
  test('shows, and not on a healthy server', async () => {
    const sign = shows[slug];
    expect(await sign?.(await start({ defect: slug }, options.quota?.limit))).toBe(true);
    expect(await sign?.(await start(options, options.quota?.limit))).toBe(false);
  });

  test('leaves other calls as they are', async () => {
    const ask = await start({ defect: slug });
    expect((await ask('/networks')).status).toBe(200);
    expect((await ask('/networks?environment=staging')).json.data?.length).toBeGreaterThan(0);
    expect((await ask('/instances?limit=5&region=eu-west-1')).text.length).toBeGreaterThan(20);
  });
});

test('a defect shows on a variant too', async () => {
  const reference = await startReference({ vendor: 'cloudnexus', variant: 'other-forms', defect: 'has-more-as-string' });
  onTestFinished(reference.close);
  expect((await clientOf(reference)('/instances')).json.pagination?.has_more).toBe('true');
});
