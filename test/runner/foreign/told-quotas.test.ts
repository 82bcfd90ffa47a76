import type { OutgoingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { authorizationOf } from '../../worlds/bearer.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const key = 'reef-key-0123456789abcdef';

type Json = Readonly<Record<string, unknown>>;

const list = { 'application/json': { schema: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } } } };

const paths = (headers: Json = {}, more: Json = {}): Json => ({
  '/status': { get: { security: [], responses: { 200: { description: 'Up' } } } },
  ...Object.fromEntries(
    ['reefs', 'wrecks', 'buoys'].map((name) => [
      `/${name}`,
      {
        get: {
          operationId: name,
          responses: { 200: { description: name, headers, content: list }, 401: { description: 'No key' }, ...more },
        },
      },
    ]),
  ),
});

const documentOf = (description: string, own: Json): Json => ({
  openapi: '3.1.0',
  info: { title: 'Reefs', version: '1', description },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: own,
});

type Count = { readonly limit: number; readonly left: number; readonly seconds: number; readonly windowSeconds: number };

/** How a service that counts in fixed windows answers. */
type Habits = {
  readonly limit?: number;
  readonly windowSeconds?: number;
  readonly fields?: (count: Count) => OutgoingHttpHeaders;
  readonly refusal?: (count: Count) => { readonly status: number; readonly headers?: OutgoingHttpHeaders } | undefined;
  /** A bucket that fills all the time, instead of windows. */
  readonly isBucket?: boolean;
  /** Nobody needs a credential. */
  readonly isOpen?: boolean;
};

const older = ({ limit, left, seconds }: Count): OutgoingHttpHeaders => ({
  'RateLimit-Limit': limit,
  'RateLimit-Remaining': left,
  'RateLimit-Reset': seconds,
});

const refused = ({ seconds }: Count) => ({ status: 429, headers: { 'Retry-After': seconds } });

const judged = async (
  document: Json,
  { limit = 40, windowSeconds = 12, fields = older, refusal = refused, isBucket = false, isOpen = false }: Habits,
  allow: readonly 'flood'[] = ['flood'],
) => {
  let [opened, used, bucket, filled] = [0, 0, limit, Date.now()];
  let requests = 0;
  const url = await serve((incoming, outgoing) => {
    requests += 1;
    if (incoming.url === '/status') return void outgoing.writeHead(200).end();
    if (!isOpen && authorizationOf(incoming.headers) !== `Bearer ${key}`)
      return void outgoing.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="reefs"' }).end();
    const now = Date.now();
    if (now >= opened + windowSeconds * 1000) [opened, used] = [now, 0];
    used += 1;
    bucket = Math.min(limit, bucket + ((now - filled) * limit) / (windowSeconds * 1000));
    filled = now;
    const isOver = isBucket ? bucket < 1 : used > limit;
    if (isBucket && !isOver) bucket -= 1;
    const left = isBucket ? Math.floor(bucket) : Math.max(0, limit - used);
    const count = { limit, left, seconds: Math.max(1, Math.ceil((opened + windowSeconds * 1000 - now) / 1000)), windowSeconds };
    const no = isOver ? refusal(count) : undefined;
    const known = ['/reefs', '/wrecks', '/buoys'].includes(incoming.url ?? '');
    const type = { 'Content-Type': 'application/json' };
    outgoing.writeHead(no?.status ?? (known ? 200 : 404), { ...fields(count), ...no?.headers, ...type }).end(no || !known ? '{}' : '[]');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    key,
    allow,
    flood: { maxRequests: 2500 },
    http: { timeoutMs: 5000, headers: {} },
  });
  const of = (kind: string): string[] =>
    verdicts.flatMap(({ id, case: { level }, verdict }) => (verdict.kind === kind ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
  return { failed: of('fail'), passed: of('pass'), skipped: of('skipped'), requests };
};

const told = documentOf(
  'Each token may send 40 requests in 12 seconds. `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds) come with each answer.\n' +
    'Above that you get 429 with `Retry-After`.',
  paths(),
);

describe.concurrent('a quota that only the description tells, with its fields and its wait', () => {
  test.for<readonly [string, Habits]>([
    ['that counts in windows', {}],
    [
      'that writes its fields in small letters',
      { fields: (count) => Object.fromEntries(Object.entries(older(count)).map(([name, value]) => [name.toLowerCase(), value])) },
    ],
    ['with a bucket', { isBucket: true }],
    [
      'that adds the fields of the newer draft',
      { fields: (count) => ({ ...older(count), RateLimit: `"default";r=${count.left};t=${count.seconds}` }) },
    ],
    [
      'that allows more than once says a date',
      { refusal: ({ seconds }) => ({ status: 429, headers: { 'Retry-After': new Date(Date.now() + seconds * 1000).toUTCString() } }) },
    ],
  ])(
    'is kept by a service %s',
    besideOthers(async ([_how, habits]) => {
      const { failed, passed } = await judged(told, habits);
      expect(failed).toEqual([]);
      expect(passed).toEqual(expect.arrayContaining(['should rate-limit/retry-after-sent', 'should rate-limit/headers-sent']));
    }),
  );

  test.for<readonly [string, Habits, string]>([
    ['never refuses', { refusal: () => undefined }, 'should rate-limit/at-most-plan'],
    [
      'refuses as if it were busy',
      { refusal: ({ seconds }) => ({ status: 503, headers: { 'Retry-After': seconds } }) },
      'should rate-limit/used-up-status',
    ],
    ['asks for no wait', { refusal: () => ({ status: 429 }) }, 'should rate-limit/retry-after-sent'],
    ['sends no fields', { fields: () => ({}) }, 'should rate-limit/headers-sent'],
    [
      'never sends one of them',
      { fields: ({ limit, left }) => ({ 'RateLimit-Limit': limit, 'RateLimit-Remaining': left }) },
      'should rate-limit/headers-sent',
    ],
    [
      'reports a moment instead of seconds',
      { fields: (count) => ({ ...older(count), 'RateLimit-Reset': Math.ceil(Date.now() / 1000) + count.seconds }) },
      'should rate-limit/reset-within-window',
    ],
  ])(
    'is broken by one that %s',
    besideOthers(async ([_what, habits, check]) => {
      expect((await judged(told, habits)).failed).toContain(check);
    }),
  );

  test(
    'is broken by one that always reports the same',
    besideOthers(async () => {
      const larger = documentOf('Each token may send 100 requests in 30 seconds, then 429.', paths());
      const habits: Habits = { limit: 200, windowSeconds: 60, fields: () => ({ 'RateLimit-Remaining': 99 }) };
      expect((await judged(larger, habits)).failed).toContain('should rate-limit/remaining-not-constant');
    }),
  );

  test.for<readonly [string, Habits, string]>([
    [
      'another limit',
      { fields: (count) => ({ ...older(count), 'RateLimit-Limit': 400 }) },
      'should rate-limit/plan-limit-on-every-success',
    ],
    [
      'a wait in milliseconds',
      { refusal: ({ seconds }) => ({ status: 429, headers: { 'Retry-After': seconds * 1000 } }) },
      'should rate-limit/retry-after-within-window',
    ],
  ])(
    'is broken by one that reports %s',
    besideOthers(async ([_what, habits, check]) => {
      expect((await judged(told, habits)).failed).toContain(check);
    }),
  );

  test(
    'is judged where nobody needs a credential',
    besideOthers(async () => {
      const own = documentOf('Each client may send 40 requests in 12 seconds, then 429 with Retry-After.', paths());
      const open = { ...own, security: [], components: {} };
      expect((await judged(open, { isOpen: true })).failed).toEqual([]);
      expect((await judged(open, { isOpen: true, refusal: () => undefined })).failed).toContain('should rate-limit/at-most-plan');
      expect((await judged(open, { isOpen: true, refusal: () => ({ status: 429 }) })).failed).toContain(
        'should rate-limit/retry-after-sent',
      );
    }),
  );

  test(
    'sends no burst for a quota that would be used up for long',
    besideOthers(async () => {
      const long = documentOf('Each token may send 600 requests an hour, then 429.', paths());
      const { failed, skipped, requests } = await judged(long, { limit: 600, windowSeconds: 3600 });
      expect(failed).toEqual([]);
      expect(skipped).toContain('should rate-limit/at-most-plan');
      expect(requests).toBeLessThan(400);
    }),
  );
});

const announcing = (field: string): Json =>
  documentOf(
    'Reefs.',
    paths(
      { [field]: { schema: { type: 'string' } } },
      { 429: { description: 'Too many', headers: { 'Retry-After': { schema: { type: 'integer' } } } } },
    ),
  );

const newer = ({ limit, left, seconds, windowSeconds }: Count): OutgoingHttpHeaders => ({
  'RateLimit-Policy': `"default";q=${limit};w=${windowSeconds}`,
  RateLimit: `"default";r=${left};t=${seconds}`,
});

const withPolicies = ({ limit, left, seconds, windowSeconds }: Count): OutgoingHttpHeaders => ({
  'RateLimit-Limit': `${limit}, ${limit};w=${windowSeconds}`,
  'RateLimit-Remaining': left,
  'RateLimit-Reset': seconds,
});

const perWindow = documentOf(
  'Reefs.',
  paths(
    { 'X-RateLimit-Limit': { description: 'Requests allowed every 12 seconds', schema: { type: 'integer' } } },
    { 429: { description: 'Too many' } },
  ),
);

const forerunners = ({ limit, left }: Count): OutgoingHttpHeaders => ({ 'X-RateLimit-Limit': limit, 'X-RateLimit-Remaining': left });

describe.concurrent('a quota whose window is told and whose number is announced', () => {
  test.for<readonly [string, Habits, readonly string[]]>([
    ['is kept', { fields: forerunners }, []],
    ['is not applied', { fields: forerunners, refusal: () => undefined }, ['should rate-limit/announced-policy-enforced']],
  ])(
    '%s',
    besideOthers(async ([_what, habits, expected]) => {
      expect((await judged(perWindow, habits)).failed).toEqual(expected);
    }),
  );
});

describe.concurrent('a quota that only answers announce', () => {
  test.for<readonly [string, string, Habits]>([
    ['in the fields of the draft', 'RateLimit-Policy', { fields: newer }],
    ['with the policy behind the limit', 'RateLimit-Limit', { fields: withPolicies }],
    ['with a bucket', 'RateLimit', { fields: newer, isBucket: true }],
  ])(
    'is kept %s',
    besideOthers(async ([_how, field, habits]) => {
      const { failed, passed } = await judged(announcing(field), habits);
      expect(failed).toEqual([]);
      expect(passed).toContain('should rate-limit/announced-policy-enforced');
    }),
  );

  test.for<readonly [string, Habits, string]>([
    ['is not applied', { fields: newer, refusal: () => undefined }, 'should rate-limit/announced-policy-enforced'],
    [
      'never gets smaller',
      { fields: (count) => newer({ ...count, left: count.limit - 1 }), limit: 200, windowSeconds: 60 },
      'should rate-limit/remaining-not-constant',
    ],
    [
      'is smaller than what is left',
      { fields: (count) => newer({ ...count, left: count.left + count.limit }) },
      'should rate-limit/policy-fields-agree',
    ],
    ['ends after its window', { fields: (count) => newer({ ...count, seconds: 1e9 }) }, 'should rate-limit/policy-fields-agree'],
    [
      'has half requests left',
      { fields: (count) => ({ ...newer(count), RateLimit: '"default";r=1.5;t=1' }) },
      'should rate-limit/policy-fields-agree',
    ],
  ])(
    'is broken where it %s',
    besideOthers(async ([_what, habits, check]) => {
      expect((await judged(announcing('RateLimit-Policy'), habits)).failed).toContain(check);
    }),
  );

  test(
    'is not exceeded without permission, nor where it would be used up for long',
    besideOthers(async () => {
      const { requests } = await judged(announcing('RateLimit-Policy'), { fields: newer, limit: 1000 }, []);
      expect(requests).toBeLessThan(200);
      const long = await judged(announcing('RateLimit-Policy'), { fields: newer, limit: 1000, windowSeconds: 3600 });
      expect(long.skipped).toContain('should rate-limit/announced-policy-enforced');
      expect(long.requests).toBeLessThan(200);
    }),
  );
});
