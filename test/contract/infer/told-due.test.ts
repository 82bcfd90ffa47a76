import { describe, expect, test } from 'vitest';
import { dueToldIn } from '../../../src/contract/infer/told-due.ts';

const states = ['open', 'waiting', 'done', 'cancelled'];

describe('what is said of a flag for what is overdue', () => {
  test.each<readonly [string, object]>([
    [
      'True if the task is open and its due date has passed. What is done or cancelled is never overdue.',
      { time: 'due date', in: ['open'], never: ['done', 'cancelled', 'waiting'] },
    ],
    [
      'Set while it is `open` or `waiting` and `dueAt` lies in the past',
      { time: 'dueat', in: ['open', 'waiting'], never: ['done', 'cancelled'] },
    ],
    ['Done tasks are never overdue.', { time: undefined, in: [], never: ['done'] }],
    ['A task that is cancelled is never overdue', { time: undefined, in: [], never: ['cancelled'] }],
    ['Always false for done ones.', { time: undefined, in: [], never: ['done'] }],
    ['Never true once it is done or cancelled; the same on each read', { time: undefined, in: [], never: ['done', 'cancelled'] }],
  ])('%s', (text, expected) => {
    expect(dueToldIn([text], 'overdue', states)).toEqual(expected);
  });

  test.each([
    'Is it late?',
    'True if the task is open and its due date has passed by more than a day.',
    'True if the task is open and its due date has passed. Computed nightly.',
    'True if the task is urgent and its due date has passed.',
    'What is done is usually never overdue.',
    'What is done late is never overdue.',
    'What is done may be overdue.',
    'Finished tasks are never overdue.',
    'True if the task is open and its due date has passed. An open one is never overdue.',
    'True if the due date has passed.',
  ])('nothing is read from: %s', (text) => {
    expect(dueToldIn([text], 'overdue', states)).toBeUndefined();
  });
});
