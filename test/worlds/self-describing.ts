import { authorizationOf } from './bearer.ts';
import { createServer } from 'node:http';
import { onLoopback } from '../exchange/on-loopback.ts';

const boat = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, name: { type: 'string' } },
};
const fault = { type: 'object', required: ['message'], properties: { message: { type: 'string' } } };
const json = (schema: object) => ({ 'application/json': { schema } });
const faults = (...statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, { description: 'Not so', content: json(fault) }]));
const fleet = { type: 'object', required: ['data'], properties: { data: { type: 'array', items: boat } } };

/** A plain document of a harbour, as its server gives it: without `x-assay`, with one server, relative to the address of the document. */
export const harbour = {
  openapi: '3.1.0',
  info: { title: 'Harbour API', version: '1' },
  servers: [{ url: '/api' }],
  security: [{ pass: [] }],
  components: { securitySchemes: { pass: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/boats': { get: { operationId: 'boats', responses: { '200': { description: 'All', content: json(fleet) }, ...faults('401') } } },
    '/boats/{id}': {
      get: {
        operationId: 'boat',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'b1' }],
        responses: { '200': { description: 'One', content: json(boat) }, ...faults('401', '404') },
      },
    },
  },
};

export const harbourPass = 'pass-of-the-harbour-01';

const boats = ['b1', 'b2', 'b3'].map((id) => ({ id, name: `Boat ${id}` }));

export type Harbour = {
  /** Address of the machine, without a slash at its end. */
  readonly origin: string;
  /** Every request in order: method and path. */
  readonly asked: readonly string[];
};

/**
 * Serves a harbour on 127.0.0.1 until the test is over: its API below `/api`, its document at `/openapi.json`, and a page that shows it
 * at `/docs`.
 */
export const startHarbour = async (document: object = harbour): Promise<Harbour> => {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const { pathname } = new URL(incoming.url ?? '/', 'http://a.invalid');
    asked.push(`${incoming.method} ${pathname}`);
    const say = (status: number, body: unknown): void =>
      void outgoing.writeHead(status, { 'content-type': 'application/json' }).end(incoming.method === 'HEAD' ? '' : JSON.stringify(body));
    if (pathname === '/openapi.json') return say(200, document);
    if (pathname === '/docs') {
      const page = '<!DOCTYPE html><title>Harbour</title><script>SwaggerUIBundle({ url: "/openapi.json", dom_id: "#ui" })</script>';
      return void outgoing.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
    if (!pathname.startsWith('/api/')) return say(404, { message: 'nothing here' });
    if (authorizationOf(incoming.headers) !== `Bearer ${harbourPass}`) return say(401, { message: 'no pass' });
    if (pathname === '/api/boats') return incoming.method === 'GET' ? say(200, { data: boats }) : say(405, { message: 'only to be read' });
    const one = boats.find(({ id }) => pathname === `/api/boats/${id}`);
    return one === undefined ? say(404, { message: 'no such boat' }) : say(200, one);
  });
  return { origin: await onLoopback(server), asked };
};
