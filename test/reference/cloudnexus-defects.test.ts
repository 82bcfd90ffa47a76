import { describe, expect, onTestFinished, test } from 'vitest';
import { startReference, vendors } from '../../src/reference/index.ts';
import type { StartOptions } from '../../src/reference/index.ts';
import { clientOf } from './client.ts';
import type { Ask } from './client.ts';
import { describeRegistry } from './describe-registry.ts';
import { callDefectSymptoms } from './call-defect-symptoms.ts';
import { accessDefectSymptoms } from './access-defect-symptoms.ts';
import { creationDefectSymptoms } from './creation-defect-symptoms.ts';
import { filterDefectSymptoms } from './filter-defect-symptoms.ts';
import { formDefectSymptoms } from './form-defect-symptoms.ts';
import { listDefectSymptoms } from './list-defect-symptoms.ts';
import { networkDefectSymptoms } from './network-defect-symptoms.ts';
import { quotaDefectSymptoms } from './quota-defect-symptoms.ts';
import { restartDefectSymptoms } from './restart-defect-symptoms.ts';

const shows = {
  ...listDefectSymptoms,
  ...filterDefectSymptoms,
  ...formDefectSymptoms,
  ...networkDefectSymptoms,
  ...callDefectSymptoms,
  ...accessDefectSymptoms,
  ...creationDefectSymptoms,
  ...restartDefectSymptoms,
  ...quotaDefectSymptoms,
};
const defects = Object.entries(vendors['cloudnexus']?.defects ?? {});

/** Starts a server with a window that does not end during the test. */
const start = async (options: StartOptions & { readonly defect?: string }, limit = 600): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudnexus', ...options, quota: { limit, windowSeconds: 600 } });
  onTestFinished(reference.close);
  return clientOf(reference);
};

describeRegistry('cloudnexus', { shown: Object.keys(shows) });

describe.each(defects)('%s', (slug, { options = {} }) => {
  test('shows on its server, and not on a healthy one', async () => {
    const symptom = shows[slug];
    const healthy = options.tls === undefined ? options : { ...options, tls: true };
    expect(await symptom?.(await start({ defect: slug }, options.quota?.limit))).toBe(true);
    expect(await symptom?.(await start(healthy, options.quota?.limit))).toBe(false);
  });
});

// Without a certificate to trust, a client can make no encrypted call.
describe.each(defects.filter(([, { options }]) => options?.tls === undefined))('%s', (slug) => {
  test('leaves other calls unchanged', async () => {
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
