import { expect, test } from 'vitest';
import { countsNeeded } from '../../../src/contract/infer/counts-needed.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { contractIn } from '../last-contracts.ts';

const text = { type: 'string' };
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const asks = (schema: object) => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const shows = (status: string, schema: object) => ({
  responses: { [status]: { description: 'It', content: { 'application/json': { schema } } } },
});
const at = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const gone = { delete: { responses: { 204: { description: 'Gone' } } } };
const ids = { type: 'array', items: text };

type World = {
  readonly says: string;
  readonly refusal?: string;
  /** Other members of a crew. */
  readonly others?: object;
  /** The words are said of an action on the crew itself. */
  readonly isOwn?: true;
  /** Sailors can join a crew later. */
  readonly isJoined?: true;
};

/** Crews of sailors, put by their name, and tours of one crew each. */
const document = ({ says, refusal, others = {}, isOwn, isJoined }: World) => {
  const crew = object({ sailorIds: ids, labels: ids, ...others }, ['sailorIds']);
  const told = { description: says };
  const refused = refusal === undefined ? {} : { 422: { description: refusal } };
  const tour = object({ id: text, crewName: text });
  return {
    openapi: '3.1.0',
    info: { title: 'Crews', version: '1' },
    paths: {
      '/sailors': { post: { ...asks(object({ name: text })), ...shows('201', object({ id: text, name: text })) } },
      '/sailors/{sailorId}': { ...at('sailorId'), get: shows('200', object({ id: text, name: text })), ...gone },
      '/crews/{crewName}': {
        ...at('crewName'),
        get: shows('200', crew),
        put: { description: 'Creates the crew or replaces it.', ...asks(crew), responses: { ...shows('201', crew).responses } },
        ...gone,
      },
      ...(isOwn && { '/crews/{crewName}/muster': { ...at('crewName'), post: { ...told, responses: { 204: told, ...refused } } } }),
      ...(isJoined && {
        '/crews/{crewName}/sailors': { ...at('crewName'), post: { ...asks(object({ sailorId: text })), ...shows('201', crew) } },
      }),
      '/tours': {
        post: {
          ...(isOwn ? {} : told),
          ...asks(object({ crewName: text })),
          responses: { ...shows('201', tour).responses, ...refused },
        },
      },
      '/tours/{tourId}': { ...at('tourId'), get: shows('200', tour), ...gone },
    },
  };
};

const counts = async (world: World): Promise<Readonly<Record<string, number>>> => {
  const contract = await contractIn(writeToolDocument(document(world)));
  return Object.fromEntries(countsNeeded(contract, operationOf(contract, 'PUT /crews/{crewName}')));
};

test.for<World>([
  { says: 'An unknown crew or an empty crew gets `422`.' },
  { says: 'Empty crews are refused with 422.' },
  { says: 'Answers 422 while the crew is empty.' },
  { says: 'The crew must not be empty.' },
  { says: 'Sends a crew on a tour.', refusal: 'The crew does not exist or is empty; a crew that is empty never sails' },
  { says: 'The crew must have at least one sailor (422).' },
  { says: 'A crew without sailors gets 422.' },
])('a crew is put with a sailor, because "$says"', async (world) => {
  expect(await counts(world)).toEqual({ sailorIds: 1 });
});

test.for<World>([
  { says: 'Sends a crew on a tour.' },
  { says: 'Only an empty crew can be sent; otherwise 422.' },
  { says: 'A crew that is not empty gets 422.' },
  { says: 'A non-empty crew gets 422.' },
  { says: 'An empty crew is sent as well. An unknown one gets 422.' },
  { says: 'An empty crew can be sent, an unknown one gets 422.' },
  { says: 'An empty body gets 422, and so does an unknown crew.' },
  { says: 'The crew must have no sailors, otherwise 422.' },
  // Several lists could be what it holds.
  { says: 'An empty crew gets 422.', others: { meals: { type: 'array', items: object({ day: text }) } } },
  // It is tried what comes of an empty one.
  { says: 'An empty crew gets 422.', isOwn: true },
  { says: 'An empty crew gets 422.', isJoined: true },
])('a crew may be empty: "$says"', async (world) => {
  expect(await counts(world)).toEqual({});
});

type Own = { readonly says: string; readonly required?: readonly string[]; readonly entry?: object; readonly added?: true };

/** Plays with actors of the run and scenes, which their creation may leave out. */
const play = async ({ says, required = [], entry, added }: Own): Promise<Readonly<Record<string, number>>> => {
  const cast = { type: 'array', items: entry ?? object({ actorId: text, role: text }) };
  const shown = object({ id: text, title: text, cast, scenes: ids }, ['id', 'title']);
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Plays', version: '1' },
      paths: {
        '/actors': { post: { ...asks(object({ name: text })), ...shows('201', object({ id: text, name: text })) } },
        '/actors/{actorId}': { ...at('actorId'), get: shows('200', object({ id: text, name: text })), ...gone },
        '/plays': { post: { ...asks(object({ title: text, cast, scenes: ids }, ['title', ...required])), ...shows('201', shown) } },
        '/plays/{playId}': { ...at('playId'), get: shows('200', shown), ...gone },
        '/plays/{playId}/stage': { ...at('playId'), post: { description: says, ...shows('200', shown) } },
        ...(added && {
          '/plays/{playId}/scenes': { ...at('playId'), post: { ...asks(object({ text })), ...shows('201', object({ id: text })) } },
        }),
      },
    }),
  );
  return Object.fromEntries(countsNeeded(contract, operationOf(contract, 'POST /plays')));
};

test.for<readonly [own: Own, expected: object]>([
  [{ says: 'Only a draft with at least one scene and one cast can be staged, otherwise `409`.' }, { cast: 1, scenes: 1 }],
  [{ says: 'A play needs at least one scene, otherwise 409.' }, { scenes: 1 }],
  [{ says: 'Refused with 409 until the play has a scene.' }, { scenes: 1 }],
])('a play is created with what its own action needs: %j', async ([own, expected]) => {
  expect(await play(own)).toEqual(expected);
});

test.for<Own>([
  { says: 'Stages a play with its scenes.' },
  { says: 'A play that has at least one scene can be longer.' },
  { says: 'Only a play without scenes can be staged, otherwise 409.' },
  // It is tried what comes of an empty one, and what can be added is added.
  { says: 'A play needs at least one scene, otherwise 409.', required: ['scenes'] },
  { says: 'A play needs at least one scene, otherwise 409.', added: true },
  // Nothing shows what could be named.
  { says: 'A play needs at least one cast, otherwise 409.', entry: object({ stageId: text }) },
])('a play may be without: %j', async (own) => {
  expect(await play(own)).toEqual({});
});
