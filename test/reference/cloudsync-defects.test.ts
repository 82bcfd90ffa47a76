import { describe, expect, test } from 'vitest';
import { servedQuotaDefects } from '../../src/reference/cloudsync/defects/served-quota.ts';
import { standardSettings } from '../../src/reference/cloudsync/settings.ts';
import { vendors } from '../../src/reference/index.ts';
import type { Ask } from './client.ts';
import { describeRegistry } from './describe-registry.ts';
import { create, instanceIn, keyless, nobody, printed, read, remove, sync, update } from './cloudsync-client.ts';
import { handshakeOf } from './handshake.ts';
import { accessSymptoms } from './cloudsync-access-symptoms.ts';
import { changeSymptoms } from './cloudsync-change-symptoms.ts';
import { instanceSymptoms } from './cloudsync-instance-symptoms.ts';
import { burstSymptoms, rateSymptoms } from './cloudsync-rate-symptoms.ts';

const defects = Object.entries(vendors['cloudsync']?.defects ?? {});
const calm = { ...accessSymptoms, ...instanceSymptoms, ...changeSymptoms, ...rateSymptoms };
/** What a client of an encrypted address gets before any request, by the slug of the defect. */
const handshakes: Readonly<Record<string, RegExp>> = {
  'certificate-expired': /^CERT_HAS_EXPIRED$/,
  'certificate-for-another-host': /^ERR_TLS_CERT_ALTNAME_INVALID$/,
  'certificate-not-trusted': /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
  'handshake-of-yesterday': /^ERR_SSL_/,
};
/** Defects that have a test of their own below. */
const apart = [
  'blocked-for-good',
  'certificate-expired',
  'certificate-for-another-host',
  'certificate-not-trusted',
  'fixed-window',
  'fixed-window-from-first-call',
  'handshake-of-yesterday',
  'limit-with-comma',
  'retry-after-too-short',
  'window-of-five-minutes',
];

describeRegistry('cloudsync', { shown: [...Object.keys(calm), ...Object.keys(burstSymptoms), ...apart], intermittent: 5 });

/** The answer to one call of each kind, without the parts that depend on the clock. */
const answersOf = async (ask: Ask): Promise<Readonly<Record<string, string>>> => {
  const id = /inst_[0-9a-f]+/.exec((await ask('/instances', { as: 'second' })).text)?.[0] ?? nobody;
  const answers = {
    list: await ask('/instances', { as: 'other' }),
    create: await create(ask, { tags: [], ipv6: false }, { as: 'other' }),
    read: await read(ask, id),
    update: await update(ask, id, { name: printed.name }),
    remove: await remove(ask, id),
    unknown: await ask('/no-such-path'),
    keyless: await ask('/instances', keyless),
  };
  const reported = Object.entries(answers).flatMap(([name, { status, headers, text }]) => {
    const { 'content-type': type, 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining } = headers;
    return [
      [`${name}: answer`, `${status} ${String(type)} ${text.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+/g, 'time')}`],
      [`${name}: quota`, `${String(remaining)} of ${String(limit)}`],
    ] as const;
  });
  return Object.fromEntries(reported);
};

describe.concurrent('a defect', () => {
  test.for(Object.entries(calm))(
    '%s shows on its server, and not on a healthy one',
    async ([defect, symptom], { expect: here, onTestFinished }) => {
      const broken = await sync({ defect }, undefined, onTestFinished);
      here(await symptom(broken)).toBe(true);
      const healthy = await sync({}, undefined, onTestFinished);
      here(await symptom(healthy)).toBe(false);
    },
  );

  test.for(Object.entries(burstSymptoms))(
    '%s shows on its server, and not on a healthy one',
    async ([defect, symptom], { expect: here, onTestFinished }) => {
      const quota = { limit: 5, windowSeconds: 600 };
      here(await symptom(await sync({ defect }, quota, onTestFinished))).toBe(true);
      here(await symptom(await sync({}, quota, onTestFinished))).toBe(false);
    },
  );

  test.for(defects.filter(([slug]) => slug !== 'v2-prefix-not-served' && !Object.hasOwn(handshakes, slug)))(
    '%s leaves other answers unchanged',
    async ([defect], { expect: here, onTestFinished }) => {
      const [broken, healthy] = [
        await answersOf(await sync({ defect }, undefined, onTestFinished)),
        await answersOf(await sync({}, undefined, onTestFinished)),
      ];
      const changed = Object.keys(healthy).filter((name) => healthy[name] !== broken[name]);
      here(changed.length, changed.join(', ')).toBeLessThanOrEqual(7);
    },
  );
});

test.for(Object.entries(handshakes))('%s shows in the handshake, and not on a healthy server', async ([defect, code]) => {
  expect(await handshakeOf((await sync({ defect })).reference)).toMatch(code);
  expect(await handshakeOf((await sync({ tls: true })).reference)).toBe('TLSv1.3');
});

test('limit-with-comma separates the thousands', async () => {
  const quota = { limit: 1000, windowSeconds: 60 };
  const limitOf = async (ask: Ask) => (await ask('/instances')).headers['x-ratelimit-limit'];
  expect(await limitOf(await sync({ defect: 'limit-with-comma' }, quota))).toBe('1,000');
  expect(await limitOf(await sync({}, quota))).toBe('1000');
});

test('retry-after-too-short sends a second instead of a minute', async () => {
  const refused = async (ask: Ask) => {
    for (let count = 0; count < 2; count += 1) await ask('/instances');
    return (await ask('/instances')).headers['retry-after'];
  };
  const quota = { limit: 1, windowSeconds: 60 };
  expect(await refused(await sync({ defect: 'retry-after-too-short' }, quota))).toBe('1');
  expect(await refused(await sync({}, quota))).toMatch(/^(59|60)$/);
});

describe('a quota that is counted wrongly', () => {
  /** Which of the calls at these seconds are accepted, with a quota of 5 in a minute. */
  const allowed = (slug: string | undefined, ...seconds: readonly number[]): string => {
    const { countCalls = standardSettings.countCalls } = slug === undefined ? standardSettings : (servedQuotaDefects[slug]?.settings ?? {});
    const count = countCalls({ limit: 5, windowSeconds: 60 });
    return seconds.map((second) => (count(second * 1000).allowed ? '+' : '-')).join('');
  };
  const burst = [1, 2, 3, 4, 5, 6, 7];

  test.each([
    ['window-of-five-minutes', [...burst, 70, 200, 310], '++++++---+', '++++++-+++'],
    ['blocked-for-good', [...burst, 70, 1000], '++++++---', '++++++-++'],
    ['fixed-window-from-first-call', [1, 50, 51, 52, 53, 54, 62, 63, 64, 65], '++++++++++', '+++++++---'],
    ['fixed-window', [50, 51, 52, 53, 54, 61, 62, 63, 64], '+++++++++', '++++++---'],
    ['retry-after-too-short', [...burst, 46, 84, 125], '++++++---+', '++++++--++'],
  ])('%s accepts other calls', (slug, seconds, broken, healthy) => {
    expect(allowed(slug, ...seconds)).toBe(broken);
    expect(allowed(undefined, ...seconds)).toBe(healthy);
  });
});

test('a defect shows on a variant too', async () => {
  const ask = await sync({ variant: 'strict', defect: 'tags-as-string' });
  expect(instanceIn(await create(ask)).tags).toBe('production,web');
});
