import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Permission } from '../../../src/model/target.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>> & { readonly id: string };

const text = { type: 'string' };
const uuid = { type: 'string', format: 'uuid' };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required = Object.keys(properties)): object => ({ type: 'object', required, properties });
const answers = (status: number, schema: object) => ({
  [status]: { description: 'done', ...content(schema) },
  404: { description: 'none' },
});

const kayak = object({ id: uuid, label: text });
const berth = object({ id: { type: 'integer' }, quay: text });
const hire = object({ id: uuid, kayakId: uuid, berth: object({ id: { type: 'integer' } }), hirer: text });

const inPath = (name: string) => [{ name, in: 'path', required: true, schema: uuid }];

/** Kayaks that the run can create, berths that only a list shows, and hires that name one of each. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Kayaks', version: '1' },
  paths: {
    '/kayaks': {
      get: { responses: answers(200, { type: 'array', items: kayak }) },
      post: { requestBody: { required: true, ...content(object({ label: text })) }, responses: answers(201, kayak) },
    },
    '/kayaks/{kayakId}': {
      get: { parameters: inPath('kayakId'), responses: answers(200, kayak) },
      delete: { parameters: inPath('kayakId'), responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
    '/berths': { get: { responses: answers(200, { type: 'array', items: berth }) } },
    '/hires': {
      get: { responses: answers(200, { type: 'array', items: hire }) },
      post: {
        requestBody: {
          required: true,
          ...content(object({ kayakId: uuid, berth: object({ id: { type: 'integer' } }), hirer: text })),
        },
        responses: { ...answers(201, hire), 409: { description: 'hired already' } },
      },
    },
    '/hires/{hireId}': {
      get: { parameters: inPath('hireId'), responses: answers(200, hire) },
      delete: { parameters: inPath('hireId'), responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
  },
};

type Habits = {
  readonly berths: readonly Json[];
  /** How many hires a kayak has at most at one time. */
  readonly mostHires: number;
  /** What the answer to a hire shows. */
  readonly shown: (row: Row) => Json;
};

const usual: Habits = { berths: [{ id: 7, quay: 'north' }], mostHires: 1, shown: (row) => row };

const judged = async (habits: Partial<Habits>, allow: readonly Permission[]) => {
  const { berths, mostHires, shown } = { ...usual, ...habits };
  let count = 0;
  const rows: Record<string, Row[]> = { kayaks: [], hires: [] };
  const add = (collection: string, more: Json): Row => {
    const digits = createHash('sha256').update(`${collection}${count++}`).digest('hex');
    const id = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
    const row: Row = { id, ...more };
    (rows[collection] ??= []).push(row);
    return row;
  };
  add('kayaks', { label: 'of the club' });
  const theirs = rows['kayaks']?.[0]?.id;
  const hired: Json[] = [];
  const url = await serve((incoming, outgoing) => {
    let sent = '';
    incoming.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    incoming.on('end', () => {
      const answer = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, collection = '', id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
      const all = collection === 'berths' ? berths : rows[collection];
      if (!all) return answer(404, { message: 'none' });
      const found = (rows[collection] ?? []).find((one) => one.id === id);
      if (id !== undefined && !found) return answer(404, { message: 'none' });
      if (incoming.method === 'DELETE') {
        rows[collection] = (rows[collection] ?? []).filter((one) => one !== found);
        return answer(204);
      }
      if (incoming.method !== 'POST') return answer(200, found ?? all);
      const body = ((): Json | undefined => {
        try {
          return JSON.parse(sent) as Json;
        } catch {
          return undefined;
        }
      })();
      if (collection === 'kayaks')
        return typeof body?.['label'] === 'string' ? answer(201, add('kayaks', { label: body['label'] })) : answer(400, { message: 'no' });
      const { kayakId, berth: at, hirer } = body ?? {};
      if (typeof hirer !== 'string') return answer(400, { message: 'no' });
      const isBerth = berths.some((one) => one['id'] === (at as Json | undefined)?.['id']);
      if (!isBerth || !rows['kayaks']?.some((one) => one.id === kayakId)) return answer(404, { message: 'no such kayak or berth' });
      if ((rows['hires'] ?? []).filter((one) => one['kayakId'] === kayakId).length >= mostHires) return answer(409, { message: 'hired' });
      hired.push({ kayakId, at });
      return answer(201, shown(add('hires', { kayakId, berth: at, hirer })));
    });
  });
  const { verdicts, ended } = await judgeForeign(writeToolDocument(document), url, { allow: [...allow], maxCreates: 50 });
  const fails = verdicts.flatMap(({ id, case: { level }, verdict }) =>
    verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : [],
  );
  return { fails: [...new Set(fails)], hired, theirs, ended, left: rows };
};

const everything: readonly Permission[] = ['mutation', 'permanent', 'destructive'];

describe('the body of a creation names resources', () => {
  test('that the run created, and listed ones where it can create none', async () => {
    const { fails, hired, theirs, left } = await judged({}, everything);
    expect(fails).toEqual([]);
    expect(hired.length).toBeGreaterThan(1);
    expect(hired.every(({ kayakId, at }) => kayakId !== theirs && (at as Json)['id'] === 7)).toBe(true);
    expect(left['kayaks']?.map(({ id }) => id)).toEqual([theirs]);
    expect(left['hires']).toEqual([]);
  });

  test('and none of others without the permission for it', async () => {
    const { hired } = await judged({}, ['mutation']);
    expect(hired).toEqual([]);
  });

  test('so that a wrong answer to it is reported', async () => {
    const { fails } = await judged({ shown: ({ id, kayakId }) => ({ id, kayakId }) }, everything);
    expect(fails.filter((one) => one.startsWith('must schema/'))).not.toEqual([]);
  });

  test('and what the schema gives is sent where nothing exists', async () => {
    const { fails, hired } = await judged({ berths: [] }, everything);
    expect([fails, hired]).toEqual([[], []]);
  });
});
