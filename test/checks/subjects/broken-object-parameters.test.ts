import { expect, test } from 'vitest';
import { brokenParametersOf } from '../../../src/checks/scenarios/calls/broken-parameters.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const wordsFor = async (schema: object): Promise<readonly string[]> => {
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Kites', version: '1' },
      paths: {
        '/kites': {
          get: {
            parameters: [{ name: 'after', in: 'query', schema }],
            responses: { 200: { description: 'All' }, 400: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  return contract.operations.flatMap((one) => brokenParametersOf(contract, one).map(({ words }) => words));
};

const key = { type: 'object', required: ['elements'], properties: { elements: { type: 'array', items: { type: 'string' }, minItems: 1 } } };

test('a text in the place of an object of a query is no breach, whose members have names of their own', async () => {
  expect(await wordsFor(key)).not.toContainEqual(expect.stringContaining('which is no object'));
});

test('a text in the place of a list of objects is none either', async () => {
  const words = (await wordsFor({ type: 'array', items: key })).join();
  expect(words).not.toMatch(/which is no (?:array|object)/u);
});

test('a text in the place of a list of numbers is one', async () => {
  expect(await wordsFor({ type: 'array', items: { type: 'integer' } })).toContainEqual(expect.stringContaining('"not-that"'));
});
