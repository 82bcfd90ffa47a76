import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const title = { type: 'string', minLength: 1, maxLength: 80 };
const poem = {
  type: 'object',
  required: ['id', 'title', 'status'],
  properties: { id: { type: 'string' }, title, status: { type: 'string', enum: ['draft', 'printed'], readOnly: true } },
};
const id = { name: 'poemId', in: 'path', required: true, schema: { type: 'string' } };
const open = { security: [{}, { token: [] }] };

/** Poems that everybody reads once they are printed. */
const document = (description: string, isOpen: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Poems', version: '1', description },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/poems': {
      get: { ...(isOpen ? open : {}), responses: { 200: { description: 'd', ...json({ type: 'array', items: poem }) }, ...refusals(401) } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title } }) },
        responses: { 201: { description: 'A draft', ...json(poem) }, ...refusals(401, 422) },
      },
    },
    '/poems/{poemId}': {
      parameters: [id],
      get: { ...(isOpen ? open : {}), responses: { 200: { description: 'd', ...json(poem) }, ...refusals(401, 404) } },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals(401, 404) } },
    },
    '/poems/{poemId}/print': {
      parameters: [id],
      post: { description: 'Prints a `draft`.', responses: { 200: { description: 'd', ...json(poem) }, ...refusals(401, 404, 409) } },
    },
  },
});

const keys = { key: 'poet-key-0123456789', restricted: 'lesser-key-0123456789', other: 'another-key-0123456789' };

type Habit =
  | 'keeps drafts'
  | 'shows drafts to nobody known'
  | 'lists drafts'
  | 'shows drafts to others'
  | 'shows drafts to all with a key'
  | 'answers 403';

const judged = async (habit: Habit, about: string, isOpen = true) => {
  const poems = new Map<string, { id: string; title: unknown; status: string }>();
  let count = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = incoming.method === 'POST' ? await objectBody(incoming) : undefined;
    const { authorization } = incoming.headers;
    const [who] = Object.entries(keys).find(([, one]) => authorization === `Bearer ${one}`) ?? [];
    if (who === undefined && (authorization !== undefined || incoming.method !== 'GET' || !isOpen)) return give(401, { title: 'Who?' });
    const [, root, own, act] = new URL(incoming.url ?? '/', 'http://poems').pathname.split('/');
    if (root !== 'poems') return give(404, { title: 'None' });
    const isShown = ({ status }: { status: string }): boolean =>
      status !== 'draft' ||
      who === 'key' ||
      (habit === 'shows drafts to nobody known' && who === undefined) ||
      (habit === 'shows drafts to others' && who === 'other') ||
      (habit === 'shows drafts to all with a key' && who !== undefined);
    if (own === undefined) {
      if (incoming.method === 'GET')
        return give(
          200,
          [...poems.values()].filter((one) => isShown(one) || habit === 'lists drafts'),
        );
      if (typeof body?.['title'] !== 'string' || body['title'] === '') return give(422, { title: 'No title' });
      count += 1;
      const made = { id: `p-${8000 + count * 17}`, title: body['title'], status: 'draft' };
      poems.set(made.id, made);
      return give(201, made);
    }
    const found = poems.get(own);
    if (!found || (!isShown(found) && habit !== 'answers 403')) return give(404, { title: 'None' });
    if (!isShown(found)) return give(403, { title: 'No' });
    if (incoming.method === 'GET') return give(200, found);
    if (who !== 'key') return give(404, { title: 'None' });
    if (incoming.method === 'DELETE') {
      poems.delete(own);
      return give(204);
    }
    if (act !== 'print' || found.status !== 'draft') return give(409, { title: 'Printed' });
    found.status = 'printed';
    return give(200, found);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  return judgeWithCallers(document(about, isOpen), url, keys, { only: ['auth/hidden-resource-absent'], maxCreates: 12 });
};

const kept = 'Draft poems are visible only to their author; others get `404`.';
const ofStaff = 'A **staff key** may do everything. Draft poems are visible to their author and to staff only.';

describe.concurrent('what is kept to whoever made it', () => {
  test.for<readonly [Habit, string, boolean]>([
    ['shows drafts to nobody known', kept, true],
    ['shows drafts to nobody known', ofStaff, true],
    ['lists drafts', kept, true],
    ['shows drafts to others', kept, true],
    ['shows drafts to others', kept, false],
  ])(
    'is told where a service %s: %s, with open reads: %s',
    besideOthers(async ([habit, about, isOpen]) => {
      expect((await judged(habit, about, isOpen)).told).toEqual([
        'OAS-127 hidden-resource-shown ' + (habit === 'lists drafts' ? 'GET /poems' : 'GET /poems/{poemId}'),
      ]);
    }),
  );

  test.for<readonly [Habit, string, boolean, boolean]>([
    ['keeps drafts', kept, true, true],
    ['answers 403', kept, true, true],
    ['keeps drafts', kept, false, true],
    // Another account may have staff of all accounts, and nothing tells whose the credential with less rights is.
    ['shows drafts to others', ofStaff, true, true],
    ['shows drafts to others', ofStaff, false, false],
    ['shows drafts to nobody known', 'Draft poems are visible only to their author and to anyone with the link.', true, false],
    ['shows drafts to nobody known', 'Only the author can print a draft poem.', true, false],
    ['shows drafts to nobody known', 'Draft poems are visible to everybody.', true, false],
  ])(
    'is not told of a service that %s: %s, with open reads: %s',
    besideOthers(async ([habit, about, isOpen, isJudged]) => {
      const { told, passed } = await judged(habit, about, isOpen);
      expect([told, passed.has('auth/hidden-resource-absent')]).toEqual([[], isJudged]);
    }),
  );
});
