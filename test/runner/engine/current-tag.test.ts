import { expect, test } from 'vitest';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { withCurrentTag } from '../../../src/runner/engine/current-tag.ts';
import { exchangeOf } from '../../checks/support/exchange.ts';
import { writeDocument } from '../../contract/support.ts';

const path = '/crates/{crateId}';
const shown = {
  200: {
    description: 'ok',
    headers: { ETag: { schema: { type: 'string' } } },
    content: { 'application/json': { schema: { type: 'object' } } },
  },
};

const document = {
  openapi: '3.0.3',
  info: { title: 'Crates', version: '1' },
  paths: {
    [path]: {
      parameters: [{ name: 'crateId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: shown },
      patch: {
        parameters: [{ name: 'If-Match', in: 'header', schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { ...shown, 428: { description: 'name the version' } },
      },
    },
  },
};

const change = (name: 'key' | 'other', faults: PlannedRequest['faults']): PlannedRequest => ({
  operation: `PATCH ${path}`,
  method: 'PATCH',
  path,
  pathValues: { crateId: 'c1' },
  query: [],
  headers: [],
  credential: { kind: 'valid', name },
  faults,
});

test.for([
  ['of the account itself', change('key', []), 'key'],
  ['of another account, which knows the tag from somewhere', change('other', ['credential-forbidden']), 'key'],
  ['of nobody that is known', change('key', ['credential-invalid']), undefined],
  ['of what does not exist', change('key', ['unknown-id']), undefined],
] as const)('a change %s', async ([, request, reader]) => {
  const contract = await loadContract(writeDocument(document));
  const reads: PlannedRequest[] = [];
  const sent = await withCurrentTag(contract, request, (read) => {
    reads.push(read);
    return Promise.resolve(exchangeOf(read, { status: 200, headers: [['ETag', '"v1"']], json: {} }));
  });
  expect(reads.map(({ credential }) => credential)).toEqual(reader === undefined ? [] : [{ kind: 'valid', name: reader }]);
  expect(sent.headers).toEqual(reader === undefined ? [] : [['If-Match', '"v1"']]);
});

test.for([
  [
    'of a part of a resource names the tag of the resource',
    '/crates/{crateId}/labels',
    { label: { responses: { 200: { description: 'ok' } } } },
    path,
  ],
  ['of what has a tag of its own names that one', '/crates/{crateId}/labels', { label: { responses: shown } }, '/crates/{crateId}/labels'],
  ['below what has no tag names none', '/boxes/{crateId}/labels', { label: undefined }, undefined],
] as const)('a change %s', async ([, changed, { label }, expected]) => {
  const change204 = {
    ...document.paths[path].patch,
    responses: { 204: { description: 'done' }, 428: { description: 'name the version' } },
  };
  const { parameters } = document.paths[path];
  const contract = await loadContract(
    writeDocument({
      ...document,
      paths: { ...document.paths, [changed]: { parameters, ...(label ? { get: label } : {}), post: change204 } },
    }),
  );
  const reads: string[] = [];
  const request = { ...change('key', []), operation: `POST ${changed}`, method: 'POST', path: changed };
  const sent = await withCurrentTag(contract, request, (read) => {
    reads.push(read.path);
    expect(read.pathValues).toEqual({ crateId: 'c1' });
    return Promise.resolve(exchangeOf(read, { status: 200, headers: [['ETag', '"v1"']], json: {} }));
  });
  expect(reads).toEqual(expected === undefined ? [] : [expected]);
  expect(sent.headers).toEqual(expected === undefined ? [] : [['If-Match', '"v1"']]);
});

test('a printed tag is no tag of the resource, and gives way to the current one', async () => {
  const required = {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The entity tag of the version that is meant, or `*`.',
    schema: { type: 'string' },
    example: '"9f2c-3"',
  };
  const printing = structuredClone(document) as { paths: Record<string, { patch: { parameters: unknown[] } }> };
  const patch = printing.paths[path]?.patch;
  if (patch) patch.parameters = [required];
  const contract = await loadContract(writeDocument(printing));
  const sentWith = async (tag: string): Promise<PlannedRequest['headers']> =>
    (
      await withCurrentTag(contract, { ...change('key', []), headers: [['If-Match', tag]] }, (read) =>
        Promise.resolve(exchangeOf(read, { status: 200, headers: [['ETag', '"v1"']], json: {} })),
      )
    ).headers;
  expect(await sentWith('"9f2c-3"')).toEqual([['If-Match', '"v1"']]);
  expect(await sentWith('"0000-0"')).toEqual([['If-Match', '"0000-0"']]);
  expect(await sentWith('*')).toEqual([['If-Match', '*']]);
});

test('the tag is asked for at the site that the change names', async () => {
  const site = { name: 'X-Site', in: 'header', required: true, schema: { type: 'string' } };
  const { [path]: item } = document.paths;
  const contract = await loadContract(
    writeDocument({ ...document, paths: { [path]: { ...item, parameters: [...item.parameters, site] } } }),
  );
  const reads: PlannedRequest[] = [];
  const request = {
    ...change('key', []),
    headers: [
      ['X-Site', 'north'],
      ['Prefer', 'return=minimal'],
    ] as const,
  };
  const sent = await withCurrentTag(contract, request, (read) => {
    reads.push(read);
    return Promise.resolve(exchangeOf(read, { status: 200, headers: [['ETag', '"v1"']], json: {} }));
  });
  expect(reads.map(({ headers }) => headers)).toEqual([[['X-Site', 'north']]]);
  expect(sent.headers).toEqual([...request.headers, ['If-Match', '"v1"']]);
});

test.for([
  ['of a part of what is there once has the tag of that', { get: { responses: shown } }, '/crates/{crateId}/print'],
  ['below a list has that of the resource', { get: { responses: shown }, post: { responses: shown } }, path],
] as const)('a change %s', async ([, print, expected]) => {
  const { parameters, patch } = document.paths[path];
  const changed = `${path}/print/wanted`;
  const contract = await loadContract(
    writeDocument({
      ...document,
      paths: { ...document.paths, [`${path}/print`]: { parameters, ...print }, [changed]: { parameters, patch } },
    }),
  );
  const reads: string[] = [];
  const request = { ...change('key', []), operation: `PATCH ${changed}`, path: changed };
  await withCurrentTag(contract, request, (read) => {
    reads.push(read.path);
    return Promise.resolve(exchangeOf(read, { status: 200, headers: [['ETag', '"v1"']], json: {} }));
  });
  expect(reads).toEqual([expected]);
});

const beside = async (
  parts: Readonly<Record<string, object>>,
  { field = '', text = '', method = 'put', status = '200' }: { field?: string; text?: string; method?: 'put' | 'post'; status?: string },
): Promise<readonly string[]> => {
  const one = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'string' } });
  const changed = '/crates/{crateId}/labels/{labelId}';
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: document.info,
      paths: {
        ...Object.fromEntries(Object.entries(parts).map(([part, get]) => [`${path}${part}`, { parameters: [one('crateId')], get }])),
        [changed]: {
          parameters: [one('crateId'), one('labelId')],
          [method]: {
            description: text,
            parameters: [{ name: 'If-Match', in: 'header', description: field, schema: { type: 'string' } }],
            requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
            responses: { [status]: { description: 'ok' }, 428: { description: 'name the version' } },
          },
        },
      },
    }),
  );
  const reads: string[] = [];
  const request = {
    ...change('key', []),
    operation: `${method.toUpperCase()} ${changed}`,
    method: method.toUpperCase(),
    path: changed,
    pathValues: { crateId: 'c1', labelId: 'l1' },
  };
  await withCurrentTag(contract, request, (read) => {
    reads.push(read.path);
    expect(read.pathValues).toEqual({ crateId: 'c1' });
    return Promise.resolve(exchangeOf(read, { status: 200, headers: [['ETag', '"v1"']], json: {} }));
  });
  return reads;
};

const tagged = { responses: shown };
const plain = { responses: { 200: { description: 'ok' } } };

test.for<readonly [string, Parameters<typeof beside>, readonly string[]]>([
  ['is the only one with a tag', [{ '/layout': tagged, '/owner': plain }, {}], ['/crates/{crateId}/layout']],
  [
    'is what the field names',
    [{ '/layout': tagged, '/config': tagged }, { field: "ETag of the crate's configuration, or `*`." }],
    ['/crates/{crateId}/config'],
  ],
  [
    'is what the text names',
    [{ '/layout': tagged, '/owner': tagged }, { text: 'Needs `If-Match` with the ETag of the layout.' }],
    ['/crates/{crateId}/layout'],
  ],
  ['is one of two', [{ '/layout': tagged, '/owner': tagged }, {}], []],
  ['is not what the field names', [{ '/layout': tagged }, { field: 'The ETag of the label' }], []],
  ['is for something that may be new', [{ '/layout': tagged }, { status: '201' }], []],
  ['has no tag', [{ '/layout': plain }, {}], []],
  ['is below the crate, which has a tag itself', [{ '': tagged, '/layout': tagged }, {}], ['/crates/{crateId}']],
])('a part beside what is changed, which %s', async ([, [parts, how], reads]) => {
  expect(await beside(parts, how)).toEqual(reads);
});
