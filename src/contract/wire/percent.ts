const unreserved = /^[A-Za-z0-9\-._~]$/;

/**
 * Reserved characters that may stand in the value of a query pair without ending it or meaning something else there: `#` ends the
 * query, `&` the pair, `+` is a space to those who read forms, and no query may hold `[` or `]` (RFC 3986, section 3.4).
 */
const passing = new Set(":/?@!$'()*,;=");

const triplet = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

const encode = (text: string, passes: (character: string) => boolean): string =>
  Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 0x80 && passes(character) ? character : triplet(byte);
  }).join('');

/** UTF-8 octets of a text, all but the unreserved characters as triplets; a space is `%20`. Source: RFC 3986, section 2. */
export const percentEncode = (text: string): string => encode(text, (character) => unreserved.test(character));

/**
 * As {@link percentEncode}, but reserved characters stay where they do no harm, and so do triplets that the text holds already
 * (OpenAPI 3.1, Parameter Object, `allowReserved`; RFC 6570, section 3.2.3).
 */
export const encodeReserved = (text: string): string =>
  text
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, n) => (n % 2 === 1 ? part : encode(part, (character) => unreserved.test(character) || passing.has(character))))
    .join('');
