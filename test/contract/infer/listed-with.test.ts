import { expect, test } from 'vitest';
import { listedOfKind, listedPerson, listedWith } from '../../../src/contract/infer/listed-with.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: Json): Json => ({ type: 'object', properties });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const person = object({ id: text, role: { type: 'string', enum: ['CLERK', 'JUDGE'] } });

const found = async (description: string, ofMember = '', path = '/people/{id}/x') => {
  const contract = await bayContract(
    bayDocument({
      '/users': { get: does({ responses: { 200: { description: 'x', ...json({ type: 'array', items: person }) } } }) },
      '/hearings': {
        post: does({
          description,
          requestBody: { required: true, ...json(object({ judgeId: { ...text, description: ofMember }, room: text })) },
        }),
      },
      ...(path === ''
        ? {}
        : {
            '/rooms': { get: does({ responses: { 200: { description: 'x', ...json({ type: 'array', items: object({ id: text }) }) } } }) },
          }),
    }),
  );
  const operation = contract.operations.find((one) => one.path === '/hearings');
  const listed = operation && listedWith(contract, operation, 'judgeId');
  return listed && [listed.list.path, listed.having];
};

const judge = ['/users', { member: 'role', value: 'JUDGE' }];

test.each<readonly [string, string]>([
  ['The room must be free. The judge must be a user of the court with role JUDGE, and sits once.', ''],
  ['`judgeId` names a user with the role `JUDGE`.', ''],
  ['', 'a user whose role is JUDGE'],
])('what a member names is in a list, with a value: "%s" "%s"', async (said, ofMember) => {
  expect(await found(said, ofMember)).toEqual(judge);
});

test.each<readonly [string, string]>([
  ['The judge must be a user.', ''],
  ['The judge must not be a user with role CLERK.', ''],
  ['The judge must be a member with role JUDGE.', ''],
  ['The judge must be a user with role ADMIN.', ''],
  ['A user with role JUDGE calls this.', ''],
])('and in none where no sentence says so: "%s" "%s"', async (said, ofMember) => {
  expect(await found(said, ofMember)).toBeUndefined();
});

const kindOf = async (members: Json, member = 'judge_id', others: Json = {}) => {
  const list = (schema: Json): Json => ({
    get: does({ responses: { 200: { description: 'x', ...json({ type: 'array', items: schema }) } } }),
  });
  const contract = await bayContract(
    bayDocument({
      '/people': list(object({ id: text, ...members })),
      ...Object.fromEntries(Object.entries(others).map(([path, one]) => [path, list(object(one as Json))])),
    }),
  );
  const listed = listedOfKind(contract, member);
  return listed && [listed.list.path, listed.having];
};

const role = { role: { type: 'string', enum: ['clerk', 'judge', 'court_usher'] } };

test('what a member is called is a kind of the things in one list', async () => {
  expect(await kindOf(role)).toEqual(['/people', { member: 'role', value: 'judge' }]);
  expect(await kindOf(role, 'courtUsherId')).toEqual(['/people', { member: 'role', value: 'court_usher' }]);
});

test('and is none where no list shows it, several do, or another member has the value', async () => {
  expect(await kindOf(role, 'witness_id')).toBeUndefined();
  expect(await kindOf(role, 'judge')).toBeUndefined();
  expect(await kindOf({ mood: role.role })).toBeUndefined();
  expect(await kindOf(role, 'judge_id', { '/guests': { id: text, kind: role.role } })).toBeUndefined();
});

const personOf = async (
  member: string,
  { description = '', paths = {}, schema = text }: { description?: string; paths?: Json; schema?: Json } = {},
) => {
  const list = {
    get: does({ responses: { 200: { description: 'x', ...json({ type: 'array', items: object({ id: text, name: text }) }) } } }),
  };
  const contract = await bayContract(
    bayDocument({
      '/users': list,
      '/hearings': { post: does({ description, requestBody: { required: true, ...json(object({ [member]: schema, room: text })) } }) },
      ...Object.fromEntries(Object.keys(paths).map((path) => [path, list])),
    }),
  );
  const operation = contract.operations.find((one) => one.path === '/hearings');
  const listed = operation && listedPerson(contract, operation, member);
  return listed && [listed.list.path, listed.rather];
};

test.each(['assigneeId', 'owner_id', 'managerId', 'leadReviewerId'])('%s names a person of the one list of people', async (member) => {
  expect(await personOf(member)).toEqual(['/users', member.split(/_|Id/u)[0]?.replace('leadR', 'r')]);
});

test('so does any other word for whoever does something, where unknown people are spoken of', async () => {
  expect(await personOf('vetterId', { description: 'An unknown hall or user is `422`.' })).toEqual(['/users', 'vetter']);
  expect(await personOf('vetterId', { description: 'An unknown hall is `422`.' })).toBeUndefined();
  expect(await personOf('roomId', { description: 'An unknown room or user is `422`.' })).toBeUndefined();
});

test.each<readonly [string, string, Parameters<typeof personOf>[1]]>([
  ['of a word for a thing', 'folderId', {}],
  ['that is no id', 'owner', {}],
  ['that has a form of its own', 'ownerId', { schema: { ...text, format: 'email' } }],
  ['that is a choice', 'ownerId', { schema: { ...text, enum: ['a', 'b'] } }],
  ['where two lists show people', 'ownerId', { paths: { '/members': {} } }],
])('and a member names none %s', async (_what, member, more) => {
  expect(await personOf(member, more)).toBeUndefined();
});
