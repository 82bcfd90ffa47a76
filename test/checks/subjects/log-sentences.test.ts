import { expect, test } from 'vitest';
import { coversAction, coversChange, coversCreation, toldDeeds } from '../../../src/checks/subjects/log-sentences.ts';

/** What a text says that the history of a survey has entries for. */
const covered = (text: string, hasValue = true): string =>
  toldDeeds([text])
    .flatMap((told) => [
      ...(coversCreation(told, ['survey']) ? ['creation'] : []),
      ...['PUT', 'PATCH'].filter((method) => coversChange(told, method, ['survey'])),
      ...['open', 'close', 'cancel', 'publish', 'approve'].filter((verb) => coversAction(told, verb, ['survey'], hasValue)),
    ])
    .join(' ');

const all = 'PUT PATCH open close cancel publish approve';

test.each([
  [
    'Oldest first, beginning with `created`. One entry for each creation, `PUT`, `PATCH`, opening and closing.',
    'creation PUT PATCH open close',
  ],
  ['Newest first. Creating, changing, publishing and cancelling the survey leave one entry each.', 'creation PUT PATCH cancel publish'],
  ['Every change of the survey is recorded.', all],
  ['Each action adds one entry.', 'open close cancel publish approve'],
  ['Lists all changes of the survey, the newest first.', all],
  ['Opening and closing are logged.', 'open close'],
  ['An event per closure.', 'close'],
  ['One record for every approval or publication of a survey', 'publish approve'],
  ['Every status change is recorded.', ''],
  ['One entry for each change of the status.', 'open close cancel publish approve'],
  ['Every change of the title is recorded.', ''],
  ['Price changes and edits are recorded.', ''],
  ['One entry for each closing of a question.', ''],
  ['One entry for each `PATCH` of a question.', ''],
  ['Each entry shows who closed the survey.', ''],
  ['Some changes are recorded.', ''],
  ['Every change is recorded within two days.', ''],
  ['Every change may be recorded.', ''],
  ['Every change is recorded, except closing.', ''],
  ['Entries for changes without effect are never written.', ''],
  ['The changes of a survey.', ''],
  ['Lists every change since the creation of the survey.', ''],
  ['One entry for each change after its publication.', ''],
  ['Every change of the survey after its approval is recorded.', ''],
  ['All closing dates are shown in UTC.', ''],
  ['Every closed survey is listed.', ''],
  ['One entry for each cancelled survey.', ''],
  ['One entry for each publication date.', ''],
  ['One entry for each approval request.', ''],
  ['Every change by support staff is recorded.', ''],
  ['Every change by another user is recorded.', ''],
  ['Each `PATCH` request leaves an entry.', 'PATCH'],
  ['Every maintenance operation is recorded.', ''],
  ['Opening or closing surveys leaves one entry.', 'open close'],
  ['Every change by a user is recorded.', all],
  ['Each change made by anyone is recorded.', all],
])('%s', (text, expected) => {
  expect(covered(text)).toBe(expected);
});

test('what is active, or an activity, is no activation', () => {
  const [told] = toldDeeds(['Lists all active events.']);
  const [other] = toldDeeds(['One entry for each activation.']);
  expect(told && coversAction(told, 'activate', ['survey'], true)).toBe(false);
  expect(other && coversAction(other, 'activate', ['survey'], true)).toBe(true);
});

test('a word for all actions says nothing of one for which no entry has a value', () => {
  expect(covered('Every change of the survey is recorded.', false)).toBe('PUT PATCH');
  expect(covered('Each action adds one entry.', false)).toBe('');
  expect(covered('One entry for each opening and closing.', false)).toBe('open close');
});
