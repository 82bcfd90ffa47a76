import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const kite = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'integer' }, name: { type: 'string' } } };
const picture = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
const missing = { 404: { description: 'None' } };
const refused = { 415: { description: 'Not of a type that is taken' }, 422: { description: 'Not valid' } };
const id = { name: 'kiteId', in: 'path', required: true, schema: { type: 'integer' } };
const form = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' }, caption: { type: 'string', maxLength: 200 } },
};
const octets = { 'image/png': { schema: { type: 'string', format: 'binary' } } };

/** Kites with a list of pictures (`form`), or with one picture that is put as it is (`alone`). */
const document = (said: string, shape: 'form' | 'alone') => ({
  openapi: '3.1.0',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      post: {
        requestBody: { required: true, content: json({ type: 'object', required: ['name'], properties: { name: { type: 'string' } } }) },
        responses: { 201: { description: 'The new kite', content: json(kite) } },
      },
    },
    '/kites/{kiteId}': {
      parameters: [id],
      get: { responses: { 200: { description: 'The kite', content: json(kite) }, ...missing } },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
    ...(shape === 'form'
      ? {
          '/kites/{kiteId}/pictures': {
            parameters: [id],
            get: { responses: { 200: { description: 'All', content: json({ type: 'array', items: picture }) }, ...missing } },
            post: {
              summary: 'Upload a picture',
              description: said,
              requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } },
              responses: { 201: { description: 'Stored', content: json(picture) }, ...missing, ...refused },
            },
          },
        }
      : {
          '/kites/{kiteId}/picture': {
            parameters: [id],
            get: { responses: { 200: { description: 'The picture', content: { 'image/png': {} } }, ...missing } },
            put: {
              description: said,
              requestBody: { required: true, content: octets },
              responses: { 204: { description: 'Stored' }, ...missing, ...refused },
            },
          },
        }),
  },
});

/** What a service goes by: the octets, the declared media type, both, or neither. */
type Habit = 'octets' | 'declared' | 'both' | 'neither';

const judged = async (said: string, habit: Habit, shape: 'form' | 'alone' = 'form') => {
  const kites = new Map<number, Buffer[]>();
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
    const body = Buffer.concat(chunks).toString('latin1');
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, , at, below] = (incoming.url ?? '').split('/');
    if (at === undefined) {
      kites.set(next, []);
      return end(201, { id: next++, name: 'A kite' });
    }
    const files = kites.get(Number(at));
    if (!files) return end(404);
    if (below === undefined) {
      if (incoming.method !== 'DELETE') return end(200, { id: Number(at), name: 'A kite' });
      kites.delete(Number(at));
      return end(204);
    }
    if (incoming.method === 'GET' && shape === 'form')
      return end(
        200,
        files.map((_, n) => ({ id: n + 1 })),
      );
    if (incoming.method === 'GET') {
      const [file] = files;
      return void (file ? outgoing.writeHead(200, { 'content-type': 'image/png' }).end(file) : end(404));
    }
    if (shape === 'form' && !body.includes('name="file"')) return end(422);
    if (/name="caption"\r\n(?:[^\r]+\r\n)*\r\n[^\r]{201}/u.test(body)) return end(422);
    const isDeclared = shape === 'alone' || /content-type: image\/(?:png|jpeg)/iu.test(body);
    const isPicture = body.includes('\x89PNG') || body.includes('\xff\xd8');
    if (!(isDeclared || habit === 'octets' || habit === 'neither')) return end(415);
    if (!(isPicture || habit === 'declared' || habit === 'neither')) return end(415);
    const file = Buffer.from(body, 'latin1');
    files.splice(0, shape === 'alone' ? 1 : 0, file);
    return shape === 'alone' ? end(204) : end(201, { id: files.length });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said, shape)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 20,
    selection: { only: ['lifecycle/file-kept', 'lifecycle/mistaken-upload-refused'], skip: [] },
  });
  expect(kites.size).toBe(0);
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'pass' ? ['pass'] : []));
};

const lookedAt = 'PNG and JPEG. We look at the first bytes, not at the declared type: what is neither is `415`.';

test.each([
  lookedAt,
  'PNG or JPEG; the type is determined from the content of the file, whatever the part says.',
  'The file must really be a PNG.',
  'Takes a PNG. Its magic bytes are checked.',
  'A PNG, exactly as it is; the bytes have to match the declared type.',
])('a text that is declared as a picture and taken is told: %s', async (said) => {
  expect(await judged(said, 'declared')).toEqual(['content-of-other-type-accepted', 'pass']);
  expect(await judged(said, 'both')).toEqual(['pass', 'pass']);
});

test('one that is told by its octets alone is not accused', async () => {
  expect(await judged(lookedAt, 'octets')).toEqual(['pass', 'pass']);
});

test('where nothing tells a picture from a text, one of the mistakes is told', async () => {
  expect(await judged(lookedAt, 'neither')).toEqual(['file-of-other-type-accepted', 'pass']);
});

test.each([
  'PNG and JPEG.',
  'PNG and JPEG; we do not check the content.',
  'PNG and JPEG. The type is taken from the Content-Type of the part.',
  'PNG and JPEG. The content is checked for viruses.',
  'PNG and JPEG. The content must be at most 5 MB.',
  'PNG and JPEG. The first bytes of it are shown in the list.',
])('a service that goes by the declared type is not accused where its document does not say otherwise: %s', async (said) => {
  expect(await judged(said, 'declared')).toEqual(['pass', 'pass']);
});

test('a text that is put as a picture is told, too', async () => {
  expect(await judged(lookedAt, 'neither', 'alone')).toEqual(['content-of-other-type-accepted', 'pass']);
  expect(await judged(lookedAt, 'octets', 'alone')).toEqual(['pass', 'pass']);
  expect(await judged('A PNG.', 'neither', 'alone')).toEqual(['pass']);
});
