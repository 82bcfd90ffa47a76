import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

/** What a creation sends for a text that the document prints an example of. */
const sentFor = async (name: string, example: string, more: object = {}): Promise<unknown> => {
  const schema = { type: 'object', required: [name], properties: { [name]: { type: 'string', description: 'Unique', ...more } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Scans', version: '1' },
      paths: {
        '/scans': {
          post: {
            requestBody: { required: true, content: { 'application/json': { schema, example: { [name]: example } } } },
            responses: { 201: { description: 'Made' }, 409: { description: 'Taken' } },
          },
        },
        '/scans/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          delete: { responses: { 204: { description: 'Gone' } } },
        },
      },
    }),
  );
  const post = contract.operations.find(({ method }) => method === 'POST');
  const made =
    post &&
    validRequest(post, {
      contract,
      target: madeTarget({ name: 'scans', contract: 'scans', baseUrl: 'http://127.0.0.1:1' }),
      fresh: (label) => `ct-0123456789-${label}`,
    });
  return made?.kind === 'request' && made.request.body?.kind === 'json'
    ? (made.request.body.value as Record<string, unknown>)[name]
    : undefined;
};

test.each<readonly [string, object, RegExp]>([
  ['plan.pdf', {}, /^ct-.*\.pdf$/u],
  ['plan.final.XLSX', { maxLength: 40 }, /^ct-.{1,32}\.XLSX$/u],
  ['plan.pdf', { maxLength: 12, pattern: '^[A-Za-z0-9._-]+$' }, /^.{1,8}\.pdf$/u],
])('a made-up name of a file keeps the ending of the printed one: "%s"', async (example, more, expected) => {
  expect(await sentFor('fileName', example, more)).toMatch(expected);
});

test.each<readonly [string, string, object]>([
  ['fileName', 'Draft no.2', {}],
  ['fileName', 'plan.pdf', { pattern: '^[^.]+$' }],
  ['name', '.json', {}],
])('what is no such name, or may not have an ending, has none: %s "%s"', async (name, example, more) => {
  expect(String(await sentFor(name, example, more))).not.toMatch(/\.(?:pdf|2|json)$/u);
});

/** The name of a file in the query of an upload, and the media type of what is sent. */
const uploadedAs = async (types: readonly string[], name: string, parameter: object): Promise<readonly [unknown, unknown]> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Scans', version: '1' },
      paths: {
        '/scans': {
          post: {
            parameters: [{ name, in: 'query', required: true, ...parameter }],
            requestBody: {
              required: true,
              content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
            },
            responses: { 201: { description: 'Kept' } },
          },
        },
      },
    }),
  );
  const [post] = contract.operations;
  const made =
    post &&
    validRequest(post, {
      contract,
      target: madeTarget({ name: 'scans', contract: 'scans', baseUrl: 'http://127.0.0.1:1' }),
      fresh: (label) => `ct-0123456789-${label}`,
    });
  if (made?.kind !== 'request') return [undefined, undefined];
  const { query, body } = made.request;
  return [query[0]?.[1], body && 'mediaType' in body ? body.mediaType : undefined];
};

const any = { schema: { type: 'string' }, example: 'scan-4.pdf' };

test.each<readonly [string, readonly string[], string, object, string]>([
  ['has its ending', ['text/plain', 'application/pdf'], 'fileName', any, 'scan-4.txt'],
  ['keeps the printed ending where that fits', ['application/pdf'], 'file_name', any, 'scan-4.pdf'],
  ['keeps one that the schema demands', ['text/plain'], 'fileName', { ...any, schema: { type: 'string', pattern: 'pdf$' } }, 'scan-4.pdf'],
  ['keeps one of another notation of the same type', ['image/jpeg'], 'filename', { ...any, example: 'scan-4.jpeg' }, 'scan-4.jpeg'],
  ['has none where none is printed', ['text/plain'], 'fileName', { ...any, example: 'scan v1.2' }, 'scan v1.2'],
  ['is no other parameter', ['text/plain'], 'template', any, 'scan-4.pdf'],
])('the name under which a file is sent %s', async (_what, types, name, parameter, expected) => {
  expect((await uploadedAs(types, name, parameter))[0]).toBe(expected);
});
