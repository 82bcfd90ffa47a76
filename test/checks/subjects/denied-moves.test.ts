import { expect, test } from 'vitest';
import { deniedMoves } from '../../../src/checks/subjects/denied-moves.ts';

const states = ['pending', 'active', 'paused'];

const denied = (sentence: string): readonly string[] => deniedMoves(sentence, states, 'zone').map(({ from, to }) => `${from} to ${to}`);

test.each([
  "a `pending` zone can't be moved this way (`409`), verify it instead",
  'A pending zone cannot be changed in this way',
  'Pending zones can not be set with this operation (409): use the verification',
])('%s: no state follows a pending one', (sentence) => {
  expect(denied(sentence)).toEqual(['pending to active', 'pending to paused']);
});

test.each([
  "A pending zone can't be moved this way unless it is verified (`409`)",
  "A pending zone can't be moved this way by most callers",
  'A pending zone can be moved this way',
  "A pending zone can't be removed this way (`409`)",
  "A pending zone can't be renamed this way (`409`)",
  "A zone with pending records can't be moved this way (`409`)",
  "A pending zone can't be moved (`409`), verify it instead",
  "The name of a pending zone can't be changed this way",
])('%s: nothing is denied', (sentence) => {
  expect(denied(sentence)).toEqual([]);
});

test('A move to one state is denied as before', () => {
  expect(denied('An active zone cannot become pending again')).toEqual(['active to pending']);
});
