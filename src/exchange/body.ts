import { formText, multipartOctets } from '../contract/wire/form.ts';
import { wholeValue } from '../contract/wire/whole-value.ts';
import { asciiJson } from '../contract/wire/primitive-text.ts';
import type { RequestBody } from '../model/request.ts';

export type EncodedBody = {
  /** Null where the request has no body. */
  readonly bytes: Buffer | null;
  /** The same as text; octets that are not UTF-8 appear as U+FFFD. */
  readonly text: string | null;
  readonly contentType: string | undefined;
};

/** The character set that a media type names, in lower case (RFC 9110, section 8.3.2); undefined where it names none. */
const charsetOf = (contentType: string): string | undefined => /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase();

const latin = new Set(['iso-8859-1', 'latin1', 'us-ascii', 'windows-1252']);

/** UTF-8, or Latin 1 where the media type names it and it has every character of the text. */
const encodeText = (text: string, contentType: string): EncodedBody => {
  const isLatin = latin.has(charsetOf(contentType) ?? '') && /^[\0-\x7f\xa0-\xff]*$/.test(text);
  return { bytes: Buffer.from(text, isLatin ? 'latin1' : 'utf8'), text, contentType };
};

/**
 * Octets and media type of a planned body. JSON is written without spaces, as `JSON.stringify` does, and in ASCII where its media type
 * names a character set other than UTF-8.
 * @throws {TypeError} where the value has no JSON text (undefined, a function, a cycle).
 * @throws {Unwritable} where a member of a form has a style that cannot write its value.
 */
export const encodeBody = (body: RequestBody | undefined): EncodedBody => {
  if (body === undefined) return { bytes: null, text: null, contentType: undefined };
  switch (body.kind) {
    case 'json': {
      const text: string | undefined = JSON.stringify(wholeValue(body));
      if (text === undefined) throw new TypeError('Cannot write the body: its value has no JSON text; plan a JSON value or a text body');
      const mediaType = body.mediaType ?? 'application/json';
      return encodeText(['utf-8', 'utf8'].includes(charsetOf(mediaType) ?? 'utf-8') ? text : asciiJson(text), mediaType);
    }
    case 'form': {
      if (!body.mediaType.toLowerCase().startsWith('multipart/')) return encodeText(formText(body), body.mediaType);
      const { octets, contentType } = multipartOctets(body);
      return { bytes: octets, text: octets.toString('utf8'), contentType };
    }
    case 'text':
      return encodeText(body.text, body.mediaType);
    case 'octets': {
      const bytes = Buffer.from(body.base64, 'base64');
      return { bytes, text: bytes.toString('utf8'), contentType: body.mediaType };
    }
    case 'empty':
      return { bytes: null, text: null, contentType: body.mediaType };
    default:
      return body satisfies never;
  }
};
