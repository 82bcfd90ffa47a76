import { expect, test } from 'vitest';
import { roundTrips } from '../../../src/checks/subjects/round-trips.ts';
import { saidOfChoices } from '../../../src/checks/subjects/said-of-choice.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const stage = { ...text, enum: ['fresh', 'sold', 'lost'] };
const boat = { type: 'object', required: ['id', 'stage'], properties: { id: text, name: text, stage } };
const shows = { description: 'It', content: { 'application/json': { schema: boat } } };
const asks = (required: readonly string[], properties: object): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const parameters = [{ name: 'boatId', in: 'path', required: true, schema: text }];

const told = async (
  description: string,
  more: object = {},
  leadsTo: ReadonlyMap<string, string> = new Map(),
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Boats', version: '1' },
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      paths: {
        '/boats': { post: { requestBody: asks(['name'], { name: text }), responses: { '201': shows } } },
        '/boats/{boatId}': { parameters, get: { responses: { '200': shows } }, delete: { responses: { '204': { description: 'Gone' } } } },
        '/boats/{boatId}/move': {
          parameters,
          post: { description, requestBody: asks(['stage', ...Object.keys(more)], { stage, ...more }), responses: { '200': shows } },
        },
      },
    }),
  );
  const move = contract.operations.find(({ path }) => path.endsWith('/move'))!;
  const [trip] = roundTrips(contract);
  return Object.fromEntries(saidOfChoices(contract, move, trip!, leadsTo).map(({ value, sentences }) => [value, sentences]));
};

test.each<readonly [string, Readonly<Record<string, readonly string[]>>]>([
  [
    'Moves it.\n\n* `sold` needs a price. The offers are closed.\n* `lost` can be reached from all. All open tasks of the boat are cancelled with it.',
    { sold: ['The offers are closed.'], lost: ['All open tasks of the boat are cancelled with it.'] },
  ],
  ['When the boat is `lost`, all its tasks are cancelled.', { lost: ['all its tasks are cancelled.'] }],
  ['Once it becomes sold its offers are closed.', { sold: ['its offers are closed.'] }],
  ['* `sold` and `lost` are the end. All tasks are cancelled.', {}],
  ['* `fresh` → `lost`. All tasks are cancelled.', {}],
  ['All open tasks of the boat are cancelled.', {}],
  ['When a crate is `lost`, all its tasks are cancelled.', {}],
])('what is said of a choice: %s', async (description, expected) => {
  expect(await told(description)).toEqual(expected);
});

test('nothing is said where the body demands something else beside it', async () => {
  expect(await told('When the boat is `lost`, all its tasks are cancelled.', { reason: text })).toEqual({});
});

test.each<readonly [string, Readonly<Record<string, readonly string[]>>]>([
  ['If a boat sinks or is given up, all its active tasks become `void`.', { lost: ['all its active tasks become `void`.'] }],
  ['Once a boat is given up, its tasks are void.', { lost: ['its tasks are void.'] }],
  ['If a boat is given up or sinks, its tasks are void.', { lost: ['its tasks are void.'] }],
  ['If a boat sinks or is given up by its crew, its tasks are void.', {}],
  ['If a boat sinks and is given up, its tasks are void.', {}],
  ['If a boat sinks or is not given up, its tasks are void.', {}],
  ['If a boat sinks or burns, its tasks are void.', {}],
])('what is said of a choice by the state to which it leads: %s', async (description, expected) => {
  expect(await told(description, {}, new Map([['lost', 'given_up']]))).toEqual(expected);
});
