import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { hiddenFromRole } from '../../../src/contract/infer/roles/hidden.ts';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const written = {
  title: { type: 'string', minLength: 1, maxLength: 80 },
  margin: { type: ['number', 'null'], minimum: 0 },
  shelf: { type: 'string', enum: ['open', 'locked'], default: 'open' },
  intimate: { type: 'boolean', default: false },
};
const note = { type: 'object', required: ['id', 'title', 'shelf'], properties: { id: { type: 'string' }, ...written } };
const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
const all = { type: 'object', properties: { notes: { type: 'array', items: note } } };

/** An entry of the log tells of a note, and shows none. */
const logged = {
  type: 'object',
  properties: { id: { type: 'string' }, noteId: { type: 'string' }, shelf: { type: 'string' }, intimate: { type: 'boolean' } },
};

const job = {
  type: 'object',
  required: ['id', 'status'],
  properties: { id: { type: 'string' }, status: { type: 'string', enum: ['running', 'succeeded', 'failed'] } },
};

const notes = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1', description },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/notes': {
      get: { responses: { 200: { description: 'd', ...json(all) }, ...refusals(401) } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: written }) },
        responses: { 201: { description: 'd', ...json(note) }, ...refusals(401, 403, 422) },
      },
    },
    '/notes/{noteId}': {
      parameters: [id],
      get: { responses: { 200: { description: 'd', ...json(note) }, ...refusals(401, 404) } },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals(401, 403, 404) } },
    },
    '/notes/{noteId}/links': {
      parameters: [id],
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: { type: 'string' } }) }, ...refusals(401, 404) } },
    },
    '/latest': { get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: note }) }, ...refusals(401) } } },
    '/log': { get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: logged }) }, ...refusals(401) } } },
    '/notes/export': {
      get: {
        responses: {
          200: { description: 'id, title and shelf', content: { 'text/csv': { schema: { type: 'string' } } } },
          ...refusals(401),
        },
      },
    },
    '/exports': {
      post: {
        responses: { 202: { description: 'Begun', headers: { Location: { schema: { type: 'string' } } }, ...json(job) }, ...refusals(401) },
      },
    },
    '/exports/{jobId}': {
      parameters: [{ ...id, name: 'jobId' }],
      get: { responses: { 200: { description: 'd', ...json(job) }, ...refusals(401, 404) } },
    },
    '/exports/{jobId}/file': {
      parameters: [{ ...id, name: 'jobId' }],
      get: { responses: { 200: { description: 'd', content: { 'text/csv': { schema: { type: 'string' } } } }, ...refusals(401, 404) } },
    },
    '/find': {
      get: {
        parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'd', ...json(all) }, ...refusals(401) },
      },
    },
  },
});

const read = (description: string) =>
  hiddenFromRole(notes(description)).map(
    ({ member, value, whom }) =>
      `${member}${value === undefined ? '' : `=${value}`}${whom === 'all' ? '' : ` from ${[...whom].join(' and ')}`}`,
  );

const roles = 'An **editor key** may do everything. A **reader key** may only read.';

test.each<readonly [string, readonly string[]]>([
  [`${roles} \`margin\` is left out of whatever a reader reads.`, ['margin']],
  [`${roles} Readers never see \`margin\`.`, ['margin']],
  [`${roles} Readers do not get to see money: \`margin\` and \`title\` are left out of notes wherever a reader asks.`, ['margin', 'title']],
  [
    `${roles} The \`margin\` of a note is not for readers: it is hidden from every reader key, and a reader that sends it gets \`403\`.`,
    ['margin'],
  ],
  [`${roles} For reader keys \`margin\` is null.`, ['margin']],
  ['A key is a full key or a read-only key. Read-only keys never see what a note brings us (`margin`).', ['margin']],
  ['There are two roles. A *manager* may do everything. The *desk* may read. In answers to the desk `margin` is absent.', ['margin']],
  [`${roles} Only editors see \`margin\`.`, ['margin']],
  [`${roles} \`margin\` is shown to editors only.`, ['margin']],
  ['| role | may |\n|---|---|\n| `manager` | everything |\n| `viewer` | read everything; never sees `margin` of a note |', ['margin']],
  [`${roles} Readers never see a note whose \`shelf\` is \`locked\`: for them it is not there.`, ['shelf=locked']],
  [`${roles} Readers cannot see notes with \`shelf: locked\`.`, ['shelf=locked']],
  [`${roles} Notes with \`shelf\` \`locked\` are hidden from readers.`, ['shelf=locked']],
  // For some cases, or of something else.
  [`${roles} Readers never see \`margin\` unless they made the note.`, []],
  [`${roles} Readers do not see \`margin\` of other readers.`, []],
  [`${roles} \`margin\` may be left out for readers.`, []],
  [`${roles} \`margin\` is left out if it is not known.`, []],
  [`${roles} Members that readers may not set are ignored.`, []],
  [`${roles} Readers may not change \`margin\`.`, []],
  // Of one of several roles.
  [`${roles} A **porter key** may move notes. Readers never see \`margin\`.`, ['margin from reader']],
  [`${roles} A **porter key** may move notes. Only editors see \`margin\`.`, ['margin']],
  [`${roles} A **porter key** may move notes. Only editors and porters see \`margin\`.`, ['margin from reader']],
  [
    `${roles} A **porter key** may move notes. Readers never see \`margin\` (porters of the print shop read it on the bill).`,
    ['margin from reader'],
  ],
  [`${roles} A **porter key** may move notes. Readers, unlike porters, never see \`margin\`.`, ['margin from reader']],
  [`${roles} A **porter key** may move notes. \`margin\` is left out (for readers).`, ['margin from reader']],
  [
    `${roles} A **porter key** may move notes. \`margin\` is hidden from readers, so that porters do not hear of it.`,
    ['margin from reader'],
  ],
  ['Clerks never see `margin`. Keys have the role clerk or auditor. Auditors may read everything that clerks may.', ['margin from clerk']],
  ['Nobody sees `margin` of a note.', []],
])('a document hides from a role: %s', (description, expected) => {
  expect(read(description)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['Only editors see this member; in answers to a reader it is absent.', ['margin']],
  ['Visible to editors only.', ['margin']],
  ['Only editors see it. Readers always get null.', ['margin']],
  ['Only editors see it once they ask.', []],
  ['Hidden from readers.', ['margin']],
  ['In percent. Never shown to readers.', ['margin']],
  ['In percent. Shown to readers as well.', []],
  ['For editors. Never part of an answer to a reader.', ['margin']],
  ['Not in answers to readers.', ['margin']],
  ['Never part of the price that a reader pays.', []],
  ['Not in the currency of the reader.', []],
  ['Hidden from readers unless they made it.', []],
  ['Whether it is hidden in lists.', []],
  ['Only editors may set it.', []],
])('the description of a member hides it: %s', (description, expected) => {
  const schemas = { Note: { type: 'object', properties: { margin: { type: 'number', description } } } };
  const found = hiddenFromRole({ ...notes(roles), components: { ...notes(roles).components, schemas } });
  expect(found.map(({ member }) => member)).toEqual(expected);
});

test('the name of a member with an id speaks of no role', () => {
  const schemas = { Note: { type: 'object', properties: { readerId: { type: 'string', description: 'Null for an open note.' } } } };
  expect(hiddenFromRole({ ...notes(roles), components: { ...notes(roles).components, schemas } })).toEqual([]);
  expect(read(`${roles} \`readerId\` is null for notes of nobody.`)).toEqual([]);
  expect(read(`${roles} For \`reader\` keys \`margin\` is null.`)).toEqual(['margin']);
});

type Flaw =
  | 'shows the margin'
  | 'lists the margin'
  | 'shows locked notes'
  | 'lists locked notes'
  | 'finds locked notes'
  | 'shows links of locked notes'
  | 'exports locked notes'
  | 'has locked notes among the latest'
  | 'writes locked notes to files'
  | 'null instead'
  | 'masked'
  | 'forbidden instead'
  | 'all have links'
  | 'index follows'
  | 'a reader wrote one';

const keys = { key: 'editor-key-0123456789', restricted: 'reader-key-0123456789', other: 'another-key-0123456789' };

type Note = {
  readonly id: string;
  readonly title: unknown;
  readonly margin?: unknown;
  readonly shelf: unknown;
  readonly intimate: boolean;
  readonly at: number;
  readonly isOfReader?: true;
};

/** A further key, which is shown all that is hidden from readers, with the role that the operator says it has. */
type Third = { readonly role?: string };

const judged = async (flaw: Flaw | undefined, description: string, third?: Third) => {
  const callers = third ? { ...keys, third: 'further-key-0123456789' } : keys;
  const rows = new Map<string, Note>();
  if (flaw === 'a reader wrote one')
    rows.set('first', { id: 'first', title: 'Mine', margin: 7, shelf: 'open', intimate: false, at: Date.now(), isOfReader: true });
  let last = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [who] = Object.entries(callers).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const isReader = who === 'restricted';
    const url = new URL(incoming.url ?? '/', 'http://notes');
    const [, collection, noteId, links] = url.pathname.split('/');
    const own = who === 'other' ? [] : [...rows.values()];
    const shows = (flawed: Flaw) => own.filter(({ shelf, intimate }) => !isReader || (shelf !== 'locked' && !intimate) || flaw === flawed);
    const csv = (flawed: Flaw): void => {
      const lines = shows(flawed).map((one) => [one.id, one.title, one.shelf].map(String).join(','));
      outgoing.writeHead(200, { 'Content-Type': 'text/csv' }).end(['id,title,shelf', ...lines, ''].join('\r\n'));
    };
    const as = ({ at: _at, isOfReader, ...one }: Note, flawed: Flaw): object => {
      if (!isReader || isOfReader || flaw === flawed || !description.includes('margin')) return one;
      const { margin, ...rest } = one;
      if (margin === undefined) return rest;
      return flaw === 'null instead' ? { ...rest, margin: null } : flaw === 'masked' ? { ...rest, margin: '***' } : rest;
    };
    if (collection === 'latest')
      return give(
        200,
        shows('has locked notes among the latest').map((one) => as(one, 'lists the margin')),
      );
    if (collection === 'log')
      return give(
        200,
        own.map((one, n) => ({ id: `e${n}`, noteId: one.id, shelf: one.shelf, intimate: one.intimate })),
      );
    if (noteId === 'export') return csv('exports locked notes');
    if (collection === 'exports') {
      const shown = { id: noteId ?? 'job-1', status: noteId === undefined ? 'running' : 'succeeded' };
      if (links !== undefined) return csv('writes locked notes to files');
      if (noteId === undefined) outgoing.setHeader('Location', '/exports/job-1');
      return give(noteId === undefined ? 202 : 200, shown);
    }
    if (incoming.method !== 'GET' && isReader) return give(403, { title: 'Readers read' });
    if (collection === 'find') {
      const q = url.searchParams.get('q') ?? '';
      const found = shows('finds locked notes').filter(
        ({ title, at }) => String(title).includes(q) && Date.now() - at > (flaw === 'index follows' ? 900 : 0),
      );
      return give(200, { notes: found.map((one) => as(one, 'lists the margin')) });
    }
    if (incoming.method === 'POST') {
      if (typeof body?.['title'] !== 'string') return give(422, { title: 'No title' });
      const made = {
        id: `n${(last += 1)}x${last * 7919}`,
        title: body['title'],
        margin: body['margin'],
        shelf: body['shelf'] ?? 'open',
        intimate: body['intimate'] === true,
        at: Date.now(),
      };
      rows.set(made.id, made);
      return give(201, as(made, 'shows the margin'));
    }
    if (noteId === undefined) return give(200, { notes: shows('lists locked notes').map((one) => as(one, 'lists the margin')) });
    if (links !== undefined && flaw === 'all have links') return give(200, []);
    const seen = (links === undefined ? shows('shows locked notes') : shows('shows links of locked notes')).find(
      (one) => one.id === noteId,
    );
    if (!seen)
      return own.some((one) => one.id === noteId) && flaw === 'forbidden instead'
        ? give(403, { title: 'No' })
        : give(404, { title: 'Nothing' });
    if (links !== undefined) return give(200, ['https://example.com/']);
    if (incoming.method === 'DELETE') rows.delete(noteId);
    return incoming.method === 'DELETE' ? give(204) : give(200, as(seen, 'shows the margin'));
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const said = third?.role === undefined ? {} : { roles: { third: third.role } };
  return judgeWithCallers(notes(description), url, callers, { only: ['auth/hidden-*'], maxCreates: 24, ...said });
};

const hidesMargin = `${roles} \`margin\` is left out of whatever a reader reads.`;
const hidesFromOthers = `${roles} \`margin\` is shown to editors and the author only.`;
const hidesIntimate = `${roles} Intimate notes are for editors; readers don't get to see them.`;
const hidesOnes = `${roles} Locked notes are hidden from readers, in lists and searches too.`;
const hidesNotes = `${roles} Readers never see a note whose \`shelf\` is \`locked\`: for them it is not there (\`404\`, in no list).`;

describe.concurrent('what a role may not see', () => {
  test.for<readonly [string, Flaw | undefined, string]>([
    [hidesMargin, undefined, 'auth/hidden-member-left-out'],
    [hidesMargin, 'null instead', 'auth/hidden-member-left-out'],
    [hidesMargin, 'masked', 'auth/hidden-member-left-out'],
    [hidesFromOthers, undefined, 'auth/hidden-member-left-out'],
    [hidesFromOthers, 'a reader wrote one', 'auth/hidden-member-left-out'],
    [hidesNotes, undefined, 'auth/hidden-resource-absent'],
    [hidesIntimate, undefined, 'auth/hidden-resource-absent'],
    [hidesOnes, undefined, 'auth/hidden-resource-absent'],
    [hidesNotes, 'forbidden instead', 'auth/hidden-resource-absent'],
    [hidesNotes, 'all have links', 'auth/hidden-resource-absent'],
    [hidesNotes, 'index follows', 'auth/hidden-resource-absent'],
  ])(
    'is judged, and nothing told, where the text says "%s" and the service keeps it (%s)',
    besideOthers(async ([text, flaw, check]) => {
      const { told, passed } = await judged(flaw, text);
      expect(told).toEqual([]);
      expect([...passed]).toEqual([check]);
    }),
  );

  test.for<readonly [string, Flaw, string]>([
    [hidesMargin, 'shows the margin', 'OAS-126 hidden-member-shown GET /notes/{noteId}'],
    [hidesMargin, 'lists the margin', 'OAS-126 hidden-member-shown GET /notes'],
    [hidesFromOthers, 'lists the margin', 'OAS-126 hidden-member-shown GET /notes'],
    [hidesNotes, 'shows locked notes', 'OAS-127 hidden-resource-shown GET /notes/{noteId}'],
    [hidesNotes, 'lists locked notes', 'OAS-127 hidden-resource-shown GET /notes'],
    [hidesIntimate, 'lists locked notes', 'OAS-127 hidden-resource-shown GET /notes'],
    [hidesIntimate, 'shows locked notes', 'OAS-127 hidden-resource-shown GET /notes/{noteId}'],
    [hidesOnes, 'shows locked notes', 'OAS-127 hidden-resource-shown GET /notes/{noteId}'],
    [hidesNotes, 'finds locked notes', 'OAS-127 hidden-resource-shown GET /find'],
    [hidesNotes, 'exports locked notes', 'OAS-127 hidden-resource-shown GET /notes/export'],
    [hidesNotes, 'has locked notes among the latest', 'OAS-127 hidden-resource-shown GET /latest'],
    [hidesNotes, 'writes locked notes to files', 'OAS-127 hidden-resource-shown GET /exports/{jobId}/file'],
    [hidesNotes, 'shows links of locked notes', 'OAS-127 hidden-resource-shown GET /notes/{noteId}/links'],
  ])(
    'is told where the text says "%s" and the service %s',
    besideOthers(async ([text, flaw, finding]) => {
      expect((await judged(flaw, text)).told).toContain(finding);
    }),
  );

  test.for<readonly [string, string, string]>([
    [hidesMargin, 'reader', 'OAS-126 hidden-member-shown GET /notes/{noteId}'],
    [hidesNotes, 'reader', 'OAS-127 hidden-resource-shown GET /notes/{noteId}'],
  ])(
    'is told where the text says "%s" and a further key of that role (%s) sees it',
    besideOthers(async ([text, role, finding]) => {
      expect((await judged(undefined, text, { role })).told).toContain(finding);
    }),
  );

  test.for<readonly [string, string | undefined]>([
    [hidesMargin, undefined],
    [hidesNotes, undefined],
    [hidesMargin, 'editor'],
    [hidesNotes, 'editor'],
    [hidesNotes, 'gardener'],
  ])(
    'is not told where the text says "%s" and a further key, of which it is said that it is of "%s", sees it',
    besideOthers(async ([text, role]) => {
      expect((await judged(undefined, text, role === undefined ? {} : { role })).told).toEqual([]);
    }),
  );

  test(
    'is not judged where the document hides nothing',
    besideOthers(async () => {
      expect(await judged('shows the margin', `${roles} \`margin\` is null where it is not known.`)).toEqual({
        told: [],
        passed: new Set(),
      });
    }),
  );
});
