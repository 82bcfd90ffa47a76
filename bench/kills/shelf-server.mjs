// A server of shelves with jars, in this process on 127.0.0.1. It counts what exists, is slow now and then, and breaks a promise, so that a run has something to tell.
import { createServer } from 'node:http';

export const shelfKey = '9fJ2vQ7xLb4T0sWm';

const thing = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string', readOnly: true }, name: { type: 'string', minLength: 1, maxLength: 80 } },
};
const content = (schema) => ({ 'application/json': { schema } });
const answer = (description, schema) => ({ description, ...(schema === undefined ? {} : { content: content(schema) }) });
const refused = { 401: answer('No key'), 404: answer('Not there'), 422: answer('Not understood') };
const idParameter = (name) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const body = { required: true, content: content(thing) };

/** The document of the server, as a value. */
export const shelfDocument = {
  openapi: '3.1.0',
  info: { title: 'Shelves', version: '1' },
  security: [{ key: [] }],
  paths: {
    '/shelves': {
      get: { responses: { 200: answer('All shelves', { type: 'array', items: thing }), 401: refused[401] } },
      post: { requestBody: body, responses: { 201: answer('Made', thing), 401: refused[401], 422: refused[422] } },
    },
    '/shelves/{shelf}': {
      parameters: [idParameter('shelf')],
      get: { responses: { 200: answer('A shelf', thing), ...refused } },
      put: { requestBody: body, responses: { 200: answer('Changed', thing), ...refused } },
      delete: { responses: { 204: answer('Removed'), ...refused } },
    },
    '/shelves/{shelf}/jars': {
      parameters: [idParameter('shelf')],
      get: { responses: { 200: answer('Its jars', { type: 'array', items: thing }), ...refused } },
      post: { requestBody: body, responses: { 201: answer('Made', thing), ...refused } },
    },
    '/shelves/{shelf}/jars/{jar}': {
      parameters: [idParameter('shelf'), idParameter('jar')],
      get: { responses: { 200: answer('A jar', thing), ...refused } },
      delete: { responses: { 204: answer('Removed'), ...refused } },
    },
    // What it answers has no name.
    '/labels': { get: { responses: { 200: answer('All labels', { type: 'array', items: thing }), 401: refused[401] } } },
  },
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
};

/** What each world has before a run. Two of each kind, so that a list has several items whether or not a killed run left something. */
const seed = [
  ['shelves/1', { id: '1', name: 'Pantry' }],
  ['shelves/2', { id: '2', name: 'Cellar' }],
  ...['1', '2'].flatMap((shelf) => ['Plums', 'Quinces'].map((name, index) => [`shelves/${shelf}/jars/${shelf}${index}`, { id: `${shelf}${index}`, name }])),
];

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts the server. Each world, the first segment of the path, has its own things.
 * @param slowness Longest wait in milliseconds before something is made, and again before it is told.
 * @param random A function as `Math.random`.
 */
export const startShelves = async ({ slowness, random }) => {
  const worlds = new Map();
  let next = 100;
  const answering = new Set();
  const worldOf = (name) => {
    if (!worlds.has(name)) worlds.set(name, new Map(seed.map(([key, one]) => [key, { ...one }])));
    return worlds.get(name);
  };
  const under = (things, folder) =>
    [...things].filter(([key]) => key.startsWith(`${folder}/`) && !key.slice(folder.length + 1).includes('/')).map(([, one]) => one);

  const judged = async (method, path, text, authorization) => {
    const [, world = '', ...segments] = path.split('?')[0].split('/').map(decodeURIComponent);
    const things = worldOf(world);
    const key = segments.join('/');
    if (authorization !== `Bearer ${shelfKey}`) return [401];
    if (key === 'labels' && method === 'GET') return [200, [{ id: 'l1' }]];
    const isFolder = key === 'shelves' || /^shelves\/[^/]+\/jars$/.test(key);
    const above = isFolder && key !== 'shelves' ? segments.slice(0, 2).join('/') : undefined;
    if ((above !== undefined && !things.has(above)) || (!isFolder && !things.has(key))) return [404];
    if (method === 'GET') return [200, isFolder ? under(things, key) : things.get(key)];
    if (method === 'DELETE' && !isFolder) {
      for (const one of things.keys()) if (one === key || one.startsWith(`${key}/`)) things.delete(one);
      return [204];
    }
    if (!(method === 'POST' && isFolder) && !(method === 'PUT' && /^shelves\/[^/]+$/.test(key))) return [404];
    let sent;
    try {
      sent = JSON.parse(text);
    } catch {
      return [422];
    }
    if (typeof sent?.name !== 'string' || sent.name === '' || [...sent.name].length > 80) return [422];
    if (method === 'PUT') return [200, Object.assign(things.get(key), { name: sent.name })];
    await wait(random() * slowness);
    if (above !== undefined && !things.has(above)) return [404];
    const made = { id: String(next++), name: sent.name };
    things.set(`${key}/${made.id}`, made);
    await wait(random() * slowness);
    return [201, made];
  };

  const server = createServer(async (request, response) => {
    answering.add(request);
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const [status, value] = await judged(request.method, request.url, Buffer.concat(chunks).toString(), request.headers.authorization);
      response.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      response.end(value === undefined ? '' : JSON.stringify(value));
    } catch {
      // The client was killed while it sent.
      response.destroy();
    } finally {
      answering.delete(request);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    urlOf: (world) => `http://127.0.0.1:${server.address().port}/${world}`,
    /** What exists in a world beyond its seed, by path. */
    left: (world) => [...worldOf(world)].filter(([key]) => !seed.some(([one]) => one === key)).map(([path, one]) => ({ path, ...one })),
    /** Whether the seed is as it was. */
    isSeedThere: (world) => seed.every(([key, { name }]) => worldOf(world).get(key)?.name === name),
    /** Resolves when nothing is being answered. */
    async idle() {
      while (answering.size > 0) await wait(5);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};
