import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The key of the service, which it takes in the query. */
export const lampsKey = 'canary-0f9a7c55e1';

/** What the service promises: one list. */
export const lampsDocument = {
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1' },
  security: [{ key: [] }],
  paths: {
    '/lamps': {
      get: {
        parameters: [{ name: 'colour', in: 'query', schema: { type: 'string' }, example: 'red' }],
        responses: {
          200: {
            description: 'All lamps.',
            content: { 'application/json': { schema: { type: 'object', required: ['lamps'], properties: { lamps: { type: 'array' } } } } },
          },
          401: { description: 'No key.' },
        },
      },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'api_key' } } },
};

/**
 * Starts a small service on this machine.
 * @param isKept It keeps its schema. Default: its list has another name than described.
 */
export const lamps = async (isKept = false): Promise<{ readonly url: string; readonly headers: readonly IncomingHttpHeaders[] }> => {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lamps');
    if (pathname === '/openapi.json') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(lampsDocument));
      return;
    }
    headers.push(request.headers);
    const status = pathname !== '/lamps' ? 404 : searchParams.get('api_key') !== lampsKey ? 401 : request.method === 'GET' ? 200 : 405;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 200 ? `{"${isKept ? 'lamps' : 'items'}":[]}` : '{"error":"no"}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers };
};
