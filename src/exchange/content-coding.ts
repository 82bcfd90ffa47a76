import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { type HeaderPair, notItsCoding } from '../model/exchange.ts';

export type Decoded =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'undecodable'; readonly why: string }
  | { readonly kind: 'too-large' };

type Decoder = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const zlibOrRaw: Decoder = async (bytes, options) => {
  try {
    return await promisify(inflate)(bytes, options);
  } catch (error) {
    if (isTooLarge(error)) throw error;
    // Some senders omit the zlib wrapper, as RFC 9110 section 8.4.1.2 warns.
    return promisify(inflateRaw)(bytes, options);
  }
};

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: zlibOrRaw,
  br: promisify(brotliDecompress),
};

const isTooLarge = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

const field = 'content-encoding';

/** Content codings in the order they were applied. Source: RFC 9110, section 8.4. */
const codingsOf = (headers: readonly HeaderPair[]): readonly string[] =>
  headers
    .filter(([name]) => name.length === field.length && name.toLowerCase() === field)
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');

/** Does the body have content codings to undo? */
export const isCoded = (headers: readonly HeaderPair[]): boolean => codingsOf(headers).length > 0;

/** No answer needs two; a thousand would take a thousand times as long. */
const mostCodings = 4;

/** Undoes the content codings of a body, last one first, up to a number of bytes. */
export const undoContentCodings = async (body: Buffer, headers: readonly HeaderPair[], maxBytes: number): Promise<Decoded> => {
  // An answer to HEAD, a 204 and a 304 name the coding of a body that is absent.
  if (body.length === 0) return { kind: 'bytes', bytes: body };
  let bytes = body;
  const codings = codingsOf(headers);
  if (codings.length > mostCodings) return { kind: 'undecodable', why: `more than ${mostCodings} content codings are applied` };
  for (const coding of codings.toReversed()) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (decode === undefined) return { kind: 'undecodable', why: `the content coding "${coding}" is not supported` };
    try {
      bytes = await decode(bytes, { maxOutputLength: maxBytes });
    } catch (error) {
      if (isTooLarge(error)) return { kind: 'too-large' };
      return { kind: 'undecodable', why: `${notItsCoding}"${coding}"` };
    }
  }
  return { kind: 'bytes', bytes };
};
