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
}: {
  readonly about?: string;
  readonly refusal?: string;
  readonly status?: string;
  readonly fields?: Json;
  readonly shown?: Json;
}) => {
  const responses = { '200': { description: 'kites', headers: shown }, [status]: { description: refusal, headers: fields } };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1', description: about },
    paths: { '/kites': { get: { responses } } },
  });
  return (await loadContract(file)).conventions.rateLimit;
};

const marks = { 'x-inferred': true, 'x-inferred-reason': expect.stringContaining('describe 429') };

describe('a quota is read', () => {
  test.each([
    ['in the description of the API', { about: 'Kites.\n\n**Rate limit**: 300 requests per minute and key.' }, 300, 60],
    ['in that of the response', { refusal: 'More than 1,000 API requests every 15 minutes' }, 1000, 900],
    ['with a slash', { about: 'You may send 120 requests/min.' }, 120, 60],
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

describe('no quota is read', () => {
  test.each([
    ['where no number is told', { about: 'Too many requests per minute are refused.' }],
    ['where no operation describes 429', { about: '300 requests per minute.', status: '400' }],
    ['where two are told', { about: '300 requests per minute. 5000 requests per hour.' }],
    ['where some callers have another one', { about: 'Free keys get 300 requests per minute.' }],
    ['where one holds for a part only', { about: '300 requests per minute. Uploads: 50 requests per minute per endpoint.' }],
    ['where it is too small to be judged', { about: '5 requests per minute.' }],
    ['where its window is too short', { about: '50 requests per second.' }],
    ['where its window is too long', { about: '50 requests every 12 hours.' }],
    ['of other things', { about: 'The wind is measured 300 times per minute.' }],
    ['in a range', { about: 'About 100-300 requests per minute.' }],
  ])('%s', async (_where, texts) => {
    expect(await quotaIn(texts)).toBeUndefined();
  });
});
