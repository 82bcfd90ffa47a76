import { describe, expect, test } from 'vitest';
import { countsRefusedCalls, operationQuotaIn } from '../../../src/contract/infer/conventions/quota-sentences.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Habits = {
  readonly enforced?: boolean;
  readonly counted?: boolean;
  readonly shared?: boolean;
  readonly limit?: number;
  /** The quota is that of the CSV alone. */
  readonly ofCsv?: boolean;
  /** It is asked by a POST that stores nothing. */
  readonly isAsked?: boolean;
};

/** Shorter than the stated window, so that the test does not wait: who refuses earlier breaks nothing that is judged here. */
const windowMs = 3000;

const failures = async ({
  enforced = true,
  counted = true,
  shared = false,
  limit = 20,
  ofCsv = false,
  isAsked = false,
}: Habits): Promise<string[]> => {
  const json = { 'application/json': { schema: { type: 'object', properties: { tides: { type: 'integer' } } } } };
  const content = ofCsv ? { ...json, 'text/csv': { schema: { type: 'string' } } } : json;
  const sentence = ofCsv
    ? `An account may fetch the CSV ${limit} times in ten seconds, while JSON stays open.`
    : `An account may look ${limit} times in ten seconds.`;
  const headers = { 'X-RateLimit-Remaining': { schema: { type: 'integer' } } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Tides', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: {
      '/tides': {
        [isAsked ? 'post' : 'get']: {
          description: `How many tides there are today. ${isAsked ? 'Nothing is stored. ' : ''}${sentence} After that the answer is 429.`,
          responses: { 200: { description: 'tides', headers, content }, 401: { description: 'no key' }, 429: { description: 'too many' } },
        },
      },
    },
  };
  const counts = new Map<string, { readonly from: number; calls: number }>();
  const url = await serve((incoming, outgoing) => {
    const key = String(incoming.headers['x-key'] ?? '');
    if (!['one-key-0123456789', 'two-key-0123456789'].includes(key)) return outgoing.writeHead(401).end();
    if (new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname !== '/tides') return outgoing.writeHead(404).end();
    const isCsv = incoming.headers.accept?.startsWith('text/csv') === true;
    if (ofCsv && !isCsv) return outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"tides":2}');
    const name = shared ? '' : key;
    const before = counts.get(name);
    const count = before !== undefined && Date.now() - before.from < windowMs ? before : { from: Date.now(), calls: 0 };
    counts.set(name, count);
    count.calls += 1;
    if (enforced && count.calls > limit) return outgoing.writeHead(429, { 'retry-after': '3', 'x-ratelimit-remaining': '0' }).end();
    const left = counted ? Math.max(0, limit - count.calls) : limit;
    outgoing.writeHead(200, { 'content-type': isCsv ? 'text/csv' : 'application/json', 'x-ratelimit-remaining': String(left) });
    return outgoing.end(isCsv ? 'tides\r\n2\r\n' : '{"tides":2}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    key: 'one-key-0123456789',
    secrets: { other: 'two-key-0123456789' },
    credentials: ['key', 'other'],
    allow: isAsked ? ['mutation', 'permanent', 'flood'] : ['flood'],
    flood: { maxRequests: 100 },
    selection: { only: ['rate-limit/told-*'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict, case: { level } }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
};

type Ferry = {
  readonly told?: string;
  readonly enforced?: boolean;
  readonly accepts?: 'never' | 'always' | 'later' | 'later, with an error';
  readonly waitSent?: boolean;
};

/** Crossings that are ordered, at most ten times a minute, whether or not an order can be read. */
const ordered = async ({
  told: said = 'Every call counts, whatever its outcome.',
  enforced = true,
  accepts = 'never',
  waitSent = true,
}: Ferry) => {
  const crossing = { type: 'object', required: ['pier'], properties: { id: { type: 'string', readOnly: true }, pier: { type: 'string' } } };
  const content = { 'application/json': { schema: crossing } };
  const wait = { 'Retry-After': { required: true, schema: { type: 'integer' } } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Ferries', version: '1' },
    paths: {
      '/crossings': {
        post: {
          description: `Orders a crossing. A client may order 10 times a minute. ${said}`,
          requestBody: { required: true, content },
          responses: {
            201: { description: 'ordered', content },
            400: { description: 'wrong' },
            429: { description: 'too many', headers: wait },
          },
        },
      },
      '/crossings/{id}': {
        delete: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 204: { description: 'gone' } },
        },
      },
    },
  };
  let [calls, made] = [0, 0];
  const left = new Set<string>();
  const url = await serve((incoming, outgoing) => {
    const type = { 'content-type': 'application/json' };
    let text = '';
    incoming.on('data', (part: Buffer) => (text += part.toString()));
    incoming.on('end', () => {
      if (incoming.method === 'DELETE') return outgoing.writeHead(left.delete(incoming.url?.split('/').at(-1) ?? '') ? 204 : 404).end();
      if (incoming.method !== 'POST') return outgoing.writeHead(404, type).end('{}');
      calls += 1;
      if (enforced && calls > 10) return outgoing.writeHead(429, { ...type, ...(waitSent ? { 'retry-after': '3' } : {}) }).end('{}');
      const isTaken = accepts === 'always' || (accepts !== 'never' && calls > 5);
      if (!isTaken && !text.endsWith('}')) return outgoing.writeHead(400, type).end('{}');
      made += 1;
      left.add(`c-${made}`);
      return outgoing
        .writeHead(accepts === 'later, with an error' ? 500 : 201, type)
        .end(JSON.stringify({ id: `c-${made}`, pier: 'north' }));
    });
  });
  const { verdicts, events } = await judgeForeign(writeToolDocument(document), url, {
    credentials: [],
    allow: ['mutation', 'flood'],
    flood: { maxRequests: 100 },
    selection: { only: ['rate-limit/told-quota-enforced', 'headers/declared'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0]] : []));
  const passed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id.split('@')[0]] : []));
  return {
    failed,
    isEnforced: passed.includes('rate-limit/told-quota-enforced'),
    made,
    calls,
    left: [...left],
    told: events.filter(({ type }) => type === 'created').length,
  };
};

describe.concurrent('a quota of a creation that counts refused calls too', () => {
  test(
    'is used up by calls that create nothing',
    besideOthers(async () => {
      expect(await ordered({})).toMatchObject({ failed: [], isEnforced: true, made: 0 });
    }),
  );

  test(
    'is told where it is not applied',
    besideOthers(async () => {
      expect(await ordered({ enforced: false })).toMatchObject({ failed: ['rate-limit/told-quota-enforced'], made: 0 });
    }),
  );

  test(
    'shows what its refusal lacks',
    besideOthers(async () => {
      expect(await ordered({ waitSent: false })).toMatchObject({ failed: ['headers/declared'], made: 0 });
    }),
  );

  test(
    'is not tried where a broken body is accepted',
    besideOthers(async () => {
      expect(await ordered({ accepts: 'always', enforced: false })).toMatchObject({ failed: [], made: 1, told: 1, left: [] });
    }),
  );

  test(
    'is not tried any further where one is accepted later, and what was created is removed',
    besideOthers(async () => {
      const { failed, made, left } = await ordered({ accepts: 'later', enforced: false });
      expect({ failed, left }).toEqual({ failed: [], left: [] });
      expect(made).toBeLessThanOrEqual(4);
    }),
  );

  test(
    'is not tried any further where one is answered by an error of the server, which may have created something',
    besideOthers(async () => {
      const { made, told } = await ordered({ accepts: 'later, with an error', enforced: false });
      expect(made).toBeLessThanOrEqual(4);
      expect(told).toBe(made);
    }),
  );

  test.for(['', 'Only accepted orders count.', 'Refused orders do not count.', 'Every order counts.'])(
    'is not tried after "%s"',
    besideOthers(async (told: string) => {
      expect(await ordered({ told, enforced: false })).toMatchObject({ failed: [], isEnforced: false, made: 0, calls: 0 });
    }),
  );
});

describe('a quota that the description of an operation states', () => {
  test.each<readonly [string, Habits, readonly string[]]>([
    ['is kept', {}, []],
    ['is not applied', { enforced: false }, ['should rate-limit/told-quota-enforced']],
    ['is reported as always the same', { counted: false }, ['should rate-limit/told-remaining-falls']],
    ['is shared by two accounts', { shared: true }, ['should rate-limit/told-quota-apart']],
    ['is that of a request that stores nothing', { isAsked: true }, []],
    [
      'is that of a request that stores nothing, and always the same',
      { isAsked: true, counted: false },
      ['should rate-limit/told-remaining-falls'],
    ],
    ['is that of one of two media types', { ofCsv: true }, []],
    ['is that of one of two media types, and not applied', { ofCsv: true, enforced: false }, ['should rate-limit/told-quota-enforced']],
    ['is too small to be tried', { limit: 3, enforced: false }, []],
  ])('%s', async (_what, habits, told) => {
    expect(await failures(habits)).toEqual(told);
  });

  test.each([
    [
      'An account may search 60 times within 10 seconds; further searches are refused.',
      { limit: 60, seconds: 10, isPerCaller: true, clause: 'An account may search 60 times within 10 seconds' },
    ],
    ['At most 30 exports per minute.', { limit: 30, seconds: 60, isPerCaller: false, clause: 'At most 30 exports per minute.' }],
    [
      'Up to 1,000 requests per key and minute are allowed.',
      { limit: 1000, seconds: 60, isPerCaller: true, clause: 'Up to 1,000 requests per key and minute are allowed.' },
    ],
    [
      'A key may fetch the CSV 10 times a minute; the next one is answered `429`, while JSON stays open.',
      { limit: 10, seconds: 60, isPerCaller: true, clause: 'A key may fetch the CSV 10 times a minute' },
    ],
    ['The buoy sends 30 messages per minute.', undefined],
    ['May be called 5 times per minute, or 20 times per hour.', undefined],
    ['May be called often.', undefined],
    ['A printer can print up to 40 pages per minute.', undefined],
    ['Returns at most 60 values per minute of the range.', undefined],
    ['The chart has up to 60 points per hour.', undefined],
    ['The bell may ring at most 60 times per hour.', undefined],
    ['We can send up to 60 exports per minute to your address.', undefined],
    ['A guest may scan up to 30 codes per minute at one gate.', undefined],
    [
      'At most 30 points per minute are given, more is refused.',
      { limit: 30, seconds: 60, isPerCaller: false, clause: 'At most 30 points per minute are given' },
    ],
    [
      'May be polled up to 60 times a minute.',
      { limit: 60, seconds: 60, isPerCaller: false, clause: 'May be polled up to 60 times a minute.' },
    ],
  ])('is read in "%s"', (text, quota) => {
    expect(operationQuotaIn(text)).toEqual(quota);
  });

  test.each([
    'Every call with a valid token counts, whatever its outcome.',
    'All requests are counted, successful or not.',
    'Each attempt counts, whether it succeeds or fails.',
    'Refused requests count too.',
    'Failed attempts are counted as well.',
    'Every request counts, also refused ones.',
    'Even rejected calls count.',
  ])('counts refused calls: %s', (text) => {
    expect(countsRefusedCalls(text)).toBe(true);
  });

  test.each([
    'Every call counts.',
    'Each request counts, whether it has one line or many.',
    'Each call counts, regardless of its size.',
    'Every request counts, no matter from which device.',
    'Rejected calls are counted in the statistics, too.',
    'Every call counts, whatever its outcome; those with a malformed body excluded.',
    'Every call that passes validation counts, whatever its outcome.',
    'Only successful calls count.',
    'Refused calls do not count, whatever the reason.',
    'Failed calls never count against the quota either.',
    'The count of failed requests is shown in the statistics.',
    'Every request counts unless it is refused, whatever the reason.',
    'Each request counts once, regardless of the response size.',
    'Every attempt counts, whether it succeeds or fails, towards the badge.',
    'Failed requests are counted as well in `failures`.',
  ])('does not say so: %s', (text) => {
    expect(countsRefusedCalls(text)).toBe(false);
  });
});
