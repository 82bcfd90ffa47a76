import { expect, test } from 'vitest';
import { toldOnceFor } from '../../../src/contract/infer/told-once-for.ts';

const named = [
  { noun: 'diver', member: 'diverId' },
  { noun: 'wreck', member: undefined },
];

const thingsIn = (text: string): string | undefined =>
  toldOnceFor([text], named, 'log')
    ?.things.map(({ noun }) => noun)
    .join(' + ');

test.each<readonly [string, string | undefined]>([
  ['A diver can sign up only once for the same wreck (409).', 'diver + wreck'],
  ['Each diver may only sign up once per wreck. A second one is refused with 409.', 'diver + wreck'],
  ['A diver can explore a wreck only once, otherwise 409.', 'diver + wreck'],
  ['You can rate a wreck only once (409).', 'you + wreck'],
  ['A user may write at most one log of a wreck (409).', 'user + wreck'],
  ['There is one log per diver and wreck; another one is a 409.', 'diver + wreck'],
  ['Two logs may not have the same diver and wreck (409).', 'diver + wreck'],
  ['409: The diver already has a log of the wreck.', 'diver + wreck'],
  ['409: The diver is already signed up for the wreck.', 'diver + wreck'],
  ['A diver can sign up only once for the same wreck.', undefined],
  ['A diver can sign up only once for the same wreck, a second log may be refused.', undefined],
  ['A diver can have only one open log per wreck (409).', undefined],
  ['A diver can sign up only once a day for the same wreck (409).', undefined],
  ['A diver can sign up once more for the same wreck. A closed wreck is a 409.', undefined],
  ['If the diver is at the wreck already the depth of the log goes up. Too deep is a 409.', undefined],
  ['A boat can call only once at the same pier (409).', undefined],
])('"%s" is about %s', (text, expected) => {
  expect(thingsIn(text)).toBe(expected);
});
