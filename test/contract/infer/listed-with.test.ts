import { expect, test } from 'vitest';
import { listedWith } from '../../../src/contract/infer/listed-with.ts';
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
