import { createHash, randomBytes } from 'node:crypto';

/** How a cursor writes a position in a list. Decoding gives undefined for text that this form never encoded. */
export type CursorForm = {
  readonly encode: (position: string) => string;
  readonly decode: (cursor: string) => string | undefined;
};

const roundTrip = (encode: (position: string) => string, read: (cursor: string) => string | undefined): CursorForm => ({
  encode,
  decode: (cursor) => {
    const position = read(cursor);
    return position !== undefined && encode(position) === cursor ? position : undefined;
  },
});

const positionIn = (text: string): string | undefined => {
  try {
    const { pos } = JSON.parse(text) as { readonly pos?: unknown };
    return typeof pos === 'string' ? pos : undefined;
  } catch {
    return undefined;
  }
};

/** Base64 of a small JSON object. It always ends in padding, which breaks for a client that sends it unescaped. */
export const base64Cursor: CursorForm = roundTrip(
  (position) => {
    const text = JSON.stringify({ pos: position });
    return Buffer.from(Buffer.byteLength(text) % 3 === 0 ? `${text} ` : text).toString('base64');
  },
  (cursor) => positionIn(Buffer.from(cursor, 'base64').toString()),
);

const hexadecimal = '0123456789abcdef';
const letters = 'abcdefghijklmnop';
const swap = (text: string, from: string, to: string): string => Array.from(text, (sign) => to.charAt(from.indexOf(sign))).join('');

/** Lower-case letters only, without digits and padding. */
export const letterCursor: CursorForm = roundTrip(
  (position) => swap(Buffer.from(position).toString('hex'), hexadecimal, letters),
  (cursor) => (/^[a-p]+$/.test(cursor) ? Buffer.from(swap(cursor, letters, hexadecimal), 'hex').toString() : undefined),
);

/** Digits only, far beyond the numbers that a double holds exactly. */
export const digitCursor: CursorForm = roundTrip(
  // The leading 1 keeps leading zeros.
  (position) => BigInt(`0x1${Buffer.from(position).toString('hex')}`).toString(),
  (cursor) => (/^\d+$/.test(cursor) ? Buffer.from(BigInt(cursor).toString(16).slice(1), 'hex').toString() : undefined),
);

const before = '+ &cursor=%2B#';
const behind = '/?é=;%';

/** Full of characters with a meaning in a URL, to catch a client that does not escape them. */
export const punctuatedCursor: CursorForm = roundTrip(
  (position) => before + Buffer.from(position).toString('base64') + behind,
  (cursor) => Buffer.from(cursor.slice(before.length, -behind.length), 'base64').toString(),
);

const sealOf = (salt: string, position: string): string =>
  createHash('sha256').update(salt).update(position).digest('base64url').slice(0, 16);

/** A different text each time, even for the same position. */
export const saltedCursor: CursorForm = {
  encode: (position) => {
    const salt = randomBytes(6).toString('base64url');
    return `${salt}.${Buffer.from(position).toString('base64url')}.${sealOf(salt, position)}`;
  },
  decode: (cursor) => {
    const [salt = '', text = '', seal = ''] = cursor.split('.');
    const position = Buffer.from(text, 'base64url').toString();
    return seal === sealOf(salt, position) ? position : undefined;
  },
};
