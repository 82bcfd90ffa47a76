import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const whole = { type: 'integer' };
const text = { type: 'string', minLength: 1, maxLength: 60 };
const id = { type: 'string', format: 'uuid', readOnly: true };
const barrel = { name: text, litres: { ...whole, minimum: 100, maximum: 900 } };
const shownBarrel = { type: 'object', required: ['id'], properties: { id, ...barrel, freeLitres: { ...whole, readOnly: true } } };
const line = {
  type: 'object',
  required: ['barrelId', 'litres'],
  properties: { barrelId: { type: 'string', format: 'uuid' }, litres: { ...whole, minimum: 1, maximum: 5 } },
};
const order = { guest: text, lines: { type: 'array', minItems: 1, maxItems: 3, items: line } };
const shownOrder = {
  type: 'object',
  required: ['id'],
  properties: { id, ...order, state: { type: 'string', enum: ['open', 'cancelled'], readOnly: true } },
};
const answer = (schema: object) => ({ description: 'd', ...json(schema) });
const none = { 404: { description: 'None' } };
const parameter = (name: string) => [{ name, in: 'path', required: true, schema: { type: 'string' } }];

const document = (said: string) => ({
  openapi: '3.0.3',
  info: { title: 'Cellar', version: '1' },
  paths: {
    '/barrels': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name', 'litres'], properties: barrel }) },
        responses: { 201: answer(shownBarrel), 422: { description: 'Not valid' } },
      },
    },
    '/barrels/{barrelId}': {
      parameters: parameter('barrelId'),
      get: { responses: { 200: answer(shownBarrel), ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/orders': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['guest', 'lines'], properties: order }) },
        responses: { 201: answer(shownOrder), 409: { description: 'Too little' }, 422: { description: 'Not valid' } },
      },
    },
    '/orders/{orderId}': {
      parameters: parameter('orderId'),
      get: { responses: { 200: answer(shownOrder), ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/orders/{orderId}/cancel': {
      parameters: parameter('orderId'),
      post: { description: said, responses: { 200: answer(shownOrder), ...none, 409: { description: 'Cancelled already' } } },
    },
  },
});

type Habit = 'gives everything back' | 'gives it back a moment later' | 'keeps it' | 'takes nothing';

const plainly = 'Cancels an open order. What it took is available again.';

const judged = async (habit: Habit, said = plainly) => {
  const barrels = new Map<string, Readonly<Record<string, unknown>> & { free: number }>();
  const orders = new Map<string, Readonly<Record<string, unknown>> & { state: string }>();
  let made = 0;
  const fresh = (): string => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const [, root, own, action] = new URL(incoming.url ?? '/', 'http://cellar').pathname.split('/');
      const taken = (some: unknown, sign: 1 | -1): void => {
        for (const one of Array.isArray(some) ? (some as { barrelId: string; litres: number }[]) : []) {
          const from = barrels.get(one.barrelId);
          if (from) from.free += sign * one.litres;
        }
      };
      if (root === 'barrels') {
        const shown = ({ free, ...rest }: Readonly<Record<string, unknown>> & { free: number }): object => ({ ...rest, freeLitres: free });
        if (own === undefined) {
          if (incoming.method !== 'POST' || typeof body?.['name'] !== 'string' || typeof body['litres'] !== 'number') return give(422);
          const one = { id: fresh(), name: body['name'], litres: body['litres'], free: body['litres'] };
          barrels.set(one.id, one);
          return give(201, shown(one));
        }
        const found = barrels.get(own);
        if (!found) return give(404);
        if (incoming.method !== 'DELETE') return give(200, shown(found));
        barrels.delete(own);
        return give(204);
      }
      if (root !== 'orders') return give(404);
      if (own === undefined) {
        const lines: unknown = body?.['lines'];
        const isFit =
          Array.isArray(lines) && lines.length > 0 && lines.every((one: { barrelId?: string }) => barrels.has(one.barrelId ?? ''));
        if (typeof body?.['guest'] !== 'string' || !isFit) return give(422);
        const one = { id: fresh(), guest: body['guest'], lines, state: 'open' };
        if (habit !== 'takes nothing') taken(lines, -1);
        orders.set(one.id, one);
        return give(201, one);
      }
      const found = orders.get(own);
      if (!found) return give(404);
      if (action === 'cancel') {
        if (found.state !== 'open') return give(409);
        found.state = 'cancelled';
        const back = (): void => taken(found['lines'], 1);
        if (habit === 'gives everything back') back();
        if (habit === 'gives it back a moment later') setTimeout(back, 600);
        return give(200, found);
      }
      if (incoming.method === 'GET') return give(200, found);
      if (found.state === 'open' && habit !== 'takes nothing') taken(found['lines'], 1);
      orders.delete(own);
      return give(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 12,
    durations: { 'updated.shown': 2 },
    selection: { only: ['lifecycle/taken-is-given-back'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/taken-is-given-back')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe.concurrent('what an order takes of its barrel', () => {
  test.for<[Habit, readonly string[]]>([
    ['gives everything back', ['pass']],
    ['gives it back a moment later', ['pass']],
    ['takes nothing', ['inconclusive']],
    ['keeps it', ['not-given-back']],
  ])(
    'is judged at a cellar that %s',
    besideOthers(async ([habit, codes]) => {
      expect(await judged(habit)).toEqual(codes);
    }),
  );

  test(
    'is not judged where the text says it with a condition, or not at all',
    besideOthers(async () => {
      expect(await judged('keeps it', 'Cancels an open order. What it took is available again if the barrel was not opened.')).toEqual([]);
      expect(await judged('keeps it', 'Cancels an open order.')).toEqual([]);
    }),
  );
});
