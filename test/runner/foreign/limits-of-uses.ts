import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });

/** By what vouchers are used: an action on a booking, a member of a new booking, one that is called as the voucher itself, or an action of their own. */
type Use = 'action' | 'member' | 'bare' | 'own';
type Told = { readonly use: Use; readonly limit?: string; readonly least?: number; readonly said?: string; readonly inHalls?: boolean };

const documentOf = ({ use, limit = 'How often the voucher can be redeemed.', least = 1, said, inHalls = false }: Told) => {
  const maxRedemptions = { type: ['integer', 'null'], minimum: least, description: limit };
  const voucher = object({ id: { type: 'string', readOnly: true }, code: text, maxRedemptions }, ['id', 'code']);
  const booking = object({ id: { type: 'string', readOnly: true }, title: text }, ['id', 'title']);
  const refused = { 404: { description: 'None' }, 409: { description: 'Not possible' }, 422: { description: 'Wrong' } };
  const shown = (schema: object) => ({ description: 'It', ...json(schema) });
  const inPath = (one: string) => ({ parameters: [{ name: one, in: 'path', required: true, schema: { type: 'string' } }] });
  const own = (schema: object) => ({
    get: { responses: { 200: shown(schema), 404: refused[404] } },
    delete: { responses: { 204: { description: 'Gone' }, 404: refused[404] } },
  });
  const described = said === undefined ? {} : { description: said };
  const isMember = use === 'member' || use === 'bare';
  const named = isMember ? { [use === 'bare' ? 'voucher' : 'voucherCode']: { type: 'string' } } : {};
  const hall = object({ id: { type: 'string', readOnly: true }, title: text }, ['id', 'title']);
  const bookingBody = object({ title: text, ...named, ...(inHalls ? { hall_id: { type: 'string' } } : {}) }, [
    'title',
    ...(inHalls ? ['hall_id'] : []),
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Vouchers', version: '1' },
    paths: {
      '/vouchers': {
        post: {
          requestBody: { required: true, ...json(object({ code: text, maxRedemptions }, ['code'])) },
          responses: { 201: shown(voucher), ...refused },
        },
      },
      '/vouchers/{voucherId}': { ...inPath('voucherId'), ...own(voucher) },
      '/bookings': {
        post: {
          ...(use === 'bare' ? { description: `The \`voucher\` must exist.${said === undefined ? '' : ` ${said}`}` } : {}),
          ...(use === 'member' ? described : {}),
          requestBody: { required: true, ...json(bookingBody) },
          responses: { 201: shown(booking), ...refused },
        },
      },
      '/bookings/{bookingId}': { ...inPath('bookingId'), ...own(booking) },
      ...(inHalls
        ? {
            '/halls': {
              post: {
                requestBody: { required: true, ...json(object({ title: text }, ['title'])) },
                responses: { 201: shown(hall), ...refused },
              },
            },
            '/halls/{hallId}': { ...inPath('hallId'), ...own(hall) },
          }
        : {}),
      ...(use === 'action'
        ? {
            '/bookings/{bookingId}/apply-voucher': {
              ...inPath('bookingId'),
              post: {
                ...described,
                requestBody: { required: true, ...json(object({ voucherCode: { type: 'string' } }, ['voucherCode'])) },
                responses: { 200: shown(booking), ...refused },
              },
            },
          }
        : {}),
      ...(use === 'own'
        ? {
            '/vouchers/{voucherId}/redeem': {
              ...inPath('voucherId'),
              post: { ...described, responses: { 200: shown(voucher), ...refused } },
            },
          }
        : {}),
    },
  };
};

type Voucher = { id: string; code: string; maxRedemptions: number | null; used: number };
type Habit = 'keeps to it' | 'never refuses' | 'refuses the second' | 'refuses all' | 'allows one more' | 'unlimited by itself';

const judged = async (told: Told, habit: Habit) => {
  const vouchers = new Map<string, Voucher>();
  const bookings = new Map<string, { id: string; title: unknown; hall_id: unknown }>();
  const halls = new Map<string, { id: string; title: unknown }>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
    const view = ({ used: _used, ...one }: Voucher): object => one;
    const redeem = (voucher: Voucher | undefined): boolean => {
      if (!voucher || habit === 'refuses all') return false;
      const most = (voucher.maxRedemptions ?? Infinity) + (habit === 'allows one more' ? 1 : 0);
      const isOver = habit === 'refuses the second' ? voucher.used >= 1 : voucher.used >= most;
      if (isOver && habit !== 'never refuses') return false;
      voucher.used += 1;
      return true;
    };
    void objectBody(incoming).then((body) => {
      const [, root, id, action] = new URL(incoming.url ?? '/', 'http://vouchers').pathname.split('/');
      const all = new Map<string, Map<string, { id: string }>>(Object.entries({ vouchers, bookings, halls })).get(root ?? '');
      if (!all) return give(404);
      if (id !== undefined) {
        const found = all.get(id);
        if (!found) return give(404);
        if (action === 'apply-voucher')
          return redeem([...vouchers.values()].find(({ code }) => code === body?.['voucherCode'])) ? give(200, found) : give(409);
        const own = vouchers.get(id);
        if (action === 'redeem') return own && redeem(own) ? give(200, view(own)) : give(409);
        if (incoming.method === 'DELETE') return give(all.delete(id) ? 204 : 404);
        return give(200, own ? view(own) : found);
      }
      if (root === 'vouchers') {
        const { code, maxRedemptions = null } = body ?? {};
        if (!isText(code) || (maxRedemptions !== null && typeof maxRedemptions !== 'number')) return give(422);
        const made = { id: `v${(last += 1)}`, code, maxRedemptions: habit === 'unlimited by itself' ? null : maxRedemptions, used: 0 };
        vouchers.set(made.id, made);
        return give(201, view(made));
      }
      if (!isText(body?.['title'])) return give(422);
      if (root === 'halls') {
        const hall = { id: `h${(last += 1)}`, title: body['title'] };
        halls.set(hall.id, hall);
        return give(201, hall);
      }
      const { voucherCode, voucher, hall_id } = body;
      if (told.inHalls && !halls.has(String(hall_id))) return give(422);
      if (told.inHalls && [...bookings.values()].some((one) => one.hall_id === hall_id)) return give(409);
      const meant = [...vouchers.values()].find(({ code, id: own }) => code === voucherCode || own === voucher);
      if ((voucherCode ?? voucher) !== undefined && !redeem(meant)) return give(409);
      const made = { id: `b${(last += 1)}`, title: body['title'], hall_id };
      bookings.set(made.id, made);
      return give(201, made);
    });
  });
  const check = 'lifecycle/uses-limited';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 20,
    selection: { only: [check], skip: [] },
  });
  expect(vouchers.size + bookings.size + halls.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

/** Tests of limits of uses. */
export const testLimitsOfUses = (): void => {
  describe.concurrent('what may be used a number of times', () => {
    test.for<readonly [Told, Habit, readonly string[]]>([
      ...(['action', 'member', 'bare', 'own'] as const).flatMap((use): readonly (readonly [Told, Habit, readonly string[]])[] => [
        [{ use }, 'keeps to it', ['pass']],
        [{ use }, 'never refuses', ['used-too-often']],
        [{ use, limit: 'Maximum.', said: '`409` once `maxRedemptions` is reached.' }, 'never refuses', ['used-too-often']],
        [{ use, limit: 'Maximum.' }, 'never refuses', []],
        [{ use, limit: 'How often it can be redeemed per customer.' }, 'never refuses', []],
      ]),
      [{ use: 'action', least: 2 }, 'allows one more', ['used-too-often']],
      [{ use: 'action', least: 2 }, 'keeps to it', ['pass']],
      [{ use: 'action', least: 2 }, 'refuses the second', ['inconclusive']],
      ...(['member', 'bare'] as const).flatMap((use): readonly (readonly [Told, Habit, readonly string[]])[] => [
        // Of each hall there is one booking, with or without a voucher.
        [{ use, inHalls: true }, 'keeps to it', ['pass']],
        [{ use, inHalls: true }, 'never refuses', ['used-too-often']],
      ]),
      [{ use: 'member' }, 'refuses all', ['inconclusive']],
      [{ use: 'member' }, 'unlimited by itself', ['inconclusive']],
    ])(
      'told by %j is judged of a service that %s',
      besideOthers(async ([told, habit, expected]) => {
        expect(await judged(told, habit)).toEqual(expected);
      }),
    );
  });
};
