import type { Members } from '../../kit/answering.ts';
import { answered } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer, Shown, Showing } from '../call.ts';
import { operations } from '../call.ts';
import type { SyncDefect } from '../overrides.ts';

export type Operation = keyof typeof operations;

/** Whether a call goes to one of these operations, however it ends. */
export const goesTo = (call: Call, ...names: readonly Operation[]): boolean => isCall(call, ...names.map((name) => operations[name]));

export const isSuccess = ({ status }: Call): boolean => status >= 200 && status < 300;

/** Changes the answer of an operation to calls that succeed. */
export const succeeded = (name: Operation, change: (call: Call) => void): Layer =>
  answered((call) => {
    if (goesTo(call, name) && isSuccess(call)) change(call);
  });

/** Changes how some operations show instances. */
export const shownChanged = (
  where: readonly Showing[],
  change: (members: Members, shown: Shown) => unknown,
): Pick<SyncDefect, 'settings'> => ({
  settings: { asShown: (shown) => (where.includes(shown.on) ? change(shown.members, shown) : shown.members) },
});

export const everywhere: readonly Showing[] = ['create', 'read', 'update', 'list'];

/** Numbers the calls of one server that it is asked about, from 1. */
export const turns = (): ((call: Call) => number) => {
  const counts = new WeakMap<object, number>();
  return ({ state: { service } }) => {
    const count = (counts.get(service) ?? 0) + 1;
    counts.set(service, count);
    return count;
  };
};
