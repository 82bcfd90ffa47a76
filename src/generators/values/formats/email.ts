import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';
import { word } from './word.ts';

/** RFC 5321, section 4.1.2, `Mailbox`, without quoted names, comments and address literals. */
export const email: TextFormat = {
  name: 'email',
  arb: fc.tuple(word, fc.constantFrom('', '.b', '+c', '_d'), word).map(([name, rest, host]) => `${name}${rest}@${host}.example`),
  accepts: (text) =>
    text.length <= 254 &&
    /^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/.test(text) &&
    text.indexOf('@') <= 64,
  nearMisses: ['nobody', '@example.com', 'nobody@', 'no body@example.com', 'a@b@example.com'],
};

/** RFC 6531: those in plain letters, which every validator accepts. Many do not know the format, so that nothing surely breaks it. */
export const idnEmail: TextFormat = { ...email, name: 'idn-email', nearMisses: [] };
