import { expect, test } from 'vitest';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const id = { type: 'integer' };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const ok = (schema: object) => ({ 200: { description: 'done', ...content(schema) } });
const named = { type: 'object', properties: { id, name: { type: 'string' } } };

const collection = (path: string, item: string, body: object) => ({
  [path]: {
    get: { responses: ok({ type: 'array', items: named }) },
    post: { requestBody: content(body), responses: { 201: { description: 'made', ...content(named) } } },
  },
  [`${path}/{${item}}`]: {
    parameters: [{ name: item, in: 'path', required: true, schema: id }],
    get: { responses: ok(named) },
    delete: { responses: { 204: { description: 'gone' } } },
  },
});

const referencesOf = async (properties: object, way: readonly string[]): Promise<readonly (string | undefined)[]> => {
  const paths = {
    ...collection('/pettypes', 'petTypeId', named),
    ...collection('/owners', 'ownerId', { type: 'object', properties: { name: { type: 'string' }, firstPetId: id } }),
    ...collection('/spare-parts', 'part_id', named),
    ...collection('/books', 'isbn', named),
    ...collection('/warehouses', 'warehouseId', named),
    ...collection('/statuses', 'statusId', named),
    ...collection('/people', 'personId', named),
    ...collection('/berths', 'berth', { type: 'object', properties: { berth: { type: 'string' } } }),
    ...collection('/pets', 'petId', { type: 'object', properties }),
    '/pet-windows': { get: { responses: ok({ type: 'array', items: named }) } },
    '/boat-hatches': { get: { responses: ok({ type: 'array', items: named }) } },
    '/countries': { get: { responses: ok({ type: 'object', properties: { data: { type: 'array', items: named } } }) } },
  };
  const schemas = { PetType: named };
  const contract = await loadContract(
    writeToolDocument({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths, components: { schemas } }),
  );
  const create = contract.operations.find(({ key }) => key === 'POST /pets');
  const found = create && referenceAt(contract, create, way);
  return [found?.resourceType?.name, found?.list && `${found.list.read.key} ${found.list.pointer}`];
};

test.each([
  ['petTypeId', id],
  ['pet_type_id', id],
  ['petTypeIds', { type: 'array', items: id }],
  ['pettype', { type: 'string', format: 'uuid' }],
  ['formerPetTypeId', id],
])('%s names a resource by the noun of a collection', async (name, schema) => {
  expect(await referencesOf({ [name]: schema }, [name])).toEqual(['/pettypes', 'GET /pettypes /id']);
});

test('an id inside a member is that of what the member, or its schema, is named after', async () => {
  expect(await referencesOf({ type: { $ref: '#/components/schemas/PetType' } }, ['type', 'id'])).toEqual([
    '/pettypes',
    'GET /pettypes /id',
  ]);
  expect(await referencesOf({ sparePart: named }, ['sparePart', 'id'])).toEqual(['/spare-parts', 'GET /spare-parts /id']);
  expect(await referencesOf({ parts: { type: 'array', items: named } }, ['parts', 'id'])).toEqual([undefined, undefined]);
});

test.each([
  ['warehouseId', '/warehouses'],
  ['statusId', '/statuses'],
  ['personId', '/people'],
])('%s names a resource by a noun whose plural is more than an s', async (name, type) => {
  expect(await referencesOf({ [name]: id }, [name])).toEqual([type, `GET ${type} /id`]);
});

test.each<readonly [string, object, readonly (string | undefined)[]]>([
  ['berth', { type: 'string' }, ['/berths', undefined]],
  ['berth', { type: ['string', 'null'] }, ['/berths', undefined]],
  ['berth', { type: 'string', enum: ['north', 'south'] }, [undefined, undefined]],
  ['berth', { type: 'string', pattern: '^[A-Z]\\d$' }, [undefined, undefined]],
  ['berth', { type: 'boolean' }, [undefined, undefined]],
  ['formerBerth', { type: 'string' }, [undefined, undefined]],
  ['isbn', { type: 'string' }, [undefined, undefined]],
])('%s as %j names what the path of its type calls so', async (name, schema, found) => {
  expect(await referencesOf({ [name]: schema }, [name])).toEqual(found);
});

test('what no operation creates is named by its list', async () => {
  expect(await referencesOf({ countryId: id }, ['countryId'])).toEqual([undefined, 'GET /countries /id']);
});

test('a creation that needs what the operation creates is not asked for', async () => {
  expect(await referencesOf({ ownerId: id }, ['ownerId'])).toEqual([undefined, 'GET /owners /id']);
});

test('names what a list shows whose noun begins with what is created', async () => {
  expect(await referencesOf({ windowId: id }, ['windowId'])).toEqual([undefined, 'GET /pet-windows /id']);
  expect(await referencesOf({ petWindowId: id }, ['petWindowId'])).toEqual([undefined, 'GET /pet-windows /id']);
});

test.each([
  ['id', id],
  ['hatchId', id],
  ['window', { type: 'string' }],
  ['type', { type: 'string' }],
  ['owner', { type: 'string' }],
  ['bookTitle', { type: 'string' }],
  ['externalId', { type: 'string' }],
])('%s names nothing that is known', async (name, schema) => {
  expect(await referencesOf({ [name]: schema }, [name])).toEqual([undefined, undefined]);
});

test.each<readonly [string, object, string | undefined]>([
  ['keeper', { type: 'string', description: 'Id of the warehouse.' }, '/warehouses'],
  ['keeper', { type: 'string', description: 'The identifier of the person who feeds it' }, '/people'],
  ['home', { type: 'string', description: 'Points to an existing warehouse' }, '/warehouses'],
  ['keeper', { type: 'string', description: 'Name of the person' }, undefined],
  ['keeper', { type: 'string', format: 'email', description: 'Id of the person' }, undefined],
  ['keeper', { type: 'string', description: 'Id of the person in your own system' }, undefined],
  ['keeper', { type: 'string', description: 'One of the persons' }, undefined],
])('%s (%o) names a resource by its description alone, or does not', async (name, schema, expected) => {
  const [type] = await referencesOf({ [name]: schema }, [name]);
  expect(type).toBe(expected);
  const [inList] = await referencesOf({ all: { type: 'array', items: { type: 'object', properties: { [name]: schema } } } }, ['all', name]);
  expect(inList).toBe(expected);
});

const text = (description?: string) => ({ type: 'string', ...(description === undefined ? {} : { description }) });

test.each<readonly [string, object, string | undefined]>([
  ['bookIsbn', text(), '/books'],
  ['book', text('ISBN of the book'), '/books'],
  ['book', text(), undefined],
  ['book', text('Title of the book'), undefined],
  ['isbn', text('ISBN of the book'), undefined],
])('%s (%o) names a resource by another property than an id, or does not', async (name, schema, type) => {
  expect(await referencesOf({ [name]: schema }, [name])).toEqual([type, undefined]);
});

test.each<readonly [string, string, string | undefined]>([
  ['/pets/{petId}/merge', 'targetId', '/pets'],
  ['/pets/{petId}/merge', 'into_id', '/pets'],
  ['/pets/{petId}/swap', 'otherPetId', '/pets'],
  ['/pets/{petId}/merge', 'target', undefined],
  ['/pets/{petId}/merge', 'targetGroupId', undefined],
  ['/pets/{petId}/merge', 'chipId', undefined],
  ['/swaps', 'targetId', undefined],
])('of POST %s, %s names a resource of the type in the path only by its part in the action', async (path, name, expected) => {
  const parameters = path.includes('{') ? [{ name: 'petId', in: 'path', required: true, schema: id }] : [];
  const action = { post: { parameters, requestBody: content({ type: 'object', properties: { [name]: id } }), responses: ok(named) } };
  const paths = { ...collection('/pets', 'petId', named), [path]: action };
  const contract = await loadContract(writeToolDocument({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths }));
  const operation = contract.operations.find(({ key }) => key === `POST ${path}`);
  expect(operation && referenceAt(contract, operation, [name])?.resourceType?.name).toBe(expected);
});

test.each<readonly [string, object, string | undefined]>([
  ['supplierId', { ...id, description: 'One of your warehouses' }, '/warehouses'],
  ['keeperId', { ...id, description: 'Any person of the house.' }, '/people'],
  ['parentId', { ...id, description: 'Defaults to the main warehouse.' }, '/warehouses'],
  ['parentId', { ...id, description: 'Defaults to the main entrance.' }, undefined],
  ['leadId', { ...id, description: 'The person in charge' }, '/people'],
  ['keeperId', { ...id, description: 'The number of people in your system' }, undefined],
  ['stationId', { ...id, description: 'The fire station' }, undefined],
  ['supplierId', { ...id, description: 'Id of the sending warehouse of the pet' }, '/warehouses'],
  ['supplierId', { ...id, description: 'Has to be an existing spare part, else 422.' }, '/spare-parts'],
  ['supplierId', { ...id, description: 'Refers to a person.' }, '/people'],
  ['supplierId', { ...id, description: 'Set by the warehouse.' }, undefined],
  ['supplierId', { ...id, description: 'Id of the warehouse in your own system' }, undefined],
  ['externalId', { ...id, description: 'Id of the warehouse' }, undefined],
  ['supplierId', { ...id, description: 'Number of the book in your system' }, undefined],
  ['supplierCount', { ...id, description: 'How many of the warehouses' }, undefined],
])('%s with %o names what its description says', async (name, schema, expected) => {
  const [type] = await referencesOf({ [name]: schema }, [name]);
  expect(type).toBe(expected);
});

test.each<readonly [string, object, string | undefined]>([
  ['the same pattern', { type: 'string', pattern: '^adr_[0-9a-z]+$' }, '/addresses'],
  ['the same schema', { $ref: '#/components/schemas/AddressId' }, '/addresses'],
  ['the same items', { type: 'array', items: { $ref: '#/components/schemas/AddressId' } }, '/addresses'],
  ['another pattern', { type: 'string', pattern: '^usr_[0-9a-z]+$' }, undefined],
  ['a pattern that many have', { type: 'string', pattern: '^[0-9a-z]+$' }, undefined],
])('a member with %s as the ids of a type is a reference to it', async (_what, schema, expected) => {
  const plainText = { type: 'string' };
  const AddressId = { type: 'string', pattern: '^adr_[0-9a-z]+$' };
  const typeOf = (path: string, item: string, idSchema: object, body: object) => {
    const made = { type: 'object', properties: { id: idSchema, name: plainText } };
    return {
      [path]: { post: { requestBody: content(body), responses: { 201: { description: 'made', ...content(made) } } } },
      [`${path}/{${item}}`]: {
        parameters: [{ name: item, in: 'path', required: true, schema: plainText }],
        get: { responses: ok(made) },
        delete: { responses: { 204: { description: 'gone' } } },
      },
    };
  };
  const name = 'senderIds';
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Parcels', version: '1' },
      paths: {
        ...typeOf(
          '/addresses',
          'addressId',
          { $ref: '#/components/schemas/AddressId' },
          { type: 'object', properties: { name: plainText } },
        ),
        ...typeOf('/books', 'bookId', { type: 'string', pattern: '^[0-9a-z]+$' }, { type: 'object', properties: { name: plainText } }),
        ...typeOf('/pets', 'petId', plainText, { type: 'object', properties: { [name]: schema } }),
      },
      components: { schemas: { AddressId } },
    }),
  );
  const create = contract.operations.find(({ key }) => key === 'POST /pets');
  expect(create && referenceAt(contract, create, [name])?.resourceType?.name).toBe(expected);
});

/** What a member of `POST /books/{book}/entries/{entry}/lines` names, beside accounts of a book that are known by a number. */
const namedInLine = async (name: string, schema: object, accounts: string): Promise<string | undefined> => {
  const word = { type: 'string' };
  const inPath = (one: string, its: object = word) => ({ name: one, in: 'path', required: true, schema: its });
  const number = { $ref: '#/components/schemas/AccountNumber' };
  const account = { type: 'object', required: ['number'], properties: { number } };
  const made = (its: object) => ({ requestBody: content(its), responses: { 201: { description: 'made', ...content(its) } } });
  const parents = (path: string) => [...path.matchAll(/\{(\w+)\}/gu)].map(([, one = '']) => inPath(one));
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Books', version: '1' },
      paths: {
        [accounts]: { parameters: parents(accounts), post: made(account) },
        [`${accounts}/{accountNumber}`]: {
          parameters: [...parents(accounts), inPath('accountNumber', number)],
          get: { responses: ok(account) },
        },
        '/books/{book}/entries/{entry}/lines': {
          parameters: [inPath('book'), inPath('entry')],
          post: made({ type: 'object', properties: { [name]: schema } }),
        },
      },
      components: { schemas: { AccountNumber: { type: 'string', pattern: '^[1-5][0-9]{3}$' }, Other: { type: 'string' } } },
    }),
  );
  const operation = contract.operations.find(({ path }) => path.endsWith('/lines'));
  return operation && referenceAt(contract, operation, [name])?.resourceType?.name;
};

const sharedNumber = { $ref: '#/components/schemas/AccountNumber' };

const besideBooks = '/books/{book}/accounts';

test.each<readonly [name: string, schema: object, expected: string | undefined, accounts: string]>([
  ['account', sharedNumber, besideBooks, besideBooks],
  ['accountNumber', sharedNumber, besideBooks, besideBooks],
  ['account', { $ref: '#/components/schemas/Other' }, undefined, besideBooks],
  ['account', { type: 'string' }, undefined, besideBooks],
  ['voucher', sharedNumber, undefined, besideBooks],
  ['account', sharedNumber, undefined, '/banks/{bank}/accounts'],
  ['account', sharedNumber, '/accounts', '/accounts'],
])('a member with the noun of a type and the schema of its parameter names one: %s %o %s', async (name, schema, expected, accounts) => {
  expect(await namedInLine(name, schema, accounts)).toBe(expected);
});

const shelf = { type: 'object', properties: { name: { type: 'string', example: 'shelves/7' }, label: { type: 'string' } } };
const box = { type: 'object', properties: { name: { type: 'string', example: 'shelves/7/boxes/12' }, label: { type: 'string' } } };
const given = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

test.each<readonly [string, object, string | undefined, string | undefined]>([
  ['home', { type: 'string', pattern: '^shelves/[^/]+$' }, '/v1/shelves', 'GET /v1/shelves /name'],
  [
    'homes',
    { type: 'array', items: { type: 'string', pattern: String.raw`^shelves\/[a-z0-9-]+$` } },
    '/v1/shelves',
    'GET /v1/shelves /name',
  ],
  ['inside', { type: 'string', example: 'shelves/3/boxes/4' }, '/v1/shelves/{shelf}/boxes', undefined],
  ['picture', { type: 'string', example: 'image/png' }, undefined, undefined],
  ['path', { type: 'string', example: 'docs/guide' }, undefined, undefined],
  ['label', { type: 'string', pattern: '^[a-z]+$' }, undefined, undefined],
])('%s with %j names %s by a resource name', async (member, schema, type, list) => {
  const one = (path: string, item: string, answer: object, above: readonly object[]) => ({
    [path]: {
      parameters: above,
      get: { responses: ok({ type: 'object', properties: { [path.split('/').at(-1) ?? '']: { type: 'array', items: answer } } }) },
      post: { requestBody: content(named), responses: ok(answer) },
    },
    [`${path}/{${item}}`]: {
      parameters: [...above, given(item)],
      get: { responses: ok(answer) },
      delete: { responses: ok({ type: 'object' }) },
    },
  });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shelves', version: '1' },
      paths: {
        ...one('/v1/shelves', 'shelf', shelf, []),
        ...one('/v1/shelves/{shelf}/boxes', 'box', box, [given('shelf')]),
        '/v1/tours': { post: { requestBody: content({ type: 'object', properties: { [member]: schema } }), responses: ok(named) } },
      },
    }),
  );
  const tour = contract.operations.find(({ key }) => key === 'POST /v1/tours');
  const found = tour && referenceAt(contract, tour, [member]);
  expect([found?.resourceType?.name, found?.list && `${found.list.read.key} ${found.list.pointer}`]).toEqual([type, list]);
});

test.each<readonly [string, object, string | undefined]>([
  ['stalls', { type: 'array', items: { type: 'string' }, description: 'Ids of warehouses, one place each' }, '/warehouses'],
  ['stalls', { type: 'array', items: { type: 'string' }, description: 'Names of warehouses' }, undefined],
  ['stalls', { type: 'array', items: { type: 'string' }, description: 'Existing warehouses are replaced by these' }, undefined],
  ['stalls', { type: 'array', items: { type: 'string', enum: ['a'] }, description: 'Ids of warehouses' }, undefined],
  ['stalls', { type: 'array', items: { type: 'object', properties: {} }, description: 'Ids of warehouses' }, undefined],
])('%s as %j, a list whose description says that its values are ids', async (name, schema, found) => {
  expect((await referencesOf({ [name]: schema }, [name]))[0]).toBe(found);
});

test.each<readonly [string, string, string, object, string | undefined]>([
  ['POST', '/pets/bulk', 'Change many pets', { id }, '/pets'],
  ['PATCH', '/pets', 'Many at once', { id }, '/pets'],
  ['POST', '/pets/bulk', 'Add many pets', { id }, undefined],
  ['POST', '/pets/bulk', 'Update stock', { code: { type: 'string' } }, undefined],
  ['PUT', '/pets', 'Replace all pets', { id }, undefined],
  ['PATCH', '/feeds/bulk', 'Change many feeds', { id }, undefined],
])('%s %s (%s) names what its collection holds by the id of an entry', async (method, path, summary, key, expected) => {
  const entries = { type: 'array', items: { type: 'object', properties: { ...key, changes: { type: 'object' } } } };
  const operation = {
    summary,
    requestBody: content({ type: 'object', properties: { entries } }),
    responses: ok({ type: 'array', items: named }),
  };
  const pets = collection('/pets', 'petId', named);
  const paths = { ...pets, [path]: { ...(pets as Readonly<Record<string, object>>)[path], [method.toLowerCase()]: operation } };
  const contract = await loadContract(writeToolDocument({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths }));
  const bulk = contract.operations.find((one) => one.key === `${method} ${path}`);
  expect(bulk && referenceAt(contract, bulk, ['entries', Object.keys(key)[0] ?? ''])?.resourceType?.name).toBe(expected);
});
