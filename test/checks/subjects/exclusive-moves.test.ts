import { expect, test } from 'vitest';
import { excludesItself, exclusionsIn } from '../../../src/checks/subjects/exclusive-moves.ts';

const isRefused = (text: string): boolean => excludesItself(exclusionsIn([text]));

test.each([
  'Every other move, also to the status that the trunk already has, is answered with `409`.',
  'Every other step, asking for the state it already has included, is a `409`.',
  'Anything else is refused with 409, staying in the same state included.',
  'Any other move is a 409 (sending the state it already has is a 409 as well).',
  'Any other move is a 409 (sending the state it already has counts as one).',
  'Any other move is refused (and staying is not allowed either).',
  'Every other move is a 409, and so is setting the state that it has.',
])('the state that a resource has is refused by "%s"', (text) => {
  expect(isRefused(text)).toBe(true);
});

test.each([
  'Every other move is answered with `409` (sending the status that the event already has is not a move).',
  'Every other move is answered with 409 (sending the status it has is no move).',
  'Every other move is answered with 409 (sending the status it has is not an error).',
  "Every other move is answered with 409 (sending the status it has isn't one).",
  'Every other move is answered with 409 (sending the status it has does not count).',
  'Every other move is answered with 409 (sending the status it has changes nothing).',
  'Every other move is answered with 409 (sending the status it has has no effect).',
  'Every other move is answered with 409 (sending the status it has is answered with 200).',
  'Every other move is answered with 409, setting the status it has succeeds.',
  'Every other move is answered with 409, sending the status that it has always works.',
  'Every other move is answered with 409 (staying in a status is possible).',
  'Every other move is answered with 409 (staying is never refused).',
  'Every other move is answered with 409 (it is not a move to send the same status again, in the same status all stays as it is).',
  'Every other move is answered with 409, except to the state it has.',
  'Every other move is answered with 409.',
])('the state that a resource has is not refused by "%s"', (text) => {
  expect(isRefused(text)).toBe(false);
});
