import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const none = { description: 'None' };
const text = { type: 'string', minLength: 1, maxLength: 60 };
const whole = { type: 'integer', minimum: 1 };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const json = (schema: object) => ({ description: 'd', ...content(schema) });
const inPath = (name: string, schema: object) => ({ name, in: 'path', required: true, schema });
const page = object({ id: text, title: text });
const ofVersion = { parameters: [inPath('pageId', text), inPath('number', whole)] };

const document = {
  openapi: '3.1.0',
  info: { title: 'Pages', version: '1' },
  paths: {
    '/pages': { post: { requestBody: { required: true, ...content(object({ title: text })) }, responses: { 201: json(page), 400: none } } },
    '/pages/{pageId}': {
      parameters: [inPath('pageId', text)],
      get: { responses: { 200: json(page), 404: none } },
      patch: {
        summary: 'Change a page',
        requestBody: { required: true, ...content({ type: 'object', properties: { title: text } }) },
        responses: { 200: json(page), 400: none, 404: none },
      },
      delete: { responses: { 204: none, 404: none } },
    },
    '/pages/{pageId}/versions': {
      parameters: [inPath('pageId', text)],
      get: { responses: { 200: json({ type: 'array', items: object({ number: whole, title: text }) }), 404: none } },
    },
    '/pages/{pageId}/versions/{number}': { ...ofVersion, delete: { responses: { 204: none, 404: none, 409: none } } },
    '/pages/{pageId}/versions/{number}/restore': {
      ...ofVersion,
      post: { operationId: 'restoreVersion', responses: { 200: json(page), 404: none, 409: none } },
    },
  },
};

type Service = {
  /** Does a change add a version. */
  readonly isAdding?: boolean;
  /** The answer to a removal. */
  readonly removed?: number;
  readonly mayReach?: boolean;
};

/** Which versions were removed and restored with success, as older ones or the current one, and what was found. */
const judged = async ({ isAdding = true, removed = 204, mayReach = true }: Service) => {
  const pages = new Map<string, { number: number; title: string }[]>();
  const named: string[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const { method } = incoming;
    const [, , id = '', below, number = '', action] = (incoming.url ?? '').split('/');
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const sent = ['POST', 'PATCH'].includes(method ?? '') && number === '' ? ((await objectBody(incoming)) ?? {}) : {};
    const { title } = sent;
    const isFine = typeof title === 'string' && title !== '' && [...title].length <= 60;
    if (id === '') {
      if (!isFine) return give(400);
      const made = crypto.randomUUID();
      pages.set(made, [{ number: 1, title }]);
      return give(201, { id: made, title });
    }
    const versions = pages.get(id);
    const current = versions?.[0];
    if (!versions || !current) return give(404);
    if (below === undefined) {
      if (method === 'DELETE') pages.delete(id);
      if (method === 'DELETE') return give(204);
      if (method === 'PATCH' && title !== undefined && !isFine) return give(400);
      if (method === 'PATCH' && isFine && isAdding) versions.unshift({ number: current.number + 1, title });
      return give(200, { id, title: versions[0]?.title });
    }
    if (number === '') return give(200, versions);
    const one = versions.find((version) => String(version.number) === number);
    if (!one) return give(404);
    named.push(`${action ?? 'remove'} ${one === current ? 'current' : 'older'}`);
    if (one === current) return give(409);
    if (action === 'restore') {
      versions.unshift({ number: current.number + 1, title: one.title });
      return give(200, { id, title: one.title });
    }
    versions.splice(versions.indexOf(one), 1);
    return give(removed);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', ...(mayReach ? (['destructive'] as const) : [])],
    selection: { only: ['status/*'], skip: [] },
  });
  return {
    named: [...new Set(named)].toSorted(),
    found: [...new Set(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])))],
  };
};

test('an older version of a resource of the run is removed and restored', async () => {
  expect(await judged({})).toEqual({ named: ['remove older', 'restore older'], found: [] });
});

test('and another answer than a documented one is told', async () => {
  expect((await judged({ removed: 202 })).found.length).toBeGreaterThan(0);
});

test('where no change adds one, the only one is left alone', async () => {
  expect(await judged({ isAdding: false })).toEqual({ named: [], found: [] });
});

test('not without the permission to name what a list shows', async () => {
  expect((await judged({ mayReach: false })).named).toEqual([]);
});
