import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const none = { 404: { description: 'None' } };
const refused = { ...none, 409: { description: 'Not now' }, 422: { description: 'Wrong' } };
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', properties, required });
const asks = (schema: object, example?: unknown) => ({
  requestBody: { required: true, content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } } },
});
const inPath = (...names: readonly string[]) => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: whole })),
});

const ware = object({ id: { ...whole, readOnly: true }, name: text });
const line = object({ id: whole, wareId: whole });
const order = object({
  id: { ...whole, readOnly: true },
  title: text,
  status: { type: 'string', enum: ['draft', 'sent', 'received'], readOnly: true },
  lines: { type: 'array', items: line },
});
const newLine = object({ wareId: whole });

/** Orders of wares: they have lines, are sent and received. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Store', version: '1' },
  paths: {
    '/wares': {
      get: { responses: shows({ type: 'array', items: ware }) },
      post: { ...asks(object({ name: text })), responses: { ...shows(ware, '201'), 422: { description: 'Wrong' } } },
    },
    '/wares/{wareId}': {
      ...inPath('wareId'),
      get: { responses: { ...shows(ware), ...none } },
      delete: {
        summary: 'Remove a ware',
        description: 'A ware that is on an order that is `draft` or `sent` cannot be removed (409).',
        responses: { 204: { description: 'Gone' }, ...refused },
      },
    },
    '/orders': {
      get: { responses: shows({ type: 'array', items: order }) },
      post: {
        ...asks(object({ title: text, lines: { type: 'array', items: newLine } }, ['title']), { title: 'Ropes', lines: [{ wareId: 4 }] }),
        responses: { ...shows(order, '201'), 422: { description: 'Wrong' } },
      },
    },
    '/orders/{orderId}': {
      ...inPath('orderId'),
      get: { responses: { ...shows(order), ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/orders/{orderId}/lines': {
      ...inPath('orderId'),
      post: { summary: 'Add a line', ...asks(newLine, { wareId: 4 }), responses: { ...shows(line, '201'), ...refused } },
    },
    '/orders/{orderId}/lines/{lineId}': {
      ...inPath('orderId', 'lineId'),
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/orders/{orderId}/send': {
      ...inPath('orderId'),
      post: {
        summary: 'Send the order',
        description: 'From `draft` to `sent`. Any other status is refused with 409, and so is an order without lines.',
        responses: { ...shows(order), ...refused },
      },
    },
    '/orders/{orderId}/receive': {
      ...inPath('orderId'),
      post: {
        summary: 'Receive lines of the order',
        description: 'From `sent` to `received`, otherwise 409. A line that is not of this order is refused with 422.',
        ...asks(object({ lines: { type: 'array', minItems: 1, items: object({ lineId: whole }) } }), { lines: [{ lineId: 31 }] }),
        responses: { ...shows(order), ...refused },
      },
    },
  },
};

type Defect = 'sends-empty' | 'removes-used' | 'receives-nothing';
type Order = { id: number; title: string; status: string; lines: readonly { id: number; wareId: number }[] };

const store = (has: (defect: Defect) => boolean) => {
  const wares = new Map<number, Json>();
  const orders = new Map<number, Order>();
  let next = 100;
  const lineOf = (one: unknown): { id: number; wareId: number } | undefined => {
    const wareId = Number(Object(one)['wareId']);
    return wares.has(wareId) ? { id: (next += 1), wareId } : undefined;
  };
  const isUsed = (id: number): boolean =>
    [...orders.values()].some(({ status, lines }) => status !== 'received' && lines.some(({ wareId }) => wareId === id));
  const answer = (method: string, path: string, body: Json = {}): readonly [number, unknown?] => {
    const [, root = '', key, below, lineKey] = path.split('/');
    const id = Number(key);
    if (root === 'wares') {
      if (key === undefined && method === 'GET') return [200, [...wares.values()]];
      if (key === undefined) {
        if (typeof body['name'] !== 'string') return [422];
        const made = { id: (next += 1), name: body['name'] };
        wares.set(made.id, made);
        return [201, made];
      }
      if (!wares.has(id)) return [404];
      if (method === 'GET') return [200, wares.get(id)];
      if (isUsed(id) && !has('removes-used')) return [409];
      wares.delete(id);
      return [204];
    }
    if (root !== 'orders') return [404];
    if (key === undefined) {
      if (method === 'GET') return [200, [...orders.values()]];
      const given = body['lines'] ?? [];
      const lines = Array.isArray(given) ? given.map(lineOf) : [undefined];
      if (typeof body['title'] !== 'string' || lines.includes(undefined)) return [422];
      const made = { id: (next += 1), title: body['title'], status: 'draft', lines: lines.filter((one) => one !== undefined) };
      orders.set(made.id, made);
      return [201, made];
    }
    const one = orders.get(id);
    if (!one) return [404];
    if (below === undefined && method === 'DELETE') orders.delete(id);
    if (below === undefined) return method === 'DELETE' ? [204] : [200, one];
    if (below === 'lines' && lineKey !== undefined) {
      if (!one.lines.some((each) => each.id === Number(lineKey))) return [404];
      one.lines = one.lines.filter((each) => each.id !== Number(lineKey));
      return [204];
    }
    if (below === 'lines') {
      const made = lineOf(body);
      if (!made) return [422];
      one.lines = [...one.lines, made];
      return [201, made];
    }
    if (below === 'send') {
      if (one.status !== 'draft' || (one.lines.length === 0 && !has('sends-empty'))) return [409];
      one.status = 'sent';
      return [200, one];
    }
    const named = body['lines'];
    if (!Array.isArray(named) || named.length === 0) return [422];
    if (named.some((each: unknown) => !one.lines.some((own) => own.id === Object(each)['lineId']))) return [422];
    if (one.status !== 'sent') return [409];
    if (!has('receives-nothing')) one.status = 'received';
    return [200, one];
  };
  return { answer, left: () => wares.size + orders.size };
};

const judged = async (defect: Defect | undefined, only: readonly string[]) => {
  const { answer, left } = store((one) => one === defect);
  const url = await serve((incoming, outgoing) => {
    void objectBody(incoming).then((body) => {
      const [status, value] = answer(incoming.method ?? 'GET', (incoming.url ?? '/').split('?')[0] ?? '/', body);
      return outgoing
        .writeHead(status, { 'content-type': 'application/json' })
        .end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 40,
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): readonly string[] =>
    verdicts.flatMap(({ case: { id, check }, verdict }) =>
      verdict.kind === kind ? [`${check.split('/')[1] ?? ''} ${id.split('~1').at(-1)?.split('/')[0] ?? ''}`] : [],
    );
  return { failed: of('fail'), passed: of('pass'), left: left() };
};

const [lacking, leads, kept] = ['lifecycle/refused-while-lacking', 'lifecycle/leads-to-state', 'lifecycle/used-is-kept'] as const;

describe('orders with lines', () => {
  test('are sent with lines alone, and received with their own lines; wares on them are kept', async () => {
    const { failed, passed, left } = await judged(undefined, [lacking, leads, kept]);
    expect({ failed, left }).toEqual({ failed: [], left: 0 });
    expect(passed).toEqual(
      expect.arrayContaining(['refused-while-lacking send', 'leads-to-state send', 'leads-to-state receive', 'used-is-kept {wareId}']),
    );
  });

  test.each<readonly [Defect, string, string]>([
    ['sends-empty', lacking, 'refused-while-lacking send'],
    ['receives-nothing', leads, 'leads-to-state receive'],
    ['removes-used', kept, 'used-is-kept {wareId}'],
  ])('%s is told', async (defect, check, told) => {
    expect((await judged(defect, [check])).failed).toEqual([told]);
  });
});
