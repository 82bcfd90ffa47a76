import { expect, test } from 'vitest';
import { suitedMembers } from '../../../src/contract/infer/suited-members.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: Json) => ({ content: { 'application/json': { schema } } });
const object = (properties: Json): Json => ({ type: 'object', required: Object.keys(properties), properties });
const club = { parameters: [{ name: 'club', in: 'path', required: true, schema: text }] };
const member = object({ id: text, name: text });
const page = (name: string, items: Json) => object({ [name]: { type: 'array', items }, total: { type: 'integer' } });
const does = (more: Json) => ({
  ...more,
  responses: { 201: { description: 'Made', ...json(object({ id: text })) }, 400: { description: 'No' } },
});

/** What the booking of a court of a club names by `name`, where the club has members and teams. */
const named = async (name: string, schema: Json, description: string) => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Clubs', version: '1' },
      paths: {
        '/clubs': { post: does({ requestBody: { required: true, ...json(object({ name: text })) } }) },
        '/clubs/{club}': {
          ...club,
          get: { responses: { 200: { description: 'It', ...json(object({ id: text, name: text })) } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/clubs/{club}/members': {
          ...club,
          get: { responses: { 200: { description: 'All', ...json(page('members', member)) } } },
          post: {
            ...does({ requestBody: { required: true, ...json(object({ name: text })) } }),
            responses: { 201: { description: 'Made', ...json(member) } },
          },
        },
        '/clubs/{club}/line-ups': { ...club, get: { responses: { 200: { description: 'All', ...json(page('lineUps', member)) } } } },
        '/clubs/{club}/bookings': {
          ...club,
          post: does({ description, requestBody: { required: true, ...json(object({ [name]: schema })) } }),
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /clubs/{club}/bookings');
  const [found] = operation ? suitedMembers(contract, operation) : [];
  return found?.kind === 'listed' ? [found.list.path, found.ask?.key] : undefined;
};

const members = ['/clubs/{club}/members', 'POST /clubs/{club}/members'];

const plain = 'Books a court.';

test.each([
  ['memberId', text, plain],
  ['bookedBy', { ...text, description: 'Id of the member.' }, plain],
  ['bookedBy', { ...text, description: 'The id of the member who plays.' }, plain],
  ['opponent', { ...text, description: 'Refers to another member of the club' }, plain],
  ['bookedBy', text, '`bookedBy` is a member of this club, otherwise `400`.'],
  ['bookedBy', text, 'The court must be free. `bookedBy`, if given, must be one of the members of the club.'],
  ['bookedBy', text, '`bookedBy` names an active member of the club (404 if not).'],
])('what a member of a body names is listed beside it: %s %j "%s"', async (name, schema, said) => {
  expect(await named(name, schema, said)).toEqual(members);
});

test('what nothing adds to is named all the same', async () => {
  expect(await named('lineUp', { ...text, description: 'Identifier of the line-up' }, plain)).toEqual([
    '/clubs/{club}/line-ups',
    undefined,
  ]);
});

test.each([
  ['bookedBy', text, plain],
  ['bookedBy', { ...text, description: 'Name of the member.' }, plain],
  ['bookedBy', { ...text, enum: ['a', 'b'], description: 'Id of the member.' }, plain],
  ['bookedBy', { ...text, description: 'Id of the member in your own system.' }, plain],
  ['bookedBy', { ...text, description: 'Id of the umpire.' }, plain],
  ['note', text, '`bookedBy` is a member of this club.'],
  ['bookedBy', text, '`bookedBy` is the name of a member of this club.'],
  ['bookedBy', text, '`bookedBy` is a member of another club.'],
])('and is not where nothing says so: %s %j "%s"', async (name, schema, said) => {
  expect(await named(name, schema, said)).toBeUndefined();
});
