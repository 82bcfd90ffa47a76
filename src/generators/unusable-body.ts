import type { Contract, Operation } from '../contract/model.ts';
import { type BodyMember, bodyMembers } from './body-members.ts';
import { type Making, memberValue, type MissingValue } from './member-value.ts';

export type UnusableBody =
  /** `members` names those whose value is certainly refused. */
  | { readonly kind: 'body'; readonly value: Readonly<Record<string, unknown>>; readonly members: readonly string[] }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] };

/** A text that is none of the values that a member allows: what the contract gives for it, else one that we make up. */
export const unlistedValue = ({ name, conventions }: Pick<BodyMember, 'name' | 'conventions'>): unknown =>
  conventions.unusable ?? `ct-no-such-${name}`;

/** Values that a schema lists; undefined where it lists none. */
export const listedValues = ({ schema }: Pick<BodyMember, 'schema'>): readonly unknown[] | undefined => {
  const listed = typeof schema === 'boolean' ? undefined : schema['enum'];
  return Array.isArray(listed) ? listed : undefined;
};

/** Is a well-formed value known that the service certainly refuses? */
const canBeUnusable = (member: BodyMember): boolean =>
  member.conventions.unusable !== undefined ||
  member.conventions.fixture !== undefined ||
  (listedValues(member)?.every((value) => typeof value === 'string') ?? false);

/** Required members of a body for which the contract gives a value that is certainly refused. */
export const spoilableMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter((member) => member.required && canBeUnusable(member));

/**
 * A complete, well-formed body in which no value is usable, as far as the contract shows which values are not. The other members get a
 * usable value. Where no member can be spoiled: `body` with an empty `members`.
 */
export const unusableBody = (operation: Operation, making: Making): UnusableBody => {
  const value: Record<string, unknown> = {};
  const spoilt: string[] = [];
  const prerequisites: MissingValue[] = [];
  for (const member of bodyMembers(making.contract, operation).filter(({ required }) => required)) {
    if (canBeUnusable(member)) {
      value[member.name] = unlistedValue(member);
      spoilt.push(member.name);
      continue;
    }
    const made = memberValue(operation, member, making);
    if (made.kind === 'value') value[member.name] = made.value;
    else prerequisites.push(made.need);
  }
  return prerequisites.length > 0 ? { kind: 'missing', prerequisites } : { kind: 'body', value, members: spoilt };
};
