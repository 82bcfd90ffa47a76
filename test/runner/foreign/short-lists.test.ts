import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../src/model/target.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;
type Berth = { readonly id: string; readonly label: string; readonly depth: number };

const text = { type: 'string' };
const depth = { type: 'integer', minimum: 0, maximum: 500, default: 0 };
const answer = (schema: Json) => ({ description: 'ok', content: { 'application/json': { schema } } });
const object = (properties: Json, required: readonly string[]): Json => ({ type: 'object', properties, required });

const pier = object({ id: { ...text, readOnly: true }, label: text }, ['label']);
const berth = object({ id: { ...text, readOnly: true }, label: text, depth }, ['label']);
const path = (name: string) => ({ name, in: 'path', required: true, schema: text });
const body = (schema: Json) => ({ required: true, content: { 'application/json': { schema } } });
const created = (schema: Json) => ({ responses: { 201: answer(schema), 400: { description: 'faulty' } } });

const whole = (name: string, more: Json) => ({ name, in: 'query', schema: { type: 'integer', minimum: 0, ...more } });

const document: Json = {
  openapi: '3.1.0',
  info: { title: 'Berths', version: '1' },
  paths: {
    '/piers': { post: { requestBody: body(pier), ...created(pier) } },
    '/piers/{pierId}': {
      parameters: [path('pierId')],
      get: { responses: { 200: answer(pier), 404: { description: 'none' } } },
      delete: { responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
    '/piers/{pierId}/berths': {
      parameters: [path('pierId')],
      get: {
        parameters: [
          whole('limit', { minimum: 1, maximum: 50, default: 20 }),
          whole('offset', { default: 0 }),
          { name: 'sort', in: 'query', schema: { type: 'string', enum: ['depth', '-depth'] } },
        ],
        responses: { 200: answer({ type: 'array', items: berth }), 404: { description: 'none' } },
      },
      post: { requestBody: body(berth), ...created(berth) },
    },
    '/piers/{pierId}/berths/{berthId}': {
      parameters: [path('pierId'), path('berthId')],
      get: { responses: { 200: answer(berth), 404: { description: 'none' } } },
      delete: { responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
  },
};

type Habits = { readonly sorts?: 'as texts'; readonly repeats?: boolean };

const judged = async ({ sorts, repeats = false }: Habits, allow: Target['allow'] = ['mutation']) => {
  const piers = new Map<string, { readonly label: string; readonly berths: Map<string, Berth> }>();
  let made = 0;
  const list = (berths: readonly Berth[], asked: URLSearchParams): readonly Berth[] => {
    const sort = asked.get('sort');
    const sorted = berths.toSorted((a, b) => (sorts === 'as texts' ? (String(a.depth) < String(b.depth) ? -1 : 1) : a.depth - b.depth));
    const all = sort === null ? berths : sort.startsWith('-') ? sorted.toReversed() : sorted;
    const offset = Number(asked.get('offset') ?? 0);
    const from = repeats && offset > 0 ? offset - 1 : offset;
    return all.slice(from, from + Number(asked.get('limit') ?? 20));
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const send = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const [root, pierId = '', berths, berthId = ''] = pathname.split('/').slice(1);
      const read = (): { readonly label?: unknown; readonly depth?: unknown } | undefined => {
        try {
          return JSON.parse(Buffer.concat(chunks).toString()) as Json;
        } catch {
          return undefined;
        }
      };
      const own = piers.get(pierId);
      if (root !== 'piers') return send(404);
      if (pierId === '' && incoming.method === 'POST') {
        const { label } = read() ?? {};
        if (typeof label !== 'string') return send(400);
        made += 1;
        piers.set(`p-${made}`, { label, berths: new Map() });
        return send(201, { id: `p-${made}`, label });
      }
      if (own === undefined) return send(404);
      if (berths === undefined) {
        if (incoming.method === 'GET') return send(200, { id: pierId, label: own.label });
        return send(incoming.method === 'DELETE' && piers.delete(pierId) ? 204 : 405);
      }
      if (berthId === '') {
        if (incoming.method === 'GET') return send(200, list([...own.berths.values()], searchParams));
        const { label, depth: deep = 0 } = read() ?? {};
        if (typeof label !== 'string' || !Number.isInteger(deep) || Number(deep) < 0 || Number(deep) > 500) return send(400);
        made += 1;
        const one = { id: `b-${made}`, label, depth: Number(deep) };
        own.berths.set(one.id, one);
        return send(201, one);
      }
      const one = own.berths.get(berthId);
      if (one === undefined) return send(404);
      if (incoming.method === 'GET') return send(200, one);
      return send(incoming.method === 'DELETE' && own.berths.delete(berthId) ? 204 : 405);
    });
  });
  const url = await onLoopback(server);
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow,
    selection: { only: ['ordering/*', 'pagination/*'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
  const left = [...piers.values()].reduce((sum, one) => sum + 1 + one.berths.size, 0);
  return { failed, left, made, passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').map(({ id }) => id.split('@')[0]) };
};

describe('a list below a resource that the run creates', () => {
  test('is filled, judged and emptied again', async () => {
    const { failed, left, passed } = await judged({});
    expect(failed).toEqual([]);
    expect(left).toBe(0);
    expect(passed).toEqual(expect.arrayContaining(['ordering/order-as-asked', 'pagination/walk-complete', 'pagination/walk-unique']));
  });

  test.each<readonly [string, Habits, string]>([
    ['is sorted as texts', { sorts: 'as texts' }, 'ordering/order-as-asked'],
    ['repeats an item on the second page', { repeats: true }, 'pagination/walk-unique'],
  ])('is told of where it %s', async (_what, habits, check) => {
    expect((await judged(habits)).failed).toContain(check);
  });

  test('is left as it is where the run may not create', async () => {
    expect(await judged({ sorts: 'as texts' }, [])).toMatchObject({ failed: [], made: 0 });
  });
});
