import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorizationOf } from './bearer.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refused = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const text = { type: 'string' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const noteText = { type: 'string', minLength: 1, maxLength: 60 };

/** A library: librarians keep books, and members alone borrow them. */
export const readingRoomDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Reading room',
    version: '1',
    description:
      'There are two roles.\n\n| role | may |\n|---|---|\n| `librarian` | add and remove books |\n| `member` | borrow books, and see and give back own loans |\n',
  },
  security: [{ token: [] }],
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      NewBook: { type: 'object', required: ['title'], properties: { title: { type: 'string', minLength: 1, maxLength: 80 } } },
      Book: { type: 'object', required: ['id', 'title'], properties: { id: text, title: text } },
      NewLoan: { type: 'object', required: ['bookId', 'note'], properties: { bookId: text, note: noteText } },
      Loan: { type: 'object', required: ['id', 'bookId', 'note'], properties: { id: text, bookId: text, note: noteText } },
    },
  },
  paths: {
    '/books': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: ref('Book') }) }, ...refused(401) } },
      post: {
        description: 'Librarians only.',
        requestBody: { required: true, ...json(ref('NewBook')) },
        responses: { 201: { description: 'd', ...json(ref('Book')) }, ...refused(400, 401, 403) },
      },
    },
    '/books/{bookId}': {
      parameters: [inPath('bookId')],
      get: { responses: { 200: { description: 'd', ...json(ref('Book')) }, ...refused(401, 404) } },
      delete: { description: 'Librarians only.', responses: { 204: { description: 'd' }, ...refused(401, 403, 404) } },
    },
    '/loans': {
      get: {
        description: 'Members see their own loans.',
        responses: { 200: { description: 'd', ...json({ type: 'array', items: ref('Loan') }) }, ...refused(401) },
      },
      post: {
        description: 'Members only.',
        requestBody: { required: true, ...json(ref('NewLoan')) },
        responses: { 201: { description: 'd', ...json(ref('Loan')) }, ...refused(400, 401, 403, 422) },
      },
    },
    '/loans/{loanId}': {
      parameters: [inPath('loanId')],
      get: {
        description: 'A loan of somebody else is not there for you.',
        responses: { 200: { description: 'd', ...json(ref('Loan')) }, ...refused(401, 404) },
      },
      delete: { responses: { 204: { description: 'Given back' }, ...refused(401, 404) } },
    },
  },
};

/** Tokens of a librarian and of two members. */
export const roomTokens = {
  key: 'room_librarian_0123456789',
  restricted: 'room_member_0123456789',
  other: 'room_reader_0123456789',
} as const;

type Account = { readonly name: string; readonly role: 'librarian' | 'member' };
const accounts: Readonly<Record<string, Account>> = {
  [roomTokens.key]: { name: 'key', role: 'librarian' },
  [roomTokens.restricted]: { name: 'restricted', role: 'member' },
  [roomTokens.other]: { name: 'other', role: 'member' },
};
type Loan = { readonly id: string; readonly bookId: string; readonly note: string; readonly by: string };
type Reply = readonly [status: number, body?: unknown];

const objectIn = (body: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

/** A service that does what the document says; with `losesNotes` it keeps the note of no loan. */
export class ReadingRoom {
  readonly books = new Map<string, { readonly id: string; readonly title: string }>();
  readonly loans = new Map<string, Loan>();
  /** Who called what, in order: `key POST /books 201`. */
  readonly log: string[] = [];
  readonly #losesNotes: boolean;
  #last = 0;

  constructor({ losesNotes = false }: { readonly losesNotes?: boolean } = {}) {
    this.#losesNotes = losesNotes;
  }

  #books(account: Account, method: string, id: string | undefined, given: Readonly<Record<string, unknown>> | undefined): Reply {
    if (method === 'GET' && id === undefined) return [200, [...this.books.values()]];
    if (method === 'GET') return this.books.has(id ?? '') ? [200, this.books.get(id ?? '')] : [404];
    if (account.role !== 'librarian') return [403];
    if (method === 'DELETE') return this.books.delete(id ?? '') ? [204] : [404];
    const title = given?.['title'];
    if (typeof title !== 'string' || title === '' || [...title].length > 80) return [400];
    const made = { id: `book-${(this.#last += 1)}`, title };
    this.books.set(made.id, made);
    return [201, made];
  }

  #loans({ name, role }: Account, method: string, id: string | undefined, given: Readonly<Record<string, unknown>> | undefined): Reply {
    const shown = ({ id: own, bookId, note }: Loan) => ({ id: own, bookId, note: this.#losesNotes ? 'none' : note });
    if (method === 'GET' && id === undefined) return [200, [...this.loans.values()].filter(({ by }) => by === name).map(shown)];
    if (method === 'POST') {
      if (role !== 'member') return [403];
      const { bookId, note } = given ?? {};
      if (typeof bookId !== 'string' || typeof note !== 'string' || note === '' || [...note].length > 60) return [400];
      if (!this.books.has(bookId)) return [422];
      const made = { id: `loan-${(this.#last += 1)}`, bookId, note, by: name };
      this.loans.set(made.id, made);
      return [201, shown(made)];
    }
    const found = this.loans.get(id ?? '');
    if (found?.by !== name) return [404];
    if (method === 'GET') return [200, shown(found)];
    this.loans.delete(found.id);
    return [204];
  }

  #replyTo(account: Account | undefined, method: string, [collection, id, more]: readonly string[], body: string): Reply {
    if (!account) return [401];
    const given = objectIn(body);
    if (more !== undefined || (collection !== 'books' && collection !== 'loans')) return [404];
    if (!(id === undefined ? ['GET', 'POST'] : ['GET', 'DELETE']).includes(method)) return [405];
    return collection === 'books' ? this.#books(account, method, id, given) : this.#loans(account, method, id, given);
  }

  answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const { pathname } = new URL(incoming.url ?? '/', 'http://room');
      const account = accounts[/^Bearer (?<token>.*)$/u.exec(authorizationOf(incoming.headers))?.groups?.['token'] ?? ''];
      const segments = pathname.split('/').filter((one) => one !== '');
      const [status, body] = this.#replyTo(account, incoming.method ?? '', segments, Buffer.concat(parts).toString());
      this.log.push(`${account?.name ?? 'nobody'} ${incoming.method} ${pathname} ${status}`);
      outgoing.statusCode = status;
      if (status === 401) outgoing.setHeader('www-authenticate', 'Bearer');
      if (status === 405) outgoing.setHeader('allow', segments.length === 1 ? 'GET, POST' : 'GET, DELETE');
      if (body === undefined) return void outgoing.end();
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(JSON.stringify(body));
    });
  }
}
