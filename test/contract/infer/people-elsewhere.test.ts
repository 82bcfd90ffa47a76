import { expect, test } from 'vitest';
import { peopleElsewhere } from '../../../src/contract/infer/people-elsewhere.ts';
import { contractIn } from '../last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const object = (properties: object) => ({ type: 'object', properties });
const body = (schema: object) => ({ content: { 'application/json': { schema } } });
const answers = (schema: object, status = 200) => ({ [status]: { description: 'd', ...body(schema) } });
const inPath = (name: string, description?: string) => ({
  name,
  in: 'path',
  required: true,
  schema: text,
  ...(description && { description }),
});

type Club = {
  readonly said?: string;
  readonly parameter?: string;
  readonly described?: string;
  readonly entry?: object;
  readonly unknown?: string;
  readonly more?: object;
};

/** Whom a PUT adds to a club. */
const addedTo = async ({
  said = 'A person nobody knows is `404`.',
  parameter = 'userId',
  described = 'Id of a person',
  entry = { userId: text, role: text },
  unknown = 'None',
  more = {},
}: Club) => {
  const club = object({ id: text, name: text });
  const item = `/clubs/{clubId}/members/{${parameter}}`;
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Clubs', version: '1' },
      paths: {
        '/clubs': {
          get: { responses: answers({ type: 'array', items: club }) },
          post: { requestBody: body(object({ name: text })), responses: answers(club, 201) },
        },
        '/clubs/{clubId}': {
          parameters: [inPath('clubId')],
          get: { responses: answers(club) },
          delete: { responses: { 204: { description: 'd' } } },
        },
        '/clubs/{clubId}/members': { parameters: [inPath('clubId')], get: { responses: answers({ type: 'array', items: object(entry) }) } },
        [item]: {
          parameters: [inPath('clubId'), inPath(parameter, described)],
          put: {
            description: said,
            requestBody: { required: true, ...body(object({ role: text })) },
            responses: { ...answers(object(entry)), ...answers(object(entry), 201), 404: { description: unknown } },
          },
          delete: { responses: { 204: { description: 'd' } } },
        },
        ...more,
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === `PUT ${item}`);
  return operation && peopleElsewhere(contract, operation);
};

test.each<Club>([
  {},
  { said: 'Needs `admin`.', unknown: 'No such user' },
  { said: 'Adds an existing user.', described: '' },
  { parameter: 'personId', described: '', said: 'A person that does not exist is 404.', entry: { personId: text } },
  { parameter: 'who', described: 'The id of a person; an unknown person is 404', said: '', entry: { who: text } },
])('somebody is named whom the service knows: %o', async (club) => {
  expect(await addedTo(club)).toMatchObject({
    parameter: club.parameter ?? 'userId',
    shows: { what: 'things', read: { key: 'GET /clubs' }, id: 'id' },
    list: { key: 'GET /clubs/{clubId}/members' },
  });
});

const listOfUsers = {
  get: { responses: answers(object({ total: { type: 'integer' }, items: { type: 'array', items: object({ id: text }) } })) },
};

test('a list of people shows them, whatever texts say', async () => {
  expect(await addedTo({ said: 'Shares it.', described: '', more: { '/users': listOfUsers } })).toMatchObject({
    parameter: 'userId',
    shows: { what: 'people', read: { key: 'GET /users' }, at: 'items', id: 'id' },
  });
});

test.each<readonly [why: string, more: Readonly<Record<string, unknown>>]>([
  ['is of somebody else', { '/guests': listOfUsers }],
  ['needs to be told whose', { '/teams/{teamId}/users': { parameters: [inPath('teamId')], ...listOfUsers } }],
  ['shows no ids', { '/users': { get: { responses: answers({ type: 'array', items: object({ name: text }) }) } } }],
])('none shows them that %s', async (_why, more) => {
  expect(await addedTo({ said: 'Shares it.', described: '', more })).toBeUndefined();
});

test.each<readonly [why: string, club: Club]>([
  ['where nobody has to be there already', { said: 'Adds a member under a name of your choice.' }],
  ['what is no person', { parameter: 'badgeCode', described: 'Code of a badge', entry: { badgeCode: text } }],
  ['where the list does not name them so', { entry: { name: text, role: text } }],
  [
    'whom the run can create',
    {
      more: {
        '/users': { post: { requestBody: body(object({ name: text })), responses: answers(object({ userId: text }), 201) } },
        '/users/{userId}': {
          parameters: [inPath('userId')],
          get: { responses: answers(object({ userId: text })) },
          delete: { responses: { 204: { description: 'd' } } },
        },
      },
    },
  ],
])('and nobody %s', async (_why, club) => {
  expect(await addedTo(club)).toBeUndefined();
});
