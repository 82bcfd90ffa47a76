const unreserved = /^[A-Za-z0-9\-._~]$/;

/** Most names and ids need no encoding. */
const plain = /^[A-Za-z0-9\-._~]*$/;

/**
 * Reserved characters that keep their meaning in the value of a query pair. Others do not: `#` ends the query, `&` ends the pair, `+` is a
 * space to parsers of forms, and a query may not contain `[` or `]` (RFC 3986, section 3.4).
 */
const passing = new Set(":/?@!$'()*,;=");

const triplet = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

const encode = (text: string, passes: (character: string) => boolean): string =>
  Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 0x80 && passes(character) ? character : triplet(byte);
  }).join('');

/** Percent-encodes a text in UTF-8, all characters but the unreserved; a space is `%20` (RFC 3986, section 2). */
export const percentEncode = (text: string): string => (plain.test(text) ? text : encode(text, (character) => unreserved.test(character)));

/**
 * As {@link percentEncode}, but reserved characters stay where they do no harm, and so do triplets that are already in the text
 * (OpenAPI 3.1, Parameter Object, `allowReserved`; RFC 6570, section 3.2.3).
 */
export const encodeReserved = (text: string): string =>
  text
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, n) => (n % 2 === 1 ? part : encode(part, (character) => unreserved.test(character) || passing.has(character))))
    .join('');
