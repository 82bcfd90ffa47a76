import { expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const wall = { type: 'object', required: ['colour'], properties: { colour: text } };
const content = { content: { 'application/json': { schema: wall } } };
const shows = { description: 'It', ...content };
const none = { description: 'None' };

/** Walls whose names clients choose, each in its account. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Walls', version: '1', description: 'Walls of other accounts do not exist for you (404).' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/walls': {
      get: {
        responses: { '200': { description: 'Own ones', content: { 'application/json': { schema: { type: 'array', items: wall } } } } },
      },
    },
    '/walls/{name}': {
      parameters: [{ name: 'name', in: 'path', required: true, schema: { ...text, pattern: '^[a-z0-9-]{1,40}$' } }],
      get: { responses: { '200': shows, '404': none } },
      put: {
        description: 'Paints a wall, or creates it.',
        requestBody: { required: true, ...content },
        responses: { '200': shows, '201': shows, '422': none },
      },
      delete: { responses: { '204': none, '404': none } },
    },
  },
};

const tried = async (isCareless: boolean) => {
  const walls = new Map<string, { readonly of: string; readonly colour: string }>();
  // Both accounts have walls, whose names may be the same.
  const keyOf = (who: string, name: string): string => `${who} ${name}`;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const who = ['one', 'two'].find((one) => incoming.headers.authorization === `Bearer ${one}-key-0123456789`);
    const [root, name = ''] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    if (who === undefined) return give(401);
    if (root !== 'walls') return give(404);
    if (name === '')
      return give(
        200,
        [...walls.values()].filter(({ of }) => of === who),
      );
    void objectBody(incoming).then((body = {}) => {
      const key = keyOf(who, name);
      const { colour } = body;
      const found = walls.get(key);
      if (incoming.method === 'PUT') {
        if (typeof colour !== 'string') return give(422);
        walls.set(key, { of: who, colour });
        return give(found ? 200 : 201, { colour });
      }
      if (incoming.method === 'GET') return found?.of === who ? give(200, { colour: found.colour }) : give(404);
      if (incoming.method !== 'DELETE') return give(405);
      const theirs = isCareless ? [...walls.keys()].find((one) => one.endsWith(` ${name}`)) : undefined;
      if (!found && theirs === undefined) return give(404);
      walls.delete(found ? key : (theirs ?? ''));
      return give(204);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 30,
    key: 'one-key-0123456789',
    credentials: ['key', 'other'],
    secrets: { other: 'two-key-0123456789' },
    selection: { only: ['auth/kept-from-other-accounts'], skip: [] },
  });
  const findings = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.operation] : []));
  return { findings, left: [...walls.values()].filter(({ of }) => of === 'two').length };
};

test('what a client named is removed by another account only where that was told that there is nothing', async () => {
  expect(await tried(true)).toEqual({ findings: ['DELETE /walls/{name}'], left: 0 });
  expect(await tried(false)).toEqual({ findings: [], left: 0 });
});
