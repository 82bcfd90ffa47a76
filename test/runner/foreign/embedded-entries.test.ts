import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const text = { type: 'string', minLength: 1, maxLength: 80 };
const line = { type: 'object', required: ['id', 'label'], properties: { id: { type: 'integer' }, label: text } };
const tent = {
  type: 'object',
  required: ['id', 'name', 'poles'],
  properties: { id: { type: 'integer' }, name: text, poles: { type: 'array', items: line } },
};
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'integer' } });
const takes = (...members: readonly string[]) => ({
  required: true,
  content: {
    'application/json': {
      schema: { type: 'object', required: members, properties: Object.fromEntries(members.map((member) => [member, text])) },
    },
  },
});
const kind = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };

/**
 * @param isWhole The answer to an addition is the whole tent, and not the pole.
 * @param ofKinds A pole names its kind, and no two in a tent may be of the same.
 */
const document = (isWhole: boolean, ofKinds = false) => ({
  openapi: '3.0.3',
  info: { title: 'Tents', version: '1' },
  paths: {
    ...(ofKinds
      ? {
          '/kinds': { post: { requestBody: takes('name'), responses: { 201: json(kind), 400: none } } },
          '/kinds/{kindId}': {
            parameters: [{ ...inPath('kindId'), schema: text }],
            get: { responses: { 200: json(kind), 404: none } },
            delete: { responses: { 204: none, 404: none } },
          },
        }
      : {}),
    '/tents': { post: { requestBody: takes('name'), responses: { 201: json(tent), 400: none } } },
    '/tents/{tentId}': {
      parameters: [inPath('tentId')],
      get: { responses: { 200: json(tent), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/tents/{tentId}/poles': {
      parameters: [inPath('tentId')],
      post: {
        requestBody: ofKinds ? takes('label', 'kindId') : takes('label'),
        responses: { 201: json(isWhole ? tent : line), 400: none, 404: none, 409: none },
      },
    },
    '/tents/{tentId}/poles/{poleId}': {
      parameters: [inPath('tentId'), inPath('poleId')],
      delete: { responses: { 204: none, 404: none } },
    },
  },
});

type Flaw =
  | 'none'
  | 'removes the last'
  | 'removes all'
  | 'removes nothing'
  | 'keeps no addition'
  | 'shows it late'
  | 'keeps each label once';

type Tent = {
  readonly id: number;
  readonly name: string;
  poles: { readonly id: number; readonly label: unknown; readonly kind?: unknown }[];
};

const judged = async (flaw: Flaw, isWhole: boolean, ofKinds = false) => {
  const tents = new Map<string, Tent>();
  const kinds = new Map<string, object>();
  let next = 100;
  const lateMs = 300;
  const url = await serve(async (incoming, outgoing) => {
    const [, , tentId = '', part, poleId = ''] = (incoming.url ?? '').split('/');
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = (incoming.method === 'POST' ? await objectBody(incoming) : undefined) ?? {};
    if (incoming.url?.startsWith('/kinds') === true) {
      if (incoming.method === 'DELETE') return give(kinds.delete(tentId) ? 204 : 404);
      if (incoming.method === 'GET') return give(kinds.has(tentId) ? 200 : 404, kinds.get(tentId));
      if (typeof body['name'] !== 'string' || body['name'] === '') return give(400);
      next += 1;
      kinds.set(`k${next}`, { id: `k${next}`, name: body['name'] });
      return give(201, kinds.get(`k${next}`));
    }
    if (tentId === '') {
      if (incoming.method !== 'POST') return give(405);
      if (typeof body['name'] !== 'string' || body['name'] === '') return give(400);
      next += 1;
      const made: Tent = { id: next, name: body['name'], poles: [] };
      tents.set(String(next), made);
      return give(201, made);
    }
    const found = tents.get(tentId);
    if (!found) return give(404);
    if (part === undefined) {
      if (incoming.method === 'DELETE') tents.delete(tentId);
      return incoming.method === 'GET' ? give(200, found) : give(incoming.method === 'DELETE' ? 204 : 405);
    }
    if (poleId === '') {
      if (incoming.method !== 'POST') return give(405);
      if (typeof body['label'] !== 'string' || body['label'] === '') return give(400);
      const { kindId } = body;
      if (ofKinds && (typeof kindId !== 'string' || !kinds.has(kindId))) return give(400);
      if (ofKinds && found.poles.some((one) => one.kind === kindId)) return give(409);
      next += 1;
      const pole = { id: next, ...(ofKinds ? { kind: kindId } : {}), label: flaw === 'keeps each label once' ? 'x' : body['label'] };
      const isKept = flaw !== 'keeps no addition' && (flaw !== 'keeps each label once' || found.poles.length === 0);
      const add = (): void => {
        if (isKept) found.poles.push(pole);
      };
      if (flaw === 'shows it late') setTimeout(add, lateMs);
      else add();
      return give(201, isWhole ? found : pole);
    }
    const at = found.poles.findIndex(({ id }) => String(id) === poleId);
    if (incoming.method !== 'DELETE' || at < 0) return give(incoming.method === 'DELETE' ? 404 : 405);
    if (flaw === 'removes all') found.poles = [];
    else if (flaw !== 'removes nothing') found.poles.splice(flaw === 'removes the last' ? -1 : at, 1);
    return give(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(isWhole, ofKinds)), url, {
    allow: ['mutation'],
    selection: { only: ['lifecycle/embedded-entry-shown'], skip: [] },
  });
  expect(tents.size).toBe(0);
  const own = verdicts.filter((one) => one.case.check === 'lifecycle/embedded-entry-shown');
  return own.map(({ verdict }) =>
    verdict.kind === 'fail' ? `${verdict.finding.where}: ${verdict.finding.actual.replaceAll(/\d+/gu, 'N')}` : verdict.kind,
  );
};

test.each<readonly [Flaw, boolean]>([
  ['none', true],
  ['none', false],
  ['shows it late', false],
  ['keeps each label once', false],
])('a service is not accused of its entries: %s (%s)', async (flaw, isWhole) => {
  expect(await judged(flaw, isWhole)).toEqual(['pass']);
});

test.each<readonly [Flaw, boolean, string]>([
  ['removes the last', true, '/poles: still N, and no longer N'],
  ['removes the last', false, '/poles: still N, and no longer N'],
  ['removes all', true, '/poles: no longer N either'],
  ['removes nothing', true, '/poles: still N'],
  ['keeps no addition', false, '/poles: the same entries as before'],
])('a service that %s is told (%s)', async (flaw, isWhole, expected) => {
  expect(await judged(flaw, isWhole)).toEqual([expected]);
});

test('an entry that may be there once is added with another resource each time', async () => {
  expect(await judged('none', true, true)).toEqual(['pass']);
  expect(await judged('removes nothing', true, true)).toEqual(['/poles: still N']);
});
