import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const lists = (schema: object): object => ({ '200': shows({ type: 'array', items: schema }) });
const none = { description: 'None' };
const chart = { type: 'object', required: ['id', 'title'], properties: { id: text, title: text, hidden: { type: 'boolean' } } };
const boat = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const parameter = (name: string): object => ({ name, in: 'path', required: true, schema: text });

type Place = 'below a boat' | 'below a boat, with ids that need none' | 'alone';
type Words = {
  readonly keeps?: boolean;
  /** What is said of the file in the place of the usual words. */
  readonly kept?: string;
  readonly removal?: string;
  /** Are plain texts taken as well. */
  readonly texts?: boolean;
};

/** Charts that are uploaded below a boat and downloaded there, or alone with the file below what is known of them. */
const document = (place: Place, { keeps, kept = 'The file as it was uploaded.', removal, texts }: Words) => {
  const file = {
    ...(keeps ? { description: kept } : {}),
    responses: { '200': { description: 'The chart', content: { 'application/pdf': {}, 'image/png': {} } }, '404': none },
  };
  const remove = { ...(removal === undefined ? {} : { description: removal }), responses: { '204': none, '404': none } };
  const upload = {
    requestBody: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
          encoding: { file: { contentType: `application/pdf, image/png${texts ? ', text/plain' : ''}` } },
        },
      },
    },
    responses: { '201': shows(chart), '422': none },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Boats', version: '1' },
    paths:
      place === 'alone'
        ? {
            '/charts': { get: { responses: lists(chart) }, post: upload },
            '/charts/{chartId}': {
              parameters: [parameter('chartId')],
              get: { responses: { '200': shows(chart), '404': none } },
              delete: remove,
            },
            '/charts/{chartId}/content': { parameters: [parameter('chartId')], get: file },
          }
        : {
            '/boats': {
              post: {
                requestBody: {
                  required: true,
                  content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
                },
                responses: { '201': shows(boat) },
              },
            },
            '/boats/{boatId}': {
              parameters: [parameter('boatId')],
              get: { responses: { '200': shows(boat), '404': none } },
              delete: { responses: { '204': none, '404': none } },
            },
            '/boats/{boatId}/charts': { parameters: [parameter('boatId')], get: { responses: lists(chart) }, post: upload },
            ...(place === 'below a boat'
              ? {
                  '/boats/{boatId}/charts/{chartId}': {
                    parameters: [parameter('boatId'), parameter('chartId')],
                    get: file,
                    delete: remove,
                  },
                }
              : { '/charts/{chartId}': { parameters: [parameter('chartId')], get: file, delete: remove } }),
          },
  };
};

const flaws = [
  'none',
  'prints charts anew',
  'takes text alone',
  'takes octets for a text',
  'changes an octet',
  'ends lines alike',
  'refuses texts',
  'keeps removed charts',
  'lists removed charts',
  'shows removed charts',
  'hides removed charts',
  'writes names as they are',
  'refuses letters',
] as const;
type Flaw = (typeof flaws)[number];

const fileIn = async (incoming: IncomingMessage): Promise<{ readonly file: Buffer; readonly name: string }> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  const [, boundary = ''] = /boundary="?([^";]+)/u.exec(incoming.headers['content-type'] ?? '') ?? [];
  const [, part = ''] = Buffer.concat(chunks).toString('latin1').split(`--${boundary}`);
  const [, name = ''] = /filename="([^"]*)"/u.exec(Buffer.from(part, 'latin1').toString('utf8')) ?? [];
  return { file: Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1'), name };
};

const stored = (file: Buffer, flaw: Flaw): Buffer => {
  if (flaw === 'takes octets for a text') return Buffer.from(file.toString('utf8'));
  if (flaw === 'prints charts anew') return Buffer.concat([file.subarray(0, 9), Buffer.from('% anew\n')]);
  if (flaw === 'ends lines alike') return Buffer.from(file.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  if (flaw === 'changes an octet') return Buffer.concat([file.subarray(0, -2), Buffer.from([0xff, 0x0a])]);
  return file;
};

const isPlain = (file: Buffer): boolean => !/^(?:%PDF|.PNG)/u.test(file.toString('latin1'));

type Chart = { readonly boat: string; readonly file: Buffer; readonly name: string; state: 'there' | 'removed' };

const judged = async (place: Place, flaw: Flaw, words: Words = {}, more: readonly string[] = []) => {
  const boats = new Set<string>();
  const charts = new Map<string, Chart>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method } = incoming;
    const parts = (incoming.url ?? '').split('/').slice(1);
    const below = parts[0] === 'boats' ? parts.splice(0, 2) : ['', ''];
    const [, boatId = ''] = below;
    if (below[0] === 'boats' && parts.length === 0) {
      if (method === 'POST') {
        boats.add(String((last += 1)));
        return end(201, { id: String(last), name: 'A boat' });
      }
      if (!boats.has(boatId)) return end(404);
      return method === 'DELETE' ? (boats.delete(boatId), end(204)) : end(200, { id: boatId, name: 'A boat' });
    }
    if (below[0] === 'boats' && !boats.has(boatId)) return end(404);
    const [noun, id, content] = parts;
    if (noun !== 'charts') return end(404);
    const isListed = ({ boat: own, state }: Chart): boolean =>
      own === boatId && (state === 'there' || flaw === 'lists removed charts' || flaw === 'hides removed charts');
    const view = (one: string): object => ({
      id: one,
      title: 'A chart',
      hidden: flaw === 'hides removed charts' && charts.get(one)?.state === 'removed',
    });
    const upload = async (): Promise<void> => {
      const { file, name } = await fileIn(incoming);
      if (flaw === 'refuses letters' && !/^[\w.-]*$/u.test(name)) return end(422);
      if (file.length === 0 || (flaw === 'takes text alone' && file.includes(0xe2))) return end(422);
      if (flaw === 'refuses texts' && isPlain(file)) return end(422);
      const own = String((last += 1));
      charts.set(own, { boat: boatId, file: stored(file, flaw), name, state: 'there' });
      return end(201, view(own));
    };
    if (id === undefined)
      return method === 'POST'
        ? void upload()
        : end(
            200,
            [...charts].filter(([, one]) => isListed(one)).map(([one]) => view(one)),
          );
    const found = charts.get(id);
    const isGone = found?.state === 'removed';
    const isElsewhere = below[0] === 'boats' && found?.boat !== boatId;
    if (!found || isElsewhere || (isGone && (method === 'DELETE' || !/keeps|shows|hides/u.test(flaw)))) return end(404);
    if (method === 'DELETE') {
      found.state = 'removed';
      return end(204);
    }
    if (place === 'alone' && content === undefined) return isGone && flaw === 'keeps removed charts' ? end(404) : end(200, view(id));
    if (isGone && flaw !== 'keeps removed charts') return end(404);
    // No field of an answer holds a sign beyond Latin 1 as it is.
    if (flaw === 'writes names as they are' && /[^\0-\xff]/u.test(found.name)) return end(500);
    return void outgoing
      .writeHead(200, { 'content-type': isPlain(found.file) ? 'text/plain; charset=utf-8' : 'application/pdf' })
      .end(found.file);
  });
  const { verdicts } = await judgeForeign(writeDocument(document(place, words)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 20,
    selection: { only: ['lifecycle/upload-read-back', 'lifecycle/removed-upload-gone', ...more], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'skipped' ? [] : verdict.kind === 'fail' ? [`${verdict.finding.code} ${verdict.finding.where}`] : [verdict.kind],
  );
};

const right = ['pass', 'pass'];
const removed = 'Deletes it.';

test.concurrent.for<readonly [Place, Flaw, Words, readonly string[]]>([
  ['below a boat', 'none', { keeps: true }, right],
  ['alone', 'none', { keeps: true }, right],
  // Where nothing is said, a server may store a file in another form, and take texts alone.
  ['below a boat', 'prints charts anew', {}, right],
  ['alone', 'takes text alone', { keeps: true }, right],
  ['below a boat', 'prints charts anew', { keeps: true }, ['file-changed body', 'pass']],
  ['alone', 'changes an octet', { keeps: true }, ['file-changed body', 'pass']],
  ['below a boat, with ids that need none', 'changes an octet', { keeps: true }, ['file-changed body', 'pass']],
  // What a text says of the file is said of plain texts too.
  ['below a boat', 'none', { keeps: true, texts: true }, right],
  ['alone', 'refuses texts', { keeps: true, texts: true }, right],
  ['alone', 'ends lines alike', { texts: true }, right],
  ['alone', 'ends lines alike', { keeps: true, texts: true }, ['file-changed body', 'pass']],
  [
    'below a boat',
    'ends lines alike',
    { keeps: true, texts: true, kept: 'Gives the bytes that were uploaded.' },
    ['file-changed body', 'pass'],
  ],
  ['below a boat', 'takes octets for a text', {}, ['file-taken-for-text body', 'pass']],
  ['alone', 'takes octets for a text', { keeps: true }, ['file-taken-for-text body', 'pass']],
  ['below a boat', 'keeps removed charts', { removal: removed }, ['pass', 'removed-file-shown status']],
  ['alone', 'keeps removed charts', {}, ['pass', 'removed-file-shown status']],
  ['below a boat', 'lists removed charts', {}, ['pass', 'removed-file-listed list']],
  ['alone', 'lists removed charts', {}, ['pass', 'removed-file-listed list']],
  // What is marked, or no longer listed, can be told from the others.
  ['alone', 'hides removed charts', {}, right],
  ['alone', 'shows removed charts', {}, right],
  // Nothing is judged where the words say that it stays.
  ['alone', 'keeps removed charts', { removal: 'Moves the chart to the trash, where it stays for 30 days.' }, ['pass']],
])(
  'a file that is uploaded %s, by a service with the flaw %s',
  besideOthers(async ([place, flaw, words, expected]) => {
    expect(await judged(place, flaw, words)).toEqual(expected);
  }),
);

test.concurrent.for<readonly [Place, Flaw, readonly string[]]>([
  ['below a boat', 'none', []],
  ['alone', 'none', []],
  ['alone', 'refuses letters', []],
  ['below a boat, with ids that need none', 'none', []],
  ['below a boat, with ids that need none', 'writes names as they are', ['server-failure status']],
  ['below a boat', 'writes names as they are', ['server-failure status']],
  ['alone', 'writes names as they are', ['server-failure status']],
])(
  'names of files that are uploaded %s, by a service with the flaw %s',
  besideOthers(async ([place, flaw, expected]) => {
    const found = await judged(place, flaw, { keeps: true }, ['errors/no-failure']);
    expect(found.filter((one) => one !== 'pass' && one !== 'inconclusive')).toEqual(expected);
  }),
);
