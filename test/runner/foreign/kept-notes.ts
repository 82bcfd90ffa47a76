import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

export type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** A document of notes that are created, read, changed and removed. */
export type Notes = {
  /** The members of a new note beside its title, of which `required` has to be there. */
  readonly members: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  /** What the creation and the introduction say. */
  readonly operation?: string;
  readonly introduction?: string;
  readonly example?: Json;
  /** Query parameters of the list. */
  readonly filters?: readonly object[];
};

const title = { type: 'string', minLength: 1, maxLength: 80 };

const documentOf = ({ members, required = [], operation = 'Adds a note.', introduction, example, filters = [] }: Notes) => {
  const made = { type: 'object', required: ['title', ...required], properties: { title, ...members } };
  const note = {
    type: 'object',
    required: ['id', 'title', 'madeAt'],
    properties: {
      id: { type: 'string', readOnly: true },
      title,
      ...members,
      madeAt: { type: 'string', format: 'date-time', readOnly: true },
    },
  };
  const refusals = { 404: { description: 'None' }, 422: { description: 'Wrong' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1', ...(introduction === undefined ? {} : { description: introduction }) },
    paths: {
      '/notes': {
        get: {
          parameters: filters,
          responses: { 200: { description: 'All', ...json({ type: 'array', items: note }) }, 400: { description: 'Wrong' } },
        },
        post: {
          description: operation,
          requestBody: {
            required: true,
            content: { 'application/json': { schema: made, ...(example === undefined ? {} : { example }) } },
          },
          responses: { 201: { description: 'Made', ...json(note) }, ...refusals },
        },
      },
      '/notes/{noteId}': {
        parameters: [{ name: 'noteId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'It', ...json(note) }, ...refusals } },
        patch: {
          requestBody: { required: true, ...json({ type: 'object', properties: { title, ...members } }) },
          responses: { 200: { description: 'Changed', ...json(note) }, ...refusals },
        },
        delete: { responses: { 204: { description: 'Gone' }, ...refusals } },
      },
    },
  };
};

export type Service = {
  /** Does a note keep the rules, as it results. */
  readonly holds?: (note: Json) => boolean;
  /** What is stored of a body. */
  readonly takes?: (body: Json) => Json;
  /** Does the list show a note to a query. */
  readonly finds?: (note: Json, query: URLSearchParams) => boolean;
  /** When the notes were made; by default now. */
  readonly madeAt?: () => string;
  /** Notes that were there before. */
  readonly before?: readonly Json[];
};

/** What one check says of a service, and the bodies of the creations that it was sent. */
export const toldOfNotes = async (
  check: string,
  notes: Notes,
  { holds = () => true, takes = (body) => body, finds = () => true, madeAt = () => new Date().toISOString(), before = [] }: Service,
) => {
  const all = new Map<string, Json>(before.map((note) => [String(note['id']), note]));
  const sent: Json[] = [];
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root, id] = pathname.split('/');
    const found = all.get(id ?? '');
    if (root !== 'notes' || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return give(200, found ?? [...all.values()].filter((note) => finds(note, searchParams)));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    const body = await objectBody(incoming);
    if (!found && body) sent.push(body);
    const made: Json = { madeAt: madeAt(), ...found, ...(body && takes(body)) };
    if (!body || typeof made['title'] !== 'string' || made['title'] === '' || [...made['title']].length > 80 || !holds(made))
      return give(422);
    const note = { ...made, id: id ?? `n${(last += 1)}` };
    all.set(note.id, note);
    return give(found ? 200 : 201, note);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(notes)), url, {
    allow: ['mutation'],
    credentials: [],
    maxCreates: 40,
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: [check], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ verdict, case: { requirement, level } }) =>
      verdict.kind === 'fail' ? [`${level} ${requirement}: ${verdict.finding.expected}`] : [],
    ),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    open: verdicts.filter(({ verdict }) => verdict.kind === 'inconclusive').length,
    left: all.size - before.length,
    sent,
  };
};
