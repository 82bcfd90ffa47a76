import { withCheckDigit } from './check-digit.ts';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { Contract, Schema } from '../contract/model.ts';
import { readPattern } from '../contract/pattern/pattern.ts';
import { isObject } from '../contract/pointer.ts';
import { uuidFor } from './fresh-name.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema } from './resolved-schema.ts';
import { lookalikeId } from './lookalike-id.ts';
import { valid } from './values/valid.ts';

/** Letters and digits that depend on a text alone, and differ for any two texts. */
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Texts of a format (JSON Schema 2020-12, Validation section 7.3), under the names that are kept for documentation (RFC 2606, section 3). */
const byFormat: Readonly<Record<string, (short: string, fresh: string) => string>> = {
  email: (short) => `${short}@example.com`,
  'idn-email': (short) => `${short}@example.com`,
  hostname: (short) => `${short}.example.com`,
  'idn-hostname': (short) => `${short}.example.com`,
  uri: (short) => `https://example.com/${short}`,
  url: (short) => `https://example.com/${short}`,
  iri: (short) => `https://example.com/${short}`,
  'uri-reference': (short) => `https://example.com/${short}`,
  uuid: (_, fresh) => uuidFor(fresh),
};

/** Formats that do not restrict the characters of a text. */
const free = new Set([undefined, 'password', 'string', 'text', 'textarea', 'markdown', 'name', 'title', 'slug']);

/** A text with fewer characters than this could occur twice. */
const leastUnique = 4;

/** Lengths to which a text is cut for a pattern, the longest first. */
const patternCuts = [24, 20, 16, 12, 10, 8, 6];

/** A text cut or extended to the lengths that a schema allows. */
const fitted = (
  text: string,
  { minLength = 0, maxLength = Infinity }: { readonly minLength?: number; readonly maxLength?: number },
): string => text.padEnd(minLength, 'x').slice(0, maxLength);

const lengthsOf = (schema: Readonly<Record<string, unknown>>): { readonly minLength?: number; readonly maxLength?: number } => ({
  ...(typeof schema['minLength'] === 'number' ? { minLength: schema['minLength'] } : {}),
  ...(typeof schema['maxLength'] === 'number' ? { maxLength: schema['maxLength'] } : {}),
});

/** Why no text is made for a schema: we cannot read its pattern, and whatever we send might not match it. Undefined where we can. */
export const unreadPatternOf = ({ pattern }: Readonly<Record<string, unknown>>): string | undefined => {
  const read = typeof pattern === 'string' ? readPattern(pattern) : undefined;
  return read?.kind === 'unread' ? read.reason : undefined;
};

/**
 * A text for a schema that no other request has, made from a fresh one: that itself where the schema accepts it, else something shorter or
 * of its format or pattern, derived from it. Undefined where the schema leaves no room for one.
 */
export const freshText = (document: Contract['document'], schema: Schema, fresh: string): string | undefined => {
  const resolved = resolvedSchema(document, schema);
  if (resolved === true) return fresh;
  if (resolved === false || !isObject(resolved) || Array.isArray(resolved['enum']) || 'const' in resolved) return undefined;
  const { format, contentEncoding } = resolved;
  if (contentEncoding !== undefined || unreadPatternOf(resolved) !== undefined) return undefined;
  const inFormat = typeof format === 'string' ? byFormat[format] : undefined;
  if (inFormat !== undefined) {
    const digest = digestOf(fresh);
    const formatted = inFormat(`ct-${digest.slice(0, 12)}`, fresh);
    return mayBeSent(document, resolved, formatted) ? formatted : sampled(document, resolved, digest);
  }
  if (typeof format === 'string' && !free.has(format)) return undefined;
  const lengths = lengthsOf(resolved);
  if ((lengths.maxLength ?? Infinity) < leastUnique) return undefined;
  const isWhole = lengths.maxLength === undefined || Array.from(fresh).length <= lengths.maxLength;
  const whole = isWhole ? fitted(fresh, lengths) : undefined;
  if (whole !== undefined && mayBeSent(document, resolved, whole)) return whole;
  const digest = digestOf(fresh);
  const letters = Array.from(digest, (character) => String.fromCharCode(97 + Number.parseInt(character, 16))).join('');
  const plain = [digest, letters, letters.toUpperCase()];
  const shorter = [`ct-${digest.slice(0, 12)}`, `ct${digest.slice(0, 12)}`, ...plain].map((text) => fitted(text, lengths));
  // A pattern may bound the length. A long text of its alphabet is less likely to be taken than one that is drawn from the pattern.
  const cut = patternCuts.flatMap((length) => plain.map((text) => text.slice(0, length)));
  if (typeof resolved['pattern'] === 'string') shorter.push(...cut);
  return shorter.find((text) => mayBeSent(document, resolved, text)) ?? sampled(document, resolved, digest);
};

/** A value of a schema, drawn with a fresh text as seed: the same for the same text, and rarely the same for another. */
export const sampledValue = (document: Contract['document'], schema: Schema, fresh: string): unknown => {
  const made = valid(schema, { document, direction: 'request' });
  if (made.kind !== 'ok') return undefined;
  const seed = Number.parseInt(digestOf(fresh).slice(0, 8), 16) | 0;
  const [value] = fc.sample(made.arb, { numRuns: 1, seed });
  return value;
};

/** Examples are left out, because they would occur twice. */
const sampled = (
  document: Contract['document'],
  { example: _example, examples: _examples, default: _default, ...schema }: Readonly<Record<string, unknown>>,
  digest: string,
): string | undefined => {
  const value = sampledValue(document, schema, digest);
  return typeof value === 'string' ? value : undefined;
};

/** Another text of the shape of an example, with its last letters and digits drawn from a fresh text; undefined for a short one. */
export const lookalikeText = (example: string, fresh: string): string | undefined => {
  const alike = lookalikeId(example, (label, count) => digestOf(`${fresh} ${label}`).slice(0, count));
  return alike === undefined ? undefined : withCheckDigit(example, alike);
};

/** A whole number derived from a text, between two bounds. */
export const freshNumber = (fresh: string, least: number, most: number): number =>
  least + (Number.parseInt(digestOf(fresh).slice(0, 12), 16) % Math.max(1, most - least + 1));

/** Another text that begins like an example, with the letters and digits behind that drawn from a fresh text, each for one of its kind; the same for the same text. */
export const textBehind = (head: string, example: string, fresh: string): string => {
  const digits = digestOf(fresh);
  const drawn = (character: string, n: number): string => {
    const number = Number.parseInt(digits.slice((n * 2) % 62, ((n * 2) % 62) + 2), 16);
    const of = (alphabet: string): string => alphabet[number % alphabet.length] ?? character;
    if (/\d/u.test(character)) return of('0123456789');
    if (/[a-z]/u.test(character)) return of('abcdefghijklmnopqrstuvwxyz');
    return /[A-Z]/u.test(character) ? of('ABCDEFGHIJKLMNOPQRSTUVWXYZ') : character;
  };
  return head + Array.from(example.slice(head.length), drawn).join('');
};
