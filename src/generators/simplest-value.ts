import type { Contract, Schema } from '../contract/model.ts';
import { readPattern } from '../contract/pattern/pattern.ts';
import { isObject } from '../contract/pointer.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

/** A value, or why none could be made without knowing the service. */
export type Made = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'unknown'; readonly why: string };

const made = (value: unknown): Made => ({ kind: 'value', value });

const deepest = 8;

/**
 * The simplest value a schema leads to: what the document prints for it (example, default), else its first listed
 * value, else the simplest of its type. A guess where the schema uses keywords beyond those; whoever sends it lets the
 * schema judge it first.
 */
export const simplestValue = (document: Contract['document'], schema: Schema, depth = 0): Made => {
  const resolved = resolvedSchema(document, schema);
  if (resolved === false) return { kind: 'unknown', why: 'the schema allows no value' };
  if (resolved === true) return made('ct');
  if (depth > deepest) return { kind: 'unknown', why: `the schema is nested more than ${deepest} deep` };
  if ('const' in resolved) return made(resolved['const']);
  const printed = printedValue(resolved);
  if (printed !== undefined) return made(printed);
  const { enum: listed } = resolved;
  if (Array.isArray(listed) && listed.length > 0) return made(listed[0]);
  const branches = resolved['oneOf'] ?? resolved['anyOf'];
  if (Array.isArray(branches)) {
    const [first] = branches as readonly Schema[];
    return first === undefined
      ? { kind: 'unknown', why: 'a choice of schemas is empty' }
      : simplestValue(document, { allOf: [withoutChoice(resolved), first] }, depth + 1);
  }
  return byType(document, resolved, depth);
};

/** A value the document prints for a schema: `examples`, `example` or `default`. */
const printedValue = (schema: Readonly<Record<string, unknown>>): unknown => {
  const { examples } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  return schema['example'] ?? schema['default'];
};

const withoutChoice = ({ oneOf: _oneOf, anyOf: _anyOf, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  rest;

const byType = (document: Contract['document'], schema: Readonly<Record<string, unknown>>, depth: number): Made => {
  const types = typesOf(schema);
  const type = types.find((one) => one !== 'null') ?? types[0] ?? (isObject(schema['properties']) ? 'object' : 'string');
  switch (type) {
    case 'null':
      return made(null);
    case 'boolean':
      return made(false);
    case 'integer':
    case 'number':
      return made(simplestNumber(schema, type));
    case 'array':
      return simplestArray(document, schema, depth);
    case 'object':
      return simplestObject(document, schema, depth);
    default:
      return simplestString(schema);
  }
};

const numberAt = (schema: Readonly<Record<string, unknown>>, keyword: string): number | undefined => {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
};

const simplestNumber = (schema: Readonly<Record<string, unknown>>, type: 'integer' | 'number'): number => {
  const step = numberAt(schema, 'multipleOf') ?? 1;
  const above = numberAt(schema, 'exclusiveMinimum');
  const below = numberAt(schema, 'exclusiveMaximum');
  const least = Math.max(numberAt(schema, 'minimum') ?? -Infinity, above === undefined ? -Infinity : above + step);
  const most = Math.min(numberAt(schema, 'maximum') ?? Infinity, below === undefined ? Infinity : below - step);
  const near = Math.min(Math.max(step, least), most);
  const whole = Math.ceil(near / step) * step;
  return whole <= most || type === 'integer' ? whole : near;
};

const simplestArray = (document: Contract['document'], schema: Readonly<Record<string, unknown>>, depth: number): Made => {
  const length = numberAt(schema, 'minItems') ?? 0;
  const { items } = schema;
  const values: unknown[] = [];
  for (let index = 0; index < length; index++) {
    const item = simplestValue(document, isObject(items) ? items : true, depth + 1);
    if (item.kind === 'unknown') return item;
    values.push(item.value);
  }
  return made(values);
};

const simplestObject = (document: Contract['document'], schema: Readonly<Record<string, unknown>>, depth: number): Made => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const value: Record<string, unknown> = {};
  for (const name of required) {
    if (typeof name !== 'string') continue;
    const property = properties[name];
    const member = simplestValue(document, isObject(property) ? property : true, depth + 1);
    if (member.kind === 'unknown') return member;
    value[name] = member.value;
  }
  return made(value);
};

/** Values of the formats of JSON Schema 2020-12, Validation section 7.3, from the ranges kept for documentation. */
const byFormat: Readonly<Record<string, string>> = {
  'date-time': '2030-01-01T00:00:00Z',
  date: '2030-01-01',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'ct@example.com',
  hostname: 'ct.example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/ct',
  uuid: '00000000-0000-4000-8000-000000000000',
  byte: 'Y3Q=',
};

/** Texts in the encodings of RFC 4648, with the padding that base64 and base32 ask for. */
const byEncoding: Readonly<Record<string, string>> = { base64: 'Y3Q=', base64url: 'Y3R4', base32: 'MN2A====', base16: '6374' };

const simplestString = (schema: Readonly<Record<string, unknown>>): Made => {
  const { contentEncoding, format, pattern } = schema;
  const encoded = typeof contentEncoding === 'string' ? byEncoding[contentEncoding.toLowerCase()] : undefined;
  const formatted = encoded ?? (typeof format === 'string' ? byFormat[format] : undefined);
  const least = numberAt(schema, 'minLength') ?? 0;
  const most = numberAt(schema, 'maxLength') ?? Infinity;
  const text = formatted ?? 'ct'.padEnd(least, 'x').slice(0, Math.max(most, 0));
  const read = typeof pattern === 'string' ? readPattern(pattern) : undefined;
  if (read?.kind === 'unread') return { kind: 'unknown', why: read.reason };
  if (read && read.matches(text) !== true) return { kind: 'unknown', why: `no text could be made for the pattern ${read.source}` };
  return made(text);
};
