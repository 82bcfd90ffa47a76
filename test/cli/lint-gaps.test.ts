import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { gapKinds } from '../../src/cli/lint/gaps.ts';
import { assay, emptyFolder, fakeIo } from './support.ts';

const schema = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const json = (more: object = {}) => ({ 'application/json': { schema, ...more } });
const fault = { '4XX': { description: 'Not so', content: json() } };
const good = { responses: { '200': { description: 'One', content: json() }, ...fault } };
const inPath = (name: string, more: object = {}) => ({ name, in: 'path', required: true, schema: { type: 'string' }, ...more });

type Places = readonly { readonly file: string; readonly position: string; readonly pointer: string; readonly what: string }[];

const gapsOf = async (paths: object, more: object = {}) => {
  const cwd = emptyFolder();
  const file = join(cwd, 'kiln.yaml');
  writeFileSync(file, stringify({ openapi: '3.1.0', info: { title: 'Kiln', version: '1' }, paths, ...more }));
  const { code, stdout } = await assay(['lint', 'kiln.yaml', '--json'], fakeIo({ cwd }));
  const { documents } = JSON.parse(stdout) as { documents: [{ gaps: { kind: string; add: string; places: Places }[] }] };
  const [{ gaps }] = documents;
  return { code, cwd, file, gaps, kinds: gaps.map(({ kind, places }) => [kind, places.map(({ pointer }) => pointer)]) };
};

describe('assay lint names what keeps requirements from being judged', () => {
  test.each<[string, object, object, string]>([
    ['success-undescribed', { '/a': { get: { responses: fault } } }, {}, '#/paths/~1a/get'],
    ['schema-missing', { '/a': { get: { responses: { '200': { description: 'x' }, ...fault } } } }, {}, '#/paths/~1a/get/responses/200'],
    [
      'schema-missing',
      { '/a': { get: { responses: { '200': { description: 'x', content: { 'application/json': { schema: {} } } }, ...fault } } } },
      {},
      '#/paths/~1a/get/responses/200',
    ],
    ['path-value-missing', { '/a/{b}': { get: { ...good, parameters: [inPath('b')] } } }, {}, '#/paths/~1a~1{b}/get/parameters/0'],
    [
      'value-missing',
      {
        '/a': {
          get: { ...good, parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string', pattern: '^(?=z)a$' } }] },
        },
      },
      {},
      '#/paths/~1a/get/parameters/0',
    ],
    [
      'credential-unsupported',
      { '/a': { get: { ...good, security: [{ card: [] }] } } },
      { components: { securitySchemes: { card: { type: 'mutualTLS' } } } },
      '#/components/securitySchemes/card',
    ],
    [
      'credential-unasked',
      { '/a': { get: good } },
      { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } },
      '#/components/securitySchemes/key',
    ],
    [
      'example-broken',
      { '/a': { get: { responses: { '200': { description: 'x', content: json({ example: { id: 1 } }) }, ...fault } } } },
      {},
      '#/paths/~1a/get/responses/200/content/application~1json',
    ],
    [
      'example-broken',
      { '/a': { put: { ...good, requestBody: { content: json({ example: {} }) } } } },
      {},
      '#/paths/~1a/put/requestBody/content/application~1json',
    ],
    [
      'effect-unknown',
      { '/a/recount': { post: { responses: { '204': { description: 'x' }, ...fault } } } },
      {},
      '#/paths/~1a~1recount/post',
    ],
    [
      'paging-undescribed',
      {
        '/a': {
          get: {
            responses: {
              '200': { description: 'x', content: { 'application/json': { schema: { type: 'array', items: schema } } } },
              ...fault,
            },
          },
        },
      },
      {},
      '#/paths/~1a/get',
    ],
    [
      'errors-undescribed',
      {
        '/a': {
          get: {
            parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }],
            responses: { '200': { description: 'x', content: json() } },
          },
        },
      },
      {},
      '#/paths/~1a/get',
    ],
  ])('%s at its place', async (kind, paths, more, pointer) => {
    const { code, kinds, gaps, file } = await gapsOf(paths, more);
    expect(code).toBe(0);
    expect(kinds).toContainEqual([kind, [pointer]]);
    const place = gaps.find((one) => one.kind === kind)?.places[0];
    expect(place).toMatchObject({ file, position: expect.stringMatching(/^\d+:\d+$/) });
    expect(Number(place?.position.split(':')[0])).toBeGreaterThan(1);
  });

  test('creations: those that nothing removes, and ids of operations where x-assay would need them', async () => {
    const body = {
      requestBody: { required: true, content: json() },
      responses: { '201': { description: 'Made', content: json() }, ...fault },
    };
    const all = {
      responses: { '200': { description: 'All', content: { 'application/json': { schema: { type: 'array', items: schema } } } }, ...fault },
    };
    const one = { parameters: [inPath('id')], get: good };
    const removed = { ...one, delete: { responses: { '204': { description: 'Gone' }, ...fault } } };
    const { kinds } = await gapsOf({
      '/jars': { get: all, post: body },
      '/jars/{id}': removed,
      '/pots': { get: all, post: body },
      '/pots/{id}': one,
    });
    expect(kinds).toContainEqual(['removal-missing', ['#/paths/~1pots/post']]);
    expect(kinds).toContainEqual(['operation-id-missing', expect.arrayContaining(['#/paths/~1jars/post', '#/paths/~1jars~1{id}/delete'])]);
  });

  test('a parameter that several operations share once, and no schema for what may be empty', async () => {
    const { gaps } = await gapsOf(
      {
        '/a/{b}': { parameters: [{ $ref: '#/components/parameters/b' }], get: good },
        '/c/{b}': {
          parameters: [{ $ref: '#/components/parameters/b' }],
          get: { responses: { '202': { description: 'Later' }, ...fault } },
        },
      },
      { components: { parameters: { b: inPath('b') } } },
    );
    expect(gaps.map(({ kind }) => kind)).toEqual(['path-value-missing']);
    expect(gaps[0]?.places).toMatchObject([{ pointer: '#/components/parameters/b', what: '"b" of GET /a/{b} and of 1 more operation' }]);
  });

  test('nothing of a document that has it all', async () => {
    const { gaps } = await gapsOf({
      '/a/{b}': { get: { ...good, parameters: [inPath('b', { example: 'c' })] } },
      '/d': { delete: { responses: { '204': { description: 'x' } } } },
    });
    expect(gaps.map(({ kind }) => kind)).toEqual(['effect-unknown']);
  });
});

test('assay lint prints few places of each kind, with file, line, pointer and what to add, and all in JSON', async () => {
  const paths = Object.fromEntries(
    Array.from({ length: 200 }, (_, n) => [`/a${n}`, { get: { responses: { '200': { description: 'x' } } } }]),
  );
  const { cwd, gaps } = await gapsOf(paths);
  expect(gaps.find(({ kind }) => kind === 'schema-missing')?.places).toHaveLength(200);
  const { stdout } = await assay(['lint', 'kiln.yaml'], fakeIo({ cwd }));
  const line =
    readFileSync(join(cwd, 'kiln.yaml'), 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('"200"')) + 2;
  expect(stdout).toContain(`answers without a schema: 200  (schema-missing)\n`);
  expect(stdout).toMatch(new RegExp(`kiln\\.yaml:${line}:\\d+ {2}200 of GET /a0\\n +at #/paths/~1a0/get/responses/200\\n`));
  expect(stdout).toMatch(/add: content with a media type/);
  expect(stdout).toContain('and 197 more  (--json lists all)');
  expect(stdout.split('\n').length).toBeLessThan(20);
});

test('assay lint prints few problems of each rule', async () => {
  const cwd = emptyFolder();
  const paths = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`/a${n}`, { get: { ...good, operationID: 'x' } }]));
  writeFileSync(join(cwd, 'kiln.yaml'), stringify({ openapi: '3.1.0', info: { title: 'Kiln', version: '1' }, paths }));
  const { stdout } = await assay(['lint', 'kiln.yaml'], fakeIo({ cwd }));
  expect(stdout).toContain('50 problems');
  expect(stdout.match(/"operationID" is not a member/g)).toHaveLength(3);
  expect(stdout).toContain('47 more  note  unknown-member  (--json lists all)');
});

test('each kind of gaps has a name of its own', () => {
  expect(new Set(gapKinds.map(({ kind }) => kind)).size).toBe(gapKinds.length);
});
