import { decoded } from './decoded.ts';
import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';

const object = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
});
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const number = { type: 'integer' };
const done = { responses: { '200': { description: 'Done' } } };
const all = { get: { responses: { '200': { description: 'All', ...json({ type: 'array', items: object({ id: number }) }) } } } };
const made = { '201': { description: 'Made', ...json(object({ id: number })) } };
const inPath = (name: string, schema: object = number) => ({ name, in: 'path', required: true, schema });
const inQuery = (name: string, schema: object) => ({ name, in: 'query', required: true, schema });

/** A document of a depot whose operations do more than their methods and structure show. */
export const depot = {
  openapi: '3.1.0',
  info: { title: 'Depot', version: '1' },
  paths: {
    // A GET that is no read.
    '/logout': { get: done },
    '/bins/delete': { get: { parameters: [inQuery('id', { ...number, example: 1 })], ...done } },
    '/cache.flush': { get: done },
    // Changes the resource that the body names, not that of the path.
    '/bins': { ...all, post: { requestBody: { required: true, ...json(object({ tag: text }, ['tag'])) }, responses: made } },
    '/bins/{binId}': {
      parameters: [inPath('binId')],
      put: {
        requestBody: { required: true, ...json(object({ id: { ...number, example: 1 }, tag: text }, ['id', 'tag'])) },
        ...done,
      },
      patch: {
        requestBody: { required: true, ...json(object({ data: object({ binId: { ...number, example: 2 } }, ['binId']) }, ['data'])) },
        ...done,
      },
      delete: { responses: { '204': { description: 'Gone' } } },
    },
    // Removes all resources with a common value.
    '/jobs': { post: { requestBody: { required: true, ...json(object({ title: text }, ['title'])) }, responses: made } },
    '/jobs/{state}': { delete: { parameters: [inPath('state', text)], ...done } },
    // Answers a creation with an existing resource.
    '/cards': { ...all, post: { requestBody: { required: true, ...json(object({ title: text }, ['title'])) }, responses: made } },
    '/cards/{id}': { delete: { parameters: [inPath('id')], ...done } },
    // Shows the text of the new resource inside another one, without its id.
    '/boards': { ...all, post: { requestBody: { required: true, ...json(object({ title: text }, ['title'])) }, responses: made } },
    '/boards/{id}': { delete: { parameters: [inPath('id')], ...done } },
    // Stores another name than the one asked for.
    '/mugs/{id}': {
      put: {
        parameters: [inPath('id', text)],
        requestBody: json(object({ colour: text })),
        responses: { '201': { description: 'Made', ...json(object({ id: text })) } },
      },
      delete: { parameters: [inPath('id', text)], ...done },
    },
    // A 201 without a visible resource.
    '/almacen/reordenar': { post: { responses: { '201': { description: '' } } } },
    '/almacen/vaciar': { post: { responses: made } },
  },
};

type Resource = Record<string, unknown>;

const standing = (): Map<string, Resource> =>
  new Map<string, Resource>([
    ['bins/1', { tag: 'one' }],
    ['bins/2', { tag: 'two' }],
    ['jobs/1', { state: 'queued' }],
    ['cards/1', { title: 'first' }],
    ['boards/1', { title: 'first' }],
  ]);

/** A depot in memory on 127.0.0.1 without any lock; closed when the test is over. */
export const startDepot = async () => {
  const resources = standing();
  const asked: string[] = [];
  let next = 100;
  let lastBoard: unknown;
  const read = async (incoming: IncomingMessage): Promise<Resource> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    try {
      return Object(JSON.parse(Buffer.concat(chunks).toString())) as Resource;
    } catch {
      return {};
    }
  };
  const answer = (method: string, path: string, body: Resource): readonly [number, unknown?] => {
    const [kind = '', id] = path.split('/');
    const inKind = [...resources].filter(([key]) => key.startsWith(`${kind}/`));
    if (method === 'GET' && id === undefined)
      return [
        200,
        inKind.map(([key, resource]) => ({
          id: Number(key.split('/')[1]),
          ...resource,
          ...(kind === 'boards' ? { last: lastBoard } : {}),
        })),
      ];
    if (method === 'POST') {
      if (kind === 'cards') return [201, { id: 1, title: body['title'] }];
      lastBoard = kind === 'boards' ? body['title'] : lastBoard;
      if (kind === 'boards') return [201, {}];
      next += 1;
      resources.set(`${kind}/${next}`, { ...body, ...(kind === 'jobs' ? { state: 'queued' } : {}) });
      return [201, { id: next, ...resources.get(`${kind}/${next}`) }];
    }
    if (method === 'PUT' && kind === 'mugs') {
      next += 1;
      resources.set(`mugs/m${next}`, body);
      return [201, { id: `m${next}` }];
    }
    if (method === 'DELETE' && kind === 'jobs') {
      for (const [key, resource] of inKind) if (resource['state'] === id) resources.delete(key);
      return [200];
    }
    const data = (body['data'] ?? body) as Resource;
    const reported = data['id'] ?? data['binId'];
    const meant = `${kind}/${typeof reported === 'number' ? reported : id}`;
    if (method === 'DELETE') return [resources.delete(`${kind}/${id}`) ? 204 : 404];
    if (!resources.has(meant)) return [404];
    resources.set(meant, { changed: true });
    return [200];
  };
  const server = createServer((incoming, outgoing) => {
    const respond = async (): Promise<void> => {
      const body = await read(incoming);
      const method = incoming.method ?? '';
      const path = decoded((incoming.url ?? '').slice(1).replace(/\?.*$/, ''));
      asked.push(`${method} /${path}`);
      const [status, value] = answer(method, path, body);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? '' : JSON.stringify(value));
    };
    void respond();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const old = [...standing().keys()];
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    /** The seed data as it is now. */
    before: () => new Map(old.map((key) => [key, resources.get(key)])),
    /** Is it unchanged. */
    wanted: standing,
    since: () => [...resources.keys()].filter((key) => !old.includes(key)),
  };
};
