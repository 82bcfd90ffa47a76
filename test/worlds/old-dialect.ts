import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTest } from '../beside-others.ts';
import { stringify } from 'yaml';
import { onLoopback } from '../exchange/on-loopback.ts';

/** A document in OpenAPI 3.0, with keywords that only 3.0 has, and a key in a header of its own. */
export const toolDocument = {
  openapi: '3.0.3',
  info: { title: 'Tool library', version: '7' },
  servers: [{ url: 'https://tools.example/api' }],
  security: [{ badge: [] }],
  paths: {
    '/tools': {
      get: {
        operationId: 'lendable',
        parameters: [{ name: 'shelf', in: 'query', required: true, schema: { type: 'integer', minimum: 1, example: 3 } }],
        responses: {
          '200': {
            description: 'Tools on a shelf',
            headers: { 'X-Shelf-Count': { required: true, schema: { type: 'integer' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Shelf' } } },
          },
          '401': { $ref: '#/components/responses/NoBadge' },
        },
      },
      post: {
        operationId: 'donate',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['title'], properties: { title: { type: 'string', minLength: 1 } } },
            },
          },
        },
        responses: { '201': { description: 'Thank you' } },
      },
    },
    '/opening-hours': {
      get: { operationId: 'hours', security: [], responses: { '200': { description: 'Hours', content: { 'text/plain': {} } } } },
    },
    '/shelves': { get: { operationId: 'shelves', responses: { default: { description: 'Numbers of shelves' } } } },
    '/status': { get: { operationId: 'status', responses: { '2XX': { description: 'Fine' } } } },
  },
  components: {
    securitySchemes: { badge: { type: 'apiKey', in: 'header', name: 'X-Badge' } },
    responses: {
      NoBadge: {
        description: 'No badge',
        content: { 'application/json': { schema: { type: 'object', required: ['why'], properties: { why: { type: 'string' } } } } },
      },
    },
    schemas: {
      Shelf: {
        type: 'object',
        required: ['tools'],
        properties: { tools: { type: 'array', items: { $ref: '#/components/schemas/Tool', description: 'ignored beside a reference' } } },
      },
      Tool: {
        type: 'object',
        required: ['title', 'weight', 'lentTo'],
        properties: {
          title: { type: 'string' },
          weight: { type: 'number', minimum: 0, exclusiveMinimum: true },
          lentTo: { type: 'string', nullable: true },
          kind: { type: 'string', nullable: true, enum: ['hand', 'power'] },
        },
      },
    },
  },
};

export const badge = 'badge-0123456789-abcdef';

/** Writes the document into a folder of its own. */
export const writeToolDocument = (document: unknown = toolDocument): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-foreign-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tools.yaml');
  writeFileSync(file, stringify(document));
  return file;
};

export type Slip =
  | 'none'
  | 'undocumented-status'
  | 'other-media-type'
  | 'zero-weight'
  | 'count-missing'
  | 'count-worded'
  | 'failure'
  | 'lent-to-nobody-is-absent';

/** The documented service with one mistake. Gives its base URL and its requests. */
export const startTools = async (slip: Slip = 'none'): Promise<{ readonly url: string; readonly asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const say = (status: number, type: string, body: string, headers: Record<string, string> = {}): void =>
      void outgoing.writeHead(status, { ...(type === '' ? {} : { 'content-type': type }), ...headers }).end(body);
    const path = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname;
    incoming.resume();
    if (path === '/api/opening-hours') return say(200, 'text/plain; charset=utf-8', 'always');
    if (!['/api/status', '/api/tools', '/api/shelves'].includes(path)) return say(404, 'text/html', '<p>nothing here</p>');
    if (incoming.headers['x-badge'] !== badge) {
      return say(401, 'application/problem+json', JSON.stringify({ why: 'no badge' }), { 'www-authenticate': 'Badge' });
    }
    if (path === '/api/shelves') return say(200, 'application/json', '[1, 2, 3]');
    if (path === '/api/status' && slip === 'undocumented-status') return say(302, '', '', { location: '/api/shelves' });
    if (path === '/api/status') return slip === 'failure' ? say(500, 'text/plain', 'oh') : say(204, '', '');
    if (incoming.method === 'POST') return say(201, '', '');
    const tool = { title: 'saw', weight: slip === 'zero-weight' ? 0 : 1.5, lentTo: null, kind: null, extra: [1] };
    const { lentTo: _lentTo, ...incomplete } = tool;
    const body = JSON.stringify({ tools: [slip === 'lent-to-nobody-is-absent' ? incomplete : tool] });
    const count = slip === 'count-missing' ? {} : { 'X-Shelf-Count': slip === 'count-worded' ? 'one' : '1' };
    return say(200, slip === 'other-media-type' ? 'text/html' : 'Application/JSON', body, count);
  });
  const url = await onLoopback(server);
  return { url: `${url}/api`, asked };
};
