import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import type { Target } from '../../../src/model/target.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Record<string, unknown>;

const text = { type: 'string' };
const own = { ...text, readOnly: true };
const object = (required: readonly string[], properties: object): object => ({ type: 'object', required, properties });
const harbour = object(['id', 'name', 'berthCount'], {
  id: own,
  name: { ...text, minLength: 1, maxLength: 80 },
  berthCount: { type: 'integer', readOnly: true, minimum: 0, description: 'Number of berths of the harbour.' },
});
const berth = object(['id', 'number', 'length'], {
  id: own,
  number: { ...text, pattern: '^[A-Z0-9-]{1,8}$' },
  length: { type: 'integer', minimum: 1, maximum: 90 },
  inspected: { ...text, format: 'date' },
});
const stay = object(['id', 'berthId', 'days'], { id: own, berthId: text, days: { type: 'integer', minimum: 1, maximum: 30, example: 2 } });

const json = (schema: object, example?: object): object => ({
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
});
const shown = (schema: object): object => ({ description: 'It', ...json(schema) });
const refused = { 404: { description: 'None' }, 409: { description: 'In conflict' }, 422: { description: 'Breaks a rule' } };
const takes = (schema: object, example?: object): object => ({
  requestBody: { required: true, ...json(schema, example) },
  responses: { 201: shown(schema), ...refused },
});
const list = (item: object): object => ({
  responses: { 200: shown(object(['items'], { items: { type: 'array', items: item } })), 404: { description: 'None' } },
});
const one = (schema: object): object => ({
  get: { responses: { 200: shown(schema), 404: { description: 'None' } } },
  delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
});
const path = (...names: string[]): object => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const sort = { name: 'sort', in: 'query', schema: { ...text, enum: ['length', '-length'] } };

const document = {
  openapi: '3.0.3',
  info: { title: 'Harbours', version: '1', description: 'A body that breaks a rule of its schema is answered with 422.' },
  paths: {
    '/harbours': { get: list(harbour), post: takes(harbour) },
    '/harbours/{harbourId}': { ...path('harbourId'), ...one(harbour) },
    '/harbours/{harbourId}/berths': {
      ...path('harbourId'),
      get: { ...list(berth), parameters: [sort] },
      post: {
        description: 'The berth number must be unique within the harbour.',
        ...takes(berth, { number: 'A-1', length: 12 }),
      },
    },
    '/harbours/{harbourId}/berths/{berthId}': { ...path('harbourId', 'berthId'), ...one(berth) },
    '/stays': { get: list(stay), post: takes(stay) },
    '/stays/{stayId}': { ...path('stayId'), ...one(stay) },
  },
};

type Flaw = 'none' | 'counts late' | 'count not raised' | 'count not lowered' | 'any day' | 'days as text';

const isDay = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/u.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);
const isWhole = (value: unknown, most: number): boolean => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;

/** A service of harbours with one flaw; the first harbour has no berths, the second has four. */
const harbours = (flaw: Flaw): ((incoming: IncomingMessage, outgoing: ServerResponse) => void) => {
  const things = { harbours: new Map<string, Json>(), berths: new Map<string, Json>(), stays: new Map<string, Json>() };
  const ever = new Map<string, number>();
  const changed = new Map<string, { at: number; before: number }>();
  let next = 0;
  const add = (kind: keyof typeof things, value: Json): Json => {
    const made = { ...value, id: `${kind}-${String(++next)}` };
    things[kind].set(made.id, made);
    return made;
  };
  const berthsOf = (id: string): Json[] => [...things.berths.values()].filter((each) => each['harbour'] === id);
  const count = (id: string): number => {
    if (flaw === 'count not raised') return 0;
    if (flaw === 'count not lowered') return ever.get(id) ?? 0;
    const last = changed.get(id);
    return flaw === 'counts late' && last && Date.now() - last.at < 400 ? last.before : berthsOf(id).length;
  };
  const addBerth = (id: string, value: Json): Json => {
    changed.set(id, { at: Date.now(), before: berthsOf(id).length });
    ever.set(id, (ever.get(id) ?? 0) + 1);
    return add('berths', { ...value, harbour: id });
  };
  const view = (entry: Json): Json => {
    const value = Object.fromEntries(Object.entries(entry).filter(([name]) => name !== 'harbour'));
    return String(entry['id']).startsWith('harbours') ? { ...value, berthCount: count(String(entry['id'])) } : value;
  };
  add('harbours', { name: 'Empty' });
  const full = add('harbours', { name: 'Full' });
  for (const [n, length] of [30, 12, 45, 20].entries()) addBerth(String(full['id']), { number: `B-${String(n)}`, length });

  return (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const say = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
      };
      const url = new URL(incoming.url ?? '/', 'http://host');
      const [kind = '', id, below, inner] = url.pathname.split('/').slice(1);
      let body: Json = {};
      if (incoming.method === 'POST') {
        try {
          const read: unknown = JSON.parse(Buffer.concat(chunks).toString());
          if (typeof read !== 'object' || read === null || Array.isArray(read)) return say(422);
          body = read as Json;
        } catch {
          return say(422);
        }
      }
      const map = kind === 'harbours' && below === 'berths' ? things.berths : things[kind === 'stays' ? 'stays' : 'harbours'];
      if (id !== undefined && kind === 'harbours' && !things.harbours.has(id)) return say(404);
      const at = inner ?? (below === undefined ? id : undefined);
      if (at !== undefined) {
        const found = map.get(at);
        if (!found || (below === 'berths' && found['harbour'] !== id)) return say(404);
        if (incoming.method === 'GET') return say(200, view(found));
        if (incoming.method !== 'DELETE') return say(405);
        if (id !== undefined && below === 'berths') changed.set(id, { at: Date.now(), before: berthsOf(id).length });
        map.delete(at);
        return say(204);
      }
      if (incoming.method === 'GET') {
        const items = below === 'berths' ? berthsOf(id ?? '') : [...map.values()];
        const order = url.searchParams.get('sort');
        const sign = order === '-length' ? -1 : 1;
        const sorted = order === null ? items : items.toSorted((a, b) => sign * (Number(a['length']) - Number(b['length'])));
        return say(200, { items: sorted.map(view) });
      }
      if (below === 'berths') {
        const { number, length, inspected } = body;
        const isDated =
          inspected === undefined ||
          (flaw === 'any day' ? typeof inspected === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(inspected) : isDay(inspected));
        if (typeof number !== 'string' || !/^[A-Z0-9-]{1,8}$/u.test(number) || !isWhole(length, 90) || !isDated) return say(422);
        if (berthsOf(id ?? '').some((each) => each['number'] === number)) return say(409);
        return say(201, view(addBerth(id ?? '', { number, length, ...(inspected === undefined ? {} : { inspected }) })));
      }
      if (kind === 'stays') {
        const { berthId, days } = body;
        const asText = flaw === 'days as text' && typeof days === 'string' && /^\d$/u.test(days);
        if (typeof berthId !== 'string' || !things.berths.has(berthId) || !(isWhole(days, 30) || asText)) return say(422);
        if ([...things.stays.values()].some((each) => each['berthId'] === berthId)) return say(409);
        return say(201, add('stays', { berthId, days }));
      }
      const { name } = body;
      if (typeof name !== 'string' || name === '' || [...name].length > 80) return say(422);
      return say(201, view(add('harbours', { name })));
    });
  };
};

const judged = async (flaw: Flaw, only: readonly string[], allow: Target['allow'] = ['mutation', 'permanent', 'destructive']) => {
  const asked: string[] = [];
  const answer = harbours(flaw);
  const url = await serve((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    answer(incoming, outgoing);
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow,
    http: { timeoutMs: 10_000, headers: {} },
    credentials: [],
    maxCreates: 20,
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): string[] =>
    verdicts
      .filter(({ verdict }) => verdict.kind === kind)
      .map(({ case: { check, places } }) => `${check} ${places[0]?.operation ?? ''}`)
      .sort();
  return { asked, failed: of('fail') };
};

const counted = 'lifecycle/children-counted';
const broken = 'body/breach-refused';

describe.concurrent('harbours', () => {
  test.for<Flaw>(['none', 'counts late'])(
    'that keep the document are not accused: %s',
    besideOthers(async (flaw) => {
      expect((await judged(flaw, [counted, broken])).failed).toEqual([]);
    }),
  );

  test(
    'with no berths are not those whose berths are read',
    besideOthers(async () => {
      const { asked } = await judged('none', ['ordering/*', 'query/*'], []);
      const sorted = asked.filter((line) => line.includes('/berths?sort='));
      expect(sorted.length).toBeGreaterThan(0);
      expect(sorted.filter((line) => !line.startsWith('GET /harbours/harbours-2/'))).toEqual([]);
    }),
  );

  test.for<readonly [Flaw, string, string]>([
    ['count not raised', counted, 'POST /harbours/{harbourId}/berths'],
    ['count not lowered', counted, 'POST /harbours/{harbourId}/berths'],
    ['any day', broken, 'POST /harbours/{harbourId}/berths'],
    ['days as text', broken, 'POST /stays'],
  ])(
    '%s is told',
    besideOthers(async ([flaw, check, operation]) => {
      expect((await judged(flaw, [check])).failed).toEqual([`${check} ${operation}`]);
    }),
  );
});
