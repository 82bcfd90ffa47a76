import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const keyLength = 40;

/** A fresh secret of 40 characters, with upper-case letters, lower-case letters and digits in it. */
export const freshKey = (): string => {
  const key = Array.from({ length: keyLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return /[A-Z]/.test(key) && /[a-z]/.test(key) && /\d/.test(key) ? key : freshKey();
};

/** What an Authorization header holds. `missing` means that it presents no Bearer credential. */
export type Presented = { readonly kind: 'missing' } | { readonly kind: 'bearer'; readonly key: string };

/** Reads an Authorization header (RFC 9110, 11.4; RFC 6750, 2.1). The scheme is read in any letter case, or only as `Bearer`. */
export const presentedKey = (authorization: string | undefined, scheme: 'any-case' | 'exact' = 'any-case'): Presented => {
  const key = (scheme === 'exact' ? /^Bearer +(\S.*)$/ : /^bearer +(\S.*)$/i).exec(authorization ?? '')?.[1];
  return key === undefined ? { kind: 'missing' } : { kind: 'bearer', key };
};
