import { expect, test } from 'vitest';
import { stateWithoutRoom } from '../../../src/checks/subjects/told-waiting.ts';

const states = ['waiting', 'enrolled', 'completed', 'withdrawn'];
const of = (text: string): string | undefined => stateWithoutRoom([text], states, 'capacity')?.state;

test.each([
  'As long as a course has fewer `enrolled` students than its\n`capacity` the new enrolment is `enrolled`, after that it is `waiting`. When a seat becomes free the next one becomes `enrolled`.',
  'If the course is full, the new enrolment is `waiting`, otherwise `enrolled`.',
  'When the capacity is reached, it is created in the state `waiting`.',
  'A new enrolment is `enrolled`; it starts as `waiting` when the course is full.',
  'While there are free seats, an enrolment is `enrolled`, otherwise `waiting`.',
  'Enrolments beyond the capacity are put on the waiting list and are `waiting`.',
  'Where there are no more places, the enrolment goes into the state WAITING.',
])('the state of one for whom there is no room is read: %s', (text) => {
  expect(of(text)).toBe('waiting');
});

test.each([
  ['If the course is full, the enrolment is `waiting`, otherwise `enrolled`.', 'enrolled'],
  ['If the course is full, the enrolment is `waiting`.', undefined],
])('so is the state of one for whom there is room: %s', (text, taken) => {
  expect(stateWithoutRoom([text], states, 'capacity')?.taken).toBe(taken);
});

test.each([
  'When a seat becomes free (someone withdraws or completes, more capacity) the one who has waited longest becomes `enrolled`.',
  'If the course is full, the student is put on the waiting list.',
  'If the course is full, the enrolment may be `waiting`.',
  'If the course is full, the answer is `409`.',
  'A course that is full is no reason to wait: the enrolment is `enrolled`.',
  'As long as a course has fewer students than its capacity the enrolment is `enrolled`, after that the answer is `409`.',
  'If the course is full, the enrolment is usually `waiting`.',
  'Unless the course is full, the enrolment is `enrolled`.',
  'If the course is full, the enrolment is `waiting`. If the capacity is reached, it is `withdrawn`.',
  'A full course shows how many are `waiting`.',
  'Nobody is enrolled while the lesson is running, then the enrolment is `waiting`.',
  'If the course is not full, the enrolment is `enrolled`.',
  'Once the course is no longer full, the oldest one becomes `enrolled`.',
])('nothing is read of: %s', (text) => {
  expect(of(text)).toBeUndefined();
});

test('a sentence without an end is no plain rule', () => {
  expect(of('if the course is full it is '.repeat(2000) + 'the enrolment is `waiting`.')).toBeUndefined();
});
