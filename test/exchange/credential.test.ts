import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alter } from '../../src/exchange/alteration.ts';
import { authorizationOf, canAlter } from '../../src/exchange/credential.ts';
import { credentialAlterations } from '../../src/model/request.ts';
import { secrets } from './sending.ts';

const key = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
const kindOf = (character: string): string =>
  /\d/.exec(character) ? 'digit' : /[a-z]/.exec(character) ? 'lower' : /[A-Z]/.exec(character) ? 'upper' : 'other';

describe('alter', () => {
  for (const form of credentialAlterations) {
    test(`${form} never gives the credential itself, and is refused exactly where canAlter says so`, () => {
      fc.assert(
        fc.property(key, (secret) => {
          if (canAlter(secret, form)) expect(alter(secret, form)).not.toBe(secret);
          else expect(() => alter(secret, form)).toThrow(RangeError);
        }),
      );
    });
  }

  test('each form differs as its name says', () => {
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

  test('a lenient base64 decoder sees other octets after the last character changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 70 }), (octets) => {
        const token = Buffer.from(octets).toString('base64url');
        fc.pre(!/[0-9a-f]{8}$/.test(token));
        expect(Buffer.from(alter(token, 'last-character-changed'), 'base64url').equals(octets)).toBe(false);
      }),
    );
  });
});

describe('canAlter', () => {
  test('letter case is swapped only where both cases occur', () => {
    expect(canAlter('sk_0123abc', 'letter-case-swapped')).toBe(false);
    expect(canAlter('0123-4567', 'letter-case-swapped')).toBe(false);
    expect(canAlter('sk_0123ABC', 'letter-case-swapped')).toBe(true);
  });

  test('the end of a padded base64 text is left alone', () => {
    expect(credentialAlterations.filter((form) => canAlter('c2VjcmV0IQ==', form))).toEqual(['letter-case-swapped']);
  });

  test('nothing can be removed from a credential of one character', () => {
    expect(canAlter('a', 'last-character-removed')).toBe(false);
  });
});

describe('authorizationOf', () => {
  test('a valid credential travels as a bearer token and is recorded without its value', () => {
    expect(authorizationOf({ kind: 'valid', name: 'key' }, secrets)).toEqual({
      sent: `Bearer ${secrets.key}`,
      recorded: 'Bearer [secret]',
    });
  });

  test('an altered credential is recorded without its value too', () => {
    expect(authorizationOf({ kind: 'altered', name: 'second', form: 'last-character-removed' }, secrets)).toEqual({
      sent: `Bearer ${secrets.second.slice(0, -1)}`,
      recorded: 'Bearer [secret]',
    });
  });

  test('a made-up value is ours and recorded in clear', () => {
    expect(authorizationOf({ kind: 'made-up', value: 'ct-none' }, secrets)).toEqual({ sent: 'Bearer ct-none', recorded: 'Bearer ct-none' });
  });

  test('blank is the scheme alone, none is no header', () => {
    expect(authorizationOf({ kind: 'blank' }, secrets)?.sent).toBe('Bearer');
    expect(authorizationOf({ kind: 'none' }, secrets)).toBeUndefined();
  });

  test('a credential without a value is an error that names it', () => {
    expect(() => authorizationOf({ kind: 'valid', name: 'restricted' }, secrets)).toThrow(/"restricted"/);
  });

  test('a credential that no header can carry is an error that keeps the value out', () => {
    expect(() => authorizationOf({ kind: 'valid', name: 'key' }, { key: 'topsecret\n' })).toThrow(/^(?!.*topsecret).*"key"/s);
  });
});
