import { describe, expect, test } from 'vitest';
import { isServedInstead } from '../../../src/contract/infer/served-instead.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

/** Does a list of hives serve something else in the place of a size that is no number, by what is written of the size and of the API. */
const isServed = async (description: string, introduction = 'Hives.'): Promise<boolean> => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'Hives', version: '1', description: introduction },
    paths: {
      '/hives': {
        get: {
          parameters: [{ name: 'per_page', in: 'query', description, schema: { type: 'integer' } }],
          responses: { 200: { description: 'hives' }, 400: { description: 'A mistake' } },
        },
      },
    },
  };
  const contract = await loadContract(writeToolDocument(document));
  const [operation] = contract.operations;
  const [parameter] = operation?.parameters ?? [];
  if (!operation || !parameter) throw new Error('The document has no parameter');
  return isServedInstead(contract, operation, parameter);
};

describe('something else is taken in the place of what is no number', () => {
  test.each([
    'Hives per page, 10 unless given. More than 50 counts as 50; what is not a positive whole number counts as not sent.',
    'Falls back to 20 when it is not a number.',
    'How many, 25 by default. Anything else counts as 25.',
    'Up to 100, anything that is no integer is read as 20.',
    'Values that are not a number are ignored.',
    'Invalid values are silently replaced by the default.',
    'A size; non-numeric values default to 20.',
    'If the value cannot be parsed, the default of 30 is used.',
    'For anything else the default applies.',
    'Whatever is not a number is treated as if it was never sent.',
    'The server ignores malformed values.',
  ])('%s', async (said) => {
    expect(await isServed(said)).toBe(true);
  });

  test.each([
    'Query parameters whose values cannot be read are ignored.',
    'Malformed query parameters are treated as absent.',
    'What is not a number in `per_page` is read as 20.',
  ])('by the introduction: %s', async (said) => {
    expect(await isServed('Hives per page.', said)).toBe(true);
  });
});

describe('nothing is taken instead', () => {
  test.each([
    'Hives per page.',
    'Hives per page, 10 by default.',
    'More than 50 counts as 50.',
    'Defaults to 20 if it is not sent.',
    'What is not a number is refused with 400.',
    'A value that is not a number counts as an error.',
    'What is no such number is answered with 404.',
    'Values that are not a number are never ignored.',
  ])('%s', async (said) => {
    expect(await isServed(said)).toBe(false);
  });

  test.each([
    'Unknown query parameters are ignored.',
    'Members of a body that cannot be read are ignored, query or not.',
    'Invalid values of the parameter `since` are ignored.',
    'Values of query parameters that cannot be read are an error (400).',
  ])('by the introduction: %s', async (said) => {
    expect(await isServed('Hives per page.', said)).toBe(false);
  });
});
