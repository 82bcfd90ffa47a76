import { createHash } from 'node:crypto';
import type { FormMember, RequestBody } from '../../model/request.ts';
import { percentEncode } from './percent.ts';
import { primitiveText } from './primitive-text.ts';
import { pairsOf, writtenPair } from './styles.ts';

export type Form = Extract<RequestBody, { readonly kind: 'form' }>;

const isJson = (contentType: string | undefined): boolean => /[/+]json\b/i.test(contentType ?? '');

/** The texts of a member without a style: one for each item of a list, JSON for an object (OpenAPI 3.1, Encoding Object, `contentType`). */
const textsOf = (value: unknown, { contentType }: FormMember): readonly string[] => {
  if (isJson(contentType)) return [JSON.stringify(value)];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => {
    if (typeof item === 'object' && item !== null) return [JSON.stringify(item)];
    const text = primitiveText(item);
    return text === undefined ? [] : [text];
  });
};

/** A space is a plus sign in forms (WHATWG URL, section 5.2). */
const encodeForm = (text: string): string => percentEncode(text).replaceAll('%20', '+');

/**
 * The `application/x-www-form-urlencoded` text of a form (OpenAPI 3.1, Encoding the x-www-form-urlencoded Media Type).
 * @throws {Unwritable} where a style cannot write a member.
 */
export const formText = ({ value, members }: Pick<Form, 'value' | 'members'>): string =>
  Object.entries(value)
    .flatMap(([name, one]) => {
      const { style, ...member } = members[name] ?? {};
      if (style) return pairsOf({ name, value: one, ...style }).map((pair) => writtenPair(pair, style.allowReserved));
      return textsOf(one, member).map((text) => `${encodeForm(name)}=${encodeForm(text)}`);
    })
    .join('&');

/** Escapes what would end a quoted name (RFC 7578, section 5.1), as browsers do (WHATWG HTML, multipart/form-data encoding). */
const quoted = (text: string): string => text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');

const partOf = (name: string, content: string | Buffer, { contentType, headers = [], fileName }: FormMember): Buffer => {
  const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`;
  // RFC 7578, section 4.4: a part without a media type is plain text.
  const typed = contentType === undefined ? [] : [['Content-Type', contentType] as const];
  const fields = [['Content-Disposition', `form-data; name="${quoted(name)}"${file}`] as const, ...typed, ...headers];
  const head = `${fields.map(([field, one]) => `${field}: ${one}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), typeof content === 'string' ? Buffer.from(content) : content, Buffer.from('\r\n')]);
};

/** The parts of one member, with their header fields. */
const partsOf = (name: string, value: unknown, member: FormMember): Buffer[] => {
  const { style, ...plain } = member;
  if (style) return pairsOf({ name, value, ...style }).map((pair) => partOf(pair.name, pair.parts.join(decoded(pair.separator)), {}));
  const contentType = plain.contentType ?? (isStructured(value) ? 'application/json' : undefined);
  const written = { ...plain, ...(contentType === undefined ? {} : { contentType }) };
  // The value of a file is base64 in the plan, whatever its media type.
  if (plain.base64) return textsOf(value, {}).map((text) => partOf(name, Buffer.from(text, 'base64'), written));
  return textsOf(value, plain).map((text) => partOf(name, text, written));
};

const decoded = (separator: string): string => decodeURIComponent(separator);

const isStructured = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isStructured) : typeof value === 'object' && value !== null;

/** Letters of the digest that a boundary has. RFC 2046, section 5.1.1, allows 70 characters in all. */
const boundaryLetters = 24;

/** A text that depends on the parts alone and occurs in none of them (RFC 2046, section 5.1.1). */
const boundaryFor = (parts: readonly Buffer[]): string => {
  let digest = createHash('sha256').update(Buffer.concat(parts)).digest('hex');
  for (;;) {
    const boundary = `assay-${digest.slice(0, boundaryLetters)}`;
    if (!parts.some((part) => part.includes(boundary))) return boundary;
    digest = createHash('sha256').update(digest).digest('hex');
  }
};

/**
 * The octets of a `multipart` form, and the media type with its boundary (RFC 7578; OpenAPI 3.1, Encoding multipart Media Types).
 * Equal forms have equal boundaries.
 * @throws {Unwritable} where a style cannot write a member.
 */
export const multipartOctets = ({ mediaType, value, members }: Form): { readonly octets: Buffer; readonly contentType: string } => {
  const parts = Object.entries(value).flatMap(([name, one]) => partsOf(name, one, members[name] ?? {}));
  const boundary = boundaryFor(parts);
  const delimiter = Buffer.from(`--${boundary}\r\n`);
  const octets = Buffer.concat([...parts.flatMap((part) => [delimiter, part]), Buffer.from(`--${boundary}--\r\n`)]);
  return { octets, contentType: `${mediaType}; boundary=${boundary}` };
};
