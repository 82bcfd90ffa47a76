import type { Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import type { Making } from './member-value.ts';
import { type MadeBody, minimalBody } from './minimal-body.ts';

/** A member of a body with the value that it is set to. */
export type Setting = { readonly member: string; readonly value: unknown };

/**
 * The smallest body that ought to be accepted, with some members set or added. A member that is set ignores the operator's value. `missing`
 * as for the smallest body.
 */
export const bodyWith = (operation: Operation, making: Making, settings: readonly Setting[]): MadeBody => {
  const made = minimalBody(operation, { ...making, omit: settings.map(({ member }) => member) });
  if (made.kind === 'missing') return made;
  const set = Object.fromEntries(settings.map(({ member, value }) => [member, value]));
  return { kind: 'body', value: { ...(isObject(made.value) ? made.value : {}), ...set }, madeUp: made.madeUp };
};
