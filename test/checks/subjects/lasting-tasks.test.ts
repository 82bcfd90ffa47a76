import { expect, test } from 'vitest';
import { mayLast } from '../../../src/checks/subjects/lasting-tasks.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const lasts = async (description: string, path = '/surveys'): Promise<boolean> => {
  const contract = await bayContract(bayDocument({ [path]: { post: does({ description }) } }));
  return mayLast(contract, contract.operations);
};

test.each([
  'Commands to an `offline` device stay `queued` until it is online again.',
  'A survey remains `waiting` until the ship has left the harbour.',
  'It is held while the depot is closed.',
  'Exports are kept `pending` as long as another one runs.',
  'Takes some hours.',
  'Makes the nightly survey of a day.',
  'Makes the nightly survey of a day, which usually is `done` within 5 seconds.',
  'Starts a long survey. Its file can be fetched for 10 minutes, at most 5 minutes after it is done.',
])('a task may last: %s', async (description) => {
  expect(await lasts(description)).toBe(true);
});

test.each([
  'A survey stays `waiting` until it is done.',
  'The export remains `running` until its file is ready.',
  'It stays there. Ask again until it has ended.',
  'Files stay as they are.',
  'Is done at once.',
  'Makes the nightly survey of a day. It is `done` or `failed` after at most 5 seconds.',
  'A long survey, finished within ten seconds. Its file is kept for 2 days.',
])('a task comes to its end: %s', async (description) => {
  expect(await lasts(description)).toBe(false);
});
