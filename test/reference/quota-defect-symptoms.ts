import { vi } from 'vitest';
import type { Answered, Ask } from './client.ts';
import { errs, gets, header, refusedInBurst } from './symptoms.ts';
import type { Symptom } from './symptoms.ts';

const numberOf = (answer: Answered | undefined, name: string): number => Number(answer?.headers[name]);

const refuses =
  (isSymptom: (refused: Answered) => boolean): Symptom =>
  async (ask) => {
    const refused = await refusedInBurst(ask);
    return refused !== undefined && isSymptom(refused);
  };

const remainingOf = async (ask: Ask): Promise<number> => numberOf(await ask('/instances?limit=1'), 'x-ratelimit-remaining');

/** How many of so many calls are answered 429. */
const count429 = async (ask: Ask, count: number): Promise<number> => {
  let refused = 0;
  for (let sent = 0; sent < count; sent += 1) if ((await ask('/volumes')).status === 429) refused += 1;
  return refused;
};

/** Runs a symptom with a stopped clock, which only the symptom itself moves. */
const inStoppedTime =
  (symptom: (ask: Ask, pass: (seconds: number) => void) => Promise<boolean>): Symptom =>
  async (ask) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    try {
      return await symptom(ask, (seconds) => vi.setSystemTime(Date.now() + seconds * 1000));
    } finally {
      vi.useRealTimers();
    }
  };

/** Symptoms of defects in the numbers of the quota, by slug. */
export const quotaDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'ratelimit-headers-missing-on-errors': gets(
    '/instances?limit=abc',
    ({ status, headers }) => status === 400 && headers['x-ratelimit-limit'] === undefined,
  ),
  'ratelimit-headers-missing-on-404': errs(({ headers }) => headers['x-ratelimit-limit'] === undefined),
  'ratelimit-remaining-frozen': async (ask) => (await remainingOf(ask)) === (await remainingOf(ask)),
  'ratelimit-remaining-counts-up': async (ask) => (await remainingOf(ask)) < (await remainingOf(ask)),
  'ratelimit-reset-in-past': header('x-ratelimit-reset', (value) => Number(value) < Date.now() / 1000 - 10),
  'ratelimit-reset-hourly': header('x-ratelimit-reset', (value) => Number(value) > Date.now() / 1000 + 3000),
  'retry-after-http-date': refuses(({ headers }) => String(headers['retry-after']).endsWith('GMT')),
  'retry-after-epoch': refuses((refused) => numberOf(refused, 'retry-after') > 1_000_000_000),
  'ratelimit-remaining-left-on-429': refuses((refused) => refused.status === 429 && numberOf(refused, 'x-ratelimit-remaining') > 0),

  'free-tier-limit-100': header('x-ratelimit-limit', (value) => value === '100'),
  'pro-tier-limit-as-free': header('x-ratelimit-limit', (value) => value === '60'),
  'enterprise-limit-below-2000': header('x-ratelimit-limit', (value) => value === '600'),
  'rate-limit-applied-too-early': refuses((refused) => numberOf(refused, 'x-ratelimit-remaining') === 11),
  'rate-limit-per-second-burst': inStoppedTime(async (ask, pass) => {
    const first = await count429(ask, 11);
    pass(1);
    return first === 1 && (await count429(ask, 11)) === 1;
  }),
  'retry-after-too-short': inStoppedTime(async (ask, pass) => {
    pass(numberOf(await refusedInBurst(ask), 'retry-after') + 2);
    return (await ask('/volumes')).status === 429;
  }),
};
