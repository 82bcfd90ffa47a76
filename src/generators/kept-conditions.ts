import type { Operation } from '../contract/model.ts';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { chosenAlternatives } from './alternatives.ts';
import { type BodyMember, bodyMembers } from './body-members.ts';
import { conditionsIn, lackedBy, surplusIn } from './conditions.ts';
import { type Making, memberValue } from './member-value.ts';
import { withoutNull } from './resolved-schema.ts';
import { withPartsInOrder } from './told-order.ts';

type Json = Readonly<Record<string, unknown>>;

/** A body with the names of the members that were put in. */
export type KeptConditions = { readonly value: Json; readonly added: readonly string[] };

/** A description by which some callers have to send a member that the schema requires of none: "Required from receptionists". */
const requiredOfSome = /^(?:required|mandatory|obligatory) (?:from|of|by) (?!`)[\p{L} -]+\.?$/iu;

/** The body with the members that its text demands beside the values that it has, without the fixed ones: "Required with `delay`"; and with those that answers demanded. */
export const withConditioned = (operation: Operation, making: Making, value: Json, fixed: readonly string[]): KeptConditions => {
  const { contract } = making;
  const conditions = conditionsIn(contract, operation);
  const members = contract.standard.size === 0 ? [] : bodyMembers(contract, operation);
  const schemas = new Map(members.map((one) => [one.name, one.schema]));
  const asked = making.demanded?.(operation.key, value);
  const isAsked = ({ name, schema }: BodyMember): boolean =>
    asked?.has(name) === true || descriptionsIn(contract.document, schema).some((text) => requiredOfSome.test(text.trim()));
  const told = new Set(conditions.map(({ member }) => member));
  const chosen = chosenAlternatives(contract, operation, value, fixed);
  const lacked = [
    ...chosen,
    ...lackedBy(contract.document, schemas, conditions, { ...value, ...Object.fromEntries(chosen.map((name) => [name, true])) }),
    ...members.filter((one) => !told.has(one.name) && value[one.name] === undefined && isAsked(one)).map(({ name }) => name),
  ];
  const added = members
    .filter(({ name }) => lacked.includes(name) && !fixed.includes(name))
    .flatMap((member) => {
      const made = memberValue(operation, { ...member, schema: withoutNull(member.schema) }, making, 'fresh');
      return made.kind === 'value' ? [[member.name, withPartsInOrder(contract.document, member.schema, made.value)] as const] : [];
    });
  return { value: { ...value, ...Object.fromEntries(added) }, added: added.map(([name]) => name) };
};

/** The same, also without the members that may not stand beside the values that it has: "Not allowed with `cancellation`". */
export const keepingConditions = (operation: Operation, making: Making, value: Json, fixed: readonly string[]): KeptConditions => {
  const { contract } = making;
  const conditions = conditionsIn(contract, operation);
  const schemas = new Map(bodyMembers(contract, operation).map((one) => [one.name, one.schema]));
  const surplus = surplusIn(contract.document, schemas, conditions, value).filter((name) => !fixed.includes(name));
  const kept = Object.fromEntries(Object.entries(value).filter(([name]) => !surplus.includes(name)));
  return withConditioned(operation, making, kept, fixed);
};
