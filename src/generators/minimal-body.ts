import type { Contract, Operation } from '../contract/model.ts';
import { type BodyMember, bodyMembers } from './body-members.ts';
import { jsonContent } from './json-content.ts';
import { type Making, memberValue, type MissingValue, valueNeed } from './member-value.ts';
import { simplestValue } from './simplest-value.ts';

export type MadeBody =
  | { readonly kind: 'body'; readonly value: unknown }
  | { readonly kind: 'missing'; readonly needs: readonly MissingValue[] };

/**
 * The smallest body that ought to be accepted: the required members of the operation's JSON body, `omit` left out.
 * `missing` names everything that only the operator can supply; an omitted member is not asked for.
 */
export const minimalBody = (operation: Operation, { omit = [], ...making }: Making & { readonly omit?: readonly string[] }): MadeBody => {
  const content = jsonContent(operation.body?.content ?? []);
  if (!content) return { kind: 'missing', needs: [valueNeed(operation, 'body', 'the contract describes no JSON body for it')] };
  const members = bodyMembers(making.contract, operation);
  if (members.length === 0) return wholeValue(operation, making);
  const value: Record<string, unknown> = {};
  const needs: MissingValue[] = [];
  for (const member of needed(members, operation, making.contract).filter(({ name }) => !omit.includes(name))) {
    const made = memberValue(operation, member, making);
    if (made.kind === 'value') value[member.name] = made.value;
    else needs.push(made.need);
  }
  return needs.length > 0 ? { kind: 'missing', needs } : { kind: 'body', value };
};

/** The required members; where an update requires none, the first that can be changed, because it is about nothing without one. */
const needed = (members: readonly BodyMember[], operation: Operation, { resources }: Contract): readonly BodyMember[] => {
  const required = members.filter((member) => member.required);
  if (required.length > 0) return required;
  const first = resources.find(({ update }) => update?.key === operation.key)?.convention.changes?.[0];
  return members.filter(({ name }) => name === first);
};

/** A body without declared members: an array, a text, or an open object. */
const wholeValue = (operation: Operation, { contract }: Making): MadeBody => {
  const schema = jsonContent(operation.body?.content ?? [])?.schema ?? true;
  const made = simplestValue(contract.document, schema === true ? { type: 'object' } : schema);
  return made.kind === 'value' ? { kind: 'body', value: made.value } : { kind: 'missing', needs: [valueNeed(operation, 'body', made.why)] };
};
