import { expect, test } from 'vitest';
import { derivedNumbers } from '../../../src/checks/subjects/derived-numbers.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 1 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });

/** Barrels with a number that is described, and fillings of them that only POST knows. */
const numbersWith = async (description: string, filling: object = { amount_ml: whole }, more: object = {}) => {
  const barrel = object({ id: text, name: text, content_ml: { type: 'integer', readOnly: true, description } });
  const parameters = [{ name: 'barrelId', in: 'path', required: true, schema: text }];
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Barrels', version: '1' },
      paths: {
        '/barrels': {
          post: {
            requestBody: { required: true, ...json(object({ name: text })) },
            responses: { 201: { description: 'It', ...json(barrel) } },
          },
        },
        '/barrels/{barrelId}': {
          parameters,
          get: { responses: { 200: { description: 'It', ...json(barrel) } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/barrels/{barrelId}/fillings': {
          parameters,
          post: {
            requestBody: { required: true, ...json(object({ note: text, ...filling })) },
            responses: { 201: { description: 'It', ...json(object({ id: text, ...filling })) } },
          },
          ...more,
        },
      },
    }),
  );
  return derivedNumbers(contract).map(({ member, child, amount }) => [member, child.create.key, amount?.name]);
};

const found = [['content_ml', 'POST /barrels/{barrelId}/fillings', 'amount_ml']];

test.each<readonly [string, Parameters<typeof numbersWith>, readonly unknown[]]>([
  ['a sum of them', ['Sum of the fillings'], found],
  ['a total of all', ['Total of all its fillings.'], found],
  ['a sum of a named number', ['Sum of the amounts of the fillings'], found],
  ['a sum of some alone', ['Sum of the open fillings'], []],
  ['a sum of something else', ['Sum of the deposits'], []],
  ['a number of which there are two', ['Sum of the fillings', { amount_ml: whole, waste_ml: whole }], []],
  ['a number that names which one it is', ['Sum of the fillings', { pipe_number: whole }], []],
  ['no sum', ['How full it was before the fillings'], []],
])('what nothing else shows makes up a number: %s', async (_what, given, expected) => {
  expect(await numbersWith(...given)).toEqual(expected);
});
