import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import type { Answer } from './serve-answers.ts';

const text = { type: 'string' };
const kinds = ['tug', 'ferry', 'yacht'];
const boat = { type: 'object', required: ['id', 'kind'], properties: { id: text, kind: { ...text, enum: kinds } } };

const documentWith = (description: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1', description },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/boats': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50, default: 20 } },
          { name: 'cursor', in: 'query', schema: text },
          { name: 'kind', in: 'query', schema: { ...text, enum: kinds } },
        ],
        responses: {
          '200': {
            description: 'A page',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: { items: { type: 'array', items: boat }, next_cursor: { type: ['string', 'null'] } },
                },
              },
            },
          },
          '400': { description: 'Refused' },
        },
      },
    },
  },
});

const boats = ['tug', 'tug', 'ferry', 'tug', 'yacht'].map((kind, n) => ({ id: `b${n}`, kind }));

/** What a service does with a cursor that another query gave. */
type Habit = 'refuses' | 'takes' | 'refuses the filter';

const judged = async (description: string, habit: Habit, all = boats): Promise<readonly string[]> => {
  const answer = (method: string | undefined, { pathname, searchParams: query }: URL): Answer => {
    if (pathname !== '/boats' || method !== 'GET') return [404];
    const kind = query.get('kind') ?? '';
    if (kind !== '' && (habit === 'refuses the filter' || !kinds.includes(kind))) return [400];
    const limit = Number(query.get('limit') ?? 20);
    const [, start = '', of] = /^(\d+)\.(\w*)$/u.exec(query.get('cursor') ?? `0.${kind}`) ?? [];
    if (!(limit >= 1 && limit <= 50) || of === undefined || (of !== kind && habit !== 'takes')) return [400];
    const matching = all.filter((one) => kind === '' || one.kind === kind);
    const end = Number(start) + limit;
    return [200, { items: matching.slice(Number(start), end), next_cursor: end < matching.length ? `${end}.${kind}` : null }];
  };
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
    const [status, body] = isKnown ? answer(incoming.method, new URL(incoming.url ?? '', 'http://127.0.0.1')) : [401];
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(body ?? {}));
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(description)), url, {
    selection: { only: ['pagination/cursor-of-other-query-refused'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const promise = 'A cursor goes with the filters that it was given for: with other filters it is refused with `400`.';

describe('a cursor that is sent with another filter', () => {
  test.concurrent.for<readonly [string, string, Habit, readonly string[]]>([
    ['and is refused passes', promise, 'refuses', ['pass']],
    ['and is taken is told', promise, 'takes', ['cursor-of-other-query-accepted']],
    ['that cannot be asked for shows nothing', promise, 'refuses the filter', ['inconclusive']],
    ['is not tried where the document is silent', 'Boats of the harbour, page by page.', 'takes', []],
  ])(
    '%s',
    besideOthers(async ([, description, habit, expected]) => {
      expect(await judged(description, habit)).toEqual(expected);
    }),
  );

  test('shows nothing where one page holds everything', async () => {
    expect(await judged(promise, 'takes', boats.slice(0, 1))).toEqual(['inconclusive']);
  });
});
