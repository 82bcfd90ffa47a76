import { expect, test } from 'vitest';
import { valueOfNamed } from '../../../src/contract/infer/values-of-named.ts';
import { contractIn } from '../last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const answer = (status: number, schema: object) => ({ [status]: { description: 'd', content: { 'application/json': { schema } } } });
const object = (properties: object) => ({ type: 'object', properties });
const sent = (properties: object) => ({ required: true, content: { 'application/json': { schema: object(properties) } } });
const sheet = object({ id: text, dyeCode: text, bathId: text });

const found = async (said: string, member: string): Promise<string | undefined> => {
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Dyes', version: '1' },
      paths: {
        '/dyes': { get: { responses: answer(200, { type: 'array', items: object({ code: text, unit: text }) }) } },
        '/baths': { post: { requestBody: sent({ name: text }), responses: answer(201, object({ id: text, place: text })) } },
        '/baths/{bathId}': {
          parameters: [{ name: 'bathId', in: 'path', required: true, schema: text }],
          get: { responses: answer(200, object({ id: text, place: text })) },
        },
        '/sheets': { post: { requestBody: sent({ dyeCode: text, bathId: text }), responses: answer(201, sheet) } },
        '/sheets/{sheetId}': {
          parameters: [{ name: 'sheetId', in: 'path', required: true, schema: text }],
          get: { responses: answer(200, sheet) },
        },
        '/sheets/{sheetId}/measures': {
          parameters: [{ name: 'sheetId', in: 'path', required: true, schema: text }],
          post: { description: said, requestBody: sent({ unit: text, roomCode: text }), responses: answer(200, object({})) },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /sheets/{sheetId}/measures');
  const told = operation && valueOfNamed(contract, operation, member);
  return told && `${told.naming} ${told.read.key} ${told.shown} ${told.key ?? 'alone'}`;
};

test.each<readonly [string, string, string | undefined]>([
  ['`unit` must be the unit of the dye.', 'unit', 'dyeCode GET /dyes unit code'],
  ['`roomCode` is the code of a room, so it must be the place of the bath (422).', 'roomCode', 'bathId GET /baths/{bathId} place alone'],
  ['`unit` must be the unit of the house.', 'unit', undefined],
  ['`unit` must be the colour of the dye.', 'unit', undefined],
  ['`unit` may be the unit of the dye.', 'unit', undefined],
  ['`roomCode` must be the place of the bath.', 'unit', undefined],
])('"%s" for %s', async (said, member, expected) => {
  expect(await found(said, member)).toBe(expected);
});
