import { expect, test } from 'vitest';
import { textsOfError } from '../../src/checks/requests/error-texts.ts';

const membersIn = (error: unknown, names: readonly string[]) => [
  ...new Set(textsOfError(error, names).flatMap(({ member }) => member ?? [])),
];

test.each([
  [{ error: { code: 'invalid', message: 'The body is invalid', fields: ['guestId'] } }],
  [{ message: 'Wrong', properties: ['/guestId', 'other'] }],
  [{ message: 'Wrong', invalid_fields: ['body.guestId'] }],
  [{ errors: [{ field: 'guestId', message: 'is missing' }] }],
])('an error names the place of its mistake: %o', (error) => {
  expect(membersIn(error, ['guestId', 'note'])).toEqual(['guestId']);
});

test.each([
  // None of these is a list of the members that were asked for.
  [{ error: { message: 'Wrong', fields: [] } }],
  [{ error: { message: 'Wrong', fields: ['room'] } }],
  [{ error: { message: 'Wrong', fields: ['guestId.name'] } }],
  [{ error: { message: 'Wrong', hints: ['guestId'] } }],
  [{ error: { message: 'Wrong', fields: [{ is: 'guestId' }] } }],
])('an error that lists no such member names none: %o', (error) => {
  expect(membersIn(error, ['guestId', 'note'])).toEqual([]);
});
