import { describe, expect, test } from 'vitest';
import { operationQuotaIn } from '../../../src/contract/infer/conventions/quota-sentences.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Habits = {
  readonly enforced?: boolean;
  readonly counted?: boolean;
  readonly shared?: boolean;
  readonly limit?: number;
  /** The quota is that of the CSV alone. */
  readonly ofCsv?: boolean;
};

/** Shorter than the stated window, so that the test does not wait: who refuses earlier breaks nothing that is judged here. */
const windowMs = 3000;

const failures = async ({ enforced = true, counted = true, shared = false, limit = 20, ofCsv = false }: Habits): Promise<string[]> => {
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
        get: {
          description: `How many tides there are today. ${sentence} After that the answer is 429.`,
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
    allow: ['flood'],
    flood: { maxRequests: 100 },
    selection: { only: ['rate-limit/told-*'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict, case: { level } }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
};

describe('a quota that the description of an operation states', () => {
  test.each<readonly [string, Habits, readonly string[]]>([
    ['is kept', {}, []],
    ['is not applied', { enforced: false }, ['should rate-limit/told-quota-enforced']],
    ['is reported as always the same', { counted: false }, ['should rate-limit/told-remaining-falls']],
    ['is shared by two accounts', { shared: true }, ['should rate-limit/told-quota-apart']],
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
  ])('is read in "%s"', (text, quota) => {
    expect(operationQuotaIn(text)).toEqual(quota);
  });
});
