import { expect, test } from 'vitest';
import { isOptional } from '../../../src/checks/subjects/limited-clauses.ts';
import { inWords } from '../../../src/checks/subjects/state-mentions.ts';

test.each<readonly [string, string, boolean]>([
  ['return', 'Only a hired boat can be returned (else 409).', false],
  ['reject', 'Only open claims can be rejected (else 409).', false],
  ['return', 'A 409 can be returned for a hired boat.', true],
  ['return', 'Only for a hired boat a 409 may be returned.', true],
  ['hire', 'Only for a free boat a 409 can be returned.', true],
  ['hire', 'A hired boat may be refused.', true],
  ['hire', 'A hired boat is refused.', false],
])('whether something may be refused and accepted as well, at the action "%s": %s', (verb, said, expected) => {
  const operation = { method: 'POST', path: `/boats/{boatId}/${verb}` };
  expect(isOptional(inWords(said), { operation, isBelow: false, states: [], nouns: ['boat', 'boats'] } as never)).toBe(expected);
});
