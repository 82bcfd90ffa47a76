import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alter } from '../../src/exchange/alteration.ts';
import { canAlter, presented } from '../../src/exchange/credential.ts';
import { credentialMisplacements } from '../../src/model/request.ts';
import { credentialAlterations } from '../../src/model/request.ts';
import { secrets } from './sending.ts';

const key = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
const kindOf = (character: string): string =>
  /\d/.exec(character) ? 'digit' : /[a-z]/.exec(character) ? 'lower' : /[A-Z]/.exec(character) ? 'upper' : 'other';

describe('alter', () => {
  for (const form of credentialAlterations) {
    test(`${form} never gives the credential itself, and is refused exactly where canAlter gives false`, () => {
      fc.assert(
        fc.property(key, (secret) => {
          if (canAlter(secret, form)) expect(alter(secret, form)).not.toBe(secret);
          else expect(() => alter(secret, form)).toThrow(RangeError);
        }),
      );
    });
  }

  test('each form differs as its name describes', () => {
    const secret = 'sk_live_aB3';
    expect(alter(secret, 'last-character-changed')).toMatch(/^sk_live_aB\d$/);
    expect(alter(secret, 'last-character-removed')).toBe('sk_live_aB');
    expect(alter(secret, 'character-appended')).toMatch(/^sk_live_aB3\d$/);
    expect(alter(secret, 'letter-case-swapped')).toBe('SK_LIVE_Ab3');
  });

  test('a changed letter or digit stays of its kind', () => {
    for (const last of 'AMPQZafgvwz0123456789') {
      expect(kindOf(alter(`sk-xyz${last}`, 'last-character-changed').slice(-1))).toBe(kindOf(last));
    }
  });

  test('a changed hexadecimal key stays hexadecimal', () => {
    for (const last of '0123456789abcdef') expect(alter(`00ff12ab${last}`, 'last-character-changed')).toMatch(/^[0-9a-f]+$/);
  });

  test('a lenient base64 decoder reads other octets after the last character changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 70 }), (octets) => {
        const token = Buffer.from(octets).toString('base64url');
        fc.pre(!/[0-9a-f]{8}$/.test(token));
        expect(Buffer.from(alter(token, 'last-character-changed'), 'base64url').equals(octets)).toBe(false);
      }),
    );
  });
});

describe('a key behind a word of its scheme', () => {
  const pass = { scheme: 'gate', placement: { kind: 'header', name: 'Authorization', prefix: 'Gate' }, isKey: true } as const;
  const sentOf = (value: string) => presented({ kind: 'valid', name: 'key' }, { ...secrets, key: value }, [pass]);

  test('is sent with the word, which the record shows', () => {
    expect(sentOf('north-0123456789')).toMatchObject({
      sent: [['authorization', 'Gate north-0123456789']],
      recorded: [['authorization', 'Gate [secret]']],
    });
  });

  test('is sent as it is where it is given with the word', () => {
    expect(sentOf('gate north-0123456789').sent).toEqual([['authorization', 'gate north-0123456789']]);
  });
});

describe('canAlter', () => {
  test('letter case is swapped only where both cases occur, or behind a word', () => {
    expect(canAlter('0123abc', 'letter-case-swapped')).toBe(false);
    expect(canAlter('abc_0123def', 'letter-case-swapped')).toBe(false);
    expect(canAlter('mfrggzdfmztwq2lk', 'letter-case-swapped')).toBe(false);
    expect(canAlter('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'letter-case-swapped')).toBe(false);
    expect(canAlter('sk_0123abc', 'letter-case-swapped')).toBe(true);
    expect(canAlter('0123-4567', 'letter-case-swapped')).toBe(false);
    expect(canAlter('sk_0123ABC', 'letter-case-swapped')).toBe(true);
  });

  test('the end of a padded base64 text is not altered', () => {
    expect(credentialAlterations.filter((form) => canAlter('c2VjcmV0IQ==', form))).toEqual([
      'middle-character-changed',
      'letter-case-swapped',
      'one-letter-case-swapped',
    ]);
  });

  test('the case of one letter counts only where both cases occur after the prefix', () => {
    expect(canAlter('sk_live_AB12CD', 'one-letter-case-swapped')).toBe(false);
    expect(canAlter('sk_live_aB12cD', 'one-letter-case-swapped')).toBe(true);
  });

  test('nothing can be removed from a credential of one character', () => {
    expect(canAlter('a', 'last-character-removed')).toBe(false);
  });
});

describe('a presented credential', () => {
  const authorization = (sent: string, recorded = sent) => ({
    sent: [['authorization', sent]],
    recorded: [['authorization', recorded]],
    query: [],
  });

  test('is sent as a bearer token and recorded without its value', () => {
    expect(presented({ kind: 'valid', name: 'key' }, secrets)).toEqual(authorization(`Bearer ${secrets.key}`, 'Bearer [secret]'));
  });

  test('is recorded without its value when it is altered too', () => {
    const altered = presented({ kind: 'altered', name: 'second', form: 'last-character-removed' }, secrets);
    expect(altered).toEqual(authorization(`Bearer ${secrets.second.slice(0, -1)}`, 'Bearer [secret]'));
  });

  test('is recorded in clear when it is made up', () => {
    expect(presented({ kind: 'made-up', value: 'ct-none' }, secrets)).toEqual(authorization('Bearer ct-none'));
  });

  test('is the scheme alone when blank, and no header when none', () => {
    expect(presented({ kind: 'blank' }, secrets)).toEqual(authorization('Bearer'));
    expect(presented({ kind: 'none' }, secrets)).toEqual({ sent: [], recorded: [], query: [] });
  });

  test('can be misplaced, and is still recorded without its value', () => {
    const at = (form: (typeof credentialMisplacements)[number]) => presented({ kind: 'misplaced', name: 'key', form }, secrets);
    expect(at('basic-scheme')).toEqual(authorization(`Basic ${Buffer.from(`${secrets.key}:`).toString('base64')}`, 'Basic [secret]'));
    expect(at('token-scheme')).toEqual(authorization(`Token ${secrets.key}`, 'Token [secret]'));
    expect(at('no-scheme')).toEqual(authorization(secrets.key, '[secret]'));
    expect(at('lower-case-scheme')).toEqual(authorization(`bearer ${secrets.key}`, 'bearer [secret]'));
    expect(at('upper-case-scheme')).toEqual(authorization(`BEARER ${secrets.key}`, 'BEARER [secret]'));
    expect(at('bearer-scheme')).toEqual(authorization(`Bearer ${secrets.key}`, 'Bearer [secret]'));
    expect(at('api-key-header')).toEqual({ sent: [['x-api-key', secrets.key]], recorded: [['x-api-key', '[secret]']], query: [] });
    expect(at('api-key-query')).toEqual({ sent: [], recorded: [], query: [['api_key', secrets.key]] });
    expect(new Set(credentialMisplacements.map((form) => JSON.stringify(at(form)))).size).toBe(credentialMisplacements.length);
  });

  test('without a value is an error that names it', () => {
    expect(() => presented({ kind: 'valid', name: 'restricted' }, secrets)).toThrow(/"restricted"/);
  });

  test('that no header can contain is an error without the value', () => {
    expect(() => presented({ kind: 'valid', name: 'key' }, { key: 'topsecret\n' })).toThrow(/^(?!.*topsecret).*"key"/s);
  });
});
