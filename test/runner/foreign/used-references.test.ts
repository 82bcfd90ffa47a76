import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const refusal = { description: 'Refused' };
const kind = (path: string, noun: string, names: readonly string[], said: string) => {
  const properties = Object.fromEntries(names.map((name) => [name, text]));
  const shown = { type: 'object', required: ['id', ...names], properties: { id: { type: 'string', readOnly: true }, ...properties } };
  const id = { name: `${noun}Id`, in: 'path', required: true, schema: { type: 'string' } };
  return {
    [path]: {
      get: { responses: { 200: json({ type: 'array', items: shown }) } },
      post: {
        description: said,
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', required: names, properties } } } },
        responses: { 201: json(shown), 409: refusal, 422: refusal },
      },
    },
    [`${path}/{${noun}Id}`]: {
      parameters: [id],
      get: { responses: { 200: json(shown), 404: refusal } },
      delete: { responses: { 204: { description: 'Gone' }, 404: refusal, 409: refusal } },
    },
  };
};

const document = {
  openapi: '3.0.3',
  info: { title: 'Moorings', version: '1' },
  paths: {
    ...kind('/skippers', 'skipper', ['name'], 'Adds a skipper.'),
    ...kind('/boats', 'boat', ['name', 'skipperId'], 'Adds a boat. A skipper has at most four boats; one more is a 409.'),
  },
};

test('creations name another resource, once the one that they named has no room for more', async () => {
  const things = new Map<string, Readonly<Record<string, string>>>();
  const answers: number[] = [];
  let last = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (code: number, value?: unknown): void => {
      if (incoming.method === 'POST' && incoming.url === '/boats' && [201, 409].includes(code)) answers.push(code);
      outgoing.writeHead(code, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, collection = '', id] = (incoming.url ?? '').replace(/\?.*$/u, '').split('/');
    const ofKind = [...things.values()].filter((one) => one['id']?.startsWith(`${collection}-`));
    const isFull = (skipper: unknown): boolean => [...things.values()].filter((one) => one['skipperId'] === skipper).length >= 4;
    if (!['skippers', 'boats'].includes(collection)) return give(404, {});
    if (id === undefined && incoming.method === 'GET') return give(200, ofKind);
    if (id === undefined && incoming.method === 'POST') {
      const { name, skipperId } = body ?? {};
      const isNamed = typeof name === 'string' && name !== '' && name.length <= 80;
      if (!isNamed || (collection === 'boats' && !things.has(String(skipperId)))) return give(422, {});
      if (collection === 'boats' && isFull(skipperId)) return give(409, {});
      last += 1;
      const made = { id: `${collection}-${last}`, name, ...(collection === 'boats' ? { skipperId: String(skipperId) } : {}) };
      things.set(made.id, made);
      return give(201, made);
    }
    const thing = things.get(id ?? '');
    if (id === undefined || thing === undefined) return give(404, {});
    if (incoming.method === 'GET') return give(200, thing);
    if (incoming.method !== 'DELETE') return give(405, {});
    if ([...things.values()].some((one) => one['skipperId'] === id)) return give(409, {});
    things.delete(id);
    return give(204);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 120,
  });
  const told = verdicts.flatMap(({ case: { check }, verdict }) =>
    verdict.kind === 'fail' && verdict.finding.operation?.includes('boats') ? [check] : [],
  );
  expect(told).toEqual([]);
  const [made, refused] = [201, 409].map((code) => answers.filter((one) => one === code).length);
  expect(made).toBeGreaterThan(12);
  // Each of them was refused first, where all named the same skipper.
  expect(refused).toBeLessThan((made ?? 0) / 2);
});
