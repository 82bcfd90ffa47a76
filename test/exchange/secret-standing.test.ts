import { expect, test } from 'vitest';
import { isRecognisable, isSecretAt, standingBelow } from '../../src/exchange/secret-standing.ts';

test.each([
  ['session', 'halls/north/sessions/34', false],
  ['session', 'sessions/34', false],
  ['session', 'halls/7/sessions/0e3f6c1a-7a52-4a3e-9a57-1f0c3f4b2d11', false],
  ['session', 'sessions/0e3f6c1a-7a52-4a3e-9a57-1f0c3f4b2d11', true],
  ['session', 'users/me/sessions/Zm9vL2Jhci9zZXNzaW9ucy8zNA', true],
  ['session', 'Zm9vL2Jhci9zZXNzaW9ucy8zNA', true],
  ['session', 'abc/sessions/34/x', true],
  ['session', 'halls/north/tokens/34', true],
  ['access_token', 'tokens/Zm9vL2Jhcg', true],
])('a member %s with %s is secret: %s', (name, text, expected) => {
  expect(isSecretAt(standingBelow('open', name), text, true)).toBe(expected);
});

test('the resource name of a session is not looked for elsewhere', () => {
  expect(isRecognisable('halls/north/sessions/34')).toBe(false);
  expect(isRecognisable('halls/north/drawings/34x')).toBe(true);
});
