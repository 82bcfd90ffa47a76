import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeDocument } from '../contract/support.ts';

/** How the kites are paged, as a plain document shows it by the names of its parameters and members. */
export const pagingKinds = ['offset', 'first page 1', 'first page 0', 'cursor', 'link header', 'next url', 'no size'] as const;
export type PagingKind = (typeof pagingKinds)[number];

const winds = ['north', 'south', 'west'];

type Kite = { readonly id: number; readonly wind: string; readonly isNew: boolean; readonly made_at: string };

/** A kite has a number as its id, like in many databases. */
const kiteAt = (n: number): Kite => ({
  id: 900 + n,
  wind: winds[n % winds.length] ?? '',
  isNew: n % 2 === 0,
  made_at: new Date(Date.UTC(2026, 0, 40 - n)).toISOString(),
});

const whole = { type: 'integer' };
const query = (name: string, schema: object) => ({ name, in: 'query', schema });
const size = query('limit', { ...whole, maximum: 20 });

const nullableText = { type: ['string', 'null'] };

const described: Readonly<
  Record<PagingKind, { readonly parameters: readonly object[]; readonly beside?: object; readonly headers?: object }>
> = {
  offset: { parameters: [size, query('offset', { ...whole, default: 0 })], beside: { total: whole, limit: whole, offset: whole } },
  'first page 1': {
    parameters: [size, query('page', { ...whole, minimum: 1 })],
    beside: { meta: { type: 'object', properties: { page: whole, total: whole } } },
  },
  'first page 0': { parameters: [size, query('page', { ...whole, default: 0 })], beside: { totalElements: whole } },
  cursor: {
    parameters: [size, query('cursor', { type: 'string' })],
    beside: { next_cursor: nullableText, has_more: { type: 'boolean' } },
  },
  'link header': { parameters: [size], headers: { Link: { schema: { type: 'string' } }, 'X-Total-Count': { schema: whole } } },
  'next url': { parameters: [size], beside: { next: { ...nullableText, format: 'uri-reference' } } },
  'no size': { parameters: [query('offset', { ...whole, default: 0 }), query('limit', { ...whole, enum: [5, 10] })] },
};

const kite = {
  type: 'object',
  required: ['id', 'wind', 'isNew', 'made_at'],
  properties: {
    id: whole,
    wind: { type: 'string', enum: winds },
    isNew: { type: 'boolean' },
    made_at: { type: 'string', format: 'date-time' },
  },
};

/** Writes a document about a list of kites without any words of x-assay. Returns its path. */
export const writePagedKites = (kind: PagingKind): string => {
  const { parameters, beside = {}, headers = {} } = described[kind];
  const schema = { type: 'object', required: ['data'], properties: { data: { type: 'array', items: kite }, ...beside } };
  const filters = [
    query('wind', { type: 'string', enum: winds }),
    query('isNew', { type: 'boolean' }),
    query('made_after', { type: 'string', format: 'date' }),
    query('sort', { type: 'string', default: '-made_at' }),
  ];
  return writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1' },
    paths: {
      '/kites': {
        get: {
          operationId: 'listKites',
          parameters: [...parameters, ...filters],
          responses: {
            '200': { description: 'Kites', headers, content: { 'application/json': { schema } } },
            '4XX': { description: 'A mistake' },
          },
        },
      },
    },
  });
};

/** What a server may do that its document leaves open, or must not do. */
export type KiteHabits = {
  readonly count: number;
  /** Sizes below are replaced by it; above the maximum of the document they are reduced. */
  readonly leastSize: number;
  /** The answer to a page behind the last one. */
  readonly beyond: 'empty' | 404;
  /** How a link names the next page. */
  readonly link: 'absolute' | 'path' | 'query' | 'other-host';
  /** The last page gives a cursor too, which leads to an empty page with the same cursor. */
  readonly cursorAtEnd: boolean;
  readonly size: 'applied' | 'ignored';
  /** Items that each page but the first leaves out at its beginning. */
  readonly skipped: number;
  /** Items of the page before that each page shows again. */
  readonly repeated: number;
  readonly total: (count: number, shown: number) => number;
  readonly linksMissing: boolean;
  readonly filters: 'applied' | 'ignored' | 'incomplete';
  readonly order: 'newest-first' | 'oldest-first';
};

const usual: KiteHabits = {
  count: 23,
  leastSize: 1,
  beyond: 'empty',
  link: 'absolute',
  cursorAtEnd: false,
  size: 'applied',
  skipped: 0,
  repeated: 0,
  total: (count) => count,
  linksMissing: false,
  filters: 'applied',
  order: 'newest-first',
};

const send = (outgoing: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void => {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** The position that a cursor names; not a number where it was never given. */
const positionIn = (cursor: string): number => Number(Buffer.from(cursor, 'base64').toString('latin1') || 'none');

/** The kites that a query asks for; undefined where a value cannot be read. */
const chosen = (all: readonly Kite[], asked: URLSearchParams, filters: KiteHabits['filters']): readonly Kite[] | undefined => {
  const [wind, isNew, after] = [asked.get('wind'), asked.get('isNew'), asked.get('made_after')];
  if ((wind !== null && !winds.includes(wind)) || (isNew !== null && !['true', 'false'].includes(isNew))) return undefined;
  if (after !== null && Number.isNaN(Date.parse(after))) return undefined;
  if (filters === 'ignored') return all;
  const found = all.filter(
    (one) =>
      (wind === null || one.wind === wind) &&
      (isNew === null || String(one.isNew) === isNew) &&
      (after === null || one.made_at.slice(0, 10) > after),
  );
  return filters === 'incomplete' && (wind ?? isNew) !== null ? found.slice(1) : found;
};

/** Answers a list of kites in pages of ten, in one of the ways of paging. */
export const pagedKites = (kind: PagingKind, habits: Partial<KiteHabits> = {}) => {
  const own = { ...usual, ...habits };
  const made = Array.from({ length: own.count }, (_, n) => kiteAt(n));
  const all = own.order === 'newest-first' ? made : made.toReversed();
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const url = new URL(incoming.url ?? '', 'http://kites.test');
    if (incoming.method !== 'GET' || url.pathname !== '/kites') return send(outgoing, 404, { text: 'nothing here' });
    const asked = url.searchParams;
    const kites = chosen(all, asked, own.filters);
    const numbers = ['limit', 'offset', 'page'].map((name) => asked.get(name) ?? '0');
    if (kites === undefined || numbers.some((one) => !/^\d+$/.test(one))) return send(outgoing, 400, { text: 'unreadable' });
    const wanted = Number(asked.get('limit') ?? '10');
    const most = own.size === 'ignored' ? 10 : Math.min(20, Math.max(own.leastSize, wanted));
    const cursor = asked.get('cursor') ?? asked.get('after');
    const start = {
      'first page 1': (Number(asked.get('page') ?? '1') - 1) * most,
      'first page 0': Number(asked.get('page') ?? '0') * most,
    };
    const offset =
      kind in start ? start[kind as keyof typeof start] : cursor === null ? Number(asked.get('offset') ?? '0') : positionIn(cursor);
    if (!Number.isSafeInteger(offset) || offset < 0) return send(outgoing, 400, { text: 'no such page' });
    if (offset > 0 && offset >= kites.length && own.beyond === 404 && kind !== 'cursor')
      return send(outgoing, 404, { text: 'no such page' });
    const from = offset === 0 ? 0 : offset + own.skipped - own.repeated;
    const data = kites.slice(from, from + most);
    const isLast = offset + most >= kites.length;
    const next = btoa(String(Math.min(offset + most, kites.length)));
    const total = own.total(kites.length, data.length);
    if (kind === 'cursor')
      return send(outgoing, 200, {
        data,
        next_cursor: isLast && !own.cursorAtEnd ? null : next,
        ...(own.cursorAtEnd ? {} : { has_more: !isLast }),
      });
    const following = new URLSearchParams([...asked].filter(([name]) => name !== 'after'));
    following.set('after', next);
    const beginning = { absolute: 'http://kites.test/kites', path: '/kites', query: '', 'other-host': 'https://gateway.invalid/v7/kites' }[
      own.link
    ];
    const link = isLast || own.linksMissing ? null : `${beginning}?${following.toString()}`;
    if (kind === 'link header')
      return send(outgoing, 200, { data }, { 'x-total-count': String(total), ...(link === null ? {} : { link: `<${link}>; rel="next"` }) });
    if (kind === 'next url') return send(outgoing, 200, { data, next: link });
    if (kind === 'offset') return send(outgoing, 200, { data, total, limit: most, offset });
    if (kind === 'first page 1') return send(outgoing, 200, { data, meta: { page: Number(asked.get('page') ?? '1'), total }, more: null });
    return send(outgoing, 200, kind === 'no size' ? { data } : { data, totalElements: total });
  };
};
