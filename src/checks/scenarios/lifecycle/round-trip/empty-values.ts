import type { Contract, Schema } from '../../../../contract/model.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isObject } from '../../../../contract/pointer.ts';
import type { BodyMember } from '../../../../generators/body-members.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { typesOf } from '../../../../generators/resolved-schema.ts';
import { isSettable } from '../../../../generators/whole-body.ts';
import { keepsEmptyText } from '../../../subjects/empty-texts.ts';
import { isServersOwn, speaksOfNothing } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';

/** Empty lists and noughts are sent for at most so many members at once. */
const mostOfAType = 3;

/** Is nought within limits that a document describes: without any it may be a mistake. */
const isBoundedForNought = ({ schema }: BodyMember): boolean =>
  isObject(schema) && typeof schema['minimum'] === 'number' && schema['minimum'] <= 0;

type Document = Contract['document'];

/** Words for what lies on both sides of nought. */
const measures: ReadonlySet<string> = new Set(
  'temperature celsius fahrenheit offset shift delta difference balance latitude longitude altitude elevation angle adjustment correction deviation'.split(
    ' ',
  ),
);

/** Words for which nought may mean that there is none, without a word of the document. */
const counts: ReadonlySet<string> = new Set(
  'max maximum min minimum count quota capacity timeout ttl retries size number no nr id key by'.split(' '),
);

const saidOf = (schema: Schema): string => (isObject(schema) && typeof schema['description'] === 'string' ? schema['description'] : '');

/**
 * Is nought a value like any other of a number without a lower bound: it may be null for none, and takes decimals, or it is by its words of what lies on both sides of
 * nought. Not where its words say what nought stands for.
 */
const isPlainNought = (document: Document, { name, schema }: BodyMember): boolean => {
  const bounds = isObject(schema) ? [schema['minimum'], schema['exclusiveMinimum']] : [];
  if (bounds.some((bound) => bound !== undefined) || speaksOfNothing(document, schema)) return false;
  const words = wordsOf(name);
  if (words.some((word) => counts.has(word))) return false;
  const types = typesOf(schema);
  const isNumber = types.includes('number') && (types.includes('null') || (isObject(schema) && schema['nullable'] === true));
  return isNumber || [...words, ...wordsOf(saidOf(schema))].some((word) => measures.has(word));
};

/** The members for which a value of a type can be sent, and that show another one now. */
const suited = (
  document: Document,
  members: readonly BodyMember[],
  types: readonly string[],
  empty: unknown,
  now?: Resource,
): BodyMember[] =>
  members.filter((member) => {
    const { name, schema } = member;
    const isOther = now === undefined || (typeof now[name] === typeof empty && JSON.stringify(now[name]) !== JSON.stringify(empty));
    const isOfType = typesOf(schema).some((type) => types.includes(type));
    const usual = isObject(schema) ? schema['default'] : undefined;
    return (
      isOfType &&
      isOther &&
      (now !== undefined || JSON.stringify(usual) !== JSON.stringify(empty)) &&
      isSettable(member) &&
      !isServersOwn(name) &&
      mayBeSent(document, schema, empty)
    );
  });

const givenTo = (members: readonly BodyMember[], value: unknown): Resource => Object.fromEntries(members.map(({ name }) => [name, value]));

/** Values that programs often take for nothing. */
export type EmptyValues = {
  /** False for a member, and nought for some. */
  readonly scalars: Resource;
  readonly lists: Resource;
  /** Nought for numbers without a lower bound: it is sent apart, as a service may refuse it. */
  readonly noughts: Resource;
  /** Texts without a character for members that may be null, where the document says that texts come back as they were sent. They are sent apart as well. */
  readonly texts: Resource;
};

/**
 * False, nought, empty lists and empty texts for members of a body that may have them: those that are none of these by themselves.
 * @param now What is shown; undefined before a creation.
 */
export const emptyValues = (document: Document, members: readonly BodyMember[], now?: Resource): EmptyValues => ({
  scalars: {
    // A second one may turn off what the first one is for.
    ...givenTo(suited(document, members, ['boolean'], false, now).slice(0, 1), false),
    ...givenTo(suited(document, members, ['integer', 'number'], 0, now).filter(isBoundedForNought).slice(0, mostOfAType), 0),
  },
  lists: givenTo(
    // A form has no empty list.
    suited(document, members, ['array'], [], now)
      .filter(({ inForm }) => !inForm)
      .slice(0, mostOfAType),
    [],
  ),
  noughts: givenTo(
    suited(document, members, ['integer', 'number'], 0, now)
      .filter((one) => isPlainNought(document, one))
      .slice(0, mostOfAType),
    0,
  ),
  texts: givenTo(
    suited(document, members, ['string'], '', now)
      // A text of a form, such as a day, is never without a character.
      .filter(({ schema }) => !(isObject(schema) && typeof schema['format'] === 'string'))
      .filter(({ schema }) => mayBeSent(document, schema, null) && keepsEmptyText(document, schema))
      .slice(0, mostOfAType),
    '',
  ),
});
