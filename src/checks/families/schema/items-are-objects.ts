import { isObject } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { collectionAt, pageItems } from '../../subjects/collection.ts';
import { defineObservation } from '../../kit/define.ts';

/** Fewer members are no structure. */
const leastMembers = 2;

export const itemsAreObjects = defineObservation({
  id: 'schema/items-are-objects',
  title: 'Each item of a list of structured things is an object with members',
  why: 'Who is promised structure reads members; a line of text has to be cut apart by guesses.',
  fix: 'Send each item as a JSON object with its parts as members.',
  reads: 'collection',
  places: (contract) => contract.collections.map(({ operation }) => operation.place),
  observe(exchange, contract) {
    const collection = collectionAt(contract, exchange.request.operation);
    const items = collection && !isElsewhere(exchange) ? pageItems(collection, exchange) : undefined;
    if (!collection || !items) return [];
    const { place } = collection.operation;
    const scalar = items.findIndex((item) => ['string', 'number', 'boolean'].includes(typeof item));
    if (scalar >= 0) {
      const expected = 'a JSON object';
      return [{ place, holds: false, code: 'item-no-object', where: `item ${scalar + 1}`, expected, actual: shown(items[scalar]) }];
    }
    // An item with one member, or of another kind, is neither structure nor a lack of it.
    const isStructured = items.every((item) => isObject(item) && Object.keys(item).length >= leastMembers);
    return items.length > 0 && isStructured ? [{ place, holds: true, times: items.length }] : [];
  },
});
