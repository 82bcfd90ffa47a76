import { isDeepStrictEqual } from 'node:util';
import { evaluate } from '../../../contract/expression.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { type MarkedMember, markedMembers, markedOf } from '../../subjects/marked-members.ts';

const isIncluding = ({ includes }: { readonly includes?: string }): boolean => includes !== undefined;

export const includesRequest = defineObservation({
  id: 'schema/includes-request',
  title: 'A list that repeats one of the request has every element of it',
  why: 'What was asked for and is not there is missed when it is needed, because the request succeeded.',
  fix: 'Store every element that was sent, and answer with the stored list.',
  places: (contract) => contract.operations.flatMap((operation) => markedOf(contract, operation, isIncluding).map(({ place }) => place)),
  observe: (exchange, contract) =>
    isSuccess(exchange) && exchange.request.faults.length === 0
      ? describedResponses(contract, exchange)
          .flatMap((response) => markedMembers(contract, response, isIncluding))
          .flatMap((member) => observeOne(exchange, member))
      : [],
});

/** An absent member, or one of another type, is judged by the schema. */
const observeOne = (exchange: Exchange, { place, at, words: { includes = '' } }: MarkedMember): Observed[] => {
  const actual = valueAt(jsonOf(exchange), at);
  const expected = evaluate(includes, exchange);
  if (!Array.isArray(actual) || !Array.isArray(expected) || expected.length === 0) return [];
  const missing = expected.filter((one) => !actual.some((other) => isDeepStrictEqual(one, other)));
  if (missing.length === 0) return [{ place, holds: true }];
  const told = `every element of ${shown(expected)}, as in ${includes}`;
  return [{ place, holds: false, code: 'requested-element-missing', where: `#${at}`, expected: told, actual: shown(actual) }];
};
