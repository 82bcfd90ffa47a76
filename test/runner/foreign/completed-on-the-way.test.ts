import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 90 };
const whole = { type: 'integer', minimum: 0 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: Json, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object, status = 200) => ({ [status]: { description: 'It', ...json(schema) } });
const refused = Object.fromEntries([400, 404, 409].map((status) => [status, { description: 'Refused' }]));
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const list = (item: string) => ({ get: { responses: { ...shows(object({ all: { type: 'array', items: named(item) } })), ...refused } } });
const asks = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });

const roles = { type: 'string', enum: ['COOK', 'MASTER', 'MATE'] };

const introduction = [
  'Crossings of a ferry.',
  '',
  '| from | method | to |',
  '|---|---|---|',
  '| `PLANNED` | `:start` | `AFLOAT` |',
  '| `AFLOAT` | `:end` | `ASHORE` |',
].join('\n');

const document = {
  openapi: '3.1.0',
  info: { title: 'Ferry', version: '1', description: introduction },
  paths: {
    '/crossings': {
      ...list('Crossing'),
      post: { summary: 'Plan a crossing', ...asks(object({ name: text })), responses: { ...shows(named('Crossing'), 201), ...refused } },
    },
    '/crossings/{crossing}': {
      ...inPath('crossing'),
      get: { responses: { ...shows(named('Crossing')), ...refused } },
      delete: { summary: 'Remove a crossing', responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/crossings/{crossing}:start': {
      ...inPath('crossing'),
      post: {
        summary: 'Start a crossing',
        description: 'The crossing needs at least one master and at least one mate, else `409`. A toll of 40 is owed from then on.',
        responses: { ...shows(named('Crossing')), ...refused },
      },
    },
    '/crossings/{crossing}:end': {
      ...inPath('crossing'),
      post: {
        summary: 'End a crossing',
        description: 'Not while any toll of the crossing is outstanding (`409`).',
        responses: { ...shows(named('Crossing')), ...refused },
      },
    },
    '/crossings/{crossing}/hands': {
      ...inPath('crossing'),
      ...list('Hand'),
      post: {
        summary: 'Add a hand',
        ...asks(object({ name: text, role: roles })),
        responses: { ...shows(named('Hand'), 201), ...refused },
      },
    },
    '/crossings/{crossing}/route': {
      ...inPath('crossing'),
      get: { responses: { ...shows(named('Route')), ...refused } },
      put: { summary: 'Lay the route', ...asks(object({ via: text })), responses: { ...shows(named('Route')), ...refused } },
    },
    '/crossings/{crossing}/reports': {
      ...inPath('crossing'),
      ...list('Report'),
      post: {
        summary: 'Add a report',
        description: 'The crossing must be `AFLOAT` and have a route (`409`).',
        ...asks(object({ by: { ...text, description: 'Id of the hand.' }, words: text })),
        responses: { ...shows(named('Report'), 201), ...refused },
      },
    },
    '/crossings/{crossing}/tolls': { ...inPath('crossing'), ...list('Toll') },
    '/crossings/{crossing}/tolls/{toll}:pay': {
      ...inPath('crossing', 'toll'),
      post: {
        summary: 'Pay a toll',
        description: 'More than what is outstanding is not taken (`409`).',
        ...asks(object({ amount: { type: 'integer', minimum: 1 } })),
        responses: { ...shows(named('Toll')), ...refused },
      },
    },
  },
  components: {
    schemas: {
      Crossing: object({ id: text, name: text, status: { type: 'string', enum: ['PLANNED', 'AFLOAT', 'ASHORE'] } }),
      Hand: object({ id: text, name: text, role: roles }),
      Route: object({ crossing: text, via: { type: ['string', 'null'] } }),
      Report: object({ id: text, by: text, words: text }),
      Toll: object({ id: text, amount: whole, outstanding: whole }),
    },
  },
};

type Entry = Json & { readonly id: string };
type Crossing = { readonly id: string; readonly name: unknown; status: string; via: string | null } & Readonly<
  Record<'hands' | 'reports', Entry[]>
> & { readonly tolls: { readonly id: string; readonly amount: number; outstanding: number }[] };

const bodyOf = async (incoming: IncomingMessage): Promise<Json | undefined> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && [...value].length <= 90;

type Flaw = 'none' | 'ends in words of its own' | 'forgets who reports';

/** A ferry that keeps to its document but for one flaw; `done` has what was accepted. */
const ferry = (flaw: Flaw) => {
  const crossings = new Map<string, Crossing>();
  const done = new Set<string>();
  let next = 0;
  const newId = (kind: string): string => `${kind}-${(next += 1)}`;
  const shown = ({ id, name, status }: Crossing) => ({
    id,
    name,
    status: flaw === 'ends in words of its own' && status === 'ASHORE' ? 'over' : status,
  });
  const answer = (method: string, path: string, body: Json | undefined): readonly [status: number, value?: unknown, allow?: string] => {
    const [, root, rest = '', kind, last = ''] = path.split('/');
    if (root !== 'crossings') return [404, {}];
    if (rest === '') {
      if (method === 'GET') return [200, { all: [...crossings.values()].map(shown) }];
      if (method !== 'POST') return [405, {}, 'GET, HEAD, POST'];
      if (!isText(body?.['name'])) return [400, {}];
      const made: Crossing = { id: newId('c'), name: body['name'], status: 'PLANNED', via: null, hands: [], reports: [], tolls: [] };
      crossings.set(made.id, made);
      return [201, shown(made)];
    }
    const [id = '', verb] = rest.split(':');
    const one = crossings.get(id);
    if (!one) return [404, {}];
    if (verb !== undefined) {
      if (method !== 'POST') return [405, {}, 'POST'];
      if (verb === 'start') {
        if (one.status !== 'PLANNED' || !['MASTER', 'MATE'].every((role) => one.hands.some((hand) => hand['role'] === role)))
          return [409, {}];
        one.status = 'AFLOAT';
        one.tolls.push({ id: newId('t'), amount: 40, outstanding: 40 });
      } else if (verb === 'end') {
        if (one.status !== 'AFLOAT' || one.tolls.some(({ outstanding }) => outstanding > 0)) return [409, {}];
        one.status = 'ASHORE';
      } else return [404, {}];
      done.add(verb);
      return [200, shown(one)];
    }
    if (kind === undefined) {
      if (method === 'GET') return [200, shown(one)];
      if (method !== 'DELETE') return [405, {}, 'GET, HEAD, DELETE'];
      crossings.delete(id);
      return [204];
    }
    if (kind === 'route') {
      if (method === 'PUT') {
        if (!isText(body?.['via'])) return [400, {}];
        one.via = body['via'];
        done.add('route');
      }
      return ['GET', 'PUT'].includes(method) ? [200, { crossing: id, via: one.via }] : [405, {}, 'GET, HEAD, PUT'];
    }
    if (kind === 'tolls') {
      const [toll, pay] = last.split(':');
      const owed = one.tolls.find((each) => each.id === toll);
      if (last === '') return method === 'GET' ? [200, { all: one.tolls }] : [405, {}, 'GET, HEAD'];
      if (!owed || pay !== 'pay' || method !== 'POST') return [404, {}];
      const amount = body?.['amount'];
      if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1) return [400, {}];
      if (amount > owed.outstanding) return [409, {}];
      owed.outstanding -= amount;
      done.add('pay');
      return [200, owed];
    }
    if (kind !== 'hands' && kind !== 'reports') return [404, {}];
    if (method === 'GET') return [200, { all: one[kind] }];
    if (method !== 'POST') return [405, {}, 'GET, HEAD, POST'];
    if (kind === 'hands') {
      if (!isText(body?.['name']) || !roles.enum.includes(String(body['role']))) return [400, {}];
      const hand = { id: newId('h'), name: body['name'], role: body['role'] };
      one.hands.push(hand);
      return [201, hand];
    }
    if (!isText(body?.['by']) || !isText(body['words']) || !one.hands.some((hand) => hand.id === body['by'])) return [400, {}];
    if (one.status !== 'AFLOAT' || one.via === null) return [409, {}];
    const report = { id: newId('r'), ...(flaw === 'forgets who reports' ? {} : { by: body['by'] }), words: body['words'] };
    one.reports.push(report);
    done.add('report');
    return [201, report];
  };
  return { done, answer };
};

const judged = async (flaw: Flaw) => {
  const { done, answer } = ferry(flaw);
  const url = await serve((incoming, outgoing) => {
    void (async () => {
      const body = await bodyOf(incoming);
      const { method = 'GET', url: target = '' } = incoming;
      const isHead = method === 'HEAD';
      const [status, value, allow] = answer(isHead ? 'GET' : method, decodeURIComponent(target.split('?')[0] ?? ''), body);
      outgoing.writeHead(status, {
        ...(value === undefined ? {} : { 'content-type': 'application/json' }),
        ...(allow === undefined ? {} : { allow }),
      });
      outgoing.end(value === undefined || isHead ? undefined : JSON.stringify(value));
    })();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle', 'status', 'schema'], skip: [] },
  });
  const fails = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code}`] : [],
  );
  return { done: [...done].toSorted(), fails };
};

describe('what an operation needs of its resource is made on the way', () => {
  test('every operation of a ferry that keeps to its document is accepted once', async () => {
    const { done, fails } = await judged('none');
    expect(done).toEqual(['end', 'pay', 'report', 'route', 'start']);
    expect(fails).toEqual([]);
  });

  test.each<readonly [Flaw, string]>([
    ['ends in words of its own', 'POST /crossings/{crossing}:end'],
    ['forgets who reports', 'POST /crossings/{crossing}/reports'],
  ])('a ferry that %s is told', async (flaw, operation) => {
    const { fails } = await judged(flaw);
    expect(fails.some((one) => one.startsWith(operation))).toBe(true);
  });
});
