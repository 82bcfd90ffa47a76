import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };

type Form = { readonly end: string; readonly format: 'date' | 'date-time'; readonly use: 'member' | 'own'; readonly isNarrow: boolean };

/** Passes for a pool, and visits that name one, or a pass that is used itself. */
const documentOf = (said: string, { end, format, use, isNarrow }: Form) => {
  const ends = { [end]: { type: 'string', format } };
  const pass = { type: 'object', required: ['id', 'code'], properties: { id: text, code: text, ...ends } };
  const visit = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
  const refused = { 404: { description: 'None' }, 409: { description: 'Not possible' }, 422: { description: 'Wrong' } };
  const both = (path: string, input: object, schema: object, description?: string) => ({
    [path]: {
      post: {
        ...(description === undefined ? {} : { description }),
        requestBody: { required: true, ...json(input) },
        responses: { 201: { description: 'Made', ...json(schema) }, ...refused },
      },
    },
    [`${path}/{id}`]: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(schema) }, ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  });
  const visits = {
    type: 'object',
    required: ['name', ...(isNarrow ? ['laneId'] : [])],
    properties: { name: text, ...(isNarrow ? { laneId: text } : {}), ...(use === 'member' ? { passCode: { type: 'string' } } : {}) },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Pool', version: '1' },
    paths: {
      ...both('/passes', { type: 'object', required: ['code'], properties: { code: text, ...ends } }, pass),
      ...both('/visits', visits, visit, use === 'member' ? said : undefined),
      ...(isNarrow ? both('/lanes', { type: 'object', required: ['name'], properties: { name: text } }, visit) : {}),
      ...(use === 'own'
        ? {
            '/passes/{id}/use': {
              parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
              post: { description: said, responses: { 200: { description: 'It', ...json(pass) }, ...refused } },
            },
          }
        : {}),
    },
  };
};

type Habits = Partial<Form> & {
  /** Is the end looked at. */
  readonly looks: boolean;
  /** May a pass be made that has ended already. */
  readonly takesPast?: boolean;
};

const judged = async (
  said: string,
  { looks, takesPast = true, end = 'expiresAt', format = 'date-time', use = 'member', isNarrow = false }: Habits,
) => {
  const all: Readonly<Record<string, Map<string, Json>>> = { passes: new Map(), visits: new Map(), lanes: new Map() };
  let next = 1;
  const hasEnded = (pass: Json | undefined): boolean => Date.parse(String(pass?.[end])) <= Date.now();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', key, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = all[root];
    const one = kept?.get(key ?? '');
    if (!kept || (key !== undefined && !one)) return give(404);
    if (action === 'use') return looks && hasEnded(one) ? give(409) : give(200, one);
    if (incoming.method === 'GET') return give(key === undefined ? 404 : 200, one);
    if (incoming.method === 'DELETE') return give(kept.delete(key ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (typeof body[root === 'passes' ? 'code' : 'name'] !== 'string') return give(422);
      if (root === 'passes' && hasEnded(body) && !takesPast) return give(422);
      if (root === 'visits' && body['passCode'] !== undefined) {
        const pass = [...(all['passes'] ?? new Map<string, Json>()).values()].find(({ code }) => code === body['passCode']);
        if (!pass || (looks && hasEnded(pass))) return give(422);
      }
      const isFull = [...(all['visits']?.values() ?? [])].some(({ laneId }) => laneId === body['laneId']);
      if (root === 'visits' && isNarrow && !all['lanes']?.has(String(body['laneId']))) return give(422);
      if (root === 'visits' && isNarrow && isFull) return give(409);
      const made = { ...body, id: `x-${next++}` };
      kept.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said, { end, format, use, isNarrow })), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    credentials: [],
    selection: { only: ['lifecycle/expired-refused'], skip: [] },
  });
  expect([...(all['passes'] ?? []), ...(all['visits'] ?? []), ...(all['lanes'] ?? [])]).toEqual([]);
  return verdicts.find(({ case: { check } }) => check === 'lifecycle/expired-refused')?.verdict.kind;
};

test.each<readonly [string, Partial<Form>]>([
  ['A pass that is unknown, expired or used up is `422`.', {}],
  ['422 if the pass has expired.', { end: 'valid_until' }],
  ['An expired pass is refused with 422.', { end: 'validUntil', format: 'date' }],
  ['Uses the pass. 409 once the pass is expired.', { use: 'own' }],
])('an expired one that is taken is told, and not where it is refused: %s', async (said, form) => {
  expect(await judged(said, { looks: false, ...form })).toBe('fail');
  expect(await judged(said, { looks: true, ...form })).toBe('pass');
});

test('what cannot be made with a past end is waited for', { timeout: 60_000 }, async () => {
  const said = 'A pass that is unknown or expired is `422`.';
  expect(await judged(said, { looks: false, takesPast: false })).toBe('fail');
  expect(await judged(said, { looks: true, takesPast: false })).toBe('pass');
});

test('what else a use names may have room for one alone', async () => {
  const said = 'A pass that is unknown or expired is `422`.';
  expect(await judged(said, { looks: false, isNarrow: true })).toBe('fail');
  expect(await judged(said, { looks: true, isNarrow: true })).toBe('pass');
});

test.each([
  'A pass may be expired.',
  'An expired pass is ignored.',
  'An expired pass is refused with 422 after a grace of three days.',
  'A pass that is expired is still taken from members; others get 422.',
  'An expired offer is refused with 422.',
  'An expired pass is removed nightly, and 422 from then on.',
])('nothing is told of what a sentence leaves open, or says of something else: %s', async (said) => {
  expect(await judged(said, { looks: false })).toBe(undefined);
});
