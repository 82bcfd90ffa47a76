import { expect, test } from 'vitest';
import { operationOf } from '../../../src/contract/operation.ts';
import { answersByEntry } from '../../../src/checks/subjects/answers-by-entry.ts';
import { innerPlaces } from '../../../src/checks/subjects/body-places.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const kind = { type: 'string', enum: ['buoy', 'berth'] };
const mooring = {
  type: 'object',
  required: ['kind'],
  properties: { kind, depth: { type: 'number', description: 'Needed for `buoy` (422 without)' } },
};
const body = {
  required: true,
  content: {
    'application/json': { schema: { type: 'object', required: ['moorings'], properties: { moorings: { type: 'array', items: mooring } } } },
  },
};

test.each<readonly [string, boolean]>([
  ['An entry that cannot be applied does not hold up the others.', true],
  ['Each entry has its own status in the answer.', true],
  ['The boats go where the entries say.', false],
  ['Either all are moored or none.', false],
])('what is said of a body with entries: "%s" (each for itself: %s)', async (description, expected) => {
  const responses = { 200: { description: 'Done' }, 422: { description: 'Wrong' } };
  const contract = await bayContract(bayDocument({ '/moorings/check': { post: does({ description, requestBody: body, responses }) } }));
  const operation = operationOf(contract, 'POST /moorings/check');
  expect(answersByEntry(contract, operation)).toBe(expected);
  expect(innerPlaces(contract, operation).length).toBe(expected ? 0 : 1);
});
