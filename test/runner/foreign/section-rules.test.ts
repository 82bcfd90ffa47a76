import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const status = { type: 'string', enum: ['draft', 'open', 'closed'] };
const shows = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = {
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: ['note'], properties: { note: text } } } },
};
const note = { type: 'object', required: ['id', 'note'], properties: { id: text, note: text } };
const conflict = { 404: { description: 'None' }, 409: { description: 'At odds with the present state' } };

/** A write of a thing or of its notes: `change`, `remove`, `add note`, `change note`, `remove note`. */
type Write = string;

/** Things with notes that are opened and closed; a test says in which states what is refused. */
class Noted extends Things {
  readonly isRefused: (write: Write, state: string) => boolean;
  notes = new Map<string, Map<string, Record<string, unknown>>>();
  readonly first: string;
  constructor(isRefused: (write: Write, state: string) => boolean, first: string) {
    super({ title: text });
    this.first = first;
    this.isRefused = isRefused;
  }
  override add(given: Record<string, unknown>): Reply {
    const [code, made] = super.add(given);
    if (code === 201) Object.assign(this.rows.at(-1) ?? {}, { status: this.first });
    return [code, made];
  }
  override answer(method: string, steps: readonly string[], given: Record<string, unknown>, query?: URLSearchParams): Reply {
    const [id = '', below, noteId] = steps;
    const found = this.find(id);
    const refuses = (write: Write): boolean => found !== undefined && this.isRefused(write, String(found['status']));
    if (below !== 'notes') {
      if (steps.length === 1 && method === 'DELETE' && refuses('remove')) return [409];
      if (steps.length === 1 && method === 'PATCH' && this.isRight(given, []) && refuses('change')) return [409];
      return super.answer(method, steps, given, query);
    }
    if (!found) return [404];
    const own = this.notes.get(id) ?? new Map<string, Record<string, unknown>>();
    this.notes.set(id, own);
    const isRight = typeof given['note'] === 'string';
    if (noteId === undefined) {
      if (method === 'GET') return [200, [...own.values()]];
      if (method !== 'POST') return [405, undefined, { allow: 'GET, POST' }];
      if (!isRight) return [400];
      if (refuses('add note')) return [409];
      const made = { id: `note-${this.next++}-c1`, note: given['note'] };
      own.set(made.id, made);
      return [201, made];
    }
    const one = own.get(noteId);
    if (!one) return [404];
    if (method === 'GET') return [200, one];
    if (method === 'PATCH') {
      if (!isRight) return [400];
      return refuses('change note') ? [409] : [200, Object.assign(one, { note: given['note'] })];
    }
    if (method !== 'DELETE') return [405, undefined, { allow: 'GET, PATCH, DELETE' }];
    if (refuses('remove note')) return [409];
    own.delete(noteId);
    return [204];
  }
  override act(id: string, action: string): Reply {
    const found: Row | undefined = this.find(id);
    const [from, to] = action === 'open' ? ['draft', 'open'] : ['open', 'closed'];
    if (!found || !['open', 'close'].includes(action)) return [404];
    if (found['status'] !== from) return [409];
    found['status'] = to;
    return [200, found];
  }
}

const judged = async (said: string, isRefused: (write: Write, state: string) => boolean, ofNotes = {}, first = 'draft') => {
  const actions = { open: { description: 'Opens a draft.' }, close: { description: 'Closes an open thing.' } };
  const document = structuredClone(thingsDocument({ title: text }, { shown: { status }, actions })) as {
    tags?: readonly object[];
    paths: Record<string, Record<string, { tags?: readonly string[]; responses?: object }>>;
  };
  document.tags = [{ name: 'things', description: said }];
  for (const operation of Object.values(document.paths).flatMap((one) => Object.values(one)))
    if (operation.responses) Object.assign(operation, { tags: ['things'], responses: { ...operation.responses, ...conflict } });
  const parameters = [{ name: 'id', in: 'path', required: true, schema: text }];
  const within: Record<string, object> = {
    '/things/{id}/notes': {
      parameters,
      get: { responses: { 200: shows({ type: 'array', items: note }), ...conflict } },
      post: { requestBody: takes, responses: { 201: shows(note), 400: { description: 'Wrong' }, ...conflict }, ...ofNotes },
    },
    '/things/{id}/notes/{noteId}': {
      parameters: [...parameters, { name: 'noteId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: shows(note), ...conflict } },
      patch: { requestBody: takes, responses: { 200: shows(note), 400: { description: 'Wrong' }, ...conflict }, ...ofNotes },
      delete: { responses: { 204: { description: 'Gone' }, ...conflict }, ...ofNotes },
    },
  };
  Object.assign(document.paths, within);
  const { failed, passed } = await judgedThings(new Noted(isRefused, first), document, [
    'lifecycle/refused-in-state',
    'lifecycle/first-state-is-no-end',
  ]);
  return { failed: failed.map(({ finding }) => finding.expected), passed: passed.length };
};

const drafts =
  'A thing is a `draft` at first.\n\nOnly drafts can be edited. That goes for the thing itself as well as for its notes; later attempts are answered with 409.';
const frozen =
  'A closed thing is frozen. Reading works as before; every change to the thing itself or to anything below it (notes) ends in 409.';
const isLater = (write: Write, state: string): boolean => state !== 'draft' && (write === 'change' || write === 'change note');
const isClosed = (write: Write, state: string): boolean => state === 'closed' && write !== 'remove';

test.concurrent.for<readonly [string, string, (write: Write, state: string) => boolean, object?]>([
  ['edits drafts alone', drafts, isLater],
  ['freezes what is closed', frozen, isClosed],
  ['is edited always, where only some callers have a limit', 'Only drafts can be edited by drivers.', () => false],
  ['is edited always, where the limit is of one part', 'The title of a closed thing cannot be edited.', () => false],
])(
  'a service is not accused that %s',
  besideOthers(async ([, said, isRefused]) => {
    expect((await judged(said, isRefused)).failed).toEqual([]);
  }),
);

test.concurrent.for<readonly [string, string, (write: Write, state: string) => boolean, string]>([
  [
    'edits what is no draft',
    drafts,
    (write, state) => isLater(write, state) && write !== 'change',
    'PATCH /things/{id}, because the resource is "open"',
  ],
  [
    'edits notes of what is no draft',
    drafts,
    (write, state) => isLater(write, state) && write !== 'change note',
    'PATCH /things/{id}/notes/{noteId}, because the resource is "open"',
  ],
  [
    'removes notes of what is closed',
    frozen,
    (write, state) => isClosed(write, state) && write !== 'remove note',
    'DELETE /things/{id}/notes/{noteId}, because the resource is "closed"',
  ],
  [
    'adds notes to what is closed',
    frozen,
    (write, state) => isClosed(write, state) && write !== 'add note',
    'POST /things/{id}/notes, because the resource is "closed"',
  ],
])(
  'a service is told that %s',
  besideOthers(async ([, said, isRefused, told]) => {
    expect((await judged(said, isRefused)).failed).toEqual([`409 to ${told}`]);
  }),
);

test('what is below is held to "For drafts." of its own, and what keeps to it passes', async () => {
  const own = { description: 'For drafts. No body is needed.' };
  expect((await judged('', () => false, own)).failed.length).toBe(3);
  const kept = await judged('', (write, state) => state !== 'draft' && write.endsWith('note'), own);
  expect(kept.failed).toEqual([]);
  expect(kept.passed).toBeGreaterThanOrEqual(3);
});

test('the first state is the one that the section gives to what is new', async () => {
  expect((await judged('A thing starts out as `draft`.', () => false, {}, 'open')).failed).toEqual(['"draft", as the description says']);
  expect((await judged('A thing starts out as `draft`.', () => false)).failed).toEqual([]);
  expect((await judged('A thing starts out as `draft` or, for drivers, as `open`.', () => false, {}, 'open')).failed).toEqual([]);
});
