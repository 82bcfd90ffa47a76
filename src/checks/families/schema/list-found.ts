import { answerOf, isSuccess } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { defineObservation } from '../../kit/define.ts';

export const listFound = defineObservation({
  id: 'schema/list-found',
  title: 'A list without a printed body answers JSON with an array in it',
  why: 'Where the shape of a list is not printed, this is the least that a client needs to find the items.',
  fix: 'Answer a JSON array, or a JSON object that holds one among its direct members; and print its shape.',
  reads: 'collection',
  places: (contract) => contract.collections.map(({ operation }) => operation.place),
  observe(exchange, contract) {
    const collection = collectionAt(contract, exchange.request.operation);
    const answer = answerOf(exchange);
    // A filter, another address or a mistake may have an answer of its own; bytes that could not be decoded show nothing.
    if (!collection || !isPlain(exchange) || !isSuccess(exchange) || !answer || answer.text === null) return [];
    const { place } = collection.operation;
    const actual = withoutList(answer);
    if (actual === undefined) return [{ place, holds: true }];
    return [
      {
        place,
        holds: false,
        code: 'no-list-in-body',
        where: '#',
        expected: 'JSON that is an array or holds one among its members',
        actual,
      },
    ];
  },
});

const isPlain = ({ request: { base, query, faults } }: Exchange): boolean =>
  base === undefined && query.length === 0 && faults.length === 0;

/** What an answer is instead; undefined where there is a list in it. */
const withoutList = ({ json }: Answer): string | undefined => {
  if (json.kind !== 'value') return json.kind === 'none' ? 'an empty body' : `a body that is no JSON: ${json.why}`;
  const { value } = json;
  if (Array.isArray(value)) return undefined;
  if (!isObject(value)) return `JSON that is ${value === null ? 'null' : `a ${typeof value}`}`;
  return Object.values(value).some((member) => Array.isArray(member))
    ? undefined
    : `an object with ${Object.keys(value).join(', ') || 'no members'}`;
};
