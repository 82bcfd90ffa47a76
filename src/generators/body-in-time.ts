import type { Content, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { withPresentMoments } from './at-present.ts';
import { membersAt } from './body-members.ts';
import type { Making } from './member-value.ts';
import type { MadeBody } from './minimal-body.ts';
import { endingAfter } from './spans.ts';
import { atOwnToldTime, withToldTimes } from './times-as-told.ts';
import { withToldLength } from './told-spans.ts';

type Values = Readonly<Record<string, unknown>>;

/** A body whose times are in order and its own, where neither `x-assay` nor the operator decides. */
export const inTime = (
  operation: Operation,
  { schemaLocation }: Content,
  made: MadeBody & { readonly kind: 'body' },
  { contract, target, fresh, now, over }: Making,
  omit: readonly string[],
): typeof made => {
  if (contract.standard.size === 0 || target.values[operation.key] !== undefined || !isObject(made.value)) return made;
  const members = now === undefined || !schemaLocation ? [] : membersAt(contract, schemaLocation);
  const told = { contract, operation, members, over: over?.(operation.key) };
  const around = { fresh, now: now ?? (() => 0) };
  const long = (value: Values, madeUp: readonly string[]): ReturnType<typeof withToldLength> =>
    withToldLength(contract, operation, members, value, { madeUp, omit });
  const begun = long(made.value, made.madeUp);
  const ours = [...made.madeUp, ...begun.changed];
  const placed = withToldTimes(told, begun.value, ours, around);
  const ended = endingAfter(placed.value, ours);
  const { value, madeUp } = placed.moved.length > 0 ? { value: ended, madeUp: placed.moved } : atOwnToldTime(told, ended, ours, around);
  const last = long(value, [...ours, ...madeUp]);
  const all = [...ours, ...madeUp, ...last.changed];
  return { ...made, value: withPresentMoments(contract, operation, members, last.value, { madeUp: all, now: around.now }), madeUp: all };
};
