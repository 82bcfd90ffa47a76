import { describe, expect, test } from 'vitest';
import { isRevocation, saysEnded, saysReplaced } from '../../../src/contract/infer/told-ended.ts';

describe('credentials that are told to be of no use after their end', () => {
  test.each([
    'From then on it is not accepted.',
    'From then on the token is refused with 401.',
    'The key stops working at once.',
    'Afterwards the credential is no longer valid.',
    'It ceases to be accepted.',
    'The pass loses its validity immediately.',
    'From now on the API key gets a 401.',
    'The token no longer opens anything.',
    'It cannot be used any more.',
    'Once it is deleted, the key is worthless.',
  ])('by an operation: %s', (said) => {
    expect(saysEnded([said], [])).toBe(true);
  });

  test.each([
    'Revoked keys stop working at once.',
    'A deleted token is refused with 401.',
    'A token works until it is revoked.',
    'Tokens that were revoked are rejected.',
    'An access key is valid until you delete it.',
  ])('by a tag: %s', (said) => {
    expect(saysEnded([], [said])).toBe(true);
  });

  test.each([
    'From then on it is not listed.',
    'The token is refused at the gate from then on.',
    'The token stops working at the end of the billing period.',
    'The key is no longer accepted by devices that are online.',
    'Deleted keys are refused for writes.',
    'The token is immediately marked and becomes invalid tonight.',
    'Open sessions of the token go on; it is no longer accepted at the login.',
    'The removal is refused while the key is in use.',
    'From then on the token is refused within five minutes.',
    'The key goes on working for an hour, then it is no longer accepted.',
    'It may be used until its last day.',
    'From then on it cannot be used for refunds.',
    'A revoked token cannot be revoked again: the second call is refused.',
    'Owner tokens cannot be removed here.',
    'From then on webhooks signed with it are refused.',
    'If the key is the last one, it is refused at once.',
    'Revocations are cached, so a revoked token is refused after some seconds.',
    'A body with a token is not accepted.',
  ])('and not: %s', (said) => {
    expect(saysEnded([said], [])).toBe(false);
  });

  test('a tag that tells of a delay takes back what the operation says', () => {
    expect(saysEnded(['From then on the key is refused.'], ['Keys are cached for a minute.'])).toBe(false);
    expect(isRevocation(['revoke', 'token'], ['Revoke a token'], [])).toBe(true);
    expect(isRevocation(['revoke', 'token'], ['Revoke a token'], ['A revoked token goes on working for up to a minute.'])).toBe(false);
    expect(isRevocation(['delete', 'token'], ['Delete a token'], [])).toBe(false);
  });
});

describe('credentials that are told to be of no use after another one took their place', () => {
  test.each([
    'The old key stops working at once.',
    'The previous token is refused with 401.',
    'Makes a new secret and invalidates the old one.',
    'The old one is revoked immediately.',
  ])('%s', (said) => {
    expect(saysReplaced([said])).toBe(true);
  });

  test.each([
    'The old key stops working after 24 hours.',
    'The old key stops working once the new one is used.',
    'The old one is valid until midnight.',
    'Both keys work; the old one is refused later.',
    'If the old key leaked, it is refused.',
    'The old one is no longer shown.',
    'Webhooks signed with the old secret are refused.',
    'The new key works at once.',
  ])('and not: %s', (said) => {
    expect(saysReplaced([said])).toBe(false);
  });
});
