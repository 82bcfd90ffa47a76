import { createHash } from 'node:crypto';
import type { Schema } from '../contract/model.ts';
import { readPattern } from '../contract/pattern/pattern.ts';
import { isObject } from '../contract/pointer.ts';
import { typesOf } from './resolved-schema.ts';

/** A UUID (RFC 9562, in the form of version 4) derived from a text, for an id that has to be one: equal texts give equal ones. */
export const uuidFor = (text: string): string => {
  const digits = createHash('sha256').update(text).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
};

/** Does a text have the form that {@link uuidFor} gives? */
export const isOwnUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u.test(text);

/** Shorter names derived from a text, for ids that leave little room: each begins with what every name of a run begins with. */
const shorterNames = (text: string): readonly string[] => {
  const digits = createHash('sha256').update(text).digest('hex');
  return [`ct-${digits.slice(0, 16)}`, `ct-${digits.slice(0, 9)}`];
};

/**
 * A new name for a resource whose id the client gives: the text itself, a shorter one or the UUID derived from it. Undefined where the schema of the id
 * allows none of them, because any other name may belong to an existing resource.
 */
export const freshName = (text: string, schema: Schema): string | undefined => {
  const types = typesOf(schema);
  if (types.length > 0 && !types.includes('string')) return undefined;
  if (!isObject(schema)) return text;
  if (schema['format'] === 'uuid') return uuidFor(text);
  const { maxLength = Infinity, pattern } = schema;
  if (schema['enum'] !== undefined || schema['const'] !== undefined || schema['format'] !== undefined) return undefined;
  return [text, ...shorterNames(text)].find(
    (name) => (typeof maxLength !== 'number' || name.length <= maxLength) && (typeof pattern !== 'string' || fits(name, pattern)),
  );
};

/** A pattern that cannot be read, or takes too long, fits nothing. */
const fits = (text: string, pattern: string): boolean => {
  const read = readPattern(pattern);
  return read.kind !== 'unread' && read.matches(text) === true;
};
