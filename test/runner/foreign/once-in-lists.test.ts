import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type Said = { readonly list?: string; readonly operation?: string; readonly statuses?: readonly number[]; readonly schema?: object };

const lines = {
  type: 'array',
  minItems: 1,
  maxItems: 20,
  items: {
    type: 'object',
    required: ['ware', 'count'],
    properties: { ware: { type: 'string', minLength: 1, maxLength: 60 }, count: { type: 'integer', minimum: 1, maximum: 90 } },
  },
};

/** Orders with lines; where the same ware may stand is said by the list or by the creation. */
const documentOf = ({ list, operation, statuses = [422], schema = lines }: Said) => {
  const order = {
    type: 'object',
    required: ['id', 'title', 'lines'],
    properties: {
      id: { type: 'string', readOnly: true },
      title: { type: 'string', minLength: 1, maxLength: 80 },
      lines: { ...schema, ...(list === undefined ? {} : { description: list }) },
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1' },
    paths: {
      '/orders': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: order }) } } },
        post: {
          ...(operation === undefined ? {} : { description: operation }),
          requestBody: { required: true, ...json(order) },
          responses: {
            201: { description: 'Made', ...json(order) },
            ...Object.fromEntries(statuses.map((status) => [status, { description: 'Otherwise' }])),
          },
        },
      },
      '/orders/{orderId}': {
        parameters: [{ name: 'orderId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'It', ...json(order) }, 404: { description: 'None' } } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
};

const keyOf = (line: unknown): unknown => (typeof line === 'object' && line !== null && 'ware' in line ? line.ware : line);

const told = async (said: Said, compares: boolean) => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'orders' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const sent = body['lines'];
      if (typeof body['title'] !== 'string' || !Array.isArray(sent) || sent.length === 0) return give(422);
      if (compares && new Set(sent.map(keyOf)).size < sent.length) return give(422);
      const made = { ...body, id: `o-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['body/repeated-entry-refused'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    left: [...all.keys()],
  };
};

const codes = { type: 'array', minItems: 1, items: { type: 'string', enum: ['red', 'blue', 'green'] } };

const rules: readonly Said[] = [
  { list: 'A ware can stand in one line only (`422`).' },
  { list: 'What is ordered; wares must differ.' },
  { operation: 'Of all lines each ware must be different. A line names a ware.' },
  { operation: 'A line whose ware is unknown, or a ware that two lines name, gets `422`. Lines in which a ware stands twice are refused.' },
  { operation: 'Takes up to 20 lines. A ware can be a line only once (`422`).' },
  { operation: 'No ware may be on the order more than once (`409`, `duplicate_line`).' },
  { list: 'What is ordered, each ware once.' },
  { list: 'No duplicates.', schema: codes },
  { list: 'The colours must not be repeated.', schema: codes },
];

test.each(rules)('an entry that stands twice is told where it is taken: %o', async (said) => {
  expect(await told(said, false)).toEqual({ failed: ['OAS-132 should'], passed: 0, left: [] });
});

test.each(rules)('nothing is told where it is refused: %o', async (said) => {
  expect(await told(said, true)).toEqual({ failed: [], passed: 1, left: [] });
});

test.each<Said>([
  { list: 'A ware that stands in two lines is counted once; an unknown one is refused.' },
  { list: 'A colour that is sent twice is kept once.', schema: codes },
  { list: 'Colours can be repeated.', schema: codes },
  { operation: 'Titles must be unique within the account.' },
  { list: 'A ware can stand in one line only.', statuses: [207, 422] },
  { list: 'A ware can stand in one line only.', statuses: [] },
  {},
])('nothing is told where it may stand twice, or nothing is said: %o', async (said) => {
  expect(await told(said, false)).toEqual({ failed: [], passed: 0, left: [] });
});

const guests = (description: string) => {
  const list = (described?: string) => ({
    type: 'array',
    uniqueItems: true,
    items: { type: 'string' },
    ...(described !== undefined && { description: described }),
  });
  const feast = {
    type: 'object',
    required: ['id', 'title'],
    properties: { id: { type: 'string', readOnly: true }, title: { type: 'string' }, invited: list(), banned: list() },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Feasts', version: '1' },
    paths: {
      '/orders': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: feast }) } } },
        post: {
          description,
          requestBody: { required: true, ...json({ ...feast, required: ['title'] }) },
          responses: { 201: { description: 'Made', ...json(feast) }, 422: { description: 'Wrong' } },
        },
      },
      '/orders/{orderId}': {
        parameters: [{ name: 'orderId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'It', ...json(feast) }, 404: { description: 'None' } } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
};

/** What is told of a service of feasts that looks for guests in both lists, or does not. */
const toldOfFeasts = async (description: string, compares: boolean) => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'orders' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const [invited, banned] = [body['invited'] ?? [], body['banned'] ?? []];
      if (typeof body['title'] !== 'string' || !Array.isArray(invited) || !Array.isArray(banned)) return give(422);
      if (compares && invited.some((one) => banned.includes(one))) return give(422);
      const made = { ...body, id: `f-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(guests(description)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['body/repeated-entry-refused'], skip: [] },
  });
  return verdicts
    .filter(({ verdict }) => verdict.kind !== 'skipped')
    .map(({ case: { requirement }, verdict }) => `${requirement} ${verdict.kind}`);
};

test.each([
  'A guest cannot be both invited and banned (422).',
  'Nobody may stand in both `invited` and `banned`.',
  'A guest must not be on both the invited and the banned list.',
])('an entry in two lists is told where it is taken: %s', async (description) => {
  expect(await toldOfFeasts(description, false)).toEqual(['OAS-132 fail']);
  expect(await toldOfFeasts(description, true)).toEqual(['OAS-132 pass']);
});

test.each(['A guest can be both invited and banned.', 'A guest cannot be both late and banned.', 'Lists of invited and banned guests.'])(
  'nothing is asked of two lists of which the text says no such thing: %s',
  async (description) => {
    expect(await toldOfFeasts(description, false)).toEqual([]);
  },
);
