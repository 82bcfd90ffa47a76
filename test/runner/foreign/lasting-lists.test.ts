import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../src/model/target.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;
type Leak = { readonly id: string; readonly boilerId: string; readonly grade: string; readonly litres: number; readonly note: string };

const text = { type: 'string' };
const grades = ['drip', 'jet', 'flood'];
const answer = (schema: Json, headers: Json = {}) => ({ description: 'ok', headers, content: { 'application/json': { schema } } });
const object = (properties: Json, required: readonly string[]): Json => ({ type: 'object', properties, required });
const boiler = object({ id: { ...text, readOnly: true }, label: text }, ['label']);
const leak = { $ref: '#/components/schemas/Leak' };
const leakSchema = object(
  {
    id: { ...text, readOnly: true },
    boilerId: { ...text, readOnly: true },
    grade: { ...text, enum: grades },
    litres: { type: 'integer', minimum: 0, maximum: 500 },
    note: text,
  },
  ['grade', 'litres', 'note'],
);
const path = (name: string) => ({ name, in: 'path', required: true, schema: text });
const query = (name: string, schema: Json) => ({ name, in: 'query', schema });
const body = (schema: Json) => ({ required: true, content: { 'application/json': { schema } } });
const none = { 404: { description: 'none' } };

/** Leaks are never removed: they are shown by one list of all, or below their boiler. */
const documentOf = (shown: string): Json => ({
  openapi: '3.1.0',
  info: { title: 'Boilers', version: '1' },
  components: { schemas: { Leak: leakSchema } },
  paths: {
    '/boilers': { post: { requestBody: body(boiler), responses: { 201: answer(boiler), 400: { description: 'faulty' } } } },
    '/boilers/{boilerId}': {
      parameters: [path('boilerId')],
      get: { responses: { 200: answer(boiler), ...none } },
      delete: { responses: { 204: { description: 'gone' }, ...none } },
    },
    '/boilers/{boilerId}/leaks': {
      parameters: [path('boilerId')],
      post: { requestBody: body(leak), responses: { 201: answer(leak), 400: { description: 'faulty' }, ...none } },
    },
    [shown]: {
      ...(shown.includes('{') ? { parameters: [path('boilerId')] } : {}),
      ...(shown === '/boilers/{boilerId}/leaks'
        ? { post: { requestBody: body(leak), responses: { 201: answer(leak), 400: { description: 'faulty' }, ...none } } }
        : {}),
      get: {
        parameters: [
          query('limit', { type: 'integer', minimum: 1, maximum: 50, default: 20 }),
          query('offset', { type: 'integer', minimum: 0, default: 0 }),
          query('grade', { ...text, enum: grades }),
          ...(shown.includes('{') ? [] : [query('boilerId', text)]),
        ],
        responses: {
          200: answer(
            { type: 'array', items: leak },
            {
              Link: { description: 'The next page as rel=next, with all filters', schema: text },
              'X-Total-Count': { description: 'How many leaks match the filters', schema: { type: 'integer' } },
            },
          ),
          ...none,
        },
      },
    },
  },
});

type Habits = {
  readonly links?: 'without filters';
  readonly total?: 'of the page';
  readonly filters?: 'by either';
  /** A boiler takes so many leaks. */
  readonly most?: number;
  readonly seeds?: number;
};

const judged = async (
  shown: string,
  { links, total, filters, most = Infinity, seeds = 0 }: Habits,
  { allow = ['mutation', 'permanent'], maxCreates = 10 }: Pick<Partial<Target>, 'allow' | 'maxCreates'> = {},
) => {
  const boilers = new Map<string, string>();
  const leaks: Leak[] = Array.from({ length: seeds }, (_, n) => ({
    id: `s-${n}`,
    boilerId: 'old',
    grade: 'drip',
    litres: 1,
    note: `seed ${n}`,
  }));
  let made = 0;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const sent = await objectBody(incoming);
    const send = (status: number, value?: unknown, headers: Record<string, string> = {}): void => {
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const list = (all: readonly Leak[]): void => {
      const [grade, boilerId] = [asked.get('grade'), asked.get('boilerId')];
      const tests = [
        ...(grade === null ? [] : [(one: Leak) => one.grade === grade]),
        ...(boilerId === null ? [] : [(one: Leak) => one.boilerId === boilerId]),
      ];
      const matching = all.filter((one) =>
        filters === 'by either' && tests.length > 0 ? tests.some((is) => is(one)) : tests.every((is) => is(one)),
      );
      const [offset, limit] = [Number(asked.get('offset') ?? 0), Number(asked.get('limit') ?? 20)];
      const page = matching.slice(offset, offset + limit);
      const next = new URLSearchParams(links === 'without filters' ? { limit: String(limit) } : asked);
      next.set('offset', String(offset + limit));
      return send(200, page, {
        'x-total-count': String(total === 'of the page' ? page.length : matching.length),
        ...(offset + limit < matching.length ? { link: `<${pathname}?${next.toString()}>; rel="next"` } : {}),
      });
    };
    const [root, id = '', below] = pathname.split('/').slice(1);
    if (root === 'leaks' && incoming.method === 'GET') return list(leaks);
    if (root !== 'boilers') return send(404);
    if (id === '' && incoming.method === 'POST') {
      if (typeof sent?.['label'] !== 'string') return send(400);
      made += 1;
      boilers.set(`b-${made}`, sent['label']);
      return send(201, { id: `b-${made}`, label: sent['label'] });
    }
    const label = boilers.get(id);
    if (label === undefined) return send(404);
    if (below === undefined) {
      if (incoming.method === 'GET') return send(200, { id, label });
      return send(incoming.method === 'DELETE' && boilers.delete(id) ? 204 : 405);
    }
    const own = leaks.filter(({ boilerId }) => boilerId === id);
    if (incoming.method === 'GET') return list(own);
    const { grade, litres, note } = sent ?? {};
    const isRight = grades.includes(String(grade)) && Number.isInteger(litres) && Number(litres) >= 0 && Number(litres) <= 500;
    if (!isRight || typeof note !== 'string') return send(400);
    if (own.length >= most) return send(409);
    made += 1;
    const one = { id: `l-${made}`, boilerId: id, grade: String(grade), litres: Number(litres), note };
    leaks.push(one);
    return send(201, one);
  };
  const url = await onLoopback(createServer((incoming, outgoing) => void handle(incoming, outgoing)));
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(shown)), url, {
    allow,
    maxCreates,
    selection: { only: ['ordering/*', 'pagination/*', 'filtering/*'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
  const passed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id.split('@')[0] ?? ''] : []));
  return { failed, passed, leaks: leaks.length - seeds, boilers: boilers.size };
};

const below = '/boilers/{boilerId}/leaks';
const all = '/leaks';

describe('a list of what no operation removes', () => {
  test.each([below, all])('is filled as far as it takes to judge it: %s', async (shown) => {
    const { failed, passed, leaks } = await judged(shown, {});
    expect(failed).toEqual([]);
    expect(leaks).toBeGreaterThan(2);
    expect(leaks).toBeLessThan(6);
    expect(passed).toEqual(expect.arrayContaining(['pagination/walk-complete', 'pagination/total-true', 'filtering/only-matching']));
  });

  test.each<readonly [string, Habits, string]>([
    ['loses the filters in its links', { links: 'without filters' }, 'pagination/link-keeps-filters'],
    ['counts the page and not the list', { total: 'of the page' }, 'pagination/total-true'],
  ])('is told of where it %s', async (_what, habits, check) => {
    expect((await judged(below, habits)).failed).toContain(check);
  });

  test('is told of where it takes either of two filters', async () => {
    expect((await judged(all, { filters: 'by either' })).failed).toEqual(expect.arrayContaining([expect.stringMatching(/^filtering\//u)]));
  });

  test('is not accused where it takes no more than two', async () => {
    expect(await judged(below, { most: 2 })).toMatchObject({ failed: [], leaks: 2 });
  });

  test('gets a few more where all its items are alike', async () => {
    const { failed, leaks, passed } = await judged(all, { seeds: 9 });
    expect(failed).toEqual([]);
    expect(leaks).toBeGreaterThan(0);
    expect(leaks).toBeLessThan(4);
    expect(passed).toContain('filtering/only-matching');
  });

  test('takes no more than half of what may be left', async () => {
    expect((await judged(below, {}, { maxCreates: 4 })).leaks).toBe(2);
  });

  test('is left as it is without the permission', async () => {
    expect((await judged(below, {}, { allow: ['mutation'] })).leaks).toBe(0);
  });
});
