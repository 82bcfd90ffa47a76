import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object, more: object = {}) => ({ description: 'd', content: { 'application/json': { schema } }, ...more });
const plainFerry = {
  type: 'object',
  required: ['id', 'seats', 'status'],
  properties: {
    id: { type: 'string', readOnly: true },
    seats: { type: 'integer', minimum: 1, maximum: 900 },
    status: { type: 'string', enum: ['moored', 'closed'], readOnly: true },
  },
};
const plainBody = { type: 'object', required: ['seats'], properties: { seats: { type: 'integer', minimum: 1, maximum: 900 } } };
const jsonOf = (schema: object) => ({ content: { 'application/json': { schema } } });
const tagged = { headers: { ETag: { required: true, schema: { type: 'string' } } } };
const match = { name: 'If-Match', in: 'header', schema: { type: 'string' } };
const changed = { 404: { description: 'None' }, 412: { description: 'Another version' } };
const at = { name: 'ferryId', in: 'path', required: true, schema: { type: 'string' } };

/** A quay, which the body of a ferry names in one of its forms. */
const quay = {
  type: 'object',
  required: ['id', 'label'],
  properties: { id: { type: 'string', readOnly: true }, label: { type: 'string' } },
};
const named = { quayId: { type: 'string' } };
const withQuay = <T extends { readonly required: readonly string[]; readonly properties: object }>(schema: T) => ({
  ...schema,
  required: ['quayId', ...schema.required],
  properties: { ...named, ...schema.properties },
});

const documentOf = (atQuays: boolean) => {
  const ferry = atQuays ? withQuay(plainFerry) : plainFerry;
  const body = { required: true, ...jsonOf(atQuays ? withQuay(plainBody) : plainBody) };
  return {
    openapi: '3.0.3',
    info: { title: 'Ferries', version: '1' },
    paths: {
      '/ferries': {
        get: { responses: { 200: json({ type: 'array', items: ferry }) } },
        post: { requestBody: body, responses: { 201: json(ferry, tagged), 400: { description: 'Wrong' } } },
      },
      '/ferries/{ferryId}': {
        parameters: [at],
        get: { responses: { 200: json(ferry, tagged), 404: { description: 'None' } } },
        put: { parameters: [match], requestBody: body, responses: { 200: json(ferry, tagged), 400: { description: 'Wrong' }, ...changed } },
        delete: { parameters: [match], responses: { 204: { description: 'Gone' }, ...changed } },
      },
      '/ferries/{ferryId}/close': { post: { parameters: [at, match], responses: { 200: json(ferry, tagged), ...changed } } },
      ...(atQuays && {
        '/quays': {
          post: { requestBody: { required: true, ...jsonOf(quay) }, responses: { 201: json(quay), 400: { description: 'Wrong' } } },
        },
        '/quays/{quayId}': {
          parameters: [{ name: 'quayId', in: 'path', required: true, schema: { type: 'string' } }],
          get: { responses: { 200: json(quay), 404: { description: 'None' } } },
          delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
        },
      }),
    },
  };
};

type Ferry = { readonly id: string; quayId?: unknown; seats: number; status: string; version: number };

/** What is told of a server that does not look at the condition of one method. Its tags are weak, or plain numbers. */
const told = async (careless: string, form: 'numbers' | 'texts' | 'weak' = 'numbers', atQuays = false) => {
  const quays = new Set<string>();
  const ferries = new Map<string, Ferry>();
  let next = 1;
  const tagOf = ({ version }: Ferry): string => (form === 'numbers' ? `"${version}"` : `${form === 'weak' ? 'W/' : ''}"af${version}c0-x"`);
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown, headers: object = {}): void => {
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const show = (status: number, one: Ferry): void => {
      const { version, ...shown } = one;
      give(status, shown, { etag: tagOf({ ...one, version }) });
    };
    const [, root, id, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root === 'quays' && incoming.method === 'POST') {
      quays.add(`q-${next}`);
      return give(201, { id: `q-${next++}`, label: 'Quay' });
    }
    if (root === 'quays') return incoming.method === 'DELETE' && quays.delete(id ?? '') ? give(204) : give(404);
    if (root !== 'ferries') return give(404);
    if (id === undefined && incoming.method === 'GET')
      return give(
        200,
        [...ferries.values()].map(({ version: _version, ...one }) => one),
      );
    const text = Buffer.concat(chunks).toString();
    const { seats, quayId }: { seats?: unknown; quayId?: unknown } = text.startsWith('{') ? (JSON.parse(text) as object) : {};
    const isRight =
      (!atQuays || quays.has(String(quayId))) && typeof seats === 'number' && Number.isInteger(seats) && seats >= 1 && seats <= 900;
    if (id === undefined) {
      if (!isRight) return give(400);
      const made = { id: `f-${next++}`, ...(atQuays && { quayId }), seats, status: 'moored', version: 1 };
      ferries.set(made.id, made);
      return show(201, made);
    }
    const found = ferries.get(id);
    if (!found) return give(404);
    const given = incoming.headers['if-match'];
    const isHeld = given === undefined || given === '*' || given === tagOf(found);
    if (!isHeld && careless !== `${incoming.method ?? ''}${action === undefined ? '' : ` ${action}`}`) return give(412);
    if (incoming.method === 'DELETE') return give(ferries.delete(id) ? 204 : 404);
    if (incoming.method === 'GET') return show(200, found);
    if (action === undefined && !isRight) return give(400);
    if (action === 'close') found.status = 'closed';
    else found.seats = Number(seats);
    found.version += 1;
    return show(200, found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(atQuays)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    selection: { only: ['concurrency/other-tag-refused'], skip: [] },
  });
  const of = (kind: string) =>
    verdicts
      .filter(({ id, verdict }) => id.startsWith('concurrency/other') && verdict.kind === kind)
      .map(({ case: { places } }) => places[0]?.operation);
  return { failed: of('fail'), passed: of('pass').length, left: ferries.size };
};

test.each<readonly [string, string]>([
  ['PUT', 'PUT /ferries/{ferryId}'],
  ['DELETE', 'DELETE /ferries/{ferryId}'],
  ['POST close', 'POST /ferries/{ferryId}/close'],
])('%s in spite of another tag is told', async (careless, operation) => {
  const { failed, left } = await told(careless);
  expect({ failed, left }).toEqual({ failed: [operation], left: 0 });
});

test('a replacement in spite of another tag is told where its body names something else', async () => {
  expect((await told('PUT', 'numbers', true)).failed).toEqual(['PUT /ferries/{ferryId}']);
  expect((await told('nothing', 'numbers', true)).failed).toEqual([]);
});

test('a server that looks at every condition is told nothing of', async () => {
  expect(await told('nothing', 'texts')).toMatchObject({ failed: [], left: 0 });
  expect((await told('nothing')).passed).toBeGreaterThan(1);
  expect(await told('nothing', 'weak')).toEqual({ failed: [], passed: 0, left: 0 });
});
