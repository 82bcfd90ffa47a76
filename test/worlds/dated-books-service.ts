import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';
import { queryOf } from './parcels/service.ts';

export type Book = {
  readonly isbn: string;
  readonly title: string;
  readonly shelf: string;
  readonly author: string;
  readonly mood: string;
  readonly added?: unknown;
};

const dayMs = 24 * 3_600_000;
const newest = Date.parse('2031-03-09T12:00:00Z');

/** Noon of the day after the newest book. */
export const bookClock = newest + dayMs;

/** The newest first, a day apart, from a given day on. */
export const books = (count: number, from = newest): Book[] =>
  Array.from({ length: count }, (_, n) => ({
    isbn: `isbn-${n}`,
    title: `Book ${n}`,
    shelf: ['low', 'high'][n % 2] ?? '',
    author: ['ann', 'ben', 'cat'][n % 3] ?? '',
    mood: ['light', 'dark'][n % 2] ?? '',
    added: new Date(from - n * dayMs).toISOString(),
  }));

/** Answers a request; undefined leaves it to the honest library. */
export type BookTwist = (request: PlannedRequest, honest: (request: PlannedRequest) => Reply) => Reply | undefined;

export type Library = {
  /** Are pages counted, or do they name the next one. */
  readonly by?: 'sheets' | 'marks';
  readonly stock?: readonly Book[];
  readonly twist?: BookTwist;
};

const refused: Reply = { status: 400, json: { why: 'Bad Request' } };

/** The same request without some of its query, or with another value. */
export const asking = (request: PlannedRequest, changes: Readonly<Record<string, string | undefined>>): PlannedRequest => ({
  ...request,
  query: [
    ...request.query.filter(([name]) => !Object.hasOwn(changes, name)),
    ...Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  ],
});

/** An honest library with at most one twist. Added books have the time of the session. */
export const library = ({ by = 'sheets', stock = books(13), twist }: Library = {}) => {
  const all = [...stock];
  return (request: PlannedRequest, now: number): Reply => {
    const shelves = (one: PlannedRequest): Reply => {
      const [size, number] = [queryOf(one, by === 'sheets' ? 'height' : 'take') ?? '10', queryOf(one, 'sheet') ?? '1'];
      const mark = by === 'marks' ? queryOf(one, 'mark') : undefined;
      if (![size, by === 'sheets' ? number : '1'].every((text) => /^[1-9]\d*$/.test(text)) || Number(size) > 50) return refused;
      if (mark !== undefined && !/^at \d+$/.test(mark)) return refused;
      const [shelf, author, mood, since] = ['shelf', 'author', 'mood', 'since'].map((name) => queryOf(one, name));
      const found = all.filter(
        (book) =>
          [shelf ?? book.shelf].includes(book.shelf) &&
          [author ?? book.author].includes(book.author) &&
          [mood ?? book.mood].includes(book.mood) &&
          (since === undefined || Date.parse(String(book.added)) >= Date.parse(since)),
      );
      const start = by === 'sheets' ? (Number(number) - 1) * Number(size) : Number(mark?.slice(3) ?? 0);
      const end = start + Number(size);
      const reported =
        by === 'sheets'
          ? { sheet: Number(number), height: Number(size), all: found.length }
          : { mark: end < found.length ? `at ${end}` : null };
      return { status: 200, json: { books: found.slice(start, end), ...reported } };
    };
    const add = ({ body }: PlannedRequest): Reply => {
      const title = body?.kind === 'json' ? (body.value as { readonly title?: unknown }).title : undefined;
      if (typeof title !== 'string') return refused;
      const added = new Date(now).toISOString();
      all.unshift({ isbn: `isbn-new-${all.length}`, title, shelf: 'low', author: 'ann', mood: 'light', added });
      return { status: 201 };
    };
    const visits = (one: PlannedRequest): Reply => {
      const size = Number(queryOf(one, 'take') ?? '10');
      return {
        status: 200,
        json: { visits: all.slice(0, size).map(({ added }) => ({ time: added })), mark: size < all.length ? 'at 1' : null },
      };
    };
    const honest = (one: PlannedRequest): Reply => {
      if (one.operation === 'POST /books') return add(one);
      if (one.operation === 'GET /visits') return visits(one);
      return one.operation === 'GET /books' ? shelves(one) : { status: 404, json: { why: 'Not Found' } };
    };
    return twist?.(request, honest) ?? honest(request);
  };
};

type Sheet = Readonly<Record<string, unknown>> & { readonly books: readonly Book[] };

/** Changes the members of each page of books that a request gets. */
export const sheets =
  (change: (sheet: Sheet, request: PlannedRequest) => object): BookTwist =>
  (request, honest) => {
    if (request.operation !== 'GET /books') return undefined;
    const reply = honest(request);
    return reply === 'no answer' || reply.status !== 200 ? reply : { ...reply, json: change(reply.json as Sheet, request) };
  };
