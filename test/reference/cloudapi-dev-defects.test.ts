import { describe, expect, test } from 'vitest';
import { vendors } from '../../src/reference/index.ts';
import type { StartOptions } from '../../src/reference/index.ts';
import type { Ask } from './client.ts';
import { describeRegistry } from './describe-registry.ts';
import { handshakeOf } from './handshake.ts';
import { additionSymptoms } from './cloudapi-dev/addition-symptoms.ts';
import { callSymptoms } from './cloudapi-dev/call-symptoms.ts';
import { dataSymptoms } from './cloudapi-dev/data-symptoms.ts';
import { opened } from './cloudapi-dev/symptoms.ts';
import type { Finishing } from './cloudapi-dev/symptoms.ts';
import { wholeBodySymptoms } from './cloudapi-dev/whole-body-symptoms.ts';

const shows = { ...additionSymptoms, ...callSymptoms, ...dataSymptoms, ...wholeBodySymptoms };
const defects = Object.entries(vendors['cloudapi-dev']?.defects ?? {});

/**
 * How many seconds an answer to a webhook may take, for defects whose symptom depends on it. The default is generous, for busy
 * machines.
 */
const timeouts: Readonly<Record<string, number>> = { 'webhook-timeout-30s': 3, 'webhook-no-timeout': 3, 'webhook-timeout-5s': 12 };
const plenty = 10;

const start = (
  { options = {}, ...rest }: { readonly defect?: string; readonly options?: StartOptions | undefined },
  finishing: Finishing,
): Promise<Ask> =>
  opened(
    {
      ...rest,
      ...options,
      quota: { limit: options.quota?.limit ?? 2000, windowSeconds: 600 },
      durations: { 'webhook.retry': 0.2, 'webhook.timeout': options.durations?.['webhook.timeout'] ?? plenty, 'log.interval': 0.05 },
    },
    finishing,
  );

/** Defects that show in the handshake, before any request, with the code that it fails with. */
const ofCertificate: Readonly<Record<string, string>> = {
  'certificate-expired': 'CERT_HAS_EXPIRED',
  'certificate-unknown': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'certificate-wrong-name': 'ERR_TLS_CERT_ALTNAME_INVALID',
};

describeRegistry('cloudapi-dev', { shown: [...Object.keys(shows), ...Object.keys(ofCertificate)] });

describe.concurrent('a defect shows on its server, and not on a healthy one', () => {
  test.for(defects.filter(([slug]) => !Object.hasOwn(ofCertificate, slug)))('%s', async ([slug, defect], finishing) => {
    const symptom = shows[slug];
    const options = { ...defect.options, durations: { 'webhook.timeout': timeouts[slug] ?? plenty } };
    const [broken, healthy] = await Promise.all([start({ defect: slug, options }, finishing), start({ options }, finishing)]);
    finishing.expect(await Promise.all([symptom?.(broken), symptom?.(healthy)])).toEqual([true, false]);
  });
});

test.for(Object.entries(ofCertificate))('%s shows in the handshake, and not on a healthy server', async ([defect, code]) => {
  expect(await handshakeOf((await opened({ defect, tls: true })).reference)).toBe(code);
  expect(await handshakeOf((await opened({ tls: true })).reference)).toBe('TLSv1.3');
});
