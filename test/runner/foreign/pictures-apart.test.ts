import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { judgeWithCallers } from './judge-with-callers.ts';
import { serve } from './judge-foreign.ts';

const octets = { schema: { type: 'string', format: 'binary' } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const picture = {
  type: 'object',
  required: ['id', 'bytes'],
  properties: { id: { type: 'string' }, bytes: { type: 'integer' } },
};
const no = { 401: { description: 'No token' }, 404: { description: 'None' } };
const id = { name: 'pictureId', in: 'path', required: true, schema: { type: 'string' } };

const document = {
  openapi: '3.0.3',
  info: { title: 'Pictures', version: '1', description: 'Pictures of another studio do not exist for you.' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/pictures': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: picture }) }, ...no } },
      post: {
        description: 'The very same file twice is `409`.',
        requestBody: { required: true, content: { 'image/png': octets } },
        responses: { 201: { description: 'd', ...json(picture) }, 409: { description: 'There already' }, ...no },
      },
    },
    '/pictures/{pictureId}': {
      parameters: [id],
      get: { responses: { 200: { description: 'd', ...json(picture) }, ...no } },
      delete: { responses: { 204: { description: 'Gone' }, ...no } },
    },
    '/pictures/{pictureId}/content': {
      parameters: [id],
      get: { responses: { 200: { description: 'The file', content: { 'image/png': octets } }, ...no } },
    },
  },
};

const keys = { key: 'studio-one-0123456789', restricted: 'visitor-0123456789ab', other: 'studio-two-0123456789' };

/** A service that takes no file twice. `leaks`: the file itself is given to every account. */
const judged = async (leaks: boolean) => {
  const pictures = new Map<string, { readonly file: Buffer; readonly hash: string; readonly of: string }>();
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const give = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
      };
      const caller = Object.values(keys).find((one) => incoming.headers.authorization === `Bearer ${one}`);
      if (caller === undefined) return give(401, {});
      const of = caller === keys.other ? 'two' : 'one';
      const [, , pictureId = '', content] = (incoming.url ?? '').split('/');
      const shown = (name: string): object => ({ id: name, bytes: pictures.get(name)?.file.length });
      if (pictureId === '' && incoming.method === 'POST') {
        const file = Buffer.concat(chunks);
        const hash = createHash('sha256').update(file).digest('hex');
        if ([...pictures.values()].some((one) => one.hash === hash && one.of === of)) return give(409, {});
        const name = `picture-${hash.slice(0, 12)}`;
        pictures.set(name, { file, hash, of });
        return give(201, shown(name));
      }
      if (pictureId === '')
        return give(
          200,
          [...pictures].filter(([, one]) => one.of === of).map(([name]) => shown(name)),
        );
      const found = pictures.get(pictureId);
      if (!found || (found.of !== of && !(leaks && content))) return give(404, {});
      if (content) return void outgoing.writeHead(200, { 'Content-Type': 'image/png' }).end(found.file);
      if (incoming.method === 'DELETE') pictures.delete(pictureId);
      return incoming.method === 'DELETE' ? give(204) : give(200, shown(pictureId));
    });
  });
  return judgeWithCallers(document, url, keys, { only: ['auth/kept-from-other-accounts'], maxCreates: 12 });
};

test('files that are kept apart are not told of, where a service takes none twice', async () => {
  const { told, passed } = await judged(false);
  expect(told).toEqual([]);
  expect([...passed]).toEqual(['auth/kept-from-other-accounts']);
});

test('a file that is given to another account is told', async () => {
  expect((await judged(true)).told).toEqual(['CONV-72-INFERRED foreign-accepted GET /pictures/{pictureId}/content']);
});
