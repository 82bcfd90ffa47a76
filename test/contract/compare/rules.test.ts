import { describe, expect, test } from 'vitest';
import { changesBetween, told } from './compared.ts';
import { answering, asking, cat, dog, object, pets, query, response, taking, text, whole } from './documents.ts';

type Row = readonly [
  name: string,
  before: object,
  after: object,
  /** Verdicts and kinds of the changes, and those of the way back. */
  there: readonly string[],
  back: readonly string[],
];

/** A schema in a request and in a response: what narrows the one widens the other. */
const schemaRow = (
  name: string,
  before: unknown,
  after: unknown,
  narrowing: readonly string[],
  widening: readonly string[],
  schemas: Readonly<Record<string, unknown>> = {},
): readonly Row[] => {
  const as = (verdict: string, kinds: readonly string[]): readonly string[] => kinds.map((kind) => `${verdict} ${kind}`);
  return [
    [`${name}, in a request`, taking(before, schemas), taking(after, schemas), as('breaking', narrowing), as('compatible', widening)],
    [
      `${name}, in a response`,
      answering(before, schemas),
      answering(after, schemas),
      as('compatible', narrowing),
      as('breaking', widening),
    ],
  ];
};

const pet = object({ name: text, kind: text });
const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
const oauth = { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://pets.example/token', scopes: { read: '', write: '' } } } };
const secured = (security: unknown, schemes: object = { key, oauth }): object =>
  pets({ root: { security, components: { securitySchemes: schemes } } });
const statuses = (responses: object): object => pets({ get: { responses } });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const schemas = { Cat: cat, Dog: dog, Bird: object({ kind: text, wings: whole }) };
const tree = (more: object): object => object({ name: text, children: { type: 'array', items: ref('Tree') }, ...more });

const rows: readonly Row[] = [
  [
    'an operation',
    pets({ paths: { '/owners': { get: { responses: { 200: { description: 'All' } } } } } }),
    pets(),
    ['breaking operation-removed'],
    ['compatible operation-added'],
  ],
  ['an operation that is deprecated', pets(), pets({ get: { deprecated: true } }), ['compatible operation-deprecated'], []],
  [
    'an operationId',
    pets({ get: { operationId: 'a' } }),
    pets({ get: { operationId: 'b' } }),
    ['compatible operation-renamed'],
    ['compatible operation-renamed'],
  ],
  [
    'the name of a path parameter',
    pets({
      paths: {
        '/pets/{id}': {
          get: { parameters: [{ name: 'id', in: 'path', required: true, schema: text }], responses: { 200: { description: 'One' } } },
        },
      },
    }),
    pets({
      paths: {
        '/pets/{pet}': {
          get: { parameters: [{ name: 'pet', in: 'path', required: true, schema: text }], responses: { 200: { description: 'One' } } },
        },
      },
    }),
    ['compatible parameter-renamed'],
    ['compatible parameter-renamed'],
  ],
  [
    'the base path, from the server to the paths',
    { ...pets({ root: { servers: [{ url: 'https://pets.example/v1' }] } }) },
    {
      ...pets({
        root: {
          servers: [{ url: 'https://pets.example' }],
          paths: {
            '/v1/pets': { get: { responses: { 200: { description: 'All' } } }, post: { responses: { 201: { description: 'Made' } } } },
          },
        },
      }),
    },
    ['compatible path-moved', 'compatible path-moved', 'compatible server-added', 'unclear server-removed'],
    ['compatible path-moved', 'compatible path-moved', 'compatible server-added', 'unclear server-removed'],
  ],
  ['an optional query parameter', asking(), asking(query(text)), ['compatible parameter-added'], ['breaking parameter-removed']],
  [
    'a required query parameter',
    asking(),
    asking(query(text, { required: true })),
    ['breaking parameter-added'],
    ['breaking parameter-removed'],
  ],
  [
    'whether a query parameter is required',
    asking(query(text)),
    asking(query(text, { required: true })),
    ['breaking parameter-required'],
    ['compatible parameter-optional'],
  ],
  [
    'a value of a query parameter',
    asking(query({ enum: ['name', 'price'] })),
    asking(query({ enum: ['name'] })),
    ['breaking values-removed'],
    ['compatible values-added'],
  ],
  [
    'the default of a query parameter',
    asking(query({ ...whole, default: 20 })),
    asking(query({ ...whole, default: 10 })),
    ['breaking default-changed'],
    ['breaking default-changed'],
  ],
  [
    'the default of a query parameter that had none',
    asking(query(whole)),
    asking(query({ ...whole, default: 10 })),
    ['unclear default-changed'],
    ['unclear default-changed'],
  ],
  [
    'the style of a list in the query',
    asking(query({ type: 'array', items: text })),
    asking(query({ type: 'array', items: text }, { explode: false })),
    ['breaking parameter-restyled'],
    ['breaking parameter-restyled'],
  ],
  ['explode of a plain value', asking(query(text)), asking(query(text, { explode: false })), [], []],
  [
    'content in place of a schema',
    asking(query(pet)),
    asking({ name: 'sort', in: 'query', content: { 'application/json': { schema: pet } } }),
    ['breaking parameter-restyled'],
    ['breaking parameter-restyled'],
  ],
  ['a parameter that is deprecated', asking(query(text)), asking(query(text, { deprecated: true })), ['compatible deprecated'], []],
  [
    'the case of a header',
    asking({ name: 'X-Trace', in: 'header', schema: text }),
    asking({ name: 'x-trace', in: 'header', schema: text }),
    [],
    [],
  ],
  [
    'where a parameter stands',
    asking(query(text)),
    asking(query(text, { in: 'header' })),
    ['breaking parameter-removed', 'compatible parameter-added'],
    ['breaking parameter-removed', 'compatible parameter-added'],
  ],
  ['a request body', pets(), taking(pet), ['breaking body-added'], ['breaking body-removed']],
  [
    'whether the request body is required',
    pets({ post: { requestBody: { content: { 'application/json': { schema: pet } } } } }),
    taking(pet),
    ['breaking body-required'],
    ['compatible body-optional'],
  ],
  [
    'a media type of a request',
    pets({ post: { requestBody: { content: { 'application/json': {}, 'text/csv': {} } } } }),
    pets({ post: { requestBody: { content: { 'application/json': {} } } } }),
    ['breaking media-type-removed'],
    ['compatible media-type-added'],
  ],
  [
    'a media type of a response',
    statuses({ 200: { description: 'All', content: { 'application/json': {}, 'text/csv': {} } } }),
    statuses({ 200: { description: 'All', content: { 'application/json': {} } } }),
    ['breaking media-type-removed'],
    ['compatible media-type-added'],
  ],
  [
    'a parameter of a media type',
    statuses({ 200: { description: 'All', content: { 'application/json': {} } } }),
    statuses({ 200: { description: 'All', content: { 'application/json; charset=utf-8': {} } } }),
    [],
    [],
  ],
  [
    'the body of a response',
    answering(pet),
    pets({ root: { components: { schemas: {} } } }),
    ['breaking body-removed'],
    ['compatible body-added'],
  ],
  [
    'the encoding of a part',
    pets({ post: { requestBody: { content: { 'multipart/form-data': { schema: pet } } } } }),
    pets({
      post: { requestBody: { content: { 'multipart/form-data': { schema: pet, encoding: { name: { contentType: 'text/plain' } } } } } },
    }),
    ['unclear encoding-changed'],
    ['unclear encoding-changed'],
  ],
  [
    'a status of an error',
    statuses({ 200: { description: 'All' }, 409: { description: 'Conflict' } }),
    statuses({ 200: { description: 'All' } }),
    ['breaking status-removed'],
    ['compatible status-added'],
  ],
  [
    'a status of a success',
    statuses({ 200: { description: 'All' } }),
    statuses({ 200: { description: 'All' }, 202: { description: 'Later' } }),
    ['unclear status-added'],
    ['breaking status-removed'],
  ],
  [
    'a status within a range',
    statuses({ 200: { description: 'All' }, 404: { description: 'None' } }),
    statuses({ 200: { description: 'All' }, '4XX': { description: 'Wrong' } }),
    [],
    [],
  ],
  [
    'the body of a status within a range',
    statuses({ 200: { description: 'All' }, 404: response(pet) }),
    statuses({ 200: { description: 'All' }, '4XX': response(object({ name: text })) }),
    ['breaking member-removed'],
    ['compatible member-added'],
  ],
  [
    'the default response',
    statuses({ 200: { description: 'All' } }),
    statuses({ 200: { description: 'All' }, default: { description: 'Wrong' } }),
    ['compatible status-added'],
    ['unclear status-removed'],
  ],
  [
    'a header field of a response',
    statuses({ 200: { description: 'All', headers: { 'X-Total': { schema: whole } } } }),
    statuses({ 200: { description: 'All' } }),
    ['breaking header-removed'],
    ['compatible header-added'],
  ],
  [
    'whether a header field is always there',
    statuses({ 200: { description: 'All', headers: { 'X-Total': { schema: whole, required: true } } } }),
    statuses({ 200: { description: 'All', headers: { 'X-Total': { schema: whole } } } }),
    ['breaking header-optional'],
    ['compatible header-required'],
  ],
  [
    'the type of a header field',
    statuses({ 200: { description: 'All', headers: { 'X-Total': { schema: whole } } } }),
    statuses({ 200: { description: 'All', headers: { 'X-Total': { schema: text } } } }),
    ['breaking type-changed'],
    ['breaking type-changed'],
  ],
  [
    'whether a credential is needed',
    secured(undefined),
    secured([{ key: [] }]),
    ['breaking security-required'],
    ['compatible security-dropped'],
  ],
  [
    'another way to authenticate',
    secured([{ key: [] }]),
    secured([{ key: [] }, { oauth: [] }]),
    ['compatible security-added'],
    ['breaking security-removed'],
  ],
  [
    'a scope',
    secured([{ oauth: ['read'] }]),
    secured([{ oauth: ['read', 'write'] }]),
    ['breaking security-removed'],
    ['compatible security-added'],
  ],
  ['the name of a security scheme', secured([{ key: [] }]), secured([{ other: [] }], { other: key }), [], []],
  [
    'where a key is sent',
    secured([{ key: [] }]),
    secured([{ key: [] }], { key: { ...key, in: 'query' } }),
    ['breaking security-removed'],
    ['breaking security-removed'],
  ],
  [
    'a webhook',
    pets({ root: { webhooks: { born: { post: { responses: { 200: { description: 'Got' } } } } } } }),
    pets(),
    ['breaking delivery-removed'],
    ['compatible delivery-added'],
  ],
  [
    'the answers that a webhook awaits',
    pets({ root: { webhooks: { born: { post: { responses: { 200: { description: 'Got' } } } } } } }),
    pets({ root: { webhooks: { born: { post: { responses: { 204: { description: 'Got' } } } } } } }),
    ['unclear delivery-changed'],
    ['unclear delivery-changed'],
  ],
  [
    'the address of an operation',
    pets(),
    pets({ get: { servers: [{ url: 'https://more.pets.example' }] } }),
    ['unclear server-changed'],
    ['unclear server-changed'],
  ],
  [
    'the body of a webhook',
    pets({
      root: {
        webhooks: {
          born: { post: { requestBody: { content: { 'application/json': { schema: pet } } }, responses: { 200: { description: 'Got' } } } },
        },
      },
    }),
    pets({
      root: {
        webhooks: {
          born: {
            post: {
              requestBody: { content: { 'application/json': { schema: object({ name: text }) } } },
              responses: { 200: { description: 'Got' } },
            },
          },
        },
      },
    }),
    ['breaking member-removed'],
    ['compatible member-added'],
  ],
  ['a member of a response', answering(pet), answering(object({ name: text })), ['breaking member-removed'], ['compatible member-added']],
  [
    'a member of a closed response',
    answering(object({ name: text }, { additionalProperties: false })),
    answering({ ...pet, additionalProperties: false }),
    ['unclear member-added'],
    ['breaking member-removed'],
  ],
  [
    'a required member of a request',
    taking(object({ name: text })),
    taking({ ...pet, required: ['kind'] }),
    ['breaking member-required'],
    ['breaking member-removed'],
  ],
  [
    'an optional member of a request',
    taking(object({ name: text })),
    taking(pet),
    ['compatible member-added'],
    ['breaking member-removed'],
  ],
  [
    'a member that only the server sets, of a request',
    taking(pet),
    taking(object({ name: text, kind: { ...text, readOnly: true } })),
    ['breaking member-removed'],
    ['compatible member-added'],
  ],
  [
    'a member that only clients set, of a response',
    answering(pet),
    answering(object({ name: text, kind: { ...text, writeOnly: true } })),
    ['breaking member-removed'],
    ['compatible member-added'],
  ],
  [
    'a member that is deprecated',
    answering(pet),
    answering(object({ name: text, kind: { ...text, deprecated: true } })),
    ['compatible deprecated'],
    [],
  ],
  [
    'an object without described members',
    answering(pet),
    answering({ type: 'object' }),
    ['unclear member-removed', 'unclear member-removed'],
    ['compatible member-added', 'compatible member-added'],
  ],
  [
    'further members of a request',
    taking(pet),
    taking({ ...pet, additionalProperties: false }),
    ['unclear members-closed'],
    ['compatible members-opened'],
  ],
  [
    'further members of a response',
    answering(pet),
    answering({ ...pet, additionalProperties: false }),
    ['compatible members-closed'],
    ['unclear members-opened'],
  ],
  ...schemaRow(
    'the values of a map',
    { type: 'object', additionalProperties: { type: ['string', 'integer'] } },
    { type: 'object', additionalProperties: text },
    ['type-narrowed'],
    ['type-widened'],
  ),
  ...schemaRow('whether a member is required', pet, { ...pet, required: ['kind'] }, ['member-required'], ['member-optional']),
  ...schemaRow('null', object({ name: { type: ['string', 'null'] } }), pet, ['null-refused'], ['null-allowed']).map(
    ([name, before, after, there, back]): Row => [
      name,
      before,
      after,
      [...there, 'compatible member-added'].sort(),
      [...back, 'breaking member-removed'].sort(),
    ],
  ),
  ...schemaRow(
    'null by anyOf',
    object({ name: { anyOf: [text, { type: 'null' }] } }),
    object({ name: text }),
    ['null-refused'],
    ['null-allowed'],
  ),
  ...schemaRow(
    'null of an object by reference',
    object({ pet: { oneOf: [ref('Cat'), { type: 'null' }] } }),
    object({ pet: ref('Cat') }),
    ['null-refused'],
    ['null-allowed'],
    schemas,
  ),
  ...schemaRow('a type of several', { type: ['string', 'integer'] }, text, ['type-narrowed'], ['type-widened']),
  ...schemaRow('a number that is whole', { type: 'number' }, whole, ['type-narrowed'], ['type-widened']),
  ...schemaRow('any value', {}, text, ['type-narrowed'], ['type-widened']),
  ...schemaRow('listed values', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['a'] }, ['values-removed'], ['values-added']),
  ...schemaRow('values by const', { oneOf: [{ const: 'a' }, { const: 'b' }] }, { enum: ['a'] }, ['values-removed'], ['values-added']),
  ...schemaRow('a text whose values are listed', text, { ...text, enum: ['a'] }, ['values-removed'], ['values-added']),
  ...schemaRow('the greatest length', { ...text, maxLength: 9 }, { ...text, maxLength: 5 }, ['limit-tightened'], ['limit-loosened']),
  ...schemaRow('the least length', text, { ...text, minLength: 1 }, ['limit-tightened'], ['limit-loosened']),
  ...schemaRow('a minimum', { ...whole, minimum: 0 }, { ...whole, minimum: 1 }, ['limit-tightened'], ['limit-loosened']),
  ...schemaRow(
    'an exclusive maximum',
    { type: 'number', maximum: 9 },
    { type: 'number', exclusiveMaximum: 9 },
    ['limit-tightened'],
    ['limit-loosened'],
  ),
  ...schemaRow('an exclusive minimum of whole numbers', { ...whole, exclusiveMinimum: 0 }, { ...whole, minimum: 1 }, [], []),
  ...schemaRow('a step', { ...whole, multipleOf: 5 }, { ...whole, multipleOf: 10 }, ['limit-tightened'], ['limit-loosened']),
  ...schemaRow(
    'the size of a list',
    { type: 'array', items: text, maxItems: 9 },
    { type: 'array', items: text, maxItems: 5 },
    ['limit-tightened'],
    ['limit-loosened'],
  ),
  ...schemaRow(
    'distinct elements',
    { type: 'array', items: text },
    { type: 'array', items: text, uniqueItems: true },
    ['limit-tightened'],
    ['limit-loosened'],
  ),
  ...schemaRow(
    'the elements of a list',
    { type: 'array', items: { type: 'number' } },
    { type: 'array', items: whole },
    ['type-narrowed'],
    ['type-widened'],
  ),
  ...schemaRow(
    'the number of members',
    { type: 'object', maxProperties: 9 },
    { type: 'object', maxProperties: 5 },
    ['limit-tightened'],
    ['limit-loosened'],
  ),
  ...schemaRow('a pattern', text, { ...text, pattern: '^a' }, ['pattern-added'], ['pattern-removed']),
  ...schemaRow('not', text, { ...text, not: { const: 'a' } }, ['limit-tightened'], ['limit-loosened']),
  ...schemaRow(
    'an alternative',
    { oneOf: [ref('Cat'), ref('Dog')] },
    { oneOf: [ref('Cat')] },
    ['alternative-removed'],
    ['alternative-added'],
    schemas,
  ),
  ...schemaRow(
    'the only schema as one of two',
    { anyOf: [ref('Cat'), ref('Dog')] },
    ref('Dog'),
    ['alternative-removed'],
    ['alternative-added'],
    schemas,
  ),
  ...schemaRow('a plain alternative', { anyOf: [text, whole] }, text, ['alternative-removed'], ['alternative-added']),
  [
    'a value that another alternative still has',
    taking({ anyOf: [text, { ...text, enum: ['a', 'b'] }] }),
    taking({ anyOf: [text, { ...text, enum: ['a'] }] }),
    [],
    ['compatible values-added'],
  ],
  ...schemaRow('a whole number, by a reference to itself', ref('Tree'), ref('Other'), ['type-narrowed'], ['type-widened'], {
    Tree: tree({ size: { type: 'number' } }),
    Other: object({ name: text, children: { type: 'array', items: ref('Other') }, size: whole }),
  }),
  ...schemaRow(
    'a value of the discriminator',
    {
      oneOf: [ref('Cat'), ref('Dog')],
      discriminator: {
        propertyName: 'kind',
        mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog', puppy: '#/components/schemas/Dog' },
      },
    },
    {
      oneOf: [ref('Cat'), ref('Dog')],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' } },
    },
    ['values-removed'],
    ['values-added'],
    schemas,
  ),
  [
    'the member of the discriminator',
    answering({ oneOf: [ref('Cat'), ref('Dog')], discriminator: { propertyName: 'kind' } }, schemas),
    answering({ oneOf: [ref('Cat'), ref('Dog')], discriminator: { propertyName: 'type' } }, schemas),
    ['breaking discriminator-changed'],
    ['breaking discriminator-changed'],
  ],
  ['the type', answering(text), answering(whole), ['breaking type-changed'], ['breaking type-changed']],
  [
    'an enumeration that says that it grows',
    answering({ ...text, 'x-extensible-enum': ['a'], enum: ['a'] }),
    answering({ ...text, 'x-extensible-enum': ['a', 'b'], enum: ['a', 'b'] }),
    ['compatible values-added'],
    ['compatible values-removed'],
  ],
  [
    'an implied type',
    answering({ properties: { name: text } }),
    answering(object({ name: text })),
    ['unclear type-stated'],
    ['unclear type-stated'],
  ],
  [
    'one pattern for another',
    taking({ ...text, pattern: '^a' }),
    taking({ ...text, pattern: '^[ab]' }),
    ['unclear pattern-changed'],
    ['unclear pattern-changed'],
  ],
  [
    'a format of texts that exclude each other',
    taking({ ...text, format: 'date' }),
    taking({ ...text, format: 'date-time' }),
    ['breaking format-changed'],
    ['breaking format-changed'],
  ],
  ['a format', taking(text), taking({ ...text, format: 'uri' }), ['unclear format-changed'], ['compatible format-changed']],
  [
    'the width of a number',
    answering({ ...whole, format: 'int32' }),
    answering({ ...whole, format: 'int64' }),
    ['breaking format-changed'],
    ['compatible format-changed'],
  ],
  [
    'a condition',
    taking({ ...pet, if: { required: ['name'] }, then: { required: ['kind'] } }),
    taking({ ...pet, if: { required: ['kind'] }, then: { required: ['kind'] } }),
    ['unclear schema-changed'],
    ['unclear schema-changed'],
  ],
  [
    'a schema under not, by reference',
    taking({ not: ref('Cat') }, { Cat: cat }),
    taking({ not: ref('Cat') }, { Cat: dog }),
    ['unclear schema-changed'],
    ['unclear schema-changed'],
  ],
  [
    'a value of a limited text',
    taking({ ...text, enum: ['abc'] }),
    taking({ ...text, maxLength: 2 }),
    ['breaking limit-tightened', 'compatible values-added'],
    ['breaking values-removed', 'compatible limit-loosened'],
  ],
];

describe('a change between two documents', () => {
  test('there are twins of at least sixty rules', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
  });

  test.each(rows)('%s', async (_, before, after, there, back) => {
    expect({ there: told(await changesBetween(before, after)), back: told(await changesBetween(after, before)) }).toEqual({ there, back });
  });
});

const same: readonly (readonly [string, object, object])[] = [
  ['allOf and the same members in one schema', answering({ allOf: [object({ name: text }), object({ kind: text })] }), answering(pet)],
  ['a reference and its target', taking(ref('Cat'), schemas), taking(cat)],
  ['components with other names', taking(ref('Cat'), { Cat: tree({}), Tree: tree({}) }), taking(ref('Tree'), { Tree: tree({}) })],
  [
    'nullable of 3.0 and null of 3.1',
    { ...answering({ ...text, nullable: true }), openapi: '3.0.3' },
    answering({ type: ['string', 'null'] }),
  ],
  [
    'an exclusive bound of 3.0 and of 3.1',
    { ...taking({ type: 'number', minimum: 0, exclusiveMinimum: true }), openapi: '3.0.3' },
    taking({ type: 'number', exclusiveMinimum: 0 }),
  ],
  [
    'the order of alternatives and values',
    answering({ oneOf: [ref('Cat'), ref('Dog'), { enum: ['a', 'b'] }] }, schemas),
    answering({ oneOf: [{ enum: ['b', 'a'] }, ref('Dog'), ref('Cat')] }, schemas),
  ],
  ['one alternative and none', answering({ anyOf: [ref('Cat')] }, schemas), answering(ref('Cat'), schemas)],
  ['const and a list of one value', answering({ const: 'a' }), answering({ enum: ['a'] })],
  [
    'texts that no client reads',
    answering({ ...text, description: 'Old', example: 'a' }),
    answering({ ...text, description: 'New', title: 'T' }),
  ],
  ['a size of at least 0', taking(text), taking({ ...text, minLength: 0 })],
  ['a default of an answer', answering(text), answering({ ...text, default: 'a' })],
  [
    'parameters of the path and of the operation',
    asking(query(text)),
    pets({
      paths: {
        '/pets': {
          parameters: [query(text)],
          get: { responses: { 200: { description: 'All' } } },
          post: { responses: { 201: { description: 'Made' } }, parameters: [] },
        },
      },
    }),
  ],
];

test.each(same.slice(0, -1))('%s are the same', async (_, before, after) => {
  expect({ there: await changesBetween(before, after), back: await changesBetween(after, before) }).toEqual({ there: [], back: [] });
});

test('a parameter of the path is one of each operation', async () => {
  const [, before, after] = same.at(-1) ?? [];
  const changes = await changesBetween(before ?? {}, after ?? {});
  expect(changes.map(({ kind, operations }) => [kind, operations])).toEqual([['parameter-added', ['POST /pets']]]);
});

test('Swagger 2.0 and 3.1 of the same service are the same', async () => {
  const swagger = {
    swagger: '2.0',
    info: { title: 'Pets', version: '1' },
    host: 'pets.example',
    basePath: '/v1',
    schemes: ['https'],
    paths: {
      '/pets': {
        get: {
          produces: ['application/json'],
          parameters: [{ name: 'sort', in: 'query', type: 'string', enum: ['name'] }],
          responses: { 200: { description: 'All', schema: { $ref: '#/definitions/Pet' } } },
        },
      },
    },
    definitions: { Pet: pet },
  };
  const present = {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    servers: [{ url: 'https://pets.example/v1' }],
    paths: { '/pets': { get: { parameters: [query({ ...text, enum: ['name'] })], responses: { 200: response(pet) } } } },
  };
  expect(await changesBetween(swagger, present)).toEqual([]);
});

test('is told in plain words, with its place', async () => {
  const shared = { Owner: object({ name: text }) };
  const before = answering({ type: 'array', items: object({ owner: ref('Owner') }) }, shared);
  const [change] = await changesBetween(
    before,
    answering({ type: 'array', items: object({ owner: ref('Owner') }) }, { Owner: object({ id: text }) }),
  );
  expect(change).toEqual({
    verdict: 'breaking',
    kind: 'member-removed',
    operations: ['GET /pets'],
    direction: 'response',
    where: '200 /*/owner/name',
    message: 'the response member `*/owner/name` is gone',
    before: '#/components/schemas/Owner/properties/name',
    after: '#/components/schemas/Owner',
  });
});

test.each([
  [
    'a new required member',
    taking(object({ name: text })),
    taking({ ...pet, required: ['kind'] }),
    'the request member `kind` is new and required',
  ],
  ['a member that is required now', taking(pet), taking({ ...pet, required: ['kind'] }), 'the request member `kind` is now required'],
  [
    'a lost value',
    asking(query({ enum: ['name', 'price'] })),
    asking(query({ enum: ['name'] })),
    'the enum of the query parameter `sort` lost `price`',
  ],
  ['null', answering(text), answering({ type: ['string', 'null'] }), 'the body of the response 200 may now be null'],
  [
    'a status',
    statuses({ 200: { description: 'All' }, 409: { description: 'Conflict' } }),
    statuses({ 200: { description: 'All' } }),
    'status 409 gone',
  ],
  [
    'a limit',
    taking({ ...text, maxLength: 9 }),
    taking({ ...text, maxLength: 5 }),
    'the greatest length of the request body is now 5, before 9',
  ],
  ['security', secured(undefined), secured([{ key: [] }]), 'security is required now: `key`'],
])('says it of %s', async (_, before, after, message) => {
  expect((await changesBetween(before, after)).map((change) => change.message)).toEqual([message]);
});

test('a change of what operations share is one change', async () => {
  const both = (Shared: object): object =>
    pets({
      get: { responses: { 200: response(ref('Shared')) } },
      post: { responses: { 201: response(object({ pet: ref('Shared') })) } },
      root: { components: { schemas: { Shared } } },
    });
  const changes = await changesBetween(both(pet), both(object({ name: text })));
  expect(changes.map(({ operations, where }) => [operations, where])).toEqual([[['GET /pets', 'POST /pets'], '200 /kind']]);
});

test('an operation with a defect is unclear, and never the same', async () => {
  const broken = pets({ post: { requestBody: { $ref: '#/components/requestBodies/Gone' } } });
  expect(told(await changesBetween(pets(), broken))).toEqual(['unclear operation-unreadable']);
});

test('schemas that contain each other in every way come to an end', async () => {
  const names = Array.from({ length: 16 }, (_, at) => `Node${at}`);
  const graph = (type: string): Readonly<Record<string, object>> =>
    Object.fromEntries(
      names.map((name, at) => [
        name,
        {
          allOf: [{ oneOf: [ref(names[(at + 1) % 16] ?? ''), object({ value: { type } })] }],
          properties: Object.fromEntries(names.map((other) => [other, { anyOf: [ref(other), { type: 'null' }] }])),
        },
      ]),
    );
  const changes = await changesBetween(answering(ref('Node0'), graph('string')), answering(ref('Node0'), graph('integer')));
  expect(changes.length).toBeGreaterThan(0);
});
