import type { Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { keepingConditions } from './kept-conditions.ts';
import type { Making } from './member-value.ts';
import { type MadeBody, minimalBody } from './minimal-body.ts';
import { withReferences } from './referred.ts';
import { followingForms } from './told-forms.ts';
import { askedContent } from '../contract/asked-content.ts';

/** A member of a body with the value that it is set to. */
export type Setting = { readonly member: string; readonly value: unknown };

type Json = Readonly<Record<string, unknown>>;

/**
 * A body in which some members were set, with what the text of the document demands beside them, and without what may not stand there.
 * @param names The names of the members that were set, or given by the operator.
 * @returns The body, and the names of the members that were put in.
 */
export const keepingSet = (
  operation: Operation,
  making: Making,
  body: Json,
  names: readonly string[],
): { readonly value: Json; readonly added: readonly string[] } => {
  const { value, added } = keepingConditions(operation, making, body, names);
  // What the text demands beside what was set may name something as well.
  const asked = Object.fromEntries(added.map((name) => [name, value[name]]));
  const referred = withReferences(operation, asked, making, value);
  return { value: isObject(referred.value) ? { ...value, ...referred.value } : value, added: [...added, ...referred.madeUp] };
};

/**
 * The smallest body that ought to be accepted, with some members set or added, and with what the text of the document demands beside their values. A member that is set ignores the
 * operator's value. `missing` as for the smallest body.
 */
export const bodyWith = (operation: Operation, making: Making, settings: readonly Setting[]): MadeBody => {
  const names = settings.map(({ member }) => member);
  const made = minimalBody(operation, { ...making, omit: names });
  if (made.kind === 'missing') return made;
  const set = Object.fromEntries(settings.map(({ member, value }) => [member, value]));
  const given = Object.keys(making.target.values[operation.key] ?? {});
  const body = { ...(isObject(made.value) ? made.value : {}), ...set };
  const { value: named, added } = keepingSet(operation, making, body, [...names, ...given]);
  const followed = followingForms(making.contract, operation, askedContent(operation.body), named, [...names, ...given]);
  return { kind: 'body', value: followed, madeUp: [...made.madeUp, ...added] };
};
