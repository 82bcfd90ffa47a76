import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string', maxLength: 60 };
const number = { type: 'integer', minimum: 1, maximum: 900 };

/** Of the last kind is an object of three texts, all of which it has to have in the end, by a rule that no schema shows. */
type Inner = 'texts' | 'numbers' | 'all needed';

const membersOf = (inner: Inner) => {
  const one = inner === 'numbers' ? number : text;
  const more = inner === 'all needed' ? { wax: one } : {};
  return {
    title: text,
    seal: { type: 'object', required: inner === 'all needed' ? [] : ['colour'], properties: { colour: one, motto: one, ...more } },
  };
};
const chestOf = (inner: Inner) => ({
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', readOnly: true }, ...membersOf(inner) },
});
const showsOf = (inner: Inner) => (description: string) => ({ description, content: { 'application/json': { schema: chestOf(inner) } } });
const asked = (type: string, required: readonly string[], inner: Inner) => ({
  required: true,
  content: { [type]: { schema: { type: 'object', required, properties: membersOf(inner) } } },
});
const none = { 404: { description: 'None' }, 400: { description: 'Wrong' } };

const document = (type: string, inner: Inner, said: string, otherType = 'Another media type') => {
  const shows = showsOf(inner);
  return {
    openapi: '3.0.3',
    info: { title: 'Chests', version: '1' },
    paths: {
      '/chests': {
        post: { requestBody: asked('application/json', ['title'], inner), responses: { 201: shows('New'), 400: { description: 'Wrong' } } },
      },
      '/chests/{chestId}': {
        parameters: [{ name: 'chestId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: shows('It'), 404: { description: 'None' } } },
        patch: {
          description: said,
          requestBody: asked(type, [], inner),
          responses: { 200: shows('It'), ...none, 415: { description: otherType } },
        },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
};

type Json = Readonly<Record<string, unknown>>;

/** The codes of what is told of a server that merges objects, or replaces them. */
const told = async (
  type: string,
  merges: boolean,
  {
    check = 'lifecycle/change-shown',
    inner = 'texts',
    said = 'Changes it.',
    takes = '',
    otherType,
  }: { readonly check?: string; readonly inner?: Inner; readonly said?: string; readonly takes?: string; readonly otherType?: string } = {},
) => {
  const chests = new Map<string, Json>();
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'chests') return give(404);
    const found = chests.get(id ?? '');
    if (id !== undefined && !found) return give(404);
    if (incoming.method === 'GET') return give(200, found);
    if (incoming.method === 'DELETE') return give(chests.delete(id ?? '') ? 204 : 404);
    const [sent = ''] = (incoming.headers['content-type'] ?? '').split(';');
    if (takes !== '' && found && ![type, ...takes.split(' ')].includes(sent)) return give(415);
    const { title, seal }: { title?: unknown; seal?: unknown } = JSON.parse(Buffer.concat(chunks).toString()) as object;
    const isWrong = (value: unknown): boolean => value !== undefined && (typeof value !== 'string' || value.length > 60);
    const parts: readonly unknown[] = typeof seal === 'object' && seal !== null && !Array.isArray(seal) ? Object.values(seal) : [seal];
    const isWrongPart = (value: unknown): boolean =>
      inner !== 'numbers' ? isWrong(value) : value !== undefined && (!Number.isInteger(value) || Number(value) < 1 || Number(value) > 900);
    if (isWrong(title) || parts.some(isWrongPart)) return give(400);
    if (!found) {
      if (title === undefined || (seal !== undefined && !('colour' in Object(seal)))) return give(400);
      const made = { id: `c-${next++}`, title, seal };
      chests.set(made.id, made);
      return give(201, made);
    }
    const old = typeof found['seal'] === 'object' ? found['seal'] : {};
    const kept = typeof seal === 'object' ? { seal: merges && seal !== null ? { ...old, ...seal } : seal } : {};
    const isWhole = ['colour', 'motto', 'wax'].every((name) => Object.hasOwn(Object(kept.seal), name));
    if (inner === 'all needed' && kept.seal && !isWhole) return give(422);
    const changed = { ...found, ...(title === undefined ? {} : { title }), ...kept };
    chests.set(id ?? '', changed);
    return give(200, changed);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(type, inner, said, otherType)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    durations: { 'updated.shown': 1 },
    selection: { only: [check], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

test.each<readonly [string, Inner, boolean, readonly string[]]>([
  ['application/merge-patch+json', 'texts', true, []],
  ['application/merge-patch+json', 'texts', false, ['not-merged']],
  ['application/merge-patch+json', 'numbers', true, []],
  ['application/merge-patch+json', 'numbers', false, ['not-merged']],
  ['application/merge-patch+json', 'all needed', true, []],
  ['application/merge-patch+json', 'all needed', false, ['merge-refused']],
  // Of any other change nothing says what becomes of the rest of an object.
  ['application/json', 'texts', false, []],
])('a change by %s of an object of %s, merged: %s', async (type, inner, merges, expected) => {
  expect(await told(type, merges, { inner })).toEqual(expected);
});

test.each([
  ['`seal` is merged: members that are sent are set, all others stay.', true, []],
  ['`seal` is merged: members that are sent are set, all others stay.', false, ['not-merged']],
  ['`title` is merged.', false, []],
])('a change of which the document says: %s, merged: %s', async (said, merges, expected) => {
  expect(await told('application/json', merges, { said })).toEqual(expected);
});

test('an object in a change that leaves out a member which it needs breaks nothing: the rest may stay', async () => {
  expect(await told('application/merge-patch+json', true, { check: 'body/breach-refused' })).toEqual([]);
});

test.each<readonly [string, string, string, readonly string[]]>([
  ['application/merge-patch+json', 'application/merge-patch+json', 'Changes it.', []],
  ['application/merge-patch+json', 'application/json', 'Changes it.', ['other-media-type-accepted']],
  ['application/merge-patch+json', 'text/plain', 'Changes it.', ['other-media-type-accepted']],
  ['application/merge-patch+json', 'application/json', 'Takes a merge patch, or the same as `application/json`.', []],
  ['application/json', 'application/merge-patch+json', 'Changes it.', []],
])('a change described as %s by a server that takes %s too: %s', async (type, takes, said, expected) => {
  expect(await told(type, true, { check: 'body/other-media-type-refused', said, takes })).toEqual(expected);
});

test('plain JSON is a merge patch for many servers, where nothing but the name of the status speaks against it', async () => {
  const lenient = { check: 'body/other-media-type-refused', takes: 'application/json', otherType: 'Unsupported Media Type' };
  expect(await told('application/merge-patch+json', true, lenient)).toEqual([]);
});
