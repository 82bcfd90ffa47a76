import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const crate = { type: 'object', required: ['label'], properties: { id: text, label: text } };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = [{ name: 'crate_id', in: 'path', required: true, schema: text }];

/** Crates that the answers identify by an id, and that a removal names by their label, although the document says "crate_id". */
const document = {
  openapi: '3.1.0',
  info: { title: 'Crates', version: '1' },
  paths: {
    '/crates': {
      get: { responses: { 200: { description: 'crates', ...content({ type: 'array', items: crate }) } } },
      post: {
        requestBody: { required: true, ...content({ ...crate, properties: { label: text } }) },
        responses: { 201: { description: 'a crate', ...content(crate) } },
      },
    },
    '/crates/{crate_id}': {
      get: { parameters: inPath, responses: { 200: { description: 'a crate', ...content(crate) }, 404: { description: 'none' } } },
      delete: { parameters: inPath, responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
  },
};

const withNumber = (item: object): object =>
  JSON.parse(
    JSON.stringify(item).replaceAll(
      '"in":"path","required":true,"schema":{"type":"string"}',
      '"in":"path","required":true,"schema":{"type":"integer"}',
    ),
  ) as object;

/** The same with numbers for ids, which no label stands for. */
const numbered = { ...document, paths: { ...document.paths, '/crates/{crate_id}': withNumber(document.paths['/crates/{crate_id}']) } };

const outcomes = async (isListing: boolean, described: object = document, asked: string[] = []): Promise<string[]> => {
  const labels: string[] = [];
  const shown = (label: string, n: number) => ({ id: `c-${n}9`, label });
  const url = await serve((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const answer = (status: number, value: unknown) =>
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      const isRoot = incoming.url?.split('?')[0] === '/crates';
      if (incoming.method === 'GET' && !isRoot) asked.push(incoming.url ?? '');
      if (!isRoot) return answer(404, { message: 'none' });
      if (incoming.method === 'GET') return answer(200, isListing ? labels.map(shown) : []);
      const label = /"label":"([^"]+)"/u.exec(body)?.[1];
      if (label === undefined) return answer(400, { message: 'no label' });
      labels.push(label);
      return answer(201, shown(label, labels.length - 1));
    });
  });
  const { events } = await judgeForeign(writeToolDocument(described), url, {
    allow: ['mutation'],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return [...new Set(events.flatMap((event) => (event.type === 'removed' ? [event.outcome] : [])))];
};

test('what a list still shows is not gone because its removal was answered 404', async () => {
  expect(await outcomes(true)).toEqual(['failed']);
  expect(await outcomes(false)).toEqual(['gone']);
});

test('a name is not read where ids are numbers', async () => {
  const byText: string[] = [];
  const byNumber: string[] = [];
  await outcomes(true, document, byText);
  await outcomes(true, numbered, byNumber);
  expect(byText.some((url) => url.endsWith('-label'))).toBe(true);
  expect(byNumber.filter((url) => url.endsWith('-label'))).toEqual([]);
});

/** Bins whose creation answers no more than a Location, which names them by the name that they were given. */
const bin = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const bins = {
  ...document,
  paths: {
    '/bins': {
      get: { responses: { 200: { description: 'bins', ...content({ type: 'array', items: bin }) } } },
      post: {
        requestBody: { required: true, ...content({ type: 'object', required: ['name'], properties: { name: text } }) },
        responses: { 201: { description: 'made', ...content({ type: 'object' }) } },
      },
    },
    '/bins/{bin}': {
      parameters: [{ ...inPath[0], name: 'bin' }],
      get: { responses: { 200: { description: 'a bin', ...content(bin) }, 404: { description: 'none' } } },
      delete: { responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
  },
};

const readings = async (readsAnother: boolean): Promise<string[]> => {
  const made = new Map<string, object>([['old', { id: 'b-0', name: 'old' }]]);
  const url = await serve((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const answer = (status: number, value?: unknown) =>
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
      const [, root, rest = ''] = incoming.url?.split('?')[0]?.split('/') ?? [];
      const own = decodeURIComponent(rest);
      if (root !== 'bins') return answer(404, { message: 'none' });
      if (own === '' && incoming.method === 'GET') return answer(200, [...made.values()]);
      if (own !== '' && incoming.method === 'DELETE') return answer(made.delete(own) ? 204 : 404);
      if (own !== '') return made.has(own) ? answer(200, made.get(readsAnother ? 'old' : own)) : answer(404, { message: 'none' });
      const name = /"name":"([^"]+)"/u.exec(body)?.[1];
      if (name === undefined) return answer(400, { message: 'no name' });
      made.set(name, { id: `b-${made.size}9`, name });
      outgoing.setHeader('location', `/bins/${name}`);
      return answer(201, {});
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(bins), url, {
    allow: ['mutation'],
    selection: { only: ['lifecycle/read-gives-the-thing-asked-for'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'lifecycle/read-gives-the-thing-asked-for' ? [verdict.kind + ('reason' in verdict ? verdict.reason : '')] : [],
  );
};

test('a read by a name shows another id without being another resource', async () => {
  expect(await readings(false)).toEqual(['pass']);
  expect(await readings(true)).toEqual(['fail']);
});
