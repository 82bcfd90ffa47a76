import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const kite = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'integer' }, name: { type: 'string' } } };
const photo = {
  type: 'object',
  required: ['content_type', 'bytes'],
  properties: {
    content_type: { type: 'string' },
    bytes: { type: 'integer', description: 'Size of the file' },
    caption: { type: 'string' },
  },
};
const missing = { 404: { description: 'None' } };
const id = { name: 'kiteId', in: 'path', required: true, schema: { type: 'integer' } };

/**
 * Kites with a photo each.
 * @param keeps The document says that a photo is read as it was uploaded.
 * @param takes What the document says of the files that are taken.
 */
const document = (keeps: boolean, takes: Takes) => ({
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      post: {
        requestBody: {
          required: true,
          content: json({ type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 90 } } }),
        },
        responses: { 201: { description: 'The new kite', content: json(kite) } },
      },
    },
    '/kites/{kiteId}': {
      parameters: [id],
      get: { responses: { 200: { description: 'The kite', content: json(kite) }, ...missing } },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
    '/kites/{kiteId}/photo': {
      parameters: [id],
      get: {
        ...(keeps ? { description: 'The file exactly as it was uploaded.' } : {}),
        responses: {
          200: { description: 'The photo', content: { 'image/png': {}, 'image/jpeg': {} } },
          ...missing,
        },
      },
      post: {
        operationId: 'addPhoto',
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              ...(takes.encoding === undefined ? {} : { encoding: { photo: { contentType: takes.encoding } } }),
              schema: {
                type: 'object',
                required: ['photo'],
                properties: {
                  photo: { type: 'string', format: 'binary', description: takes.words },
                  caption: { type: 'string', maxLength: 100 },
                  takenOn: { type: 'string', format: 'date' },
                },
              },
            },
          },
        },
        responses: {
          201: { description: 'Stored', content: json(photo) },
          ...missing,
          415: { description: 'Not such a file' },
          422: { description: 'Not valid' },
        },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
  },
});

type Takes = { readonly words: string; readonly encoding?: string; readonly texts?: true };

const pictures: Takes = { words: 'A PNG or JPEG file' };

type Flaw =
  | 'none'
  | 'makes photos smaller'
  | 'cuts photos off'
  | 'reads as another type'
  | 'loses captions'
  | 'counts wrongly'
  | 'forgets photos'
  | 'keeps removed photos'
  | 'takes any file'
  | 'takes no file'
  | 'takes any caption'
  | 'fails without a boundary'
  | 'fails at half a part';

/** The parts of a form by their names. */
const partsOf = async (incoming: IncomingMessage): Promise<ReadonlyMap<string, Buffer>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  const [, boundary = ''] = /boundary="?([^";]+)/u.exec(incoming.headers['content-type'] ?? '') ?? [];
  const found = new Map<string, Buffer>();
  for (const part of Buffer.concat(chunks).toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const head = part.indexOf('\r\n\r\n');
    const [, name] = /name="([^"]*)"/u.exec(part.slice(0, head)) ?? [];
    if (name !== undefined) found.set(name, Buffer.from(part.slice(head + 4, -2), 'latin1'));
  }
  return found;
};

const isPicture = (file: Buffer): boolean => file.subarray(1, 4).toString('latin1') === 'PNG' || (file[0] === 0xff && file[1] === 0xd8);

const judged = async (
  flaw: Flaw,
  keeps = true,
  takes: Takes = pictures,
  only: readonly string[] = ['lifecycle/file-kept', 'lifecycle/mistaken-upload-refused'],
) => {
  const kites = new Map<number, Buffer | undefined>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, , at, below] = (incoming.url ?? '').split('/');
    const own = Number(at);
    const { method } = incoming;
    const upload = async (): Promise<void> => {
      const hasBoundary = incoming.headers['content-type']?.includes('boundary=') === true;
      if (flaw === 'fails without a boundary' && !hasBoundary) return end(500);
      const parts = await partsOf(incoming);
      const [file, caption] = [parts.get('photo'), parts.get('caption')?.toString()];
      if (flaw === 'fails at half a part' && hasBoundary && parts.size === 0) return end(500);
      if (!file && flaw !== 'takes no file') return end(422);
      const isText = takes.texts === true && file?.every((octet) => octet >= 9 && octet < 127) === true;
      if (file && !isPicture(file) && !isText && flaw !== 'takes any file') return end(415);
      if ((caption ?? '').length > 100 && flaw !== 'takes any caption') return end(422);
      if (Number.isNaN(Date.parse(parts.get('takenOn')?.toString() ?? '2020-01-01'))) return end(422);
      const smaller = (file ?? Buffer.from('x')).subarray(0, -3);
      const kept = flaw === 'makes photos smaller' || flaw === 'cuts photos off' ? smaller : (file ?? smaller);
      kites.set(own, flaw === 'forgets photos' ? undefined : kept);
      const bytes = flaw === 'counts wrongly' ? kept.length + 5 : flaw === 'cuts photos off' ? (file?.length ?? 1) : kept.length;
      return end(201, { content_type: 'image/png', bytes, ...(caption === undefined || flaw === 'loses captions' ? {} : { caption }) });
    };
    if (at === undefined) {
      kites.set(next, undefined);
      return end(201, { id: next++, name: 'A kite' });
    }
    if (!kites.has(own)) return end(404);
    if (below === undefined && method === 'DELETE') return kites.delete(own) ? end(204) : end(404);
    if (below === undefined) return end(200, { id: own, name: 'A kite' });
    if (method === 'POST') return void upload();
    const file = kites.get(own);
    if (!file) return end(404);
    if (method === 'DELETE') {
      if (flaw !== 'keeps removed photos') kites.set(own, undefined);
      return end(204);
    }
    return void outgoing.writeHead(200, { 'content-type': flaw === 'reads as another type' ? 'image/jpeg' : 'image/png' }).end(file);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(keeps, takes)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    selection: { only, skip: [] },
  });
  const told = verdicts
    .map(({ id: one, verdict }) =>
      verdict.kind === 'fail'
        ? `${one.split('@')[0]} ${verdict.finding.code} at ${verdict.finding.where}`
        : `${one.split('@')[0]} ${verdict.kind}`,
    )
    .filter((one) => !one.endsWith(' skipped'));
  return { told, left: kites.size };
};

const right = ['lifecycle/mistaken-upload-refused pass', 'lifecycle/file-kept pass'];

test.each<readonly [Flaw, boolean]>([
  ['none', true],
  ['none', false],
  ['makes photos smaller', false],
  ['reads as another type', false],
])('a service that keeps photos as its document says is accused of nothing: %s, stated %s', async (flaw, keeps) => {
  expect(await judged(flaw, keeps)).toEqual({ told: right, left: 0 });
});

test.each<readonly [Flaw, string]>([
  ['cuts photos off', 'lifecycle/file-kept file-changed at body'],
  ['reads as another type', 'lifecycle/file-kept file-of-other-type at Content-Type'],
  ['loses captions', 'lifecycle/file-kept sent-not-shown at /caption'],
  ['counts wrongly', 'lifecycle/file-kept other-size at /bytes'],
  ['forgets photos', 'lifecycle/file-kept file-not-found at status'],
  ['keeps removed photos', 'lifecycle/file-kept removed-file-shown at status'],
  ['takes any file', 'lifecycle/mistaken-upload-refused file-of-other-type-accepted at request body'],
  ['takes no file', 'lifecycle/mistaken-upload-refused file-missing-accepted at request body'],
  ['takes any caption', 'lifecycle/mistaken-upload-refused text-too-long-accepted at request body'],
])('a service that %s is found out, and nothing stays', async (flaw, expected) => {
  const { told, left } = await judged(flaw);
  expect(told).toContain(expected);
  expect(left).toBe(0);
});

const withTexts: readonly Takes[] = [
  { words: 'Files other than PNG, JPEG and plain text are refused', texts: true },
  { words: 'PNG, JPEG, CSV', texts: true },
  { words: 'The file, as `.png`, `.jpg` or `.md`', texts: true },
  { words: 'A PNG, or text.', texts: true },
  { words: 'The file', encoding: 'image/png, image/jpeg, text/plain', texts: true },
];

test.each<readonly [Takes]>(withTexts.map((takes) => [takes] as const))(
  'a service that takes texts as its document says is not accused: $words $encoding',
  async (takes) => {
    expect(await judged('none', true, takes)).toEqual({ told: right, left: 0 });
  },
);

test('a file of another kind is tried where texts are taken, and nothing else than what is named', async () => {
  const [takes] = withTexts;
  const { told } = await judged('takes any file', true, takes);
  expect(told).toContain('lifecycle/mistaken-upload-refused file-of-other-type-accepted at request body');
});

test.each<readonly [Flaw, readonly string[]]>([
  ['none', []],
  ['fails without a boundary', ['errors/no-server-error server-error at body-unparsable']],
  ['fails at half a part', ['errors/no-server-error server-error at body-unparsable']],
])('a form whose parts cannot be told apart is refused: %s', async (flaw, expected) => {
  const { told } = await judged(flaw, true, pictures, ['errors/no-server-error']);
  expect(told.filter((one) => !one.endsWith(' pass'))).toEqual(expected);
});
