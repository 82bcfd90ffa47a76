import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { Contract, Schema } from '../contract/model.ts';
import { readPattern } from '../contract/pattern/pattern.ts';
import { isObject } from '../contract/pointer.ts';
import { uuidFor } from './fresh-name.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema } from './resolved-schema.ts';
import { lookalikeId } from './unknown-id.ts';
import { valid } from './values/valid.ts';

/** Letters and digits that follow from a text alone, and differ for any two texts. */
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

/** Formats that say nothing about which characters a text has. */
const free = new Set([undefined, 'password', 'string', 'text', 'textarea', 'markdown', 'name', 'title', 'slug']);

/** Fewer characters than this could come twice. */
const leastUnique = 4;

/** A text as long as it must be and may be. */
const fitted = (
  text: string,
  { minLength = 0, maxLength = Infinity }: { readonly minLength?: number; readonly maxLength?: number },
): string => text.padEnd(minLength, 'x').slice(0, maxLength);

const lengthsOf = (schema: Readonly<Record<string, unknown>>): { readonly minLength?: number; readonly maxLength?: number } => ({
  ...(typeof schema['minLength'] === 'number' ? { minLength: schema['minLength'] } : {}),
  ...(typeof schema['maxLength'] === 'number' ? { maxLength: schema['maxLength'] } : {}),
});

/** Why no text is made for a schema: its pattern is none that we read, and whatever we send might not fit it. Undefined where it is read. */
export const unreadPatternOf = ({ pattern }: Readonly<Record<string, unknown>>): string | undefined => {
  const read = typeof pattern === 'string' ? readPattern(pattern) : undefined;
  return read?.kind === 'unread' ? read.reason : undefined;
};

/**
 * A text for a schema that no other request has, made from one that is fresh: that itself where the schema takes it, else something shorter
 * or of its format or pattern that follows from it. Undefined where the schema leaves no room for one.
 */
export const freshText = (document: Contract['document'], schema: Schema, fresh: string): string | undefined => {
  const resolved = resolvedSchema(document, schema);
  if (resolved === true) return fresh;
  if (resolved === false || !isObject(resolved) || Array.isArray(resolved['enum']) || 'const' in resolved) return undefined;
  const { format, contentEncoding } = resolved;
  if (contentEncoding !== undefined || unreadPatternOf(resolved) !== undefined) return undefined;
  const digest = digestOf(fresh);
  const formatted = typeof format === 'string' ? byFormat[format]?.(`ct-${digest.slice(0, 12)}`, fresh) : undefined;
  if (formatted !== undefined) return mayBeSent(document, resolved, formatted) ? formatted : sampled(document, resolved, digest);
  if (typeof format === 'string' && !free.has(format)) return undefined;
  const lengths = lengthsOf(resolved);
  if ((lengths.maxLength ?? Infinity) < leastUnique) return undefined;
  const letters = Array.from(digest, (character) => String.fromCharCode(97 + Number.parseInt(character, 16))).join('');
  const whole = Array.from(fresh).length <= (lengths.maxLength ?? Infinity) ? [fitted(fresh, lengths)] : [];
  const shorter = [`ct-${digest.slice(0, 12)}`, `ct${digest.slice(0, 12)}`, digest, letters, letters.toUpperCase()].map((text) =>
    fitted(text, lengths),
  );
  return [...whole, ...shorter].find((text) => mayBeSent(document, resolved, text)) ?? sampled(document, resolved, digest);
};

/** A value of a schema that is drawn by what is fresh: the same for the same text, and rarely for another. */
export const sampledValue = (document: Contract['document'], schema: Schema, fresh: string): unknown => {
  const made = valid(schema, { document, direction: 'request' });
  if (made.kind !== 'ok') return undefined;
  const seed = Number.parseInt(digestOf(fresh).slice(0, 8), 16) | 0;
  const [value] = fc.sample(made.arb, { numRuns: 1, seed });
  return value;
};

/** Examples are left out: they come twice. */
const sampled = (
  document: Contract['document'],
  { example: _example, examples: _examples, default: _default, ...schema }: Readonly<Record<string, unknown>>,
  digest: string,
): string | undefined => {
  const value = sampledValue(document, schema, digest);
  return typeof value === 'string' ? value : undefined;
};

/** Another text of the shape of an example, its last letters and digits drawn by what is fresh; undefined for a short one. */
export const lookalikeText = (example: string, fresh: string): string | undefined =>
  lookalikeId(example, (label, count) => digestOf(`${fresh} ${label}`).slice(0, count));

/** A whole number that follows from a text, between two bounds. */
export const freshNumber = (fresh: string, least: number, most: number): number =>
  least + (Number.parseInt(digestOf(fresh).slice(0, 12), 16) % Math.max(1, most - least + 1));
