import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

type Json = Readonly<Record<string, unknown>>;

const header = (schema: Json = { type: 'integer' }, more: Json = {}) => ({ schema, ...more });

/** The quota that is read in a document about kites with these texts. */
const quotaIn = async ({
  about = '',
  refusal = 'Too many',
  status = '429',
  fields = {},
  shown = {},
  secured = false,
}: {
  readonly about?: string;
  readonly refusal?: string;
  readonly status?: string;
  readonly fields?: Json;
  readonly shown?: Json;
  readonly secured?: boolean;
}) => {
  const responses = { '200': { description: 'kites', headers: shown }, [status]: { description: refusal, headers: fields } };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1', description: about },
    paths: { '/kites': { get: { responses } }, '/winds': { get: { responses, security: [] } } },
    ...(secured ? { security: [{ Key: [] }] } : {}),
    components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  });
  return (await loadContract(file)).conventions.rateLimit;
};

const marks = { 'x-inferred': true, 'x-inferred-reason': expect.stringContaining('describe 429') };

describe('a quota is read', () => {
  test.each([
    ['in the description of the API', { about: 'Kites.\n\n**Rate limit**: 300 requests per minute and key.' }, 300, 60],
    ['in that of the response', { refusal: 'More than 1,000 API requests every 15 minutes' }, 1000, 900],
    ['with a slash', { about: 'You may send 120 requests/min.' }, 120, 60],
    ['of each key', { about: 'A key may send 600 requests per token and minute.' }, 600, 60],
    ['of a window', { about: 'Up to 90 requests in any 30-second window are answered.' }, 90, 30],
    ['as a rate limit without a noun', { about: 'The rate limit is 200 per minute.' }, 200, 60],
    ['of what serves each key', { about: 'The gateway serves 300 requests per minute and key.' }, 300, 60],
    [
      'beside what the service can take',
      { about: 'The gateway handles 9,000 requests per minute. A key may send 300 per minute.', refusal: 'Above 300 requests per minute' },
      300,
      60,
    ],
    ['beside what it sends itself', { about: 'Webhooks get up to 60 requests per minute. You may send 300 requests per minute.' }, 300, 60],
    ['beside one of a day', { about: 'A key may send 300 requests per minute and 9,000 a day.' }, 300, 60],
    ['as advice with a refusal', { about: 'Clients should not exceed 300 requests per minute, above that they get 429.' }, 300, 60],
    ['in both, where they agree', { about: '60 calls per minute.', refusal: 'Above 60 calls a minute' }, 60, 60],
  ])('%s', async (_where, texts, limit, seconds) => {
    expect(await quotaIn(texts)).toEqual({ window: { seconds }, plans: { default: { limit } }, exceeded: { status: 429 }, ...marks });
  });

  test('with the fields that report it, and the one that says how long to wait', async () => {
    const shown = {
      'X-RateLimit-Limit': header(),
      'x-ratelimit-remaining': header(),
      'X-RateLimit-Reset': header({ type: 'integer' }, { description: 'Unix time at which the window ends' }),
    };
    expect(await quotaIn({ about: '300 requests per minute.', shown, fields: { 'retry-after': header() } })).toMatchObject({
      headers: {
        limit: 'X-RateLimit-Limit',
        remaining: 'x-ratelimit-remaining',
        reset: { name: 'X-RateLimit-Reset', unit: ['epoch-seconds', 'epoch-milliseconds'] },
      },
      retryAfter: { header: 'retry-after', on: [429] },
    });
  });

  test('without a field that comes in two spellings', async () => {
    const shown = { 'X-RateLimit-Limit': header(), 'RateLimit-Limit': header(), 'RateLimit-Remaining': header() };
    expect((await quotaIn({ about: '300 requests per minute.', shown }))?.headers).toEqual({ remaining: 'RateLimit-Remaining' });
  });
});

describe('a quota that leaves out paths', () => {
  test.each([
    '300 requests per minute and key (`/winds` is free).',
    '300 requests per minute and key (`GET /winds` and /ping are exempt).',
    'A key may send 300 requests per minute, excluding `/winds`.',
    '300 requests per minute, except for /winds and `/ping`.',
  ])('is read where these ask for no credential: %s', async (about) => {
    expect((await quotaIn({ about, secured: true }))?.plans).toEqual({ default: { limit: 300 } });
  });

  test.each([
    '300 requests per minute and key (`/kites` is free).',
    '300 requests per minute, excluding `/winds` and `/kites`.',
    '300 requests per minute on the free plan (`/winds` is free).',
    '300 requests per minute (browsing is free).',
  ])('is not read where they do, or where something else is left out: %s', async (about) => {
    expect(await quotaIn({ about, secured: true })).toBeUndefined();
  });
});

describe('a text beside the quota tells', () => {
  const about =
    'Each token may send 600 requests a minute. `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds) come with each answer.';

  test('the status, the fields and the wait', async () => {
    expect(await quotaIn({ about: `${about}\nAbove that you get 429 with \`Retry-After\`.`, status: '404' })).toMatchObject({
      window: { seconds: 60 },
      plans: { default: { limit: 600 } },
      headers: {
        limit: 'RateLimit-Limit',
        remaining: 'RateLimit-Remaining',
        reset: { name: 'RateLimit-Reset', unit: ['seconds'] },
        always: true,
      },
      exceeded: { status: 429 },
      retryAfter: { header: 'Retry-After', on: [429], always: true },
    });
  });

  test.each<readonly [string, string, unknown]>([
    [
      'a shared prefix',
      'Read X-RateLimit-Limit, -Remaining and -Reset.',
      ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
    ],
    ['a wildcard', 'Read `X-Rate-Limit-*`.', ['X-Rate-Limit-Limit', 'X-Rate-Limit-Remaining', 'X-Rate-Limit-Reset']],
    ['two families', 'X-RateLimit-Limit is old, read RateLimit-Limit.', undefined],
  ])('fields with %s', async (_how, sentence, expected) => {
    const { limit, remaining, reset } = (await quotaIn({ about: `300 requests per minute. ${sentence}` }))?.headers ?? {};
    const names = limit === undefined ? undefined : [limit, remaining, reset?.name];
    expect(names).toEqual(expected);
  });

  test.each<readonly [string, string]>([
    ['with a reservation', 'Each answer may have RateLimit-Remaining.'],
    ['of some answers', 'RateLimit-Remaining comes with answers.'],
    ['of answers to some calls', 'Each response of a list has RateLimit-Remaining.'],
    ['of some versions', 'Every response has RateLimit-Remaining in version 2.'],
  ])('nothing of each answer %s', async (_how, sentence) => {
    expect((await quotaIn({ about: `300 requests per minute. ${sentence}` }))?.headers).toEqual({ remaining: 'RateLimit-Remaining' });
  });

  test.each([
    'Above it you get 429; Retry-After on 503 tells when.',
    'You may get 429, sometimes with Retry-After.',
    '429 has no body. Retry-After is sent with 503.',
  ])('no promise of a wait: %s', async (sentence) => {
    expect((await quotaIn({ about: `300 requests per minute. ${sentence}` }))?.retryAfter).toBeUndefined();
  });

  test.each<readonly [string, string, Json, unknown]>([
    [
      'seconds with X- are not from now by themselves',
      'X-RateLimit-Reset',
      { description: 'In seconds' },
      expect.arrayContaining(['epoch-seconds']),
    ],
    ['seconds until a moment', 'X-RateLimit-Reset', { description: 'Seconds until the window ends' }, ['seconds']],
    ['seconds of the draft', 'RateLimit-Reset', { description: 'In seconds' }, ['seconds']],
    ['a time in seconds', 'RateLimit-Reset', { description: 'Time of the reset in seconds' }, expect.arrayContaining(['epoch-seconds'])],
  ])('%s', async (_what, name, more, unit) => {
    const found = await quotaIn({ about: '300 requests per minute.', shown: { [name]: header({ type: 'integer' }, more) } });
    expect(found?.headers?.reset?.unit).toEqual(unit);
  });
});

describe('no quota is read', () => {
  test('where it is told of a few operations', async () => {
    const refused = { responses: { '200': { description: 'ok' }, '429': { description: 'More than 60 requests per minute' } } };
    const served = { responses: { '200': { description: 'ok' } } };
    const read = async (paths: Json) => {
      const file = writeDocument({ openapi: '3.1.0', info: { title: 'Kites', version: '1' }, paths });
      return (await loadContract(file)).conventions.rateLimit;
    };
    expect(await read({ '/kites': { get: refused }, '/lines': { get: served }, '/tails': { get: served } })).toBeUndefined();
    expect(await read({ '/kites': { get: refused }, '/lines': { get: refused }, '/tails': { get: served } })).toMatchObject({
      plans: { default: { limit: 60 } },
    });
  });

  test.each([
    ['where no number is told', { about: 'Too many requests per minute are refused.' }],
    ['where no operation describes 429', { about: '300 requests per minute.', status: '400' }],
    ['where 429 is only named elsewhere', { about: '300 requests per minute.\n\nNo request gets 429.', status: '400' }],
    ['where two are told', { about: '300 requests per minute. 5000 requests per hour.' }],
    ['where some callers have another one', { about: 'Free keys get 300 requests per minute.' }],
    ['where one holds for a part only', { about: '300 requests per minute. Uploads: 50 requests per minute per endpoint.' }],
    ['where it is too small to be judged', { about: '5 requests per minute.' }],
    ['where its window is too short', { about: '50 requests per second.' }],
    ['where its window is too long', { about: '50 requests every 12 hours.' }],
    ['of what a gateway can take', { about: 'The gateway handles 600 requests per minute.' }],
    ['of what was tried', { about: 'The service was tested with 900 requests per minute.' }],
    ['of what all send together', { about: 'Together all clients send 600 requests per minute.' }],
    ['of what the service sends', { about: 'We call your address with no more than 60 requests per minute.' }],
    ['of each machine', { about: 'Each gateway node allows 300 requests per minute.' }],
    ['of what is billed', { about: 'Each call over 300 requests per minute costs a cent.' }],
    ['of what waits', { about: 'Beyond 300 requests per minute calls are queued.' }],
    ['of an alarm', { about: 'Alerts fire at more than 300 requests per minute.' }],
    ['of some hours', { about: 'A key may send 300 requests per minute during the day.' }],
    ['of calls that count several times', { about: 'A key may send 300 requests per minute; a report counts as ten.' }],
    ['by an estimate', { about: 'A key may send about 300 requests per minute.' }],
    ['as a mere advice', { about: 'Clients should send at most 300 requests per minute.' }],
    ['of other things', { about: 'The wind is measured 300 times per minute.' }],
    ['in a range', { about: 'About 100-300 requests per minute.' }],
  ])('%s', async (_where, texts) => {
    expect(await quotaIn(texts)).toBeUndefined();
  });
});
