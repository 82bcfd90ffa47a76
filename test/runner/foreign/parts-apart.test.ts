import { expect, test } from 'vitest';
import { judgeWithCallers } from './judge-with-callers.ts';
import { serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const booth = {
  type: 'object',
  required: ['id', 'label'],
  properties: { id: { type: 'string', readOnly: true }, label: { type: 'string', minLength: 1, maxLength: 40 } },
};
const layout = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 10, maxLength: 80 } } };
const no = { 401: { description: 'No token' }, 404: { description: 'None' }, 422: { description: 'Not valid' } };
const id = { name: 'boothId', in: 'path', required: true, schema: { type: 'string' } };

const document = {
  openapi: '3.0.3',
  info: { title: 'Fair', version: '1', description: 'Booths of another exhibitor do not exist for you.' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/booths': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: booth }) }, ...no } },
      post: { requestBody: { required: true, ...json(booth) }, responses: { 201: { description: 'd', ...json(booth) }, ...no } },
    },
    '/booths/{boothId}': {
      parameters: [id],
      get: { responses: { 200: { description: 'd', ...json(booth) }, ...no } },
      delete: { responses: { 204: { description: 'Gone' }, ...no } },
    },
    '/booths/{boothId}/layout': {
      parameters: [id],
      get: { description: '404 as long as there is none.', responses: { 200: { description: 'd', ...json(layout) }, ...no } },
      put: {
        description: 'Replaces the layout.',
        requestBody: { required: true, ...json(layout) },
        responses: { 200: { description: 'd', ...json(layout) }, ...no },
      },
    },
  },
};

const keys = { key: 'hall-one-0123456789', restricted: 'visitor-0123456789ab', other: 'hall-two-0123456789' };

/** Booths without a layout at first. `leaks`: a layout is shown to every account. */
const judged = async (leaks: boolean) => {
  const booths = new Map<string, { readonly label: unknown; readonly of: string; readonly text?: unknown }>();
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const give = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
      };
      const caller = Object.values(keys).find((one) => incoming.headers.authorization === `Bearer ${one}`);
      if (caller === undefined) return give(401, {});
      const of = caller === keys.other ? 'two' : 'one';
      const [, , boothId = '', part] = (incoming.url ?? '').split('/');
      const sent = (chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString())) as { label?: unknown; text?: unknown };
      const shown = (name: string): object => ({ id: name, label: booths.get(name)?.label });
      if (boothId === '' && incoming.method === 'POST') {
        const name = `booth-${booths.size}-${'b'.repeat(20)}`;
        booths.set(name, { label: sent.label, of });
        return give(201, shown(name));
      }
      if (boothId === '')
        return give(
          200,
          [...booths].filter(([, one]) => one.of === of).map(([name]) => shown(name)),
        );
      const found = booths.get(boothId);
      const isLeak = leaks && part !== undefined && incoming.method === 'GET';
      if (!found || (found.of !== of && !isLeak)) return give(404, {});
      if (part && incoming.method === 'PUT') booths.set(boothId, { ...found, text: sent.text });
      if (part)
        return found.text === undefined && incoming.method === 'GET' ? give(404, {}) : give(200, { text: booths.get(boothId)?.text });
      if (incoming.method === 'DELETE') booths.delete(boothId);
      return incoming.method === 'DELETE' ? give(204) : give(200, shown(boothId));
    });
  });
  return judgeWithCallers(document, url, keys, { only: ['auth/kept-from-other-accounts'], maxCreates: 12 });
};

test('a part that is put there and kept apart is not told of', async () => {
  const { told, passed } = await judged(false);
  expect(told).toEqual([]);
  expect([...passed]).toEqual(['auth/kept-from-other-accounts']);
});

test('a part that is put there first, and shown to another account, is told', async () => {
  expect((await judged(true)).told).toEqual(['CONV-72-INFERRED foreign-accepted GET /booths/{boothId}/layout']);
});
