import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { formText } from '../contract/wire/form.ts';
import { asciiJson, primitiveText } from '../contract/wire/primitive-text.ts';
import {
  headerHindrance,
  headerText,
  isAscii,
  isDefined,
  pairsOf,
  segmentHindrance,
  Unwritable,
  writtenSegment,
} from '../contract/wire/styles.ts';
import { type ParameterValues, parameterValues } from '../contract/wire/writing.ts';
import { nodeOf } from '../model/location.ts';
import type { PlannedParameter } from '../model/request.ts';
import type { UnusableExample } from './body-examples.ts';
import { bodyDigest } from './body-digest.ts';
import { conventionsOf } from './body-members.ts';
import { choosing, exampleSetsOf, inSetOrder } from './example-sets.ts';
import { namedExamplesOf } from './examples.ts';
import { printedPassword } from './printed-password.ts';
import { freshQuery } from './fresh-query.ts';
import { type Making, memberValue, type MemberValue, valueNeed } from './member-value.ts';
import { withoutReadOnly } from './read-only.ts';
import { mismatch } from './request-match.ts';
import { resolvedSchema, withItem } from './resolved-schema.ts';
import { isJsonType } from '../contract/wire/media-type.ts';

/** A parameter as a request contains it: texts where these are enough, else its value with the style in which it is written. */
export type WrittenParameter =
  | {
      readonly kind: 'written';
      /** Query pairs, one header field, or the one text of a path. */
      readonly texts: readonly (readonly [name: string, text: string])[];
      readonly parameter?: PlannedParameter;
      /** OpenAPI does not define how such a value is written. */
      readonly isOpen: boolean;
    }
  | { readonly kind: 'unwritable'; readonly why: string };

/** A value as a text of a media type (OpenAPI 3.1, Parameter Object, `content`). */
const contentText = (mediaType: string, value: unknown): string | undefined => {
  if (typeof value === 'string' && !isJsonType(mediaType)) return value;
  if (isJsonType(mediaType)) return JSON.stringify(value);
  if (/^application\/x-www-form-urlencoded$/i.test(mediaType) && isObject(value)) return formText({ value, members: {} });
  return /^text\//i.test(mediaType) ? primitiveText(value) : undefined;
};

/** Writes a value of a parameter into a request. */
export const writtenParameter = (
  { in: where, name }: Parameter,
  { writing }: Pick<ParameterValues, 'writing'>,
  value: unknown,
): WrittenParameter => {
  if (writing.kind === 'content') {
    const written = contentText(writing.mediaType, value);
    const text = where === 'header' && written !== undefined && isJsonType(writing.mediaType) ? asciiJson(written) : written;
    if (text === undefined) return { kind: 'unwritable', why: `media type ${writing.mediaType}: assay cannot write its value in it` };
    const hindrance = where === 'header' ? headerHindrance(name, text) : where === 'path' ? segmentHindrance(text) : undefined;
    if (hindrance !== undefined) return { kind: 'unwritable', why: hindrance };
    const parameter = { in: 'cookie', name, value: text, style: 'form', explode: false, allowReserved: false } as const;
    return {
      kind: 'written',
      texts: where === 'cookie' ? [] : [[name, text]],
      ...(where === 'cookie' ? { parameter } : {}),
      isOpen: where === 'header' && !isAscii(text),
    };
  }
  const { style, explode, allowReserved } = writing;
  try {
    const isOpen = !isDefined(where, { style, explode, value });
    if (where === 'header') {
      const field = headerText(value, explode, style);
      const hindrance = headerHindrance(name, field);
      if (hindrance !== undefined) return { kind: 'unwritable', why: hindrance };
      return { kind: 'written', texts: [[name, field]], isOpen: isOpen || !isAscii(field) };
    }
    const parameter = { in: where, name, value, style, explode, allowReserved };
    const text = primitiveText(value);
    if (where === 'path') {
      const texts = text === undefined ? [] : [[name, text] as const];
      const hindrance = segmentHindrance(writtenSegment(parameter));
      if (hindrance !== undefined) return { kind: 'unwritable', why: hindrance };
      return { kind: 'written', texts, ...(style === 'simple' && text !== undefined ? {} : { parameter }), isOpen };
    }
    const pairs = pairsOf(parameter);
    const areTexts = where === 'query' && !allowReserved && pairs.every(({ parts }) => parts.length === 1);
    return areTexts
      ? { kind: 'written', texts: pairs.map((pair) => [pair.name, pair.parts[0] ?? ''] as const), isOpen }
      : { kind: 'written', texts: [], parameter, isOpen };
  } catch (error) {
    if (error instanceof Unwritable) return { kind: 'unwritable', why: error.message };
    throw error;
  }
};

/** Does the operator give a parameter, or does `x-assay` define it? Then no example counts. */
export const isSupplied = (
  operation: Operation,
  parameter: Parameter,
  { contract, target }: Pick<Making, 'contract' | 'target'>,
): boolean => {
  const { fixture } = conventionsOf(resolvedSchema(contract.document, parameter.schema));
  return fixture !== undefined || target.values[operation.key]?.[parameter.name] !== undefined;
};

/** Examples of a parameter: its own, then those of its media type. Each with what it breaks of its schema. */
const examplesFor = (contract: Contract, { exampleNodes, schema, schemaLocation }: ParameterValues) =>
  exampleNodes
    .flatMap((node) => namedExamplesOf(contract.document, node))
    .map(({ name, value }) => ({ name, value: withoutReadOnly(contract.document, [schema], value) }))
    .map(({ name, value }) => ({ ...(name === undefined ? {} : { name }), value, why: mismatch(contract, schema, schemaLocation, value) }));

/** Has a parameter an example of that name which its schema allows. */
export const isInSet = (contract: Contract, parameter: Parameter, set: string | undefined): boolean =>
  set !== undefined &&
  examplesFor(contract, parameterValues(contract, parameter)).some(({ name, why }) => name === set && why === undefined);

/** Examples of a parameter that break its schema and so are not sent. */
export const unusableParameterExamples = (contract: Contract, parameter: Parameter): readonly UnusableExample[] =>
  examplesFor(contract, parameterValues(contract, parameter)).flatMap(({ why }) =>
    why === undefined ? [] : [{ pointer: nodeOf(parameter.location), why: `breaks ${why}` }],
  );

/**
 * An example of a parameter that its schema allows, of the set that is used for the whole request where there is one. One that the document prints for another
 * request counts as made up. Undefined where there is none, or where the operator or `x-assay` decides.
 */
const printedValue = (operation: Operation, parameter: Parameter, { contract, target, exampleSet }: Making): MemberValue | undefined => {
  const values = parameterValues(contract, parameter);
  const isDescribed = Object.keys(conventionsOf(resolvedSchema(contract.document, values.schema))).length > 0;
  if (isDescribed || isSupplied(operation, parameter, { contract, target })) return undefined;
  const sets = choosing(exampleSetsOf(contract, operation), exampleSet);
  const usable = inSetOrder(examplesFor(contract, values), sets).find(({ why }) => why === undefined);
  return usable && { kind: 'value', value: usable.value, madeUp: usable.isMixed };
};

/**
 * A value for a parameter: what the operator gives, its fixture, the resource that it refers to, else an example of the document, else the simplest one of
 * its schema. A list has at least one item, because an empty one is no parameter at all.
 */
export const parameterValue = (operation: Operation, parameter: Parameter, making: Making): MemberValue => {
  // What is printed is the digest of another body. The sender puts in that of the one that goes out.
  const digest = isSupplied(operation, parameter, making) ? undefined : bodyDigest(making.contract, operation, parameter);
  if (digest !== undefined) return { kind: 'value', value: digest.of(new Uint8Array()), madeUp: false };
  const isOpen = making.exampleSet === undefined && !isSupplied(operation, parameter, making);
  const password = isOpen ? printedPassword(making.contract, operation, parameter) : undefined;
  if (password !== undefined) return { kind: 'value', value: password, madeUp: false };
  const own = isOpen ? freshQuery(making.contract, operation, parameter, making.fresh) : undefined;
  if (own !== undefined) return { kind: 'value', value: own, madeUp: false };
  const printed = printedValue(operation, parameter, making);
  if (printed) return printed;
  const { name } = parameter;
  const values = parameterValues(making.contract, parameter);
  const schema = resolvedSchema(making.contract.document, values.schema);
  const conventions = conventionsOf(schema);
  const full = Object.keys(conventions).length > 0 ? schema : withItem(schema);
  return memberValue(operation, { name, location: values.schemaLocation, schema: full, conventions }, making);
};

/**
 * A value of a path parameter that the document gives: an example, a constant, a listed or a default value. The document implies that what
 * it names exists, which is enough for a read but not for a request that changes it.
 */
export const documentedPathValue = (operation: Operation, parameter: Parameter, making: Making): MemberValue => {
  const printed = printedValue(operation, parameter, making);
  if (printed) return printed;
  const made = parameterValue(operation, parameter, making);
  return made.kind === 'value' && made.madeUp
    ? { kind: 'missing', need: valueNeed(operation, parameter.name, 'it names something that has to exist') }
    : made;
};

/**
 * Is the value that the document gives for a path parameter only an example, and not one of those that its schema lists. What an example names existed where
 * the document was written.
 */
export const isOnlyExample = (operation: Operation, parameter: Parameter, making: Making): boolean => {
  const schema = resolvedSchema(making.contract.document, parameterValues(making.contract, parameter).schema);
  const isListed = isObject(schema) && ['enum', 'const', 'default'].some((keyword) => keyword in schema);
  return !isListed && !isSupplied(operation, parameter, making) && !isInSet(making.contract, parameter, making.exampleSet);
};
