import { expect, test } from 'vitest';
import { rotatedThing } from '../../../src/contract/infer/told-rotation.ts';

test.for<readonly [string, readonly string[], readonly string[], string | undefined]>([
  ['the path', ['rotate-secret'], [], 'secret'],
  ['the id of the operation', ['rotation', 'regenerateApiToken'], [], 'token'],
  ['the collection before the verb', ['rotate', 'api-keys rotate'], [], 'key'],
  ['a replacement', ['secret'], ['Replace the signing secret by a new one', 'Keep it.'], 'secret'],
  ['a new one that is made', ['reset'], ['Generates a new access token.'], 'token'],
  ['a new one in the passive', ['reset'], ['A fresh password is drawn.'], 'password'],
  ['a rotation in the text', ['rotate'], ['Rotates the webhook secret. The old one is no longer used.'], 'secret'],
])('the secret that an operation rotates is told by %s', ([, names, said, thing]) => {
  expect(rotatedThing(names, said)).toBe(thing);
});

test.for<readonly [string, readonly string[], readonly string[]]>([
  ['a picture that is turned', ['rotate', 'photos rotate'], ['Rotates the photo by 90 degrees.']],
  ['a token that lasts longer', ['renew-token'], ['Renews the token for an hour.']],
  ['logs that are rotated', ['rotate-logs'], ['Starts a new log file.']],
  ['the same one within a time', ['rotate-secret'], ['A second call within a minute gives the one of the first.']],
  ['the same one on a repetition', ['rotate-secret'], ['Repeating it gives the same secret.']],
  ['one that has to be confirmed', ['rotate-key'], ['The new key is shown here, and used once you confirm it.']],
  ['one that is replaced only at its end', ['rotate-token'], ['Makes a new token if the old one has expired.']],
  ['one that the client may choose', ['rotate-secret'], ['Send `secret` to choose the value.']],
  ['what is denied', ['touch'], ['Does not generate a new token.']],
  ['dice that are rolled', ['roll'], ['Rolls the dice.']],
])('%s tells of no new secret', ([, names, said]) => {
  expect(rotatedThing(names, said)).toBeUndefined();
});
