import type { Instance } from './instance.ts';
import type { Settings } from './settings.ts';

type Order = Settings['order'];

/** Whether an instance comes before another. In `oldest-first` the older of two with the same time comes first. */
const comesBefore = (one: Instance, other: Instance, order: Order): boolean => {
  if (order === 'by-name') return one.name < other.name;
  return order === 'newest-first' ? one.createdAtMs >= other.createdAtMs : one.createdAtMs < other.createdAtMs;
};

/** Inserts an instance at its position in a list of that order. */
export const insertInOrder = (list: Instance[], instance: Instance, order: Order): void => {
  const index = list.findIndex((other) => comesBefore(instance, other, order));
  list.splice(index < 0 ? list.length : index, 0, instance);
};

/** The instances in that order, as a new list. */
export const inOrder = (instances: readonly Instance[], order: Order): Instance[] => {
  const list: Instance[] = [];
  for (const instance of instances) insertInOrder(list, instance, order);
  return list;
};
