import type { Contract } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import type { BodyMember } from '../../../../generators/body-members.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { typesOf } from '../../../../generators/resolved-schema.ts';
import { isSettable } from '../../../../generators/whole-body.ts';
import { isServersOwn } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';

/** Empty lists and noughts are sent for at most so many members at once. */
const mostOfAType = 3;

/** Is nought within limits that a document describes: without any it may be a mistake. */
const isBoundedForNought = ({ schema }: BodyMember): boolean =>
  isObject(schema) && typeof schema['minimum'] === 'number' && schema['minimum'] <= 0;

type Document = Contract['document'];

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
};

/**
 * False, nought and empty lists for members of a body that may have them: those that are none of these by themselves.
 * @param now What is shown; undefined before a creation.
 */
export const emptyValues = (document: Document, members: readonly BodyMember[], now?: Resource): EmptyValues => ({
  scalars: {
    // A second one may turn off what the first one is for.
    ...givenTo(suited(document, members, ['boolean'], false, now).slice(0, 1), false),
    ...givenTo(suited(document, members, ['integer', 'number'], 0, now).filter(isBoundedForNought).slice(0, mostOfAType), 0),
  },
  lists: givenTo(suited(document, members, ['array'], [], now).slice(0, mostOfAType), []),
});
