import { expect, test } from 'vitest';
import { brokenParametersOf } from '../../../src/checks/scenarios/calls/broken-parameters.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const brokenWith = async (description: string, ofList = ''): Promise<readonly string[]> => {
  const limit = { name: 'limit', in: 'query', description, schema: { type: 'integer', minimum: 1, maximum: 40 } };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Kites', version: '1' },
      paths: {
        '/kites': {
          get: { description: ofList, parameters: [limit], responses: { 200: { description: 'All' }, 400: { description: 'Wrong' } } },
        },
      },
    }),
  );
  return contract.operations.flatMap((one) => brokenParametersOf(contract, one).map(({ keyword }) => keyword));
};

test.each([
  'A larger one is either refused (`400`) or taken as 40.',
  'A number out of the range is moved to its end or refused with `400`.',
  'A larger one is refused with `400` or set to 40.',
])('a value beyond the limit of a parameter that may be taken as the limit is no mistake: %s', async (description) => {
  expect(await brokenWith(description)).not.toContain('maximum');
});

test.each([
  'A `limit` above 40 is refused with `400` or taken as 40.',
  'You never get more than 40 kites at once; a `limit` above that is refused with `400` or taken as 40.',
  'A `limit` above 40 may be cut to 40 or refused with `400`.',
])('the text of the operation counts as well where it names the parameter: %s', async (ofList) => {
  expect(await brokenWith('How many.', ofList)).not.toContain('maximum');
});

test.each(['A `page` above 40 is refused with `400` or taken as 40.', 'A `limit` above 40 is refused with `400`.'])(
  'not where it speaks of another one, or refuses: %s',
  async (ofList) => {
    expect(await brokenWith('How many.', ofList)).toContain('maximum');
  },
);

test.each(['How many.', 'A larger one is refused (`400`).'])('any other is: %s', async (description) => {
  expect(await brokenWith(description)).toContain('maximum');
});

test.each<readonly [name: string, description: string, isBroken: boolean]>([
  ['kiteId', 'Others than your own are a `403`.', false],
  ['kite_ids', '', false],
  ['kiteId', 'One that is too long is a `400`.', true],
  ['kite', '', true],
])('an id in a query may be looked for whatever its form is: %s, "%s"', async (name, description, isBroken) => {
  const parameter = { name, in: 'query', description, schema: { type: 'string', maxLength: 9 } };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Kites', version: '1' },
      paths: { '/kites': { get: { parameters: [parameter], responses: { 200: { description: 'All' }, 400: { description: 'Wrong' } } } } },
    }),
  );
  const keywords = contract.operations.flatMap((one) => brokenParametersOf(contract, one).map(({ keyword }) => keyword));
  expect(keywords.includes('maxLength')).toBe(isBroken);
});

test.each<readonly [description: string, types: readonly string[], isBroken: boolean]>([
  ['Name of the file, needed for a raw upload', ['multipart/form-data', 'application/octet-stream'], false],
  ['Only for `application/octet-stream`', ['multipart/form-data', 'application/octet-stream'], false],
  ['Name of the file, needed for a raw upload', ['application/octet-stream'], true],
  ['Name of the file', ['multipart/form-data', 'application/octet-stream'], true],
])('a parameter of bodies of one kind is not broken where several are taken: "%s" %j', async (description, types, isBroken) => {
  const parameter = { name: 'title', in: 'query', description, schema: { type: 'string', pattern: '^[a-z]{1,9}$' } };
  const content = Object.fromEntries(types.map((type) => [type, { schema: type.startsWith('multipart') ? { type: 'object' } : {} }]));
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Kites', version: '1' },
      paths: {
        '/kites': {
          post: {
            parameters: [parameter],
            requestBody: { content },
            responses: { 201: { description: 'It' }, 400: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  expect(contract.operations.flatMap((one) => brokenParametersOf(contract, one)).length > 0).toBe(isBroken);
});
