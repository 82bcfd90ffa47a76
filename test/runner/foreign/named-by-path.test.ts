import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const text = { type: 'string' };
const code = { ...text, pattern: '^[A-Z0-9]{4,20}$' };
const name = { ...text, minLength: 1, maxLength: 60 };
const ref = (of: string) => ({ $ref: `#/components/schemas/${of}` });
const at = (parameter: string) => ({ parameters: [{ name: parameter, in: 'path', required: true, schema: text }] });
const bodyOf = (required: readonly string[], properties: object) => ({ required: true, ...json({ type: 'object', required, properties }) });
const listOf = (of: string) => ({ 200: { description: 'All', ...json({ type: 'array', items: ref(of) }) } });
const shows = (of: string, status = 200) => ({ [status]: { description: 'It', ...json(ref(of)) } });

/** An inn: a stay has one voucher at most, which is set by its code. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Inn', version: '1' },
  paths: {
    '/vouchers': {
      get: { responses: listOf('Voucher') },
      post: { requestBody: bodyOf(['code'], { code }), responses: { ...shows('Voucher', 201), 409: none, 422: none } },
    },
    '/vouchers/{code}': {
      ...at('code'),
      get: { responses: { ...shows('Voucher'), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/stays': {
      get: { responses: listOf('Stay') },
      post: { requestBody: bodyOf(['guest'], { guest: name }), responses: { ...shows('Stay', 201), 422: none } },
    },
    '/stays/{stayId}': {
      ...at('stayId'),
      get: { responses: { ...shows('Stay'), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/stays/{stayId}/voucher': {
      ...at('stayId'),
      put: {
        description: 'Sets the voucher of the stay.',
        requestBody: bodyOf(['code'], { code }),
        responses: { ...shows('Stay'), 404: none, 422: none },
      },
    },
  },
  components: {
    schemas: {
      Voucher: { type: 'object', required: ['code'], properties: { code } },
      Stay: {
        type: 'object',
        required: ['id', 'guest', 'voucherCode'],
        properties: { id: text, guest: name, voucherCode: { type: ['string', 'null'] } },
      },
    },
  },
};

type Inn = {
  /** The answer to the change shows a number in the place of the code. */
  readonly showsNumber?: true;
  /** Vouchers that the inn has from the begin. */
  readonly there?: readonly string[];
  /** No voucher is made at all. */
  readonly makesNone?: true;
};

const judged = async ({ showsNumber, there = [], makesNone }: Inn = {}) => {
  const vouchers = new Map<string, object>(there.map((one) => [one, { code: one }]));
  const stays = new Map<string, Readonly<Record<string, unknown>>>();
  const set: unknown[] = [];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const [, kind = '', id = '', part] = new URL(incoming.url ?? '/', 'http://inn.example').pathname.split('/');
    const give = (status: number, body?: unknown): void => {
      if (body === undefined) outgoing.writeHead(status).end();
      else outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const answer = async (): Promise<void> => {
      const all: Map<string, object> = kind === 'vouchers' ? vouchers : stays;
      const stay = stays.get(id);
      if ((kind !== 'vouchers' && kind !== 'stays') || (part !== undefined && (kind !== 'stays' || part !== 'voucher'))) return give(404);
      if (id !== '' && !all.has(id)) return give(404);
      if (part !== undefined && incoming.method === 'PUT') {
        const given = (await objectBody(incoming))?.['code'];
        if (typeof given !== 'string' || !vouchers.has(given)) return give(422);
        const changed = { ...stay, voucherCode: given };
        stays.set(id, changed);
        set.push(given);
        return give(200, showsNumber ? { ...changed, voucherCode: 7 } : changed);
      }
      if (id === '' && incoming.method === 'POST') {
        const body = await objectBody(incoming);
        const own = body?.['code'];
        if (kind === 'vouchers') {
          if (typeof own !== 'string' || !/^[A-Z0-9]{4,20}$/u.test(own) || makesNone) return give(422);
          if (vouchers.has(own)) return give(409);
          vouchers.set(own, { code: own });
          return give(201, { code: own });
        }
        const guest = body?.['guest'];
        if (typeof guest !== 'string' || guest === '' || [...guest].length > 60) return give(422);
        const made = { id: `stay-${next++}`, guest, voucherCode: null };
        stays.set(made.id, made);
        return give(201, made);
      }
      if (incoming.method === 'DELETE') return all.delete(id) ? give(204) : give(404);
      return give(200, id === '' ? [...all.values()] : all.get(id));
    };
    void answer();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    selection: { only: ['* /stays/{stayId}/voucher'], skip: [] },
  });
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  const told = verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [`${check} ${verdict.finding.actual}`] : []));
  return { told, set, left: [...vouchers.keys()] };
};

test('a change whose path is called after a kind, and whose body has its key alone, names one that the run has made', async () => {
  const { told, set, left } = await judged({ there: ['SUMMER10'] });
  expect(told).toEqual([]);
  expect(set.length).toBeGreaterThan(0);
  expect(set).not.toContain('SUMMER10');
  expect(left).toEqual(['SUMMER10']);
});

test('it names one that a list shows where the run can make none', async () => {
  const { told, set } = await judged({ there: ['SUMMER10'], makesNone: true });
  expect(told).toEqual([]);
  expect(new Set(set)).toEqual(new Set(['SUMMER10']));
});

test('a defect of what such a change answers is told', async () => {
  const { told } = await judged({ showsNumber: true });
  expect(told.filter((one) => one.startsWith('schema/'))).not.toEqual([]);
});
