import { isDeepStrictEqual } from 'node:util';
import { evaluate } from '../../contract/expression.ts';
import { isSuccess, jsonOf } from '../../contract/message.ts';
import { valueAt } from '../../contract/pointer.ts';
import { shown } from '../../contract/schema/evaluate.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Observation, Observed } from '../kit/define.ts';

import { describedResponses } from './described-responses.ts';
import { type MarkedMember, markedMembers, markedOf } from './marked-members.ts';

const isIncluding = ({ includes }: { readonly includes?: string }): boolean => includes !== undefined;

/** What an observation looks at, without its texts: probes that generate requests judge by the same. */
type Sighting = Pick<Observation, 'places' | 'observe'>;

/** Lists of answers that repeat one of the request, as `includes` says. */
export const includedValues: Sighting = {
  places: (contract) => contract.operations.flatMap((operation) => markedOf(contract, operation, isIncluding).map(({ place }) => place)),
  observe: (exchange, contract) =>
    isSuccess(exchange) && exchange.request.faults.length === 0
      ? describedResponses(contract, exchange)
          .flatMap((response) => markedMembers(contract, response, isIncluding))
          .flatMap((member) => observeOne(exchange, member))
      : [],
};

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
