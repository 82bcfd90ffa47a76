import { expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const owner = { type: 'object', properties: { id: text } };
const order = { type: 'object', properties: { id: text, note: text, owner } };
const shows = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const parameters = [{ name: 'orderId', in: 'path', required: true, schema: text }];

const creates = {
  requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { note: text } } } } },
  responses: { '201': { ...shows(order), headers: { Location: { schema: text } } } },
};
const lives = {
  parameters,
  get: { responses: { '200': shows(order), '404': { description: 'None' } } },
  delete: { responses: { '204': { description: 'Gone' } } },
};

const document = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/returns': { post: creates },
    '/returns/{orderId}': lives,
    '/orders': { post: creates },
    '/orders/{orderId}': lives,
  },
};

/** What is told of the Location of new orders, whose answers have some members. */
const told = async (
  answered: (order: { readonly id: string }) => object,
  shown: (id: string) => object,
  /** What stands before the paths, and the address that a new order is given. */
  {
    prefix = '',
    locates = (id: string, _path: string): string => `${prefix}/orders/${id}`,
    only = ['http/location-leads-to-created'],
  } = {},
): Promise<string[]> => {
  const orders = new Set<string>();
  const url = await serve(({ method = '', url: target = '' }, outgoing) => {
    const path = target.slice(prefix.length);
    const give = (status: number, body?: object, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...(body ? { 'content-type': 'application/json' } : {}), ...fields });
      outgoing.end(body ? JSON.stringify(body) : undefined);
    };
    const id = path.split('/')[2] ?? '';
    if (method === 'POST') {
      const made = `order-${orders.size + 1}-of-ours`;
      orders.add(made);
      return give(201, answered({ id: made }), { location: locates(made, path) });
    }
    if (!orders.has(id)) return give(404);
    if (method === 'DELETE') orders.delete(id);
    return method === 'DELETE' ? give(204) : give(200, shown(id));
  });
  const { verdicts } = await judgeForeign(writeDocument(document), `${url}${prefix}`, {
    allow: ['mutation'],
    maxCreates: 50,
    selection: { only, skip: [] },
  });
  return [...new Set(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])))];
};

test('the id of another object in the answer to a creation is not taken for its own', async () => {
  const keeper = { id: 'account-5' };
  expect(
    await told(
      () => ({ note: 'queued', owner: keeper }),
      (id) => ({ id, note: 'queued', owner: keeper }),
    ),
  ).toEqual([]);
  expect(
    await told(
      ({ id }) => ({ id }),
      () => ({ id: 'another' }),
    ),
  ).toEqual(['location-leads-elsewhere']);
  expect(
    await told(
      (data) => ({ data }),
      () => ({ data: { id: 'another' } }),
    ),
  ).toEqual(['location-leads-elsewhere']);
});

test('an address may have another prefix and host than the base URL, but not another path', async () => {
  const locating = (locates: (id: string) => string): Promise<string[]> =>
    told(
      ({ id }) => ({ id }),
      (id) => ({ id }),
      { prefix: '/shop/v2', locates },
    );
  expect(await locating((id) => `/shop/v2/orders/${id}`)).toEqual([]);
  expect(await locating((id) => `/inner/orders/${id}`)).toEqual([]);
  expect(await locating((id) => `https://shop.example/orders/${id}`)).toEqual([]);
  expect(await locating((id) => `/order/of/${id}`)).toEqual(['location-of-no-path']);
  expect(await locating((id) => `https://shop.example/order/${id}`)).toEqual(['location-of-no-path']);
});

test('an address without the prefix that those of other creations have leads out of the API', async () => {
  const toldOfBoth = (locates: (id: string, path: string) => string): Promise<string[]> =>
    told(
      ({ id }) => ({ id }),
      (id) => ({ id }),
      { prefix: '/shop/v2', locates, only: ['http/location-leads-to-created', 'http/location-prefixes-agree'] },
    );
  expect(await toldOfBoth((id, path) => `/shop/v2${path}/${id}`)).toEqual([]);
  expect(await toldOfBoth((id, path) => `${path}/${id}`)).toEqual([]);
  expect(await toldOfBoth((id, path) => `${path === '/orders' ? '' : '/shop/v2'}${path}/${id}`)).toEqual(['location-without-prefix']);
  expect(await toldOfBoth((id, path) => (path === '/orders' ? `https://shop.example${path}/${id}` : `/shop/v2${path}/${id}`))).toEqual([]);
});

test('an address of an uploaded file leads to it', async () => {
  const scan = { type: 'object', required: ['id'], properties: { id: text } };
  const form = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
  const uploads = {
    openapi: '3.0.3',
    info: { title: 'Scans', version: '1' },
    paths: {
      '/scans': {
        post: {
          requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } },
          responses: { '201': { ...shows(scan), headers: { Location: { schema: text } } } },
        },
      },
      '/scans/{orderId}': { ...lives, get: { responses: { '200': shows(scan), '404': { description: 'None' } } } },
    },
  };
  const toldOf = async (locates: (id: string) => string): Promise<string[]> => {
    const scans = new Set<string>();
    const url = await serve(({ method = '', url: path = '' }, outgoing) => {
      const give = (status: number, body?: object, fields: Readonly<Record<string, string>> = {}): void => {
        outgoing.writeHead(status, { ...(body ? { 'content-type': 'application/json' } : {}), ...fields });
        outgoing.end(body ? JSON.stringify(body) : undefined);
      };
      const [, root, id = ''] = path.split('/');
      if (root === 'scans' && method === 'POST') {
        const made = `scan-${scans.size + 1}`;
        scans.add(made);
        return give(201, { id: made }, { location: locates(made) });
      }
      if (root !== 'scans' || !scans.has(id)) return give(404);
      return method === 'DELETE' ? give(204) : give(200, { id });
    });
    const { verdicts } = await judgeForeign(writeDocument(uploads), url, {
      allow: ['mutation'],
      selection: { only: ['http/location-leads-to-created'], skip: [] },
    });
    return verdicts.flatMap(({ verdict }) =>
      verdict.kind === 'skipped' ? [] : verdict.kind === 'fail' ? [verdict.finding.code] : [verdict.kind],
    );
  };
  expect(await toldOf((id) => `/scans/${id}`)).toEqual(['pass']);
  expect(await toldOf((id) => `/scans/${id}0`)).toEqual(['location-leads-nowhere']);
  expect(await toldOf((id) => `/scan/${id}`)).toEqual(['location-leads-nowhere']);
});
