import type { Answered, Ask } from './client.ts';
import { create, keyless, nobody, read, remove, send, initial, update } from './cloudsync-client.ts';
import type { Symptom } from './cloudsync-symptom.ts';
import { absent, fresh, header, status } from './cloudsync-symptom.ts';

const refusedInBurst = async (ask: Ask): Promise<Answered[]> => {
  const answers: Answered[] = [];
  for (let count = 0; count < ask.reference.quota.limit * 1.2 + 2; count += 1) answers.push(await ask('/instances'));
  return answers.filter(({ status: code }) => code !== 200);
};

/** The defect shows in the error responses at the end of a burst. */
const overLimit =
  (isSymptom: (first: Answered | undefined, second: Answered | undefined) => boolean): Symptom =>
  async (ask) => {
    const [first, second] = await refusedInBurst(ask);
    return isSymptom(first, second);
  };

const remaining = ({ headers }: Answered): number => Number(headers['x-ratelimit-remaining']);
const servedOf = async (ask: Ask): Promise<number> => {
  let served = 0;
  while (served < 20 && (await ask('/instances')).status === 200) served += 1;
  return served;
};

/** Symptoms that need no burst. */
export const rateSymptoms: Readonly<Record<string, Symptom>> = {
  'counter-per-operation': async (ask) => {
    const { id } = await initial(ask);
    const [before] = [await ask('/instances'), await read(ask, id), await read(ask, id)];
    return remaining(before) - remaining(await ask('/instances')) === 1;
  },
  'limit-per-path': async (ask) => {
    const { id } = await initial(ask);
    const [before] = [await ask('/instances'), await read(ask, id), await read(ask, id)];
    return remaining(before) - remaining(await ask('/instances')) === 1;
  },
  'limit-header-missing-on-list': header('x-ratelimit-limit', absent),
  'limit-header-missing-on-create': header('x-ratelimit-limit', absent, (ask) => create(ask)),
  'remaining-header-missing-on-item': header('x-ratelimit-remaining', absent, async (ask) => read(ask, await fresh(ask))),
  'reset-header-missing-on-delete': header('x-ratelimit-reset', absent, async (ask) => remove(ask, await fresh(ask))),
  'reset-header-under-other-name': async (ask) => {
    const { headers } = await ask('/instances');
    return headers['x-ratelimit-reset'] === undefined && headers['ratelimit-reset'] !== undefined;
  },
  'rate-headers-missing-on-401': header('x-ratelimit-limit', absent, (ask) => ask('/instances', keyless)),
  'rate-headers-missing': header('x-ratelimit-remaining', absent),
  'remaining-per-operation': async (ask) => {
    const { id } = await initial(ask);
    const [before] = [await ask('/instances'), await read(ask, id), await read(ask, id)];
    return remaining(before) - remaining(await ask('/instances')) === 1;
  },
  'rate-headers-missing-on-404': header('x-ratelimit-limit', absent, (ask) => read(ask, nobody)),
  'remaining-missing-on-refused-body': header('x-ratelimit-remaining', absent, (ask) => send(ask, '{')),
  'remaining-with-total': header('x-ratelimit-remaining', (value) => value === '599/600'),
  'limit-header-of-other-plan': header('x-ratelimit-limit', (value) => value === '3000'),
  'limit-header-shows-burst': header('x-ratelimit-limit', (value) => value === '720'),
  'remaining-frozen': async (ask) => remaining(await ask('/instances')) === remaining(await ask('/instances')),
  'reset-as-http-date': header('x-ratelimit-reset', (value) => value?.endsWith(' GMT') === true),
  'reset-with-fraction': header('x-ratelimit-reset', (value) => value?.endsWith('.25') === true),
  'reset-as-delta-seconds': header('x-ratelimit-reset', (value) => Number(value) <= 601),
  'reset-in-milliseconds': header('x-ratelimit-reset', (value) => value?.length === 13),
  'reset-one-hour-ahead': header('x-ratelimit-reset', (value) => Number(value) > Date.now() / 1000 + 3000),
  'limit-with-window-on-errors': header(
    'x-ratelimit-limit',
    (value) => value === '600;w=60',
    (ask) => read(ask, nobody),
  ),
  'second-update-without-remaining': async (ask) => {
    const { id } = await initial(ask);
    const [first, second] = [await update(ask, id, { name: 'a' }), await update(ask, id, { name: 'b' })];
    return !Number.isNaN(remaining(first)) && Number.isNaN(remaining(second));
  },
};

/** Symptoms of a quota of 5. */
export const burstSymptoms: Readonly<Record<string, Symptom>> = {
  'limit-shared-by-address': async (ask) => {
    await refusedInBurst(ask);
    return (await status(ask('/instances', { as: 'second' }))) === 429;
  },
  'standard-refuses-early': async (ask) => (await servedOf(ask)) === 3,
  'standard-never-refuses': async (ask) => (await servedOf(ask)) === 20,
  'enterprise-has-standard-limit': async (ask) => (await servedOf(ask)) === 1,
  'enterprise-never-refuses': async (ask) => (await servedOf(ask)) === 20,
  'over-limit-answered-503': overLimit((first) => first?.status === 503),
  'over-limit-answered-403': overLimit((first) => first?.status === 403),
  'rate-headers-missing-on-429': overLimit((first) => first !== undefined && first.headers['x-ratelimit-limit'] === undefined),
  'remaining-not-zero-on-429': overLimit((first) => first !== undefined && remaining(first) === 200),
  'retry-after-missing': overLimit((first) => first !== undefined && first.headers['retry-after'] === undefined),
  'retry-after-later': overLimit((first) => first?.headers['retry-after'] === 'later'),
  'retry-after-in-milliseconds': overLimit((first) => Number(first?.headers['retry-after']) > 60_000),
  'retry-after-with-unit': overLimit((first) => /^\d+s$/.test(String(first?.headers['retry-after']))),
  'retry-after-as-epoch': overLimit((first) => Number(first?.headers['retry-after']) > 1_000_000_000),
  'rate-limit-error-plain-text': overLimit((first) => first?.text === 'Too Many Requests'),
  'retry-after-missing-on-second-429': overLimit(
    (first, second) => first?.headers['retry-after'] !== undefined && second !== undefined && second.headers['retry-after'] === undefined,
  ),
};
