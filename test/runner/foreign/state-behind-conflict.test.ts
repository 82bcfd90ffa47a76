import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Row = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (required: readonly string[], properties: object) => ({ type: 'object', required, properties });
const state = { ...text, enum: ['draft', 'published'] };
const pole = object(['id', 'name'], { id: { ...text, readOnly: true }, name: text });
const menu = object(['id', 'name', 'state'], { id: { ...text, readOnly: true }, name: text, state: { ...state, readOnly: true } });
const serving = object(['id', 'pole_id', 'menu_id'], { id: { ...text, readOnly: true }, pole_id: text, menu_id: text });

const collection = (item: object, description: string) => ({
  get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: item }) } } },
  post: {
    description,
    requestBody: { required: true, ...json(item) },
    responses: { 201: { description: 'd', ...json(item) }, 409: { description: 'Conflict' }, 422: { description: 'Wrong' } },
  },
});
const one = (item: object, more: object = {}) => ({
  parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
  get: { responses: { 200: { description: 'd', ...json(item) }, 404: { description: 'None' } } },
  delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
  ...more,
});

/** Food stands, each with one serving at most, of a menu that has to be published. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Stands', version: '1' },
  paths: {
    '/poles': collection(pole, 'Sets up a pole.'),
    '/poles/{id}': one(pole),
    '/menus': collection(menu, 'A menu is a draft at first.'),
    '/menus/{id}': one(menu),
    '/menus/{id}/publish': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      post: {
        description: 'Publishes a draft. The menu becomes `published`.',
        responses: { 200: { description: 'd', ...json(menu) }, 404: { description: 'None' }, 409: { description: 'Conflict' } },
      },
    },
    '/servings': collection(serving, 'Serves a menu at a pole. 409 if the menu is a draft, or if the pole has a serving already.'),
    '/servings/{id}': one(serving),
  },
};

const judged = async (looksAtState: boolean) => {
  const all = new Map<string, Map<string, Row>>(['poles', 'menus', 'servings'].map((name) => [name, new Map()]));
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, name = '', id, action] = new URL(incoming.url ?? '/', 'http://localhost').pathname.split('/');
    const rows = all.get(name);
    if (!rows || (id !== undefined && !rows.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...rows.values()] : rows.get(id));
    if (incoming.method === 'DELETE') return give(rows.delete(id ?? '') ? 204 : 404);
    if (action === 'publish' && id !== undefined) {
      if (rows.get(id)?.['state'] !== 'draft') return give(409);
      rows.set(id, { ...rows.get(id), state: 'published' });
      return give(200, rows.get(id));
    }
    void objectBody(incoming).then((body = {}) => {
      if (name !== 'servings' && typeof body['name'] !== 'string') return give(422);
      if (name === 'servings') {
        const menuServed = all.get('menus')?.get(String(body['menu_id']));
        if (!menuServed || all.get('poles')?.has(String(body['pole_id'])) !== true) return give(422);
        if ([...rows.values()].some((other) => other['pole_id'] === body['pole_id'])) return give(409);
        if (looksAtState && menuServed['state'] === 'draft') return give(409);
      }
      const made = { ...body, id: `${name.slice(0, 1)}-${next++}`, ...(name === 'menus' ? { state: 'draft' } : {}) };
      rows.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 80,
    credentials: [],
    selection: { only: ['lifecycle/creation-accepted', 'lifecycle/refused-in-state'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/refused-in-state@#/paths/~1servings/post')
      ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind]
      : [],
  );
};

describe.concurrent('a state of what a creation names, where what else it names is taken', () => {
  test(
    'is told where nobody looks at it',
    besideOthers(async () => {
      expect(await judged(false)).toEqual(['done-in-refused-state']);
    }),
  );

  test(
    'is passed where it is looked at',
    besideOthers(async () => {
      expect(await judged(true)).toEqual(['pass']);
    }),
  );
});
