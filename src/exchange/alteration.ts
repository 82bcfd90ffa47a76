import type { CredentialAlteration } from '../model/request.ts';

/** Each ASCII letter in its other case. */
export const swapLetterCase = (text: string): string =>
  text.replaceAll(/[A-Za-z]/g, (character) => (character < 'a' ? character.toLowerCase() : character.toUpperCase()));

/**
 * Another character of the same kind. At the end of a base64 text a character may carry only two significant bits, so letters move by a
 * quarter of that alphabet and digits by a sixteenth: a server that decodes leniently still gets other octets. Letters at the end of
 * lower-case hexadecimal stay hexadecimal.
 */
const anotherOfItsKind = (character: string, before: string): string => {
  if (/\d/.test(character)) return String((Number(character) + 4) % 10);
  if (/[A-Z]/.test(character)) return character < 'Q' ? 'Q' : 'A';
  if (/[a-f]/.test(character) && /[0-9a-f]{7}$/.test(before)) return character < 'c' ? 'e' : 'a';
  if (/[a-z]/.test(character)) return character < 'w' ? 'w' : 'g';
  // Lenient decoders read - as + and _ as /, so neither replaces the other.
  return character === '-' || character === '+' ? '_' : '-';
};

/**
 * Does a credential of one case have a word in front that no encoding makes, such as `live_` or `fst-owner-`: letters beyond hexadecimal, and behind them
 * a sign that separates.
 */
const hasNamedPrefix = (text: string): boolean => /^(?:[A-Za-z0-9]*[g-zG-Z][A-Za-z0-9]*)[_.-](?=.)/.test(text);

const hasBothCases = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text);

/** A text split around its middle character. */
const middleOf = (text: string): { readonly start: string; readonly character: string; readonly end: string } => {
  const at = Math.floor(text.length / 2);
  return { start: text.slice(0, at), character: text.slice(at, at + 1), end: text.slice(at + 1) };
};

/**
 * Can a credential be altered in this form so that every correct server distinguishes it from the original? Letter case is swapped only
 * where both cases occur, or behind a prefix that is a word: a key of one case may be hexadecimal, base32 or a UUID, which some servers read in
 * either case. The end of a credential
 * with base64 padding is never altered: a lenient decoder reads the same octets with and without padding.
 */
export const canAlter = (secret: string, form: CredentialAlteration): boolean => {
  switch (form) {
    case 'last-character-changed':
    case 'character-appended':
    case 'last-character-removed':
      return secret.length > 1 && !secret.endsWith('=');
    case 'middle-character-changed':
      return secret.length > 2 && /[A-Za-z0-9]/.test(middleOf(secret).character);
    case 'letter-case-swapped':
      return hasBothCases(secret) || hasNamedPrefix(secret);
    case 'one-letter-case-swapped':
      // A prefix may be followed by hexadecimal digits, which some servers read in either case.
      return hasBothCases(secret.replace(/^.*[_-](?=.)/, ''));
    default:
      return form satisfies never;
  }
};

/**
 * An altered form of a credential: the same for the same credential, and never equal to it.
 * @throws {RangeError} where {@link canAlter} gives false.
 */
export const alter = (secret: string, form: CredentialAlteration): string => {
  if (!canAlter(secret, form)) {
    throw new RangeError(`Cannot alter a credential by "${form}": it has no such form; ask canAlter before planning the request`);
  }
  const last = secret.slice(-1);
  const before = secret.slice(0, -1);
  switch (form) {
    case 'last-character-changed':
      return before + anotherOfItsKind(last, before);
    case 'middle-character-changed': {
      const { start, character, end } = middleOf(secret);
      return start + anotherOfItsKind(character, start) + end;
    }
    case 'last-character-removed':
      return before;
    case 'character-appended':
      return secret + anotherOfItsKind(last, before);
    case 'letter-case-swapped':
      return swapLetterCase(secret);
    case 'one-letter-case-swapped':
      return secret.replace(/[A-Za-z](?=[^A-Za-z]*$)/, swapLetterCase);
    default:
      return form satisfies never;
  }
};
