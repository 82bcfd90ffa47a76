import { authorizationOf } from './bearer.ts';
import { createServer } from 'node:http';
import { requirement, writeContract } from '../contract/support.ts';
import { onLoopback } from '../exchange/on-loopback.ts';

/** A small contract whose resources can be removed, with made-up names. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Boxes', version: '1' },
  security: [{ token: [] }],
  'x-assay': {
    auth: { unauthenticated: { status: 401, 'x-requirement': ['BOX-1'] } },
    refusals: { duplicate: { status: 409, 'x-requirement': ['BOX-2'] } },
    sandbox: { apart: { 'x-requirement': ['BOX-3'] } },
    resources: { box: { create: 'addBox', list: 'listBoxes', remove: 'dropBox', id: '/nr', name: '/label', unique: ['label'] } },
  },
  paths: {
    '/boxes': {
      get: {
        operationId: 'listBoxes',
        'x-assay': { collection: { items: '$response.body#/boxes' } },
        responses: { '200': { description: 'All boxes', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
      post: {
        operationId: 'addBox',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['label'], properties: { label: { type: 'string', 'x-assay': { fresh: true } } } },
            },
          },
        },
        responses: { '201': { description: 'Added' }, '409': { description: 'Label in use' } },
      },
    },
    '/boxes/{nr}': {
      delete: {
        operationId: 'dropBox',
        parameters: [{ name: 'nr', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '204': { description: 'Dropped' } },
      },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
};

export const boxContract = (): string =>
  writeContract(document, [
    requirement('BOX-1', ['auth/missing-credential-refused'], { area: 'auth' }),
    requirement('BOX-2', ['body/duplicate-refused'], { area: 'errors' }),
    requirement('BOX-3', ['sandbox/apart'], { area: 'sandbox' }),
  ]);

export const boxKey = 'box-key-0123456789';

/** The text of a config with one target, `boxes`: a service of boxes, with its key in BOX_KEY. */
export const boxConfig = (baseUrl: string, more: object = {}): string => {
  const boxes = {
    contract: boxContract(),
    baseUrl,
    credentials: { key: 'env:BOX_KEY' },
    allow: ['mutation'],
    durations: { 'created.listed': 1 },
    ...more,
  };
  return JSON.stringify({ targets: { boxes } });
};

export type BoxService = {
  readonly url: string;
  /** Labels of the existing boxes. */
  labels(): string[];
  /** Adds or removes a box as another client. */
  add(label: string): void;
  drop(label: string): void;
  /** The form of the answer to a creation. */
  answer: 'whole' | 'wrapped' | 'empty' | 'none';
  /** It drops no box. */
  isStubborn: boolean;
};

/** A service of boxes on 127.0.0.1, closed when the test is over. */
export const startBoxes = async (): Promise<BoxService> => {
  const boxes = new Map<string, string>();
  let next = 1;
  const add = (label: string): string => {
    const nr = String(next++);
    boxes.set(nr, label);
    return nr;
  };
  const service: Omit<BoxService, 'url'> = {
    labels: () => [...boxes.values()],
    add: (label) => void add(label),
    drop(label) {
      for (const [nr, one] of boxes) if (one === label) boxes.delete(nr);
    },
    answer: 'whole',
    isStubborn: false,
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const say = (status: number, body?: unknown): void =>
        void outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
      const path = incoming.url ?? '';
      if (authorizationOf(incoming.headers) !== `Bearer ${boxKey}`) return say(401, {});
      if (incoming.method === 'GET' && path === '/boxes') return say(200, { boxes: [...boxes].map(([nr, label]) => ({ nr, label })) });
      if (incoming.method === 'POST' && path === '/boxes') {
        const { label } = JSON.parse(Buffer.concat(chunks).toString()) as { label: string };
        if (service.labels().includes(label)) return say(409, {});
        const nr = add(label);
        if (service.answer === 'none') return void incoming.socket.destroy();
        return say(201, { whole: { nr, label }, wrapped: { box: { nr, label } }, empty: undefined }[service.answer]);
      }
      const nr = /^\/boxes\/(.+)$/.exec(path)?.[1];
      if (incoming.method === 'DELETE' && nr !== undefined && service.isStubborn) return say(500, {});
      if (incoming.method === 'DELETE' && nr !== undefined) return boxes.delete(nr) ? say(204) : say(404, {});
      return say(404, {});
    });
  });
  const url = await onLoopback(server);
  return Object.assign(service, { url });
};
