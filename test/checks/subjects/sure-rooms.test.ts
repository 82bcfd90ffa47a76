import { expect, test } from 'vitest';
import { closesWhenReached } from '../../../src/checks/subjects/sure-rooms.ts';

const closes = (creation: string, { refused = 'Not possible in this state', own = '' } = {}): boolean =>
  closesWhenReached({ own: [own], creation: [creation], refusals: [refused] }, 'maxResponses', 'survey');

test.each([
  'Only an open survey takes responses, otherwise `409`.\n\nThe response that reaches `maxResponses` closes the survey.',
  'When `maxResponses` is reached, the survey is closed; a closed survey refuses responses with `409`.',
  'Only while the survey is open. The survey closes with the response by which `maxResponses` is reached.',
  'Surveys that are not open are `409`. Reaching `maxResponses` closes the survey.',
])('a number that closes what it is reached in is read: %s', (text) => {
  expect(closes(text)).toBe(true);
});

test('so is one that says it of itself, or whose refusal names what is closed', () => {
  expect(closes('Only for open surveys.', { own: 'The survey is closed when this is reached.' })).toBe(true);
  expect(closes('The response that reaches `maxResponses` closes the survey.', { refused: 'The survey is closed' })).toBe(true);
});

test.each([
  'Only an open survey takes responses. An e-mail is sent when `maxResponses` is reached.',
  'Only an open survey takes responses. When `maxResponses` is reached, the owner may close the survey.',
  'Only an open survey takes responses. The survey closes within an hour after `maxResponses` is reached.',
  'Only an open survey takes responses. The survey closes when `maxResponses` or the last day is reached.',
  'Only an open survey takes responses. The response that reaches `maxResponses` does not close the survey.',
  'Only an open survey takes responses. The response that reaches `maxResponses` closes the survey. Responses in progress are taken all the same.',
  'Only an open survey takes responses. The response that reaches `maxVotes` closes the survey.',
  'Only an open survey takes responses. The response that reaches `maxResponses` closes the question.',
  'The response that reaches `maxResponses` closes the survey.',
  'Only an open survey takes responses. `maxResponses` says how many are expected.',
])('nothing is read of: %s', (text) => {
  expect(closes(text)).toBe(false);
});
