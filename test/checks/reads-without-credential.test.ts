import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { judgeForeign, serve } from '../runner/foreign/judge-foreign.ts';
import { writeDocument } from '../contract/support.ts';

const key = 'foreign-key-0123456789';
const boats = [{ id: 'boat-one', name: 'Alba' }];
const boat = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
const json = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

/** A document with a read by id; the id is one that it prints. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1' },
  security: [{ pass: [] }],
  paths: {
    '/boats': { get: { responses: { '200': json({ type: 'array', items: boat }), '401': { description: 'No' } } } },
    '/boats/{boatId}': {
      parameters: [{ name: 'boatId', in: 'path', required: true, schema: { type: 'string' }, example: 'boat-one' }],
      get: { responses: { '200': json(boat), '401': { description: 'No' }, '404': { description: 'None' } } },
    },
  },
  components: { securitySchemes: { pass: { type: 'apiKey', in: 'header', name: 'X-Pass' } } },
};

/** Answers callers without the key by `refuse`; an open one answers them about single boats. */
const boatService = (refuse: number, isOpen = false): Promise<string> =>
  serve((incoming, outgoing) => {
    const send = (status: number, body: unknown): ServerResponse =>
      outgoing
        .writeHead(status, { 'content-type': 'application/json', ...(status === 302 ? { location: '/login' } : {}) })
        .end(JSON.stringify(body));
    const [, , id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (incoming.headers['x-pass'] !== key && !(isOpen && id !== undefined)) return send(refuse, { message: 'no' });
    if (id === undefined) return send(200, boats);
    const found = boats.find((one) => one.id === id);
    return found ? send(200, found) : send(404, { message: 'none' });
  });

const verdicts = async (url: string) => {
  const { verdicts: all } = await judgeForeign(writeDocument(document), url, { key });
  return all.filter(({ case: { check } }) => check === 'auth/missing-credential-refused').map(({ verdict }) => verdict);
};

test('a read by id that needs no key is reported, although a made-up id is answered 404', async () => {
  const [verdict] = await verdicts(await boatService(401, true));
  expect(verdict).toMatchObject({ kind: 'fail', finding: { code: 'no-credential-accepted' } });
});

test.each([401, 403, 404, 302, 400])('a server that answers callers without a key with %i is not accused', async (status) => {
  const found = await verdicts(await boatService(status));
  expect(found.length).toBeGreaterThan(0);
  for (const { kind } of found) expect(['pass', 'inconclusive']).toContain(kind);
});
