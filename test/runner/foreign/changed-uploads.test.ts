import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Way = 'keeps it' | 'forgets it' | 'forgets one member' | 'writes it otherwise' | 'takes it later' | 'refuses it';

const text = { type: 'string', maxLength: 80 };
const words = { title: text, loud: { type: 'boolean' } };
const song = { type: 'object', required: ['id', 'title', 'loud'], properties: { id: text, ...words } };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const form = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
const envelope = { type: 'object', required: ['data'], properties: { data: song } };

/** Songs that a form uploads, and whose words are put without the file. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Songs', version: '1' },
  paths: {
    '/songs': {
      post: {
        requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } },
        responses: { '201': shows(envelope), '422': none },
      },
    },
    '/songs/{songId}': {
      parameters: [{ name: 'songId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(envelope), '404': none } },
      put: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['title'], properties: words } } },
        },
        responses: { '200': shows(envelope), '202': none, '404': none, '422': none },
      },
      delete: { responses: { '204': none, '404': none } },
    },
  },
};

const judged = async (way: Way) => {
  const songs = new Map<string, Readonly<Record<string, unknown>>>();
  let last = 0;
  const answer = (method: string, path: string, body: string): readonly [status: number, value?: object] => {
    const [, root, id = ''] = path.split('/');
    if (root !== 'songs') return [404];
    if (id === '') {
      if (method !== 'POST') return [405];
      if (!body.includes('name="file"')) return [422];
      const made = { id: `s${(last += 1)}`, title: '', loud: false };
      songs.set(made.id, made);
      return [201, { data: made }];
    }
    const found = songs.get(id);
    if (!found) return [404];
    if (method === 'DELETE') songs.delete(id);
    if (method === 'DELETE') return [204];
    if (method !== 'PUT') return [method === 'GET' ? 200 : 405, { data: found }];
    const given = JSON.parse(body) as { readonly title?: string; readonly loud?: boolean };
    if (way === 'refuses it' || typeof given.title !== 'string') return [422];
    const asked = { id, title: given.title, loud: given.loud ?? false };
    const kept = {
      'keeps it': asked,
      'forgets it': found,
      'forgets one member': { ...asked, loud: found['loud'] },
      'writes it otherwise': { ...asked, title: given.title.toUpperCase() },
      'takes it later': found,
      'refuses it': found,
    }[way];
    songs.set(id, kept);
    return way === 'takes it later' ? [202] : [200, { data: asked }];
  };
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const [status, value] = answer(incoming.method ?? '', incoming.url ?? '', Buffer.concat(chunks).toString('latin1'));
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['lifecycle/upload-change-kept'], skip: [] },
  });
  const told = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'skipped' ? [] : verdict.kind === 'fail' ? [`${verdict.finding.code} ${verdict.finding.where}`] : [verdict.kind],
  );
  return { told, left: songs.size };
};

test.concurrent.for<readonly [Way, string]>([
  ['keeps it', 'pass'],
  ['forgets it', 'change-not-kept /title'],
  ['forgets one member', 'change-not-kept /loud'],
  ['writes it otherwise', 'pass'],
  ['takes it later', 'inconclusive'],
  ['refuses it', 'inconclusive'],
])(
  'what is changed about an upload: the service %s',
  besideOthers(async ([way, expected]) => {
    expect(await judged(way)).toEqual({ told: [expected], left: 0 });
  }),
);
