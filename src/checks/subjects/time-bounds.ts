import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { dayOf, wholeSeconds } from '../kit/days.ts';

/** The two parameters of a read that bound a span of time. */
export type TimeBounds = { readonly from: Parameter; readonly to: Parameter };

/** The time bounds of a read that is no list, by its `filters`. Undefined where it does not have both. */
export const timeBounds = (
  contract: Contract,
  { method, parameters, conventions: { filters = {} }, key }: Operation,
): TimeBounds | undefined => {
  if (method !== 'GET' || contract.collections.some(({ operation }) => operation.key === key)) return undefined;
  const bound = (compare: 'after' | 'before'): Parameter | undefined =>
    parameters.find(({ name }) => {
      const filter: unknown = Object.hasOwn(filters, name) ? filters[name] : undefined;
      return isObject(filter) && filter['compare'] === compare;
    });
  const [from, to] = [bound('after'), bound('before')];
  return from && to ? { from, to } : undefined;
};

/** A moment as a parameter takes it: a calendar day in UTC where its format is `date`, else whole seconds of RFC 3339. */
export const momentFor = ({ document }: Contract, { schema }: Parameter, ms: number): string => {
  const resolved = resolvedSchema(document, schema);
  return isObject(resolved) && resolved['format'] === 'date' ? dayOf(ms) : wholeSeconds(ms);
};
