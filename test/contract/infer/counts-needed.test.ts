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
