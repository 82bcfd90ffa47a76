import { expect, test } from 'vitest';
import { brokenParametersOf } from '../../../src/checks/scenarios/calls/broken-parameters.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const textsIn = async (where: 'header' | 'query'): Promise<readonly string[]> => {
  const after = { name: 'Kite-After', in: where, schema: { type: 'string', pattern: '^[0-9]{1,15}$', minLength: 1, maxLength: 15 } };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Kites', version: '1' },
      paths: { '/kites': { get: { parameters: [after], responses: { 200: { description: 'All' }, 400: { description: 'Wrong' } } } } },
    }),
  );
  return contract.operations.flatMap((one) => brokenParametersOf(contract, one).flatMap(({ texts }) => texts));
};

test('a header field is broken by what HTTP can carry in it', async () => {
  const texts = await textsIn('header');
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toMatch(/^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/u);
});

test('a query parameter is also broken by a line break', async () => {
  expect(await textsIn('query')).toContainEqual(expect.stringContaining('\n'));
});
