import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const takes = (schema: object) => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const none = { description: 'None' };
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const tag = object({ id: { type: 'string' }, name: text }, ['id', 'name']);
const ids = { type: 'array', uniqueItems: true, maxItems: 5, items: { type: 'string' } };
const note = object({ id: { type: 'string' }, title: text, tagIds: ids }, ['id', 'title', 'tagIds']);
const usual = 'The tag is also taken off all notes that carry it.';

/** Notes that carry tags. */
const documentOf = (words: string) => ({
  openapi: '3.0.3',
  info: { title: 'Notes', version: '1', description: 'A PATCH changes only what is sent.' },
  paths: {
    '/tags': {
      get: { responses: { 200: json({ type: 'array', items: tag }) } },
      post: { ...takes(object({ name: text }, ['name'])), responses: { 201: json(tag), 400: none } },
    },
    '/tags/{tagId}': {
      ...inPath('tagId'),
      get: { responses: { 200: json(tag), 404: none } },
      delete: { description: words, responses: { 204: { description: 'Gone' }, 404: none, 409: none } },
    },
    '/notes': {
      get: { responses: { 200: json({ type: 'array', items: note }) } },
      post: { ...takes(object({ title: text, tagIds: ids }, ['title'])), responses: { 201: json(note), 400: none } },
    },
    '/notes/{noteId}': {
      ...inPath('noteId'),
      get: { responses: { 200: json(note), 404: none } },
      patch: { ...takes(object({ title: text, tagIds: ids }, [])), responses: { 200: json(note), 400: none, 404: none } },
      delete: { responses: { 204: { description: 'Gone' }, 404: none } },
    },
  },
});

type Habit = 'takes them off' | 'takes them off late' | 'leaves the ids' | 'loses tags by a change' | 'keeps a used tag' | 'hides tags';

const judged = async (habit: Habit, words = usual) => {
  const all = { tags: new Map<string, Json>(), notes: new Map<string, Json>() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'tags' && root !== 'notes') return give(404);
    const some: Map<string, Json> = all[root];
    const found = some.get(id ?? '');
    const { method } = incoming;
    if (id !== undefined && !found) return give(404);
    const shown = (one: Json | undefined): unknown => (habit === 'hides tags' && one?.['tagIds'] ? { ...one, tagIds: [] } : one);
    if (method === 'GET') return give(200, id === undefined ? [...some.values()].map(shown) : shown(found));
    if (method === 'DELETE') {
      const carrying = [...all.notes.values()].filter((one) => root === 'tags' && (one['tagIds'] as string[]).includes(id ?? ''));
      if (carrying.length > 0 && habit === 'keeps a used tag') return give(409);
      some.delete(id ?? '');
      const takeOff = (): void => {
        for (const one of carrying)
          if (all.notes.has(String(one['id'])))
            all.notes.set(String(one['id']), { ...one, tagIds: (one['tagIds'] as string[]).filter((other) => other !== id) });
      };
      if (habit === 'takes them off late') setTimeout(takeOff, 300);
      else if (habit !== 'leaves the ids') takeOff();
      return give(204);
    }
    void objectBody(incoming).then((body = {}) => {
      const own = id ?? `${root}-${next++}`;
      const kept = habit === 'loses tags by a change' && id !== undefined ? { ...found, tagIds: [] } : found;
      const made: Json = { ...(root === 'notes' ? { tagIds: [] } : {}), ...kept, ...body, id: own };
      const name = made[root === 'tags' ? 'name' : 'title'];
      const named = made['tagIds'] ?? [];
      if (typeof name !== 'string' || name === '' || !Array.isArray(named) || named.some((one) => !all.tags.has(String(one))))
        return give(400);
      some.set(own, made);
      return give(id === undefined ? 201 : 200, shown(made));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(words)), url, {
    allow: ['mutation'],
    maxCreates: 60,
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/taken-off-on-removal', 'lifecycle/change-shown', 'lifecycle/sent-is-shown'], skip: [] },
  });
  if (habit !== 'keeps a used tag') expect([all.tags.size, all.notes.size]).toEqual([0, 0]);
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/taken-off') || verdict.kind === 'fail'
      ? [`${id.split('@')[0] ?? ''} ${verdict.kind === 'fail' ? verdict.finding.code : verdict.kind}`]
      : [],
  );
};

test.each<readonly [Habit, string]>([
  ['takes them off', 'lifecycle/taken-off-on-removal pass'],
  ['takes them off late', 'lifecycle/taken-off-on-removal pass'],
  ['keeps a used tag', 'lifecycle/taken-off-on-removal inconclusive'],
  ['leaves the ids', 'lifecycle/taken-off-on-removal removed-is-still-named'],
])('a service that %s is judged so: %s', async (habit, expected) => {
  expect(await judged(habit)).toEqual([expected]);
});

test('a list of ids that a change of something else empties is told', async () => {
  const found = await judged('loses tags by a change');
  expect(found.some((one) => one.startsWith('lifecycle/change-shown '))).toBe(true);
});

test('what shows no ids is not judged', async () => {
  expect(await judged('hides tags')).toContain('lifecycle/taken-off-on-removal inconclusive');
});

test.each([
  'It is removed from all notes, too.',
  'Removes a tag. It disappears from the notes.',
  'Deletes the tag and removes it from every note.',
])('the same is told in other words: %s', async (words) => {
  expect(await judged('leaves the ids', words)).toEqual(['lifecycle/taken-off-on-removal removed-is-still-named']);
});

test.each([
  'Removes a tag.',
  'A tag cannot be removed from notes that are closed.',
  'It must be taken off all notes first (`409`).',
  'The tag may be taken off the notes later.',
  'With `detach=true` it is taken off all notes.',
  'If the parameter `detach` is set, it is removed from all notes.',
  'Removed from the list of tags.',
])('nothing is expected where the document does not say so: %s', async (words) => {
  expect(await judged('leaves the ids', words)).toEqual([]);
});
