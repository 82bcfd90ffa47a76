import { describe, expect, test } from 'vitest';
import { credentialsIn, looksRandom } from '../../src/exchange/credential-like.ts';

describe('a text looks random', () => {
  test.each([
    'sk_live_51L8f9Z8vY8qW8k9fFzq3',
    'at_QmFzZTY0S2V5IQpBYkNkRWZHaElq',
    '550e8400-e29b-41d4-a716-446655440000',
    '9f86d081884c7d65',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJqdGkiOiJ4In0.c2lnbmF0dXJl',
    'ABCD-EFGH-IJKL-MNOP',
    'Ab1-xY9-Qw3-Er5-Ty7',
    'qwrtzpsdfghjkl',
    'abcdefghijklmnopqrstuvwxyz',
    '12345678901234567890',
    'ct-hQ7wLpZ2',
    'a1b2c3d4',
    '/Zz09QmFzZTY0/S2V5IQ==',
    'p@Zz09QmFzZTY0S2V5',
  ])('%s', (text) => expect(looksRandom(text)).toBe(true));

  test.each([
    'a1b2c3d',
    'activated',
    'eu-central-1',
    'service_account_key',
    'pending_activation',
    'includeSubDomains',
    'insufficient_permission',
    'max-age=31536000',
    '1732113565000',
    '2026-11-20T14:39:25Z',
    '2026-11-20T14:39:25.123456+01:00',
    '20261120T143925Z',
    '2026-11-20',
    'project12',
    'authenticate',
    'Administrator',
    'nginx/1.18.0',
    '127.0.0.1:8080',
  ])('not: %s', (text) => expect(looksRandom(text)).toBe(false));
});

describe('what may be a credential', () => {
  const key = 'sk_live_51L8f9Z8vY8qW8k9fFzq3';

  test.each([
    [`Bearer ${key}`],
    [`Your key is "${key}".`],
    [`https://console.example/keys/${key}?once=1`],
    [`/keys?key=${key}#top`],
    [`{"a":[{"key":"${key}"}]}`],
    [`key=${key}; Path=/; HttpOnly`],
    [`someone@${key}`],
    [`mailto:${key}@company.example`],
  ])('is found in %s', (text) => expect(credentialsIn(text, false)).toContain(key));

  test('is any long text of a success, but only a random-looking one of an error response', () => {
    expect(credentialsIn('correct-horse-battery-staple', true)).toEqual(['correct-horse-battery-staple']);
    expect(credentialsIn('correct-horse-battery-staple', false)).toEqual([]);
    for (const odd of ['/Zz09QmFzZTY0/S2V5IQ==', 'p@Zz09QmFzZTY0S2V5', '9f86d081884c7d65.9f86d081884c7d65'])
      expect(credentialsIn(odd, false)[0]).toBe(odd);
    expect(credentialsIn('Correct horses, batteries and staples', true)).toEqual([]);
    expect(credentialsIn('https://docs.example.com/guides/authentication', true)).toEqual([]);
  });
});
