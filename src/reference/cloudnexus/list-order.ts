import type { Instance } from './instance.ts';
import type { Settings } from './settings.ts';

type Order = Settings['order'];

/** Whether an instance stands before another; older ones come in `oldest-first` before younger ones of the same moment. */
const comesBefore = (one: Instance, other: Instance, order: Order): boolean => {
  if (order === 'by-name') return one.name < other.name;
  return order === 'newest-first' ? one.createdAtMs >= other.createdAtMs : one.createdAtMs < other.createdAtMs;
};

/** Puts an instance where it belongs in a list of that order. */
export const insertInOrder = (list: Instance[], instance: Instance, order: Order): void => {
  const index = list.findIndex((other) => comesBefore(instance, other, order));
  list.splice(index < 0 ? list.length : index, 0, instance);
};

/** Instances in that order, as a list of its own. */
export const inOrder = (instances: readonly Instance[], order: Order): Instance[] => {
  const list: Instance[] = [];
  for (const instance of instances) insertInOrder(list, instance, order);
  return list;
};
