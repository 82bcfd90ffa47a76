import { describe, expect, test } from 'vitest';
import { customary } from '../../../src/contract/quota-fields.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { quotaNames } from '../../../src/runner/engine/traffic.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const limit = 25;
const windowSeconds = 2;
const key = 'tide-key-0123456789abcdef';

const whole = { schema: { type: 'integer' } };

/** A document that states its quota in a sentence, and reports it in the usual fields. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Tides', version: '1', description: `At most ${limit} requests every ${windowSeconds} seconds are answered.` },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  paths: {
    '/tides': {
      get: {
        operationId: 'tides',
        responses: {
          200: {
            description: 'Tides',
            headers: { 'X-RateLimit-Limit': whole, 'X-RateLimit-Remaining': whole, 'X-RateLimit-Reset': whole },
          },
          429: { description: 'Too many', headers: { 'Retry-After': { required: true, schema: { type: 'integer' } } } },
        },
      },
    },
  },
};

type Habits = {
  readonly remaining?: (left: number) => number;
  readonly waits?: boolean;
  /** Are calls above the quota refused. */
  readonly refuses?: boolean;
  readonly retryAfter?: (seconds: number) => string;
};

const judged = async ({ remaining = (left) => left, waits = true, refuses = true, retryAfter = String }: Habits = {}) => {
  let opened = 0;
  let used = 0;
  const url = await serve((incoming, outgoing) => {
    const now = Date.now();
    if (now >= opened + windowSeconds * 1000) [opened, used] = [now, 0];
    used += 1;
    const left = Math.ceil((opened + windowSeconds * 1000 - now) / 1000);
    const isOver = used > limit && refuses;
    if (incoming.headers['x-key'] !== key) {
      outgoing.writeHead(401, { 'www-authenticate': 'Key' }).end();
      return;
    }
    outgoing.setHeader('x-ratelimit-limit', limit);
    outgoing.setHeader('x-ratelimit-remaining', remaining(Math.max(0, limit - used)));
    outgoing.setHeader('x-ratelimit-reset', Math.ceil((opened + windowSeconds * 1000) / 1000));
    if (isOver && waits) outgoing.setHeader('retry-after', retryAfter(left));
    outgoing.writeHead(isOver ? 429 : incoming.url === '/tides' ? 200 : 404).end();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    key,
    allow: ['flood', 'slow'],
    flood: { maxRequests: 500 },
  });
  const of = (kind: string): string[] =>
    verdicts.flatMap(({ id, case: { level }, verdict }) => (verdict.kind === kind ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
  return { failed: of('fail'), passed: of('pass') };
};

describe('a quota that a sentence states', () => {
  test('is kept by a service that counts in windows', async () => {
    const { failed, passed } = await judged();
    expect(failed).toEqual([]);
    expect(passed).toEqual(expect.arrayContaining(['should rate-limit/remaining-within-limit', 'should rate-limit/refusal-status']));
  });

  test.each<readonly [string, Habits, string]>([
    ['reports more than the quota', { remaining: (left) => left + limit }, 'should rate-limit/remaining-within-limit'],
    ['does not say how long to wait', { waits: false }, 'must headers/declared'],
    ['asks to wait for hours', { retryAfter: (seconds) => `${seconds} seconds` }, 'should rate-limit/retry-after-form'],
    ['refuses nothing', { refuses: false }, 'should rate-limit/at-most-plan'],
  ])('is broken by one that %s', async (_what, habits, check) => {
    expect((await judged(habits)).failed).toContain(check);
  });
});

test('a quota that only a sentence states leaves the run with the customary fields', async () => {
  const { '/tides': path } = document.paths;
  const { 429: refused } = path.get.responses;
  const plain = { ...document, paths: { '/tides': { get: { responses: { 200: { description: 'Tides' }, 429: refused } } } } };
  expect(quotaNames(await loadContract(writeToolDocument(plain))).remaining).toEqual(customary.remaining);
  expect(quotaNames(await loadContract(writeToolDocument(document))).remaining).toBe('X-RateLimit-Remaining');
});

describe('fields about a quota that nothing states', () => {
  const plain = { ...document, info: { title: 'Tides', version: '1' } };
  test.each<readonly [string, readonly string[], Record<string, string | undefined>]>([
    ['are right', [], { limit: '100', remaining: '100' }],
    ['are right with policies behind the limit', [], { limit: '100, 100;w=60', remaining: '99' }],
    ['are absent', [], {}],
    ['are right beside a burst', [], { limit: '10', remaining: '20', 'burst-capacity': '20' }],
    ['are wrong', ['should rate-limit/remaining-at-most-limit'], { limit: '99', remaining: '100' }],
  ])('%s', async (_what, expected, fields) => {
    const url = await serve((incoming, outgoing) => {
      for (const [name, value] of Object.entries(fields)) if (value !== undefined) outgoing.setHeader(`x-ratelimit-${name}`, value);
      const isKnown = incoming.headers['x-key'] === key;
      outgoing.writeHead(!isKnown ? 401 : incoming.url === '/tides' ? 200 : 404, { 'www-authenticate': 'Key' }).end();
    });
    const { verdicts } = await judgeForeign(writeToolDocument(plain), url, { key });
    const about = verdicts.filter(({ id, verdict }) => id.startsWith('rate-limit/') && verdict.kind === 'fail');
    expect(about.map(({ id, case: { level } }) => `${level} ${id.split('@')[0] ?? ''}`)).toEqual(expected);
  });
});
