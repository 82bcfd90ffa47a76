import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { endingTo, isLeftBy, momentIn, momentOf } from '../../../src/checks/subjects/action-words.ts';
import { isRefusedAgain } from '../../../src/checks/subjects/refused-again.ts';
import { sequencedTypes } from '../../../src/checks/subjects/sequences.ts';
import { deskDocument } from '../../worlds/desk.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const key = 'POST /letters/{letterId}/close';

/** The contract of a desk whose action has a text. */
const deskWith = async (description: string) => {
  const text = JSON.stringify(deskDocument()).replace('Only an open letter can be closed; otherwise 409.', description);
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null) throw new Error('the document is no object');
  const contract = await loadContract(writeDocument(document));
  return { contract, close: operationOf(contract, key), type: sequencedTypes(contract)[0] };
};

test.for([
  ['Only an open letter can be closed; otherwise 409.', true],
  ['An open letter becomes closed. Any other is refused.', true],
  ['409 where it is already closed', true],
  ['Closes an open letter.', false],
  ['Only administrators can close open letters.', false],
  ['409 while somebody else writes it', false],
  ['Closes an open letter. The fee is only waived for drafts.', false],
  ['Closes an open letter. Only the sender is told.', false],
  ['An open letter becomes closed. All others are filed.', false],
  ['An open letter becomes closed. Other letters may be refused with 409.', false],
  ['A letter is closed, whether it is open or already closed.', false],
  ['An open letter becomes closed; otherwise `409`.', true],
] as const)('a text says whether an action is refused the second time: %s', async ([description, expected]) => {
  const { contract, close } = await deskWith(description);
  expect(isRefusedAgain(contract, close, 'open', 'closed')).toBe(expected);
});

test('an action is known by its verb', async () => {
  const { contract, close, type } = await deskWith('Closes it.');
  if (!type) throw new Error('the document has no type');
  expect(type.actions.map((one) => one.key)).toEqual([key]);
  expect([isLeftBy(close, 'closed'), isLeftBy(close, 'CLOSED'), isLeftBy(close, 'open')]).toEqual([true, true, false]);
  expect(endingTo(type, 'closed')?.key).toBe(key);
  expect(endingTo(type, 'open')).toBeUndefined();
  expect(momentOf(contract, type, close)).toBe('closed_at');
});

test('the time for which an action is planned is not the moment of the action', async () => {
  const { contract, close } = await deskWith('Closes it.');
  const moment = { type: 'string', format: 'date-time' };
  expect(momentIn(contract, { type: 'object', properties: { close_at: moment } }, close)).toBeUndefined();
  expect(momentIn(contract, { type: 'object', properties: { close_at: moment, closed_at: moment } }, close)).toBe('closed_at');
});

test.each([
  ['approvals', 'approved'],
  ['returns', 'returned'],
  ['dispatches', 'dispatched'],
  ['cancellation', 'cancelled'],
  ['confirmation', 'confirmed'],
  ['activation', 'activated'],
  ['submission', 'submitted'],
  ['publication', 'published'],
  ['completions', 'completed'],
  ['closure', 'closed'],
])('an action may be called by the noun of its deed: %s leaves something %s', async (tail, state) => {
  const { close } = await deskWith('Closes it.');
  expect(isLeftBy({ ...close, path: `/letters/{letterId}/${tail}` }, state)).toBe(true);
  expect(isLeftBy({ ...close, path: `/letters/{letterId}/${tail}` }, 'filed')).toBe(false);
});
