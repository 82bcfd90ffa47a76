import { describe, expect, test } from 'vitest';
import { startReference, vendors } from '../../src/reference/index.ts';
import { clientOf } from './client.ts';
import { describeRegistry } from './describe-registry.ts';
import { callSymptoms } from './cloudplatform-io-call-symptoms.ts';
import { itemsOf, list, started } from './cloudplatform-io-client.ts';
import { listSymptoms } from './cloudplatform-io-list-symptoms.ts';
import { firstRetries, webhookSymptoms } from './cloudplatform-io-webhook-symptoms.ts';
import { wholeBodySymptoms } from './cloudplatform-io-whole-body-symptoms.ts';

const shows = { ...listSymptoms, ...callSymptoms, ...webhookSymptoms, ...wholeBodySymptoms };
const defects = Object.entries(vendors['cloudplatform-io']?.defects ?? {});

describeRegistry('cloudplatform-io', { shown: Object.keys(shows) });

/** Whether a server shows the symptom. Its window does not end during the test. */
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
  test.for(defects)('%s shows on its server, and not on a healthy one', async ([slug, { options }], { expect: expectHere }) => {
    const limit = options?.quota?.limit;
    expectHere(await isSeen(slug, limit, { defect: slug })).toBe(true);
    expectHere(await isSeen(slug, limit, {})).toBe(false);
  });
});

test('no defect changes the path of the overview', async () => {
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
