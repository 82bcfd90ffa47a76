import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object, more: object = {}) => ({ description: 'd', content: { 'application/json': { schema } }, ...more });
const error = json({ type: 'object', properties: { message: { type: 'string' } } });
const shelf = { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string' }, note: { type: 'string' } } };
const body = (required: string[]) => ({
  required: true,
  content: {
    'application/json': { schema: { type: 'object', required, properties: { title: { type: 'string' }, note: { type: 'string' } } } },
  },
});
const tag = { headers: { ETag: { required: true, schema: { type: 'string' } } } };
const changed = { 404: error, 412: error, 428: error };

/** Shelves that are changed and removed only by who names their current version. `isRequired`: the document says so of the field, too. */
const document = (isRequired: boolean) => {
  const match = { name: 'If-Match', in: 'header', ...(isRequired ? { required: true } : {}), schema: { type: 'string' } };
  return {
    openapi: '3.0.3',
    info: { title: 'Shelves', version: '1' },
    paths: {
      '/shelves': {
        get: { responses: { 200: json({ type: 'array', items: shelf }) } },
        post: { requestBody: body(['title']), responses: { 201: json(shelf, tag), 400: error } },
      },
      '/shelves/{shelfId}': {
        parameters: [{ name: 'shelfId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: json(shelf, tag), 404: error } },
        patch: { parameters: [match], requestBody: body([]), responses: { 200: json(shelf, tag), 400: error, ...changed } },
        delete: { parameters: [match], responses: { 204: { description: 'Gone' }, ...changed } },
      },
    },
  };
};

type Shelf = { readonly id: string; title: string; note: string; version: number };

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

const told = async (isRequired: boolean, forgets: boolean) => {
  const shelves: Shelf[] = [{ id: randomUUID(), title: 'First', note: 'n', version: 1 }];
  const url = await serve(async (incoming, outgoing) => {
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown, etag?: string): void => {
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...(etag ? { etag } : {}) });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const show = (status: number, { version, ...rest }: Shelf): void => give(status, rest, `"v${version}"`);
    const sent = (): { title?: unknown; note?: unknown } | undefined => {
      try {
        const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
      } catch {
        return undefined;
      }
    };
    if (root !== 'shelves') return give(404, { message: 'No such path' });
    if (id === undefined && incoming.method === 'GET')
      return give(
        200,
        shelves.map(({ id: one, title, note }) => ({ id: one, title, note })),
      );
    if (id === undefined && incoming.method === 'POST') {
      const { title, note = '' } = sent() ?? {};
      if (typeof title !== 'string' || typeof note !== 'string') return give(400, { message: 'No' });
      const made = { id: randomUUID(), title, note, version: 1 };
      shelves.push(made);
      return show(201, made);
    }
    const found = shelves.find((one) => one.id === id);
    if (!found) return give(404, { message: 'No such shelf' });
    if (incoming.method === 'GET') return show(200, found);
    const match = incoming.headers['if-match'];
    if (match === undefined) return give(428, { message: 'Name the version' });
    if (match !== `"v${found.version}"`) return give(412, { message: 'Changed meanwhile' });
    if (incoming.method === 'DELETE') {
      shelves.splice(shelves.indexOf(found), 1);
      return give(204);
    }
    const change = sent();
    if (!change || !isText(change.title) || !isText(change.note)) return give(400, { message: 'No' });
    if (!forgets && typeof change.title === 'string') found.title = change.title;
    if (!forgets && typeof change.note === 'string') found.note = change.note;
    found.version += 1;
    return show(200, found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(isRequired)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/**'], skip: [] },
  });
  const kinds = (kind: string) => verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check } }) => check);
  return { failed: [...new Set(kinds('fail'))], passed: kinds('pass'), left: shelves.length };
};

describe('changes that need the current tag', () => {
  test.each([true, false])('are made with it, and cleaned up (the field is required: %s)', async (isRequired) => {
    const { failed, passed, left } = await told(isRequired, false);
    expect(failed).toEqual([]);
    expect(passed).toContain('lifecycle/change-shown');
    expect(left).toBe(1);
  });

  test('are told where they are not stored', async () => {
    expect((await told(false, true)).failed).toContain('lifecycle/change-shown');
  });
});
