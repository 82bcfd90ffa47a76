import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const scan = { type: 'object', required: ['id', 'size'], properties: { id: text, size: { type: 'integer' } } };
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const none = { description: 'None' };

/** Uploads of scans with a digest beside them. */
const document = (said: string, ofUpload?: string) => ({
  openapi: '3.0.3',
  info: { title: 'Scans', version: '1' },
  paths: {
    '/scans': {
      post: {
        ...(ofUpload !== undefined && { description: ofUpload }),
        parameters: [{ name: 'X-Checksum-Sha256', in: 'header', description: said, schema: { ...text, pattern: '^[0-9a-f]{64}$' } }],
        requestBody: { required: true, content: { 'application/octet-stream': { schema: { ...text, format: 'binary' } } } },
        responses: { 201: shows(scan), 400: none, 422: none },
      },
    },
    '/scans/{scanId}': {
      parameters: [{ name: 'scanId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: shows(scan), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
});

type Habit = 'compares' | 'compares in the background' | 'looks at the form alone' | 'takes no upload';

const judged = async (
  habit: Habit,
  said = 'Hexadecimal SHA-256 of the body. If it is sent it must fit the body, else the file is refused with `422`.',
  ofUpload?: string,
) => {
  const scans = new Map<string, object>();
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const give = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
      if (root !== 'scans') return give(404, {});
      if (id !== undefined && incoming.method === 'DELETE') return give(scans.delete(id) ? 204 : 404);
      if (id !== undefined) return scans.has(id) ? give(200, scans.get(id)) : give(404, {});
      const body = Buffer.concat(chunks);
      const digest = incoming.headers['x-checksum-sha256'];
      if (habit === 'takes no upload' || (digest !== undefined && !/^[0-9a-f]{64}$/u.test(String(digest)))) return give(422, {});
      const isOther = digest !== undefined && digest !== createHash('sha256').update(body).digest('hex');
      if (isOther && habit === 'compares') return give(422, {});
      const made = { id: `scan-${scans.size + 1}-a1b2c3`, size: body.length };
      scans.set(made.id, made);
      return give(isOther && habit === 'compares in the background' ? 202 : 201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said, ofUpload)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    selection: { only: ['headers/other-digest-refused'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('headers/other-digest-refused'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('the digest of another body that is taken is told', async () => {
  expect(await judged('looks at the form alone')).toEqual(['other-digest-taken']);
});

test.each<[Habit, string]>([
  ['compares', 'pass'],
  ['compares in the background', 'inconclusive'],
  ['takes no upload', 'inconclusive'],
])('a server is not accused that %s', async (habit, verdict) => {
  expect(await judged(habit)).toEqual([verdict]);
});

test.each([
  'SHA-256 of the body, kept for your records.',
  'SHA-256 of the body. May be compared with what must match it.',
  'SHA-256 of the body. It is compared with the file in the background.',
])('nothing is judged where the document does not say that it is compared at once: %s', async (said) => {
  expect(await judged('looks at the form alone', said)).toEqual([]);
});

test('what an operation says of something else that has to match is no word on the digest', async () => {
  const said = 'SHA-256 of the body, kept for your records.';
  expect(await judged('looks at the form alone', said, 'The name must match that of the folder, or it is refused.')).toEqual([]);
  expect(await judged('looks at the form alone', said, 'The checksum must match the body.')).toEqual(['other-digest-taken']);
});
