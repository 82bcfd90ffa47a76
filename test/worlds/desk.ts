import { names } from './conditions.ts';
import type { ServerResponse } from 'node:http';
import { judgeForeign, serve } from '../runner/foreign/judge-foreign.ts';
import { writeDocument } from './without-x-assay-document.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const states = { type: 'string', enum: ['open', 'closed'] };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const settables = { subject: text, note: text, urgency: { type: 'integer', minimum: 1, maximum: 9 } };
const letterOf = (asked: object): object =>
  object({ id: text, ...asked, state: states, closed_at: { ...moment, nullable: true }, created_at: moment }, ['id', 'subject', 'state']);
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };

/** A desk for letters: they are filed, read, listed, changed, closed and thrown away. */
export const deskDocument = (
  method: 'patch' | 'put' = 'patch',
  required: readonly string[] = method === 'put' ? ['subject'] : [],
  /** What the document says of a change. */
  description?: string,
  /** What it says of the urgency and of roles. */
  said?: { readonly urgency: string; readonly roles: string },
): object => {
  const asked = said ? { ...settables, urgency: { ...settables.urgency, description: said.urgency } } : settables;
  const letterSchema = letterOf(asked);
  const letters = { $ref: '#/components/schemas/Letter' };
  const body = (needed: readonly string[]): object => ({
    required: true,
    content: { 'application/json': { schema: object(asked, needed) } },
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Desk', version: '1', ...(said && { description: said.roles }) },
    security: [{ key: [] }],
    components: { schemas: { Letter: letterSchema }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/letters': {
        get: { responses: { '200': shows({ type: 'array', items: letters }) } },
        post: { requestBody: body(['subject']), responses: { '201': shows(letters), '400': none } },
      },
      '/letters/{letterId}': {
        parameters: [{ name: 'letterId', in: 'path', required: true, schema: text }],
        get: { responses: { '200': { ...shows(letters), headers: { ETag: { schema: text } } }, '404': none } },
        [method]: {
          ...(description === undefined ? {} : { description }),
          parameters: [{ name: 'If-Match', in: 'header', schema: text }],
          requestBody: body(required),
          responses: { '200': shows(letters), '404': none, '409': none, '412': none },
        },
        delete: { responses: { '204': { description: 'Gone' }, '404': none } },
      },
      '/letters/{letterId}/close': {
        parameters: [{ name: 'letterId', in: 'path', required: true, schema: text }],
        post: {
          description: 'Only an open letter can be closed; otherwise 409.',
          responses: { '200': shows(letters), '404': none, '409': none },
        },
      },
    },
  };
};

export type Letter = {
  readonly id: string;
  readonly account: string;
  subject: string;
  state: string;
  closed_at: string | null;
  version: number;
  [other: string]: unknown;
};
export type Given = Readonly<Record<string, unknown>>;
export type Reply = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

const settable = Object.keys(settables);

/** A desk that does what its document says, and how one differs. */
export class Desk {
  letters: Letter[] = [];
  readonly asked: string[] = [];
  protected next = 1;
  newId(): string {
    return `letter-${this.next++}`;
  }
  kept(given: Given): Given {
    return Object.fromEntries(Object.entries(given).filter(([name]) => settable.includes(name)));
  }
  firstState(): string {
    return 'open';
  }
  add(account: string, given: Given): Reply {
    if (typeof given['subject'] !== 'string') return [400];
    const made: Letter = {
      id: this.newId(),
      account,
      subject: '',
      note: '',
      urgency: 5,
      ...this.kept(given),
      state: this.firstState(),
      closed_at: null,
      version: 1,
      created_at: new Date().toISOString(),
    };
    this.letters.push(made);
    return [201, this.shown(made)];
  }
  shown(letter: Letter): unknown {
    const { account: _, version: __, ...rest } = letter;
    return rest;
  }
  find(account: string, id: string): Letter | undefined {
    return this.letters.find((one) => one.id === id && one.account === account);
  }
  tag({ id, version }: Letter): string {
    return `"${id}-${version}"`;
  }
  read(account: string, id: string): Reply {
    const found = this.find(account, id);
    return found ? [200, this.shown(found), { etag: this.tag(found) }] : [404];
  }
  list(account: string): Reply {
    return [200, this.letters.filter((one) => one.account === account).map((one) => this.shown(one))];
  }
  write(found: Letter, given: Given): void {
    Object.assign(found, this.kept(given));
    found.version += 1;
  }
  change(account: string, id: string, given: Given, match?: string): Reply | Promise<Reply> {
    const found = this.find(account, id);
    if (!found) return [404];
    if (match !== undefined && !names(match, this.tag(found))) return [412];
    this.write(found, given);
    return [200, this.shown(found)];
  }
  close(account: string, id: string): Reply {
    const found = this.find(account, id);
    if (!found) return [404];
    if (found.state !== 'open') return [409];
    found.state = 'closed';
    found.closed_at = new Date().toISOString();
    return [200, this.shown(found)];
  }
  remove(account: string, id: string): Reply {
    const found = this.find(account, id);
    if (!found) return [404];
    this.letters = this.letters.filter((one) => one !== found);
    return [204];
  }
  /** What the second credential does is done by the account, unless a desk tells them apart. */
  accountOf(caller: string): string {
    return caller === clerk ? 'ours' : caller;
  }
  answer(method: string, account: string, [id, action]: readonly string[], given: Given, match?: string): Reply | Promise<Reply> {
    if (id === undefined) return method === 'GET' ? this.list(account) : method === 'POST' ? this.add(account, given) : [405];
    if (action !== undefined) return method === 'POST' && action === 'close' ? this.close(account, id) : [404];
    if (method === 'GET') return this.read(account, id);
    if (method === 'PATCH' || method === 'PUT') return this.change(account, id, given, match);
    return method === 'DELETE' ? this.remove(account, id) : [405];
  }
}

/** The second credential of our account. */
export const clerk = 'clerk of ours';

const accounts: Readonly<Record<string, string>> = {
  'foreign-key-0123456789': 'ours',
  'second-key-0123456789': clerk,
  'other-key-01234567890': 'theirs',
};

const given = (written: string): Given | undefined => {
  try {
    const body: unknown = JSON.parse(written || '{}');
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    return undefined;
  }
};

const answered = async (reply: Reply | Promise<Reply>, outgoing: ServerResponse): Promise<void> => {
  const [status, value, headers = {}] = await reply;
  outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
  outgoing.end(value === undefined ? undefined : JSON.stringify(value));
};

const serving = (desk: Desk): Promise<string> =>
  serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = given(Buffer.concat(chunks).toString());
      desk.asked.push(`${incoming.method} ${incoming.url}`);
      const [, root, ...steps] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
      const account = accounts[(incoming.headers.authorization ?? '').replace(/^Bearer /iu, '')];
      const reply =
        account === undefined
          ? ([401] as const)
          : root !== 'letters'
            ? ([404] as const)
            : body === undefined
              ? ([400] as const)
              : desk.answer(incoming.method ?? '', desk.accountOf(account), steps, body, incoming.headers['if-match']);
      void answered(reply, outgoing);
    });
  });

/** Judges a desk by sequences of calls, with two credentials of one account and one of another. */
export const judgedDesk = async (desk: Desk, document: object = deskDocument()) => {
  const { verdicts } = await judgeForeign(writeDocument(document), await serving(desk), {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    credentials: ['key', 'second', 'other'],
    secrets: { second: 'second-key-0123456789', other: 'other-key-01234567890' },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['sequences/*'], skip: [] },
  });
  return {
    passed: verdicts.flatMap(({ verdict, case: { check, requirement } }) => (verdict.kind === 'pass' ? [`${requirement} ${check}`] : [])),
    failed: verdicts.flatMap(({ verdict, case: { requirement } }) =>
      verdict.kind === 'fail' ? [{ requirement, ...verdict.finding }] : [],
    ),
    others: verdicts.flatMap(({ verdict, case: { check } }) =>
      verdict.kind === 'pass' || verdict.kind === 'fail' || (verdict.kind === 'skipped' && verdict.because === 'not-selected')
        ? []
        : [`${check} ${verdict.kind} ${'reason' in verdict ? verdict.reason : ''}`],
    ),
  };
};
