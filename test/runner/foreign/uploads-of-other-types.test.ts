import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const file = { type: 'string', format: 'binary' };
const shown = { description: 'It', content: { 'application/json': { schema: { type: 'object', properties: { id: text, title: text } } } } };
const none = { description: 'None' };

const document = (intro: string) => ({
  openapi: '3.1.0',
  info: { title: 'Sails', version: '1', description: intro },
  paths: {
    '/sails': {
      post: {
        parameters: [{ name: 'title', in: 'query', description: 'Needed for a raw upload', schema: { ...text, minLength: 1 } }],
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file } } },
            'application/octet-stream': { schema: file },
          },
        },
        responses: { 201: shown, 415: none, 422: none },
      },
    },
    '/sails/{sailId}': {
      parameters: [{ name: 'sailId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: shown, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
});

/** What is found of a service that takes these types, and needs a title for whatever is no form. */
const judged = async (intro: string, taken: RegExp): Promise<readonly string[]> => {
  const sails = new Set<string>();
  const url = await serve(({ method, url: address = '', headers }, outgoing) => {
    const end = (status: number, value?: unknown): void =>
      void outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    const { pathname, searchParams } = new URL(address, 'http://sails.example');
    const [, , id] = pathname.split('/');
    const type = headers['content-type'] ?? '';
    if (id === undefined) {
      if (!taken.test(type)) return end(415);
      if (!type.startsWith('multipart/') && !searchParams.get('title')) return end(422);
      sails.add(String(sails.size + 1));
      return end(201, { id: String(sails.size), title: 'A sail' });
    }
    if (!sails.has(id)) return end(404);
    return method === 'DELETE' ? (sails.delete(id), end(204)) : end(200, { id, title: 'A sail' });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(intro)), url, {
    allow: ['mutation'],
    selection: { only: ['body/other-media-type-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'skipped' ? [] : [verdict.kind]));
};

const said = 'A body of another media type gives `415`.';
const documented = /^(?:multipart\/form-data|application\/octet-stream)/u;

test.concurrent.for<readonly [string, RegExp, readonly string[]]>([
  [said, documented, ['pass']],
  [said, /./u, ['fail']],
  ['Any file is taken as it is.', /./u, []],
])(
  'where "%s" is said, a service takes %s',
  besideOthers(async ([intro, taken, expected]) => {
    expect(await judged(intro, taken)).toEqual(expected);
  }),
);
