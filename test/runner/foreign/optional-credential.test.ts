import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object): object => ({ type: 'object', required: Object.keys(properties), properties });
const holding = (schema: object): object => ({ 'application/json': { schema } });
const none = { description: 'None' };
const poem = object({ id: text, title: text, isOut: { type: 'boolean' } });
const open = [{}, { key: [] }];
const inPath = [{ name: 'poemId', in: 'path', required: true, schema: text }];

/** Poems that everybody may read once they are out, and their author before. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Poems', version: '1', description: 'A new poem is seen by its author alone.' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/poems': {
      get: {
        security: open,
        responses: { '200': { description: 'All', content: holding(object({ items: { type: 'array', items: poem } })) }, '401': none },
      },
      post: {
        requestBody: { required: true, content: holding(object({ title: text })) },
        responses: { '201': { description: 'It', content: holding(poem) }, '401': none },
      },
    },
    '/poems/{poemId}': {
      parameters: inPath,
      get: { security: open, responses: { '200': { description: 'It', content: holding(poem) }, '401': none, '404': none } },
      delete: { responses: { '204': none, '401': none, '404': none } },
    },
    '/poems/{poemId}/notes': {
      parameters: inPath,
      get: {
        security: open,
        responses: { '200': { description: 'All', content: holding({ type: 'array', items: text }) }, '401': none, '404': none },
      },
    },
    '/drafts': { get: { responses: { '200': { description: 'All', content: holding({ type: 'array', items: poem }) }, '401': none } } },
  },
};

type World = {
  /** The operations that ask everybody for a credential. */
  readonly closed?: readonly string[];
  /** What a stranger is told of a poem that is not out. */
  readonly hidden?: 401 | 404;
  readonly isEmpty?: true;
};

const servePoems = ({ closed = [], hidden = 404, isEmpty }: World): Promise<string> => {
  const poems = new Map(isEmpty ? [] : [['p0', { id: 'p0', title: 'Old', isOut: true }]]);
  return serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const answer = (status: number, body?: unknown): void => {
        outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      const credential = incoming.headers.authorization;
      const isAuthor = credential === 'Bearer foreign-key-0123456789';
      if (credential !== undefined && !isAuthor) return answer(401);
      const [, root, id = '', part] = new URL(incoming.url ?? '', 'http://x').pathname.split('/');
      const name = `${root}${id === '' ? '' : '/id'}${part === undefined ? '' : `/${part}`}`;
      const isOpen = root === 'poems' && incoming.method === 'GET' && !closed.includes(name);
      if (!isAuthor && !isOpen) return answer(401);
      if (root === 'drafts')
        return answer(
          200,
          [...poems.values()].filter(({ isOut }) => !isOut),
        );
      if (root !== 'poems') return answer(404);
      if (id === '' && incoming.method === 'POST') {
        const given = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { title?: string };
        const made = { id: `p${poems.size + 1}`, title: given.title ?? '', isOut: false };
        poems.set(made.id, made);
        return answer(201, made);
      }
      if (id === '') return answer(200, { items: [...poems.values()].filter(({ isOut }) => isOut || isAuthor) });
      const found = poems.get(id);
      if (!found) return answer(404);
      if (!isAuthor && !found.isOut) return answer(hidden);
      if (incoming.method === 'DELETE') return poems.delete(id) ? answer(204) : answer(404);
      return answer(200, part === undefined ? found : ['A note']);
    });
  });
};

const check = 'auth/open-without-credential';

test.concurrent.for<readonly [World, readonly string[]]>([
  [{}, ['~1poems/get pass', '~1poems~1{poemId}/get pass', '~1poems~1{poemId}~1notes/get pass']],
  [{ hidden: 401 }, ['~1poems/get pass', '~1poems~1{poemId}/get pass', '~1poems~1{poemId}~1notes/get pass']],
  [{ isEmpty: true }, ['~1poems/get pass', '~1poems~1{poemId}/get inconclusive', '~1poems~1{poemId}~1notes/get inconclusive']],
  [{ closed: ['poems/id'] }, ['~1poems/get pass', '~1poems~1{poemId}/get fail credential-required', '~1poems~1{poemId}~1notes/get pass']],
  [
    { closed: ['poems/id/notes'] },
    ['~1poems/get pass', '~1poems~1{poemId}/get pass', '~1poems~1{poemId}~1notes/get fail credential-required'],
  ],
  [
    { closed: ['poems'] },
    ['~1poems/get fail credential-required', '~1poems~1{poemId}/get inconclusive', '~1poems~1{poemId}~1notes/get inconclusive'],
  ],
])(
  'what everybody may read is read by a stranger: %o',
  besideOthers(async ([world, expected]) => {
    const { verdicts } = await judgeForeign(writeDocument(document), await servePoems(world), {
      allow: ['mutation', 'permanent', 'destructive'],
      selection: { only: [check], skip: [] },
    });
    const stated = verdicts
      .filter((one) => one.case.check === check)
      .map(
        ({ case: { id }, verdict }) =>
          `${id.split('paths/')[1]} ${verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind}`,
      );
    expect(stated.toSorted()).toEqual(expected);
  }),
);

test(
  'what only its author sees at first is read with the key',
  besideOthers(async () => {
    const { verdicts } = await judgeForeign(writeDocument(document), await servePoems({}), {
      allow: ['mutation', 'permanent', 'destructive'],
      selection: { only: ['lifecycle/created-is-readable', 'lifecycle/created-*', 'schema/*'], skip: [] },
    });
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
    expect(verdicts.filter((one) => one.case.check === 'lifecycle/created-is-readable').map(({ verdict }) => verdict.kind)).toEqual([
      'pass',
    ]);
  }),
);
