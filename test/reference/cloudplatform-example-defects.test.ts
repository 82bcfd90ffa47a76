import { describe, test } from 'vitest';
import { startReference, vendors } from '../../src/reference/index.ts';
import { clientOf } from './client.ts';
import { describeRegistry } from './describe-registry.ts';
import { bodySymptoms } from './cloudplatform-example-body-symptoms.ts';
import { callSymptoms } from './cloudplatform-example-call-symptoms.ts';

const vendor = 'cloudplatform-example';
const symptoms = { ...bodySymptoms, ...callSymptoms };
const defects = Object.entries(vendors[vendor]?.defects ?? {});

describeRegistry(vendor, { shown: Object.keys(symptoms) });

/** The tests of these wait for the end of a window. */
const short = { limit: 3, windowSeconds: 1 };
const awaited: Readonly<Record<string, typeof short>> = { 'limited-key-stays-out': short, 'pause-of-ten-minutes': short };

/** Whether a server shows the symptom. Its window does not end during the test. */
const isSeen = async (slug: string, limit: number | undefined, defect: { readonly defect?: string }): Promise<boolean | undefined> => {
  const quota = awaited[slug] ?? { limit: limit ?? 60, windowSeconds: 600 };
  const reference = await startReference({ vendor, ...defect, quota });
  try {
    return await symptoms[slug]?.(clientOf(reference));
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
