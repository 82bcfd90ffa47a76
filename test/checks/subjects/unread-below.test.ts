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

/** Bills with the sum of their lines, and lines that can be added alone, answered with `shown`. */
const sumsOfLines = async (shown: string) => {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const parameters = [{ name: 'billId', in: 'path', required: true, schema: text }];
  const line = { label: text, cost: whole };
  const schemas = {
    Line: object({ id: text, ...line }),
    Bill: object({
      id: text,
      name: text,
      lines: { type: 'array', items: ref('Line') },
      total: { type: 'integer', readOnly: true, description: 'Sum of the costs of the lines' },
    }),
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Bills', version: '1' },
      paths: {
        '/bills': {
          post: {
            requestBody: { required: true, ...json(object({ name: text })) },
            responses: { 201: { description: 'It', ...json(ref('Bill')) } },
          },
        },
        '/bills/{billId}': {
          parameters,
          get: { responses: { 200: { description: 'It', ...json(ref('Bill')) } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/bills/{billId}/lines': {
          parameters,
          post: {
            requestBody: { required: true, ...json(object(line)) },
            responses: { 201: { description: 'It', ...json(ref(shown)) } },
          },
        },
      },
      components: { schemas },
    }),
  );
  return derivedNumbers(contract).map(({ member, child, amount }) => [member, child.create.key, amount?.name]);
};

test.each<readonly [string, string, readonly unknown[]]>([
  ['a line', 'Line', [['total', 'POST /bills/{billId}/lines', 'cost']]],
  ['the whole bill, whose id is not that of the line', 'Bill', []],
])('what makes up a number is known by the answer to its creation, which shows %s', async (_what, shown, expected) => {
  expect(await sumsOfLines(shown)).toEqual(expected);
});
