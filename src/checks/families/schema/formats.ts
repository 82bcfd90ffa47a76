import { operationWith } from '../../../contract/operation.ts';
import { answerOf, jsonOf } from '../../../contract/message.ts';
import type { Contract, Schema } from '../../../contract/model.ts';
import { below, isObject, valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { formatNamed } from '../../../generators/values/formats/formats.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Location, nodeOf } from '../../../model/location.ts';
import { holdsMask } from '../../../model/mask.ts';
import { rememberedByPair } from '../../../model/remembered.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { judgeableSchemas, schemasFor } from '../../subjects/described-schemas.ts';
import { textFormOf } from './text-forms.ts';

export const formatsKept = defineObservation({
  id: 'schema/formats-kept',
  title: 'A text has the form of its documented format',
  why: 'Clients are generated from the format: they read a moment, a day or a UUID by a parser, which fails, or takes another time zone.',
  fix: 'Write the value in the form of its format, moments with their zone, or leave the format out of the document.',
  optional: true,
  locations: (contract) =>
    contract.operations.filter(({ responses }) => responses.some((one) => showsFormat(contract, one))).map(({ location }) => location),
  observe(exchange, contract) {
    const operation = operationWith(contract, exchange.request.operation);
    const value = jsonOf(exchange);
    if (!operation || value === undefined || isElsewhere(exchange)) return [];
    const { location } = operation;
    const texts = schemasFor(contract, exchange).flatMap((schema) =>
      judgedTexts(contract.document, schema, value, answerOf(exchange)?.text ?? null),
    );
    if (texts.length === 0) return [];
    const sent = textsSent(exchange);
    const judged = sent.size === 0 ? texts : texts.filter(({ text }) => !sent.has(text));
    const breaches = judged.flatMap(({ broken }): Observed[] => (broken ? [{ location, holds: false, ...broken }] : []));
    const times = judged.length - breaches.length;
    return times === 0 ? breaches : [...breaches, { location, holds: true, times }];
  },
});

/** A text with a format, and how it breaks it. */
type JudgedText = { readonly text: string; readonly broken: Breach | undefined };

type Breach = Pick<Extract<Observed, { holds: false }>, 'code' | 'where' | 'expected' | 'actual'>;

/** What the latest body showed at each schema: a target gives many answers word for word again. */
const latest = new WeakMap<Location, { readonly document: Document; readonly body: string; readonly texts: readonly JudgedText[] }>();

/** A longer body is not kept only to be compared with the next one. */
const longestKept = 64 * 1024;

/** The texts of a body that its schema gives a format, each as it is judged; without those that we made ourselves. */
const judgedTexts = (document: Document, location: Location, value: unknown, body: string | null): readonly JudgedText[] => {
  const known = latest.get(location);
  if (known !== undefined && known.body === body && known.document === document) return known.texts;
  const schema = valueAt(document, nodeOf(location));
  const found: Text[] = [];
  if (isObject(schema)) addTextsBelow(document, schema, value, [], found);
  const texts = found.map(judgedText).filter((one) => one !== undefined);
  // Where a secret was masked, equal bodies may have had different values.
  if (body !== null && body.length <= longestKept && !holdsMask(body)) latest.set(location, { document, body, texts });
  return texts;
};

const judgedText = ({ format, text, way }: Text): JudgedText | undefined => {
  const form = textFormOf(format);
  if (!form || isOurs(format, text)) return undefined;
  if (form.matches(text)) return { text, broken: undefined };
  return { text, broken: { code: `format-${form.name}`, where: `#${below('', ...way)}`, expected: form.wanted, actual: shown(text) } };
};

/** A text that we sent in some request to see what becomes of it, and that a server was free to keep. */
const isOurs = (format: string, text: string): boolean => holdsMask(text) || formatNamed(format)?.nearMisses.includes(text) === true;

/** Texts of the request: a server that keeps whatever it gets shows them again. */
const textsSent = ({ request: { body, query, pathValues } }: Exchange): ReadonlySet<string> => {
  const found = new Set<string>([...query.map(([, value]) => value), ...Object.values(pathValues)]);
  const add = (value: unknown): void => {
    if (typeof value === 'string') found.add(value);
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) add(one);
  };
  if (body?.kind === 'json' || body?.kind === 'form') add(body.value);
  return found;
};

type Document = Contract['document'];

/** What is read of a schema that is an object, once for all values. */
type Reading = {
  /** The alternative that it has beside null; itself where it has no alternatives, undefined where it has several. */
  readonly only: Readonly<Record<string, unknown>> | undefined;
  /** See {@link formatIn}. */
  readonly format: string | undefined;
};

const readingOf = rememberedByPair((document: Document, schema: Readonly<Record<string, unknown>>): Reading => {
  const only = onlyAlternative(document, schema);
  return { only, format: only && formatIn(only) };
});

/** The alternative that a schema has beside null; itself where it has no alternatives, undefined where it has several. */
const onlyAlternative = (document: Document, schema: Schema): Readonly<Record<string, unknown>> | undefined => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return undefined;
  const alternatives = resolved['anyOf'] ?? resolved['oneOf'];
  if (!Array.isArray(alternatives)) return resolved;
  const others = alternatives
    .filter((one): one is Schema => isObject(one))
    .map((one) => resolvedSchema(document, one))
    .filter((one) => !(typesOf(one).length === 1 && typesOf(one)[0] === 'null'));
  const [only] = others;
  return others.length === 1 && isObject(only) ? only : undefined;
};

/** The format that a schema asserts of texts, or names in its description, unless its own pattern or examples say that another form is meant. */
const formatIn = (schema: Readonly<Record<string, unknown>>): string | undefined => {
  const { description, pattern, example, examples, enum: listed, const: constant, default: usual } = schema;
  const isPointer = typeof description === 'string' && /\bJSON[- ]?pointer\b/iu.test(description);
  const format = schema['format'] ?? (isPointer ? 'json-pointer' : undefined);
  const form = textFormOf(format);
  if (typeof format !== 'string' || !form || pattern !== undefined) return undefined;
  const types = typesOf(schema);
  if (types.length > 0 && !types.includes('string')) return undefined;
  const printed = [example, examples, listed, constant, usual].flat().filter((one) => typeof one === 'string');
  return printed.every((one) => form.matches(one)) ? format : undefined;
};

/** Of a long list the beginning shows how its items are written. */
const mostItems = 50;

/** `way`: the names and indices that lead to it. */
type Text = { readonly format: string; readonly text: string; readonly way: readonly (string | number)[] };

/** Adds the texts in a value that its schema gives a format. Alternatives are left out: which of them is meant is not known. */
const addTextsBelow = (
  document: Document,
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
  way: readonly (string | number)[],
  found: Text[],
): void => {
  const { only, format } = readingOf(document, schema);
  if (!only) return;
  if (typeof value === 'string') {
    if (format !== undefined) found.push({ format, text: value, way });
  } else if (Array.isArray(value)) {
    const { items } = only;
    if (!isObject(items)) return;
    for (const [index, item] of value.slice(0, mostItems).entries()) addTextsBelow(document, items, item, [...way, index], found);
  } else if (isObject(value)) {
    const { properties, additionalProperties } = only;
    for (const name of Object.keys(value)) {
      const own: unknown = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (isObject(own)) addTextsBelow(document, own, value[name], [...way, name], found);
    }
  }
};

/** Does a response describe a text with a format that is judged. */
const showsFormat = (contract: Contract, response: Parameters<typeof judgeableSchemas>[1]): boolean => {
  const { document } = contract;
  const seen = new Set<unknown>();
  const shows = (schema: unknown): boolean => {
    if (!isObject(schema)) return false;
    const only = onlyAlternative(document, schema);
    if (!only || seen.has(only)) return false;
    seen.add(only);
    const { items, properties, additionalProperties } = only;
    return (
      formatIn(only) !== undefined || [items, additionalProperties, ...Object.values(isObject(properties) ? properties : {})].some(shows)
    );
  };
  return judgeableSchemas(contract, response).some((location) => shows(valueAt(document, nodeOf(location))));
};
