import { describe, expect, test } from 'vitest';
import { isDocumentedUnique, uniqueForAll, uniqueMembers } from '../../../src/contract/infer/unique-members.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

test.each<readonly [string, boolean]>([
  ['Unique, upper and lower case alike.', true],
  ['Must be unique', true],
  ['The slug is unique within an account.', true],
  ['Unique identifier of the owner', false],
  ['Need not be unique', false],
  ['Two ferries of a line never have the same call sign, whatever the case.', true],
  ['No two ferries have the same call sign.', true],
  ['Two ferries may have the same call sign.', false],
  ['No two ferries at the same berth have the same call sign.', false],
  ['A name that nobody else uses', false],
  ['Has to be new within the line.', true],
  ['Must be new within the fleet (409)', true],
  ['Must be newer than the last one', false],
])('what a description says of a member: %s', (description, expected) => {
  expect(isDocumentedUnique({}, { type: 'string', description })).toBe(expected);
});

const text = { type: 'string' };
const asJson = (schema: object) => ({ 'application/json': { schema } });

/** The members that are inferred to be unique in a document of ferries. */
const uniqueOf = async (properties: object, conflict: string | undefined, description?: string): Promise<unknown> => {
  const ferry = { type: 'object', required: ['name'], properties: { ...properties, id: text } };
  const shown = { description: 'It', content: asJson(ferry) };
  const id = { name: 'id', in: 'path', required: true, schema: text };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Ferries', version: '1' },
    paths: {
      '/ferries': {
        post: {
          ...(description === undefined ? {} : { description }),
          requestBody: { required: true, content: asJson({ type: 'object', required: ['name'], properties }) },
          responses: { 201: shown, ...(conflict === undefined ? {} : { 409: { description: conflict } }) },
        },
      },
      '/ferries/{id}': { parameters: [id], get: { responses: { 200: shown } }, delete: { responses: { 204: { description: 'Gone' } } } },
    },
  });
  const contract = await loadContract(file);
  const [type] = contract.presumedResourceTypes;
  const create = contract.operations.find(({ method }) => method === 'POST');
  return [type?.unique, create?.conventions.refusals?.duplicate?.status];
};

test.each<readonly [string, object, string | undefined, unknown]>([
  [
    'a member that is documented as unique',
    { name: { ...text, description: 'Unique' }, berth: text },
    'Conflict',
    [['name'], [409, 400, 422]],
  ],
  ['the one that 409 names as taken', { name: text, berth: text }, 'The name is taken already', [['name'], [409, 400, 422]]],
  ['none without 409', { name: { ...text, description: 'Unique' } }, undefined, [[], undefined]],
  ['none where 409 has another reason', { name: text }, 'The name is locked by a captain', [[], undefined]],
  ['none that is no text', { name: text, berth: { type: 'integer', description: 'Unique' } }, 'Conflict', [[], undefined]],
])('a second creation is refused for %s', async (_what, properties, conflict, expected) => {
  expect(await uniqueOf(properties, conflict)).toEqual(expected);
});

test.each<readonly [string, object, unknown]>([
  ['The ferry name must be unique within the harbour; a name that is taken is refused.', { name: text, berth: text }, ['name']],
  ['The e-mail address must be unique.', { name: text, email: text }, ['email']],
  ['The name need not be unique.', { name: text }, []],
  ["Names don't have to be unique.", { name: text }, []],
  ['It is not checked whether names are unique.', { name: text }, []],
  ['Names are hardly ever unique.', { name: text }, []],
  ['Two ferries may share a name.', { name: text }, []],
  ['The same name may be used twice.', { name: text }, []],
  ['Two ferries may not share a name (409).', { name: text }, ['name']],
  ["Two ferries can't have the same name.", { name: text }, ['name']],
  ['The same name may not be used twice.', { name: text }, ['name']],
  ['A second ferry with the same name is a conflict.', { name: text }, ['name']],
  ['A second ferry with the same name replaces the first.', { name: text }, []],
  ['Berths are unique within a harbour; one that is taken is answered with 409.', { name: text, berth: text }, ['berth']],
  ['Registers a ferry. A hull number can be registered only once within the fleet.', { name: text, hull_number: text }, ['hull_number']],
  [
    'A hull number can be used only once in an organisation; a second ferry with it is refused.',
    { name: text, hull_number: text },
    ['hull_number'],
  ],
  ['A berth can be used once in an account; 409 if it is taken.', { name: text, berth: text }, ['berth']],
  ['A voucher can be used only once in a day, and a code once in an order.', { name: text, voucher: text, code: text }, []],
  ['The name can be changed only once a year.', { name: text }, []],
  ['Adds a ferry. The name is shown to all; berths are unique.', { name: text, berth: text }, ['berth']],
  ['The secret is shown once. Names are unique (409 `name_taken`).', { name: text, berth: text }, ['name']],
  ['Ferries are unique.', { ferry: text, berth: text }, []],
  ['The `berth` is painted on the quay, so it exists once per harbour (`409`).', { name: text, berth: text }, ['berth']],
  ['The `berth` is cleaned once per day; a code exists once per season.', { name: text, berth: text, code: text }, []],
  ['No two ferries of a harbour can have the same call sign (`409`).', { name: text, callSign: text }, ['callSign']],
  ['No two ferries share a berth at the same time.', { name: text, berth: text }, []],
  ['A berth can be given to one ferry of the line only (409).', { name: text, berth: text }, ['berth']],
  ['A berth can be given to at most one ferry.', { name: text, berth: text }, ['berth']],
  ['A berth can be given to one ferry after the other.', { name: text, berth: text }, []],
  ['A berth belongs to one ferry only.', { name: text, berth: text }, ['berth']],
  ['Each ferry has a unique call sign.', { name: text, callSign: text }, ['callSign']],
  ['The name should be unique.', { name: text, berth: text }, []],
  ['The name must be unique among active ferries.', { name: text, berth: text }, []],
  ['The name must be unique unless `force` is set.', { name: text, berth: text }, []],
  ['Answered with 409 where another ferry of the same batch has that name.', { name: text, berth: text }, []],
  ['The name is unique in production.', { name: text, berth: text }, []],
  ['If the name is that of another ferry, 409 may be returned.', { name: text, berth: text }, []],
])('the words of a creation name what is unique: %s', async (description, properties, expected) => {
  const [unique] = (await uniqueOf(properties, 'Conflict', description)) as readonly unknown[];
  expect(unique).toEqual(expected);
});

/** The unique members of ferries and their cabins, in a document whose tag or introduction says something of both. */
const uniqueByTag = async (tag: string, info = ''): Promise<unknown> => {
  const operation = (path: string, names: readonly string[]) => {
    const properties = Object.fromEntries(names.map((name) => [name, text]));
    return {
      [path]: {
        post: {
          tags: ['Ferries'],
          requestBody: { required: true, content: asJson({ type: 'object', required: names, properties }) },
          responses: { 201: { description: 'It', content: asJson({ type: 'object', properties }) }, 409: { description: 'Conflict' } },
        },
      },
    };
  };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Ferries', version: '1', description: info },
    tags: [{ name: 'Ferries', description: tag }],
    paths: { ...operation('/ferries', ['callSign', 'owner', 'email']), ...operation('/cabins', ['door', 'owner']) },
  });
  const { document, operations } = await loadContract(file);
  return operations.map((one) => uniqueForAll(document, one, one.body?.content[0]?.schema ?? true));
};

test.each<readonly [string, string, unknown]>([
  ["A ferry's call sign is unique in its harbour, upper and lower case not told apart.", '', [['callSign'], []]],
  ['', 'No two cabins have the same door.', [[], ['door']]],
  ["A ferry owner's e-mail address is unique within the harbour, no matter how it is capitalised.", '', [['owner', 'email'], []]],
  ['A ferry is a ship with a call sign that is unique.', '', [['callSign'], []]],
  ['A cabin is a room with a door code. Doors are unique.', '', [[], []]],
  ["A ferry's call sign should be unique.", '', [[], []]],
  ['', 'The owner of a cabin is unique within its ferry.', [[], ['owner']]],
  ['', 'The cabins of a ferry have a unique owner.', [[], []]],
  ["A ferry's call sign is unique among active ferries.", '', [[], []]],
  ['No two ferries are at the same berth.', '', [[], []]],
])('a tag says "%s", the introduction "%s"', async (tag, info, expected) => {
  expect(await uniqueByTag(tag, info)).toEqual(expected);
});

const parameters = [{ name: 'crate', in: 'path', required: true, schema: text }];
const upload = (type: string, summary = 'Bring a photo') =>
  does({
    parameters,
    summary,
    requestBody: {
      content: { [type]: { schema: { type: 'object', properties: { photo: { type: 'string', format: 'binary' } } } } },
    },
  });

test.each<readonly [string, object, string]>([
  [
    'read and removed at its path',
    { get: does({ parameters }), delete: does({ parameters }), post: upload('multipart/form-data') },
    'changes',
  ],
  [
    'replaced there by its words',
    { get: does({ parameters }), delete: does({ parameters }), post: upload('multipart/form-data', 'Upload or replace the photo') },
    'changes',
  ],
  [
    'of a summary with another danger',
    { get: does({ parameters }), delete: does({ parameters }), post: upload('multipart/form-data', 'Purge the photo') },
    'destructive',
  ],
  ['that nothing removes', { get: does({ parameters }), post: upload('multipart/form-data') }, 'destructive'],
  ['of JSON', { get: does({ parameters }), delete: does({ parameters }), post: upload('application/json') }, 'destructive'],
])('a file below one resource, %s, has an effect that is known', async (_what, photo, expected) => {
  const contract = await bayContract(bayDocument({ '/crates/{crate}/photo': { ...photo } }));
  expect(contract.operations.find(({ method }) => method === 'POST')?.effect).toBe(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['A URL that another hook has is answered with 409 (`url_taken`).', ['url']],
  ['Adds a hook. The call sign must not be that of another hook of the tenant; otherwise the answer is 409.', ['callSign']],
  [
    'The call sign is kept in lower case. No two hooks have the same one, in whatever case it is written: `409` (`duplicate`).',
    ['callSign'],
  ],
  ['The call sign is kept in lower case. No two hooks have the same owner: `409`.', []],
  ['Refused with 409 while the owner is away (`away`), or when the call sign is known already (`duplicate`).', ['callSign']],
  ['409 if the day is over, or if the time slot is taken already.', []],
  ['A URL that another hook has is answered with 400.', []],
  ['Duplicate call signs are rejected with 409.', ['callSign']],
  ['A call sign can only be given once per account (409).', ['callSign']],
  ['The call sign is case-insensitive and unique.', ['callSign']],
  ['Duplicate call signs are rejected with 409 within one request.', []],
  ['Duplicate requests are refused with 409.', []],
  ['A call sign can only be used once per day (409).', []],
  ['While another hook calls the URL the answer is 409.', []],
  ['Answered with 409 where another hook has the same description.', []],
  ['Answered with 409 where the URL or the call sign is that of another hook.', []],
  ['Answered with 409 where the hook is that of another tenant.', []],
  ['Answered with 409 where another hook has the same kind.', []],
])('what a description says to be taken: %s', async (description, expected) => {
  const properties = {
    url: text,
    callSign: text,
    hook: text,
    hook_id: text,
    description: text,
    kind: { ...text, enum: ['loud', 'quiet'] },
  };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Hooks', version: '1' },
    paths: {
      '/hooks': {
        post: {
          description,
          requestBody: { required: true, content: asJson({ type: 'object', properties }) },
          responses: { 201: { description: 'It' }, 409: { description: 'Conflict' } },
        },
      },
    },
  });
  const contract = await loadContract(file);
  const [create] = contract.operations;
  if (!create) throw new Error('no operation');
  expect(uniqueMembers(contract.document, create, { type: 'object', properties })).toEqual(expected);
});

test.each<readonly [object, readonly string[]]>([
  [{ email: { ...text, format: 'email' }, name: text }, ['email']],
  [{ email: { ...text, format: 'email' }, address: text }, ['address']],
  [{ email: { ...text, format: 'email' }, billingAddress: text }, []],
  [{ email: { ...text, format: 'email' }, replyTo: { ...text, format: 'email' } }, []],
])('an address that is taken is one of e-mail where there is no other: %j', async (properties, expected) => {
  const { document, operations } = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Members', version: '1' },
      paths: {
        '/members': {
          post: {
            description: 'An address which another member has is refused with 409, without regard to case.',
            requestBody: { required: true, content: asJson({ type: 'object', properties }) },
            responses: { 201: { description: 'It' }, 409: { description: 'Conflict' } },
          },
        },
      },
    }),
  );
  const [create] = operations;
  if (!create) throw new Error('no operation');
  expect(uniqueMembers(document, create, { type: 'object', properties })).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['A serial can be registered once in the whole service; a further registration is refused with `409`.', ['serial']],
  ['A serial must be registered only once.', ['serial']],
  ['A serial can be registered once per year.', []],
  ['A serial may be used once in a while.', []],
])('a member of all alternatives of a body, told by: %s', async (description, expected) => {
  const base = {
    type: 'object',
    required: ['kind', 'serial'],
    properties: { kind: text, serial: { ...text, pattern: '^[A-Z]{2}-[0-9]{6}$' } },
  };
  const schema = {
    oneOf: [
      { allOf: [base, { type: 'object', properties: { fans: { type: 'integer' } } }] },
      { allOf: [base, { type: 'object', properties: { valves: { type: 'integer' } } }] },
    ],
  };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Boxes', version: '1' },
    paths: {
      '/boxes': {
        post: {
          description,
          requestBody: { required: true, content: asJson(schema) },
          responses: { 201: { description: 'New', content: asJson(base) }, 409: { description: 'Conflict' } },
        },
      },
    },
  });
  const { document, operations } = await loadContract(file);
  const [create] = operations;
  expect(create && uniqueMembers(document, create, schema)).toEqual(expected);
});

/** The days of which there is one tasting menu each, by what is said at the member and at the creation. */
const daysOnce = async (ofMember: string, ofCreation: string, more: object = {}): Promise<readonly string[]> => {
  const day = { type: 'string', format: 'date' };
  const schema = { type: 'object', required: ['serving_day'], properties: { serving_day: { ...day, description: ofMember }, ...more } };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kitchens', version: '1' },
    paths: {
      '/tasting_menus': {
        post: {
          description: ofCreation,
          requestBody: { required: true, content: asJson(schema) },
          responses: { 201: { description: 'New', content: asJson(schema) }, 422: { description: 'Not valid' } },
        },
      },
    },
  });
  const { document, operations } = await loadContract(file);
  const [create] = operations;
  return create ? uniqueMembers(document, create, schema) : [];
};

test.each<readonly [ofMember: string, ofCreation: string]>([
  ['Today or later, one tasting menu a day', ''],
  ['Only one menu for each date.', ''],
  ['Not in the past; at most one tasting menu per day (422).', ''],
  ['There is one menu on any serving day.', ''],
  ['No two menus have the same date.', ''],
  ['When it is served.', 'Adds a tasting menu. There can be one menu per day.'],
  ['When it is served.', 'No two tasting menus may be on the same day.'],
])('there is one for each day: %s %s', async (ofMember, ofCreation) => {
  expect(await daysOnce(ofMember, ofCreation)).toEqual(['serving_day']);
});

test.each<readonly [ofMember: string, ofCreation: string]>([
  ['One course a day is free of charge.', ''],
  ['There may be more than one menu per day.', ''],
  ['Usually one menu a day.', ''],
  ['One menu per day and table.', ''],
  ['One menu per guest.', ''],
  ['One menu per day of the week.', ''],
  ['When it is served.', 'Each kitchen may add one dish per day.'],
])('not one for each day: %s %s', async (ofMember, ofCreation) => {
  expect(await daysOnce(ofMember, ofCreation)).toEqual([]);
});

test('what is said of a day is said of none where the creation has two', async () => {
  const other = { printed_on: { type: 'string', format: 'date' } };
  expect(await daysOnce('When it is served.', 'There can be one menu per day.', other)).toEqual([]);
});

const sharedId = { ...text, pattern: '^[a-z0-9]{8}$', description: 'Unique, never used again.' };

/** The unique members of a sailing that names a ferry and a quay by an id that all resources share, by what its members say. */
const uniqueOfSailing = async (properties: object, conflict: object): Promise<readonly string[]> => {
  const schema = { type: 'object', required: Object.keys(properties), properties };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Sailings', version: '1' },
    components: { schemas: { Id: sharedId } },
    paths: {
      '/sailings': {
        post: {
          requestBody: { required: true, content: asJson(schema) },
          responses: { 201: { description: 'New', content: asJson(schema) }, 422: { description: 'Not valid' }, ...conflict },
        },
      },
    },
  });
  const { document, operations } = await loadContract(file);
  const [create] = operations;
  return create ? uniqueMembers(document, create, schema) : [];
};

const id = { $ref: '#/components/schemas/Id' };

describe.each([[{}], [{ 409: { description: 'Does not go with what is stored' } }]])('with the answers %j', (conflict) => {
  test.each<readonly [what: string, properties: object, expected: readonly string[]]>([
    ['ids of others are as unique as the others are', { ferryId: id, quayId: { allOf: [id], description: 'A quay of the line.' } }, []],
    ['an id of another may be null', { ferryId: { anyOf: [id, { type: 'null' }] } }, []],
    ['its own id is its own', { id }, ['id']],
    ['its own id with its name', { sailingId: id }, ['sailingId']],
    ['a member may say so of an id itself', { ferryId: { ...text, description: 'Unique among the sailings of a day' } }, ['ferryId']],
  ])('%s', async (_what, properties, expected) => {
    expect(await uniqueOfSailing(properties, conflict)).toEqual(expected);
  });
});
