import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { conditionsInObject, lackedBy } from './conditions.ts';
import { entriesApart } from './entries-apart.ts';
import { examplesOf } from './examples.ts';
import { freshText, sampledValue, unreadPatternOf } from './fresh-text.ts';
import { withoutReadOnly } from './read-only.ts';
import { isOfPast, pastDay } from './past-day.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema, typesOf, withoutNull } from './resolved-schema.ts';
import { typicalNumber, typicalText } from './typical-value.ts';
import { hiddenNames } from './values/hidden.ts';

/**
 * A value, or why none could be made without knowing the service. `madeUp`: the document neither prints nor lists it, so that a service may
 * have reasons to refuse it.
 */
export type Made =
  | { readonly kind: 'value'; readonly value: unknown; readonly madeUp: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

const documented = (value: unknown): Made => ({ kind: 'value', value, madeUp: false });
const madeUp = (value: unknown): Made => ({ kind: 'value', value, madeUp: true });

const deepest = 8;

/** What values are made from besides their schema. */
export type Source = {
  readonly document: Contract['document'];
  /** Gives a text that no other request has, for a member of that name; without it, texts are the same in every run. */
  readonly fresh?: ((name: string) => string) | undefined;
};

/**
 * The simplest value of a schema: what the document prints for it (const, example, default), else its first listed value, else the simplest
 * of its type. `readOnly` members are left out. Other keywords are not considered, so the caller lets the schema judge the value before
 * sending it.
 */
export const simplestValue = (source: Source, schema: Schema, name = 'value', depth = 0): Made => {
  const { document } = source;
  const resolved = resolvedSchema(document, schema);
  if (resolved === false) return { kind: 'unknown', why: 'the schema allows no value' };
  if (resolved === true) return madeUp(source.fresh?.(name) ?? 'ct');
  if (depth > deepest) return { kind: 'unknown', why: `the schema is nested more than ${deepest} deep` };
  const printed = printedValues(document, resolved)
    .map((value) => withoutReadOnly(document, [schema], value))
    .find((value) => mayBeSent(document, schema, value));
  if (printed !== undefined) return documented(printed);
  const made = madeValue(source, resolved, name, depth);
  if (made.kind === 'value' && mayBeSent(document, schema, made.value)) return made;
  const sample = sampledValue(document, schema, source.fresh?.(name) ?? 'ct');
  return sample === undefined ? made : madeUp(sample);
};

const madeValue = (source: Source, resolved: Readonly<Record<string, unknown>>, name: string, depth: number): Made => {
  const branches = resolved['oneOf'] ?? resolved['anyOf'];
  if (!Array.isArray(branches)) return byType(source, resolved, name, depth);
  const rest = withoutChoice(resolved);
  const made = (branches as readonly Schema[]).map((branch) => () => simplestValue(source, { allOf: [rest, branch] }, name, depth + 1));
  for (const make of made) {
    const tried = make();
    if (tried.kind === 'value' && mayBeSent(source.document, resolved, tried.value)) return tried;
  }
  return made[0]?.() ?? { kind: 'unknown', why: 'a choice of schemas is empty' };
};

/** Values that the document prints for a schema: its constant, its examples, its default, and those that it lists. */
const printedValues = (document: Contract['document'], schema: Readonly<Record<string, unknown>>): readonly unknown[] => {
  const { default: usual, enum: listed } = schema;
  if ('const' in schema) return [schema['const']];
  return [
    ...examplesOf(document, schema),
    ...(usual === undefined ? [] : [usual]),
    ...(Array.isArray(listed) ? (listed as unknown[]) : []),
  ];
};

const withoutChoice = ({ oneOf: _oneOf, anyOf: _anyOf, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  rest;

const byType = (source: Source, schema: Readonly<Record<string, unknown>>, name: string, depth: number): Made => {
  const types = typesOf(schema);
  const type = types.find((one) => one !== 'null') ?? types[0] ?? (isObject(schema['properties']) ? 'object' : 'string');
  switch (type) {
    case 'null':
      return documented(null);
    case 'boolean':
      return documented(false);
    case 'integer':
    case 'number':
      return madeUp(typicalNumber(source.document, schema, name) ?? simplestNumber(schema, type));
    case 'array':
      return simplestArray(source, schema, name, depth);
    case 'object':
      return simplestObject(source, schema, depth);
    default: {
      const unread = unreadPatternOf(schema);
      return unread === undefined ? madeUp(simplestString(source, schema, name)) : { kind: 'unknown', why: unread };
    }
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

const simplestArray = (source: Source, schema: Readonly<Record<string, unknown>>, name: string, depth: number): Made => {
  const length = numberAt(schema, 'minItems') ?? 0;
  const { items } = schema;
  const values: unknown[] = [];
  let isMadeUp = length === 0;
  for (let index = 0; index < length; index++) {
    const item = simplestValue(source, isObject(items) ? items : true, name, depth + 1);
    if (item.kind === 'unknown') return item;
    values.push(item.value);
    isMadeUp ||= item.madeUp;
  }
  const item = isObject(items) ? items : true;
  return { kind: 'value', value: entriesApart(source.document, item, values, source.fresh?.(name) ?? name), madeUp: isMadeUp };
};

const simplestObject = (source: Source, schema: Readonly<Record<string, unknown>>, depth: number): Made => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const hidden = hiddenNames(source.document, 'request', schema);
  const required = (Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []).filter(
    (name): name is string => typeof name === 'string' && !hidden.has(name),
  );
  const value: Record<string, unknown> = {};
  let isMadeUp = required.length === 0;
  for (const name of required) {
    const property = properties[name];
    const member = simplestValue(source, isObject(property) ? property : true, name, depth + 1);
    if (member.kind === 'unknown') return member;
    value[name] = member.value;
    isMadeUp ||= member.madeUp;
  }
  const { document } = source;
  const conditions = conditionsInObject(document, schema);
  const members = new Map(conditions.map(({ by }) => [by, schemaOf(properties[by])] as const));
  for (const name of lackedBy(document, members, conditions, value).filter((one) => !hidden.has(one))) {
    const member = simplestValue(source, withoutNull(resolvedSchema(document, schemaOf(properties[name]))), name, depth + 1);
    if (member.kind === 'unknown') continue;
    value[name] = member.value;
    isMadeUp = true;
  }
  return { kind: 'value', value, madeUp: isMadeUp };
};

const schemaOf = (property: unknown): Schema => (isObject(property) ? property : true);

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

/** A value that lies behind, in the formats that tell a time. */
const pastIn = (format: unknown, name: string): string | undefined => {
  if (format === 'date') return pastDay(name);
  return format === 'date-time' ? `${pastDay(name)}T00:00:00Z` : undefined;
};

/** Texts in the encodings of RFC 4648, with the padding that base64 and base32 require. */
const byEncoding: Readonly<Record<string, string>> = { base64: 'Y3Q=', base64url: 'Y3R4', base32: 'MN2A====', base16: '6374' };

const simplestString = ({ document, fresh }: Source, schema: Readonly<Record<string, unknown>>, name: string): string => {
  const unique = fresh?.(name);
  const typical = typicalText(document, schema, name, unique);
  if (typical !== undefined) return typical;
  const own = unique === undefined ? undefined : freshText(document, schema, unique);
  if (own !== undefined) return own;
  const { contentEncoding, format } = schema;
  const encoded = typeof contentEncoding === 'string' ? byEncoding[contentEncoding.toLowerCase()] : undefined;
  const usual = typeof format === 'string' ? byFormat[format] : undefined;
  const past = isOfPast(name, schema) ? pastIn(format, name) : undefined;
  const formatted = encoded ?? past ?? usual;
  const least = numberAt(schema, 'minLength') ?? 0;
  const most = numberAt(schema, 'maxLength') ?? Infinity;
  return formatted ?? 'ct'.padEnd(least, 'x').slice(0, Math.max(most, 0));
};
