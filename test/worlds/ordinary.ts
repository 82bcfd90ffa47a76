import { authorizationOf } from './bearer.ts';
import { decoded } from './decoded.ts';
import { judgeForeign, serve } from '../runner/foreign/judge-foreign.ts';
import { writeDocument } from './without-x-assay-document.ts';

type Members = Readonly<Record<string, object>>;
export type Row = Record<string, unknown>;
export type Reply = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

/** Is a value what a plain schema allows: its type, its listed values, a date and time. */
const isOf = (schema: object, value: unknown): boolean => {
  const { type, enum: listed, format }: { type?: unknown; enum?: unknown; format?: unknown } = schema;
  if (Array.isArray(listed)) return listed.some((one: unknown) => one === value);
  if (format === 'date-time') return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/u.test(value);
  return typeof value === (type === 'integer' ? 'number' : type);
};

const text = { type: 'string' };
const none = { description: 'None' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

/** The document of one collection, `/things`, whose things have some members, and are created, listed, read, changed and removed; and some actions on one. */
export const thingsDocument = (
  asked: Members,
  {
    shown = {},
    required = [],
    actions = {},
    id = 'id',
  }: {
    /** Members that only answers have. */
    readonly shown?: Members;
    readonly required?: readonly string[];
    /** Actions on one thing by the last segment of their path, with their descriptions. */
    readonly actions?: Readonly<Record<string, { readonly description: string; readonly responses?: object }>>;
    /** The member and the parameter that hold the id. */
    readonly id?: string;
  } = {},
): object => {
  const thing = { $ref: '#/components/schemas/Thing' };
  const body = (needed: readonly string[]): object => ({
    required: true,
    content: { 'application/json': { schema: { type: 'object', properties: asked, required: needed } } },
  });
  const parameters = [{ name: id, in: 'path', required: true, schema: text }];
  return {
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    security: [{ key: [] }],
    components: {
      schemas: { Thing: { type: 'object', properties: { ...asked, ...shown, [id]: text }, required: [id] } },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/things': {
        get: { responses: { '200': shows({ type: 'array', items: thing }) } },
        post: { requestBody: body(required), responses: { '201': shows(thing), '400': none } },
      },
      [`/things/{${id}}`]: {
        parameters,
        get: { responses: { '200': shows(thing), '404': none } },
        patch: { requestBody: body([]), responses: { '200': shows(thing), '400': none, '404': none } },
        delete: { responses: { '204': { description: 'Gone' }, '404': none } },
      },
      ...Object.fromEntries(
        Object.entries(actions).map(([name, { description, responses = { '200': shows(thing), '404': none, '409': none } }]) => [
          `/things/{${id}}/${name}`,
          { parameters, post: { description, responses } },
        ]),
      ),
    },
  };
};

/** A store of things that does what the document says; each test overrides what is unlike others. */
export class Things {
  rows: Row[] = [];
  readonly members: readonly string[];
  readonly asked: Members;
  readonly required: readonly string[];
  protected next = 1;
  constructor(asked: Members, required: readonly string[] = []) {
    this.asked = asked;
    this.required = required;
    this.members = Object.keys(asked);
  }
  /** Does a body keep to its schema. */
  isRight(given: Record<string, unknown>, required: readonly string[]): boolean {
    return (
      required.every((name) => given[name] !== undefined) &&
      Object.entries(this.asked).every(([name, schema]) => given[name] === undefined || isOf(schema, given[name]))
    );
  }
  kept(given: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(given).filter(([name]) => this.members.includes(name)));
  }
  newId(_given: Record<string, unknown>): string {
    return `thing-${this.next++}-b7f3`;
  }
  find(id: string): Row | undefined {
    return this.rows.find((one) => one['id'] === id);
  }
  shown(row: Row): unknown {
    return row;
  }
  add(given: Record<string, unknown>): Reply {
    if (!this.isRight(given, this.required)) return [400];
    const made: Row = { ...this.kept(given), id: this.newId(given) };
    this.rows.push(made);
    return [201, this.shown(made)];
  }
  list(_query?: URLSearchParams): Reply {
    return [200, this.rows.map((one) => this.shown(one))];
  }
  read(id: string): Reply {
    const found = this.find(id);
    return found ? [200, this.shown(found)] : [404];
  }
  change(id: string, given: Record<string, unknown>): Reply {
    const found = this.find(id);
    if (!found) return [404];
    if (!this.isRight(given, []) || Object.keys(this.kept(given)).length === 0) return [400];
    Object.assign(found, this.kept(given));
    return [200, this.shown(found)];
  }
  remove(id: string): Reply {
    const found = this.find(id);
    if (!found) return [404];
    this.rows = this.rows.filter((one) => one !== found);
    return [204];
  }
  act(_id: string, _action: string): Reply {
    return [404];
  }
  answer(method: string, [id, action, ...more]: readonly string[], given: Record<string, unknown>, query?: URLSearchParams): Reply {
    if (more.length > 0) return [404];
    if (id === undefined)
      return method === 'GET' ? this.list(query) : method === 'POST' ? this.add(given) : [405, undefined, { allow: 'GET, POST' }];
    if (action !== undefined) return method === 'POST' ? this.act(id, action) : [404];
    if (method === 'GET') return this.read(id);
    if (method === 'PATCH') return this.change(id, given);
    return method === 'DELETE' ? this.remove(id) : [405, undefined, { allow: 'GET, PATCH, DELETE' }];
  }
}

/** Judges a store of things with all checks, or with some. */
export const judgedThings = async (things: Things, document: object, only: readonly string[] = []) => {
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      let given: Record<string, unknown> | undefined = {};
      try {
        const value: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
        given = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
      } catch {
        given = undefined;
      }
      const [, root, ...steps] = decoded((incoming.url ?? '').split('?')[0] ?? '').split('/');
      const isKnown = authorizationOf(incoming.headers) === 'Bearer foreign-key-0123456789';
      const [status, value, headers = {}]: Reply = !isKnown
        ? [401, undefined, { 'www-authenticate': 'Bearer' }]
        : root !== 'things'
          ? [404]
          : given === undefined
            ? [400]
            : things.answer(incoming.method ?? '', steps, given, new URLSearchParams((incoming.url ?? '').split('?')[1]));
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 3, 'updated.shown': 3, 'removed.gone': 3, 'removed.settled': 0.3 },
    selection: { only, skip: [] },
  });
  const failed = verdicts.flatMap(({ verdict, case: { check, requirement } }) =>
    verdict.kind === 'fail' ? [{ told: `${requirement} ${check}: ${verdict.finding.code}`, finding: verdict.finding }] : [],
  );
  return {
    passed: verdicts.flatMap(({ verdict, case: { check, requirement } }) => (verdict.kind === 'pass' ? [`${requirement} ${check}`] : [])),
    told: failed.map(({ told }) => told),
    failed,
    others: verdicts.flatMap(({ verdict, case: { check } }) =>
      verdict.kind === 'inconclusive' || verdict.kind === 'broken'
        ? [`${check} ${verdict.kind} ${'reason' in verdict ? verdict.reason : ''}`]
        : [],
    ),
  };
};
