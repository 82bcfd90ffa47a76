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

const partOf = (name: string, text: string, { contentType, headers = [], fileName }: FormMember): string => {
  const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`;
  // RFC 7578, section 4.4: a part without a media type is plain text.
  const typed = contentType === undefined ? [] : [['Content-Type', contentType] as const];
  const fields = [['Content-Disposition', `form-data; name="${quoted(name)}"${file}`] as const, ...typed, ...headers];
  return `${fields.map(([field, one]) => `${field}: ${one}\r\n`).join('')}\r\n${text}\r\n`;
};

/** The parts of one member, with their header fields. */
const partsOf = (name: string, value: unknown, member: FormMember): string[] => {
  const { style, ...plain } = member;
  if (style) return pairsOf({ name, value, ...style }).map((pair) => partOf(pair.name, pair.parts.join(decoded(pair.separator)), {}));
  const contentType = plain.contentType ?? (isStructured(value) ? 'application/json' : undefined);
  return textsOf(value, plain).map((text) => partOf(name, text, { ...plain, ...(contentType === undefined ? {} : { contentType }) }));
};

const decoded = (separator: string): string => decodeURIComponent(separator);

const isStructured = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isStructured) : typeof value === 'object' && value !== null;

/**
 * The `multipart` text of a form, and the media type with its boundary (RFC 7578; OpenAPI 3.1, Encoding multipart Media Types).
 * Equal forms have equal boundaries.
 * @throws {Unwritable} where a style cannot write a member.
 */
export const multipartText = ({ mediaType, value, members }: Form): { readonly text: string; readonly contentType: string } => {
  const parts = Object.entries(value).flatMap(([name, one]) => partsOf(name, one, members[name] ?? {}));
  const boundary = `assay-${createHash('sha256').update(parts.join()).digest('hex').slice(0, 24)}`;
  const text = [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--\r\n`].join('');
  return { text, contentType: `${mediaType}; boundary=${boundary}` };
};
