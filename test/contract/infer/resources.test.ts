import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const answers = (schema: object, status = '200') => ({ [status]: { description: 'It', content: { 'application/json': { schema } } } });
const asked = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });

type Differing = {
  readonly item?: object;
  readonly create?: object;
  readonly update?: object;
  readonly method?: 'patch' | 'put';
  readonly listParameters?: readonly object[];
  readonly listWords?: object;
  readonly root?: string;
  readonly more?: object;
};

/** A document of boats, and how it differs. */
const boats = ({
  item = { id: text, title: text, length: whole },
  create = { title: text },
  update,
  method = 'patch',
  listParameters = [],
  listWords = {},
  root = '',
  more = {},
}: Differing = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1' },
  paths: {
    [`${root}/boats`]: {
      parameters: [...root.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: text })),
      get: { ...listWords, parameters: listParameters, responses: answers({ type: 'array', items: object(item) }) },
      post: { requestBody: asked(object(create, ['title'])), responses: answers(object(item), '201') },
    },
    [`${root}/boats/{id}`]: {
      parameters: [...`${root}{id}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: text })),
      get: { responses: answers(object(item)) },
      delete: { responses: { '204': { description: 'Gone' } } },
      ...(update ? { [method]: { requestBody: asked(update), responses: answers(object(item)) } } : {}),
    },
  },
  ...more,
});

/** A document of piers, as that of boats. */
const piers = Object.fromEntries(
  Object.entries(boats().paths).map(([path, item]): [string, object] => [path.replace('/boats', '/piers').replace('{id}', '{pier}'), item]),
);
const renamed = (item: object): object => ({ ...item, parameters: [{ name: 'pier', in: 'path', required: true, schema: text }] });
piers['/piers/{pier}'] = renamed(piers['/piers/{pier}'] ?? {});

const inferred = async (differing?: Differing) =>
  (await loadContract(writeDocument(boats(differing)))).presumedResourceTypes.map(({ name, convention }) => ({ name, convention }));

test('a document that creates, reads, lists and removes shows a resource type', async () => {
  expect(await inferred({ update: object({ title: text, length: whole, draught: whole }) })).toEqual([
    {
      name: 'boat',
      convention: {
        create: 'POST /boats',
        read: 'GET /boats/{id}',
        list: 'GET /boats',
        update: 'PATCH /boats/{id}',
        remove: 'DELETE /boats/{id}',
        shown: { create: '$response.body', read: '$response.body', update: '$response.body' },
        id: '/id',
        name: '/title',
        changes: ['title', 'length'],
        removed: { read: { status: [404, 410] }, unlisted: {} },
        'x-inferred': true,
        'x-inferred-reason': 'POST /boats creates one, DELETE /boats/{id} removes it, GET /boats/{id} shows it by "id".',
      },
    },
  ]);
});

test.for<readonly [what: string, differing: Differing, expected: object]>([
  ['no list that may leave it out: it has a state', { item: { id: text, title: text, status: text } }, { list: undefined }],
  [
    'no list that leaves out what is archived',
    { listParameters: [{ name: 'archived', in: 'query', schema: { type: 'boolean', default: false } }] },
    { list: undefined },
  ],
  ['no list of a choice', { listWords: { summary: 'List recent boats' } }, { list: undefined }],
  ['no list of a choice in its description', { listWords: { description: 'All published boats.' } }, { list: undefined }],
  [
    'no list that is narrowed by default',
    { listParameters: [{ name: 'pier', in: 'query', schema: { type: 'string', default: 'north' } }] },
    { list: undefined },
  ],
  [
    'a list whose page, order and form have defaults',
    {
      listParameters: ['page_size', 'sortBy', 'order', 'offset'].map((name) => ({
        name,
        in: 'query',
        schema: { type: 'string', default: 'x' },
      })),
    },
    { list: 'GET /boats' },
  ],
  ['an id that is any number', { item: { id: { type: 'number' }, title: text } }, { id: '/id', read: 'GET /boats/{id}' }],
  [
    'no name that is only written',
    {
      create: { title: { type: 'string', writeOnly: true } },
      update: object({ title: { type: 'string', writeOnly: true }, length: whole }),
    },
    { name: undefined, changes: ['length'] },
  ],
  ['no list that needs a parameter', { listParameters: [{ name: 'of', in: 'query', required: true, schema: text }] }, { list: undefined }],
  [
    'no update of what a server checks or confirms',
    { item: { id: text, title: text, email: text, user_name: text }, update: object({ email: text, user_name: text }) },
    { update: undefined, changes: undefined },
  ],
  ['no update of a text of a form', { update: object({ title: { type: 'string', pattern: '^[A-Z]+$' } }) }, { update: undefined }],
  ['no update whose body names the resource', { method: 'put', update: object({ id: text, title: text }, ['id']) }, { update: undefined }],
  [
    'no update of what a read does not show',
    { item: { id: text, length: whole }, update: object({ title: text }) },
    { update: undefined, name: undefined },
  ],
])('it has %s', async ([, differing, expected]) => {
  const [found] = await inferred(differing);
  const shown = Object.fromEntries(Object.keys(expected).map((word) => [word, found?.convention[word as 'list']]));
  expect(found).toBeDefined();
  expect(shown).toEqual(expected);
});

test.for<readonly [what: string, differing: Differing]>([
  ['whose answers show no id', { item: { title: text } }],
  ['whose id has only a few values', { item: { id: { enum: ['a', 'b'] }, title: text } }],
  ['below another one that nothing creates', { root: '/piers/{pier}' }],
  ['that is kept only on request', { create: { title: text, store: { type: 'boolean', default: false } } }],
])('a resource %s is not judged', async ([, differing]) => {
  expect(await inferred(differing)).toEqual([]);
});

test('a resource below one that the run can create is judged, under a name of its own', async () => {
  const { paths } = boats({ root: '/piers/{pier}' });
  const found = await inferred({ more: { paths: { ...boats().paths, ...piers, ...paths } } });
  expect(found.map(({ name, convention: { create, list } }) => [name, create, list])).toEqual([
    ['boat', 'POST /boats', 'GET /boats'],
    ['pier', 'POST /piers', 'GET /piers'],
    ['pier-boat', 'POST /piers/{pier}/boats', 'GET /piers/{pier}/boats'],
  ]);
});

test('a resource two steps below one that the run can create is not judged', async () => {
  const { paths } = boats({ root: '/piers/{pier}/rows/{row}' });
  expect((await inferred({ more: { paths: { ...piers, ...paths } } })).map(({ name }) => name)).toEqual(['pier']);
});

test('collections with one noun have names of their own', async () => {
  const found = await inferred({ more: { paths: { ...boats({ root: '/v1' }).paths, ...boats({ root: '/v2' }).paths } } });
  expect(found.map(({ name }) => name)).toEqual(['v1-boats', 'v2-boats']);
});

test('a declaration that is only inferred, and that the document does not show, is left out', async () => {
  const boat = { create: 'POST /boats', remove: 'none', 'x-inferred': true, 'x-inferred-reason': 'It looks so.' };
  const contract = await loadContract(writeDocument(boats({ more: { 'x-assay': { resources: { boat } } } })));
  expect([...contract.resourceTypes, ...contract.presumedResourceTypes]).toEqual([]);
  expect(contract.inferredResourceTypes.map(({ create }) => create.key)).toEqual(['POST /boats']);
});

test('a declaration that names operations by their keys is used as it is', async () => {
  const boat = { create: 'POST /boats', read: 'GET /boats/{id}', remove: 'DELETE /boats/{id}' };
  const contract = await loadContract(writeDocument(boats({ more: { 'x-assay': { resources: { boat } } } })));
  expect(contract.resourceTypes.map(({ create, read, remove }) => [create?.key, read?.key, remove?.key])).toEqual([Object.values(boat)]);
  expect(contract.presumedResourceTypes).toEqual([]);
  expect(contract.operations.find(({ key }) => key === 'POST /boats')).toMatchObject({ effect: 'creates' });
  expect(contract.operations.find(({ key }) => key === 'POST /boats')?.inferred).toBeUndefined();
});

test('a declaration that is only inferred decides about no effect', async () => {
  const boat = { create: 'POST /boats', remove: 'DELETE /boats/{id}', 'x-inferred': true, 'x-inferred-reason': 'It looks so.' };
  const contract = await loadContract(writeDocument(boats({ more: { 'x-assay': { resources: { boat } } } })));
  expect(contract.resourceTypes).toEqual([]);
  expect(contract.presumedResourceTypes.map(({ name }) => name)).toEqual(['boat']);
  expect(contract.operations.find(({ key }) => key === 'DELETE /boats/{id}')?.inferred).toBeDefined();
});

test('an unknown operation is refused with the nearest one', async () => {
  const boat = { create: 'POST /boat', remove: 'none' };
  await expect(loadContract(writeDocument(boats({ more: { 'x-assay': { resources: { boat } } } })))).rejects.toThrow(
    /no operation with the operationId or the key "POST \/boat", did you mean "POST \/boats"\?/,
  );
});

test.each<readonly [string, object, boolean]>([
  ['is read there by the same schema', { get: { responses: answers({ $ref: '#/components/schemas/Fare' }) } }, true],
  [
    'is changed there by the same schema',
    { patch: { requestBody: asked(object({ name: text })), responses: answers({ $ref: '#/components/schemas/Fare' }) } },
    true,
  ],
  [
    'is changed there by another schema',
    { patch: { requestBody: asked(object({ name: text })), responses: answers({ $ref: '#/components/schemas/Other' }) } },
    false,
  ],
  ['is only removed there', {}, true],
])('what is created below a parent and %s has a path of its own', async (_how, operations, isOne) => {
  const fare = object({ id: text, name: text });
  const route = { name: 'routeId', in: 'path', required: true, schema: text };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Fares', version: '1' },
    components: { schemas: { Fare: fare, Other: object({ id: text, title: text }) } },
    paths: {
      '/routes/{routeId}/fares': {
        parameters: [route],
        post: { requestBody: asked(object({ name: text }, ['name'])), responses: answers({ $ref: '#/components/schemas/Fare' }, '201') },
      },
      '/fares/{fareId}': {
        parameters: [{ ...route, name: 'fareId' }],
        ...operations,
        delete: { responses: { '204': { description: 'Gone' } } },
      },
    },
  };
  const { inferredResourceTypes } = await loadContract(writeDocument(document));
  expect(inferredResourceTypes.map(({ create }) => create.key)).toEqual(isOne ? ['POST /routes/{routeId}/fares'] : []);
});
