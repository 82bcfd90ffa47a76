import type { ParameterStyle, PlannedParameter } from '../../model/request.ts';
import { isObject } from '../pointer.ts';
import { encodeReserved, percentEncode } from './percent.ts';
import { primitiveText } from './primitive-text.ts';
import { type Shape, shapeOf } from './shape.ts';

/**
 * Thrown where neither OpenAPI nor common practice defines how a value is written. The message is the reason, without the parameter's name.
 */
export class Unwritable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Unwritable';
  }
}

/** A name with the parts of its value, and the separator between them as it is sent. */
export type Pair = { readonly name: string; readonly parts: readonly string[]; readonly separator: string };

type Written = Pick<PlannedParameter, 'name' | 'value' | 'style' | 'explode'>;

const nested = (style: ParameterStyle): Unwritable =>
  new Unwritable(`OpenAPI does not define how style ${style} writes a list or an object inside another`);

/** The texts of a value in one list; an object that is not exploded gives names and texts in turn. */
const inARow = (shape: Shape, style: ParameterStyle): readonly string[] => {
  switch (shape.kind) {
    case 'nothing':
      return [];
    case 'one':
      return [shape.text];
    case 'list':
      return shape.texts;
    case 'map':
      return shape.entries.flat();
    case 'nested':
      throw nested(style);
    default:
      return shape satisfies never;
  }
};

const separators: Readonly<Partial<Record<ParameterStyle, string>>> = {
  form: ',',
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
  tabDelimited: '%09',
};

const single = (name: string, text: string): Pair => ({ name, parts: [text], separator: '' });

/**
 * Members of an object as `name[member]`. OpenAPI defines no more; by the custom of parsers of this form, an inner object becomes
 * `name[member][inner]`, a list `name[member][]` for each item, and a list of
 * objects `name[member][0][inner]`.
 */
const bracketed = (name: string, value: unknown): Pair[] => {
  if (Array.isArray(value)) {
    // Without a number it would be unknown which members belong to one item.
    return value.flatMap((item: unknown, n) => bracketed(typeof item === 'object' && item !== null ? `${name}[${n}]` : `${name}[]`, item));
  }
  if (isObject(value)) return Object.entries(value).flatMap(([member, one]) => bracketed(`${name}[${member}]`, one));
  const text = primitiveText(value);
  return text === undefined ? [] : [single(name, text)];
};

/**
 * The pairs of a value in a query, a cookie or a form (OpenAPI 3.1, Style Values and Style Examples). What the table there leaves undefined
 * is written as servers commonly read it: see {@link isDefined}.
 * @throws {Unwritable} where there is no common practice.
 */
export const pairsOf = ({ name, value, style, explode }: Written): readonly Pair[] => {
  const shape = shapeOf(value);
  if (shape.kind === 'nothing') return [single(name, '')];
  if (style === 'deepObject') return bracketed(name, value);
  if (shape.kind === 'one') return [single(name, shape.text)];
  if (!explode) return [{ name, parts: inARow(shape, style), separator: separators[style] ?? ',' }];
  if (shape.kind === 'map') return shape.entries.map(([member, text]) => single(member, text));
  return inARow(shape, style).map((text) => single(name, text));
};

/** The text of a pair in a query, percent-encoded. */
export const writtenPair = ({ name, parts, separator }: Pair, allowReserved: boolean): string =>
  `${percentEncode(name)}=${parts.map(allowReserved ? encodeReserved : percentEncode).join(separator)}`;

/**
 * The text of a value in a path, percent-encoded (RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7).
 * @throws {Unwritable} for a list or an object inside another.
 */
export const writtenSegment = ({ name, value, style, explode }: Written): string => {
  const shape = shapeOf(value);
  const known = percentEncode(name);
  const begins = style === 'matrix' ? ';' : style === 'label' ? '.' : '';
  if (shape.kind === 'nothing') return style === 'matrix' ? `;${known}` : begins;
  const exploded = explode && shape.kind === 'map' ? shape.entries : undefined;
  const texts =
    exploded?.map(([member, text]) => `${percentEncode(member)}=${percentEncode(text)}`) ?? inARow(shape, style).map(percentEncode);
  if (style !== 'matrix') return begins + texts.join(explode && style === 'label' ? '.' : (separators[style] ?? ','));
  // RFC 6570, section 3.2.7: a name with an empty value has no equals sign.
  const named = (text: string): string => (text === '' ? `;${known}` : `;${known}=${text}`);
  if (exploded) return texts.map((text) => `;${text}`).join('');
  return explode ? texts.map(named).join('') : named(texts.join(','));
};

/**
 * The text of a value in a header field: style `simple`, or another separator of Swagger 2.0, without percent-encoding, because readers of header fields do not decode it
 * (OpenAPI 3.1.1, Appendix D).
 * @throws {Unwritable} for a list or an object inside another.
 */
export const headerText = (value: unknown, explode: boolean, style: ParameterStyle = 'simple'): string => {
  const shape = shapeOf(value);
  if (shape.kind === 'map' && explode) return shape.entries.map((entry) => entry.join('=')).join(',');
  return inARow(shape, style).join(decodeURIComponent(separators[style] ?? ','));
};

/** Whether all characters of a text have the same meaning to every recipient of a header field (RFC 9110, section 5.5). */
export const isAscii = (text: string): boolean => /^[\t\x20-\x7e]*$/.test(text);

/** Fields for the framing of messages or for the connection; no parameter sets them (RFC 9110, section 7.6.1; RFC 9112). */
const ofTheConnection = new Set(['expect', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Why no request can have a header field of this name and text; undefined where it can (RFC 9110, sections 5.1 and 5.5). */
export const headerHindrance = (name: string, text: string): string | undefined => {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return `"${name}" is not a valid name of a header field`;
  if (ofTheConnection.has(name.toLowerCase())) return `the header field ${name} belongs to the connection`;
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text) && text.trim() === text ? undefined : 'a header field cannot contain the value';
};

/**
 * Why a text cannot be the value of a path parameter; undefined where it can. An empty text, `.` and `..` lead to another path, also with
 * encoded dots (RFC 3986, sections 5.2.4 and 6.2.2.2).
 */
export const segmentHindrance = (text: string): string | undefined => {
  if (text === '') return 'an empty text in a path leads to another path';
  return text === '.' || text === '..' ? `"${text}" in a path leads to another path` : undefined;
};

/**
 * Whether OpenAPI itself defines how a value is written; otherwise it is our reading. Its table of styles defines `spaceDelimited`,
 * `pipeDelimited` and `deepObject` only for certain values and `explode`, its exploded form is not a valid cookie for several values, and
 * for null and empty values it differs from RFC 6570 (section 3.2.1), which leaves them out.
 */
export const isDefined = (where: 'path' | 'query' | 'header' | 'cookie', { value, style, explode }: Omit<Written, 'name'>): boolean => {
  const { kind } = shapeOf(value);
  if (kind === 'nothing') return false;
  if (where === 'cookie') return kind === 'one' || !explode;
  if (style === 'deepObject') return kind === 'map';
  if (style === 'spaceDelimited' || style === 'pipeDelimited' || style === 'tabDelimited')
    return (kind === 'list' || kind === 'map') && !explode;
  return kind !== 'nested';
};
