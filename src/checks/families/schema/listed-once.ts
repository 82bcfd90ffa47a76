import { collectionAt, itemKey, pageItems } from '../../subjects/collection.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';

export const listedOnce = defineObservation({
  id: 'schema/listed-once',
  title: 'A list names each thing once',
  why: 'What is listed twice is counted, billed or started twice.',
  fix: 'Give each thing one element of the list.',
  reads: 'collection',
  places: (contract) => contract.collections.filter(({ id }) => id !== undefined).map(({ operation }) => operation.place),
  observe(exchange, contract) {
    const list = collectionAt(contract, exchange.request.operation);
    const items = list && pageItems(list, exchange);
    if (!list || list.id === undefined || !items) return [];
    const keys = items.flatMap((item) => itemKey(list, item) ?? []);
    if (keys.length < 2) return [];
    const { place } = list.operation;
    const again = keys.findIndex((key, n) => keys.indexOf(key) !== n);
    if (again < 0) return [{ place, holds: true } satisfies Observed];
    const actual = `${keys[again] ?? ''} again`;
    return [{ place, holds: false, code: 'listed-twice', where: `item ${again + 1}`, expected: 'each id once', actual } satisfies Observed];
  },
});
