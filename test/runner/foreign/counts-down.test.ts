import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Habit = 'counts' | 'stands still' | 'starts anew at times' | 'without a number';

const documentWith = (introduction: string, header: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Tides', version: '1', description: introduction },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/tides': {
      get: {
        responses: {
          '200': {
            description: 'All',
            headers: { 'X-Calls-Remaining': { description: header, schema: { type: 'integer' } } },
            content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } },
          },
        },
      },
    },
  },
});

const judged = async (habit: Habit, introduction: string, header = ''): Promise<readonly string[]> => {
  let left = 6000;
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
    if (!isKnown || incoming.url !== '/tides') return void outgoing.writeHead(isKnown ? 404 : 401).end();
    left -= habit === 'stands still' ? 0 : 1;
    if (habit === 'starts anew at times' && left % 5 === 0) left = 6000;
    const value = habit === 'without a number' ? {} : { 'x-calls-remaining': String(left) };
    outgoing.writeHead(200, { 'content-type': 'application/json', ...value }).end('[]');
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(introduction, header)), url, {
    selection: { only: ['rate-limit/remaining-counts-down'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const told = 'A key has 6000 calls a minute. `X-Calls-Remaining` falls by one with every request until the minute is over.';

test.concurrent.for<readonly [Habit, string]>([
  ['counts', 'pass'],
  ['starts anew at times', 'pass'],
  ['stands still', 'remaining-constant'],
  ['without a number', 'inconclusive'],
])(
  'what is left of a quota: %s',
  besideOthers(async ([habit, expected]) => {
    expect(await judged(habit, told)).toEqual([expected]);
  }),
);

test.concurrent.for<readonly [string, string?]>([
  ['All answers have `X-Calls-Limit`, `X-Calls-Remaining` (one less with every request) and `X-Calls-Reset`.'],
  ['', 'Calls that are left; counts down with each call.'],
  ['`X-Calls-Remaining` falls by one for each request your key makes, and starts anew each minute.'],
])(
  'is told by other words: %s%s',
  besideOthers(async ([introduction, header]) => {
    expect(await judged('stands still', introduction, header)).toEqual(['remaining-constant']);
  }),
);

test.concurrent.for<readonly [string, string?]>([
  ['`X-Calls-Remaining` says how many calls are left.'],
  ['`X-Calls-Remaining` falls by one with every request that writes something, not with reads.'],
  ['`X-Calls-Remaining` falls roughly by one with every request.'],
  ['`X-Calls-Limit` falls by one with each request beyond it.'],
  ['', 'Calls that are left.'],
  ['`X-Calls-Remaining` falls by one with every request to a search.'],
  ['`X-Calls-Remaining` falls by one with every request that changes something.'],
  ['`X-Calls-Remaining` drops by one with every request, reads excluded.'],
  ['Once the burst is used up, `X-Calls-Remaining` falls by one with every request.'],
  ['On the metered plan `X-Calls-Remaining` falls by one with each call.'],
  ['`X-Calls-Remaining` counts down with every request, in steps of ten.'],
  ['`X-Calls-Remaining` falls by one with every request. Reads of what did not change do not count.'],
])(
  'is not told by: %s%s',
  besideOthers(async ([introduction, header]) => {
    expect(await judged('stands still', introduction, header)).toEqual([]);
  }),
);

const survey = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };

/** Surveys of the sea that are ordered, a few an hour. */
const ordering = (said: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Seas', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/surveys': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', properties: { bay: { type: 'string' } } }, example: { bay: 'East' } },
          },
        },
        responses: {
          '202': {
            description: 'Ordered',
            headers: { 'X-Surveys-Left': { description: said, schema: { type: 'integer' } } },
            content: { 'application/json': { schema: survey } },
          },
        },
      },
    },
  },
});

const ordered = async (counts: boolean, said: string, allow: readonly ('mutation' | 'permanent' | 'destructive')[]) => {
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
    if (!isKnown || incoming.url !== '/surveys' || incoming.method !== 'POST') return void outgoing.writeHead(isKnown ? 404 : 401).end();
    made += 1;
    outgoing.writeHead(202, { 'content-type': 'application/json', 'x-surveys-left': String(counts ? 20 - made : 19) });
    outgoing.end(JSON.stringify({ id: `s${made}` }));
  });
  const { verdicts } = await judgeForeign(writeDocument(ordering(said)), url, {
    allow,
    selection: { only: ['rate-limit/remaining-counts-down'], skip: [] },
  });
  const found = verdicts.filter(({ verdict: { kind } }) => kind !== 'skipped');
  return { told: found.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind)), made };
};

const all = ['mutation', 'permanent', 'destructive'] as const;

test.concurrent.for<readonly [boolean, string, readonly string[], number]>([
  [true, 'One less with each survey', ['pass'], 3],
  [false, 'One less with each survey', ['remaining-constant'], 3],
  [false, 'Falls by one after every accepted survey.', ['remaining-constant'], 3],
  [false, 'One less with each harbour', [], 0],
  [false, 'Usually one less with each survey', [], 0],
  [false, 'One less with each survey of another bay', [], 0],
  [false, 'Surveys that are left', [], 0],
])(
  'what is left of one operation is counted by its own calls: %s, "%s"',
  besideOthers(async ([counts, said, expected, made]) => {
    expect(await ordered(counts, said, all)).toEqual({ told: expected, made });
  }),
);

test(
  'an operation is not called for that where it may not be',
  besideOthers(async () => {
    expect(await ordered(false, 'One less with each survey', ['mutation'])).toEqual({ told: [], made: 0 });
  }),
);
