import { expect, test } from 'vitest';
import { isForEverybody } from '../../../src/checks/subjects/for-everybody.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

test.each([
  ['Everybody on a booking that is confirmed', false],
  ['Everyone registered for the course', false],
  ['The notices of the shop, for everybody', true],
  ['Anyone may read it', true],
  ['A shared calendar', true],
  ['Emits `everyone-left`', false],
])('what says "%s" is for everybody: %s', async (description, expected) => {
  const get = { description, responses: { 200: { description: 'd' } } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Notices', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: { '/notices': { get } },
  };
  const contract = await loadContract(writeToolDocument(document));
  const [operation] = contract.operations;
  expect(operation && isForEverybody(contract, operation)).toBe(expected);
});
