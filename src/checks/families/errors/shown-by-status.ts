import { itemsOf } from '../../../contract/held.ts';
import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { looksLikeError } from '../../kit/error-in-success.ts';

type State = { readonly judged: number; readonly refused: number; readonly breaches: number; readonly first: Breach | null };

export const shownByStatus = defineFold<State>({
  id: 'errors/shown-by-status',
  title: 'A failure shows in the status, never as a success that holds an error',
  why: 'Clients branch on the status; a success that holds an error is taken for what was asked for.',
  fix: 'Set the status where the error is made, also for paths that nobody serves.',
  reads: 'errors.inStatus',
  places: (contract) => conventionPlaces(contract, ({ errors }) => errors?.inStatus).filter((place) => place === rootPlace),
  init: () => ({ judged: 0, refused: 0, breaches: 0, first: null }),
  step(state, exchange, contract) {
    if (isElsewhere(exchange)) return state;
    const status = statusOf(exchange) ?? 0;
    if (status >= 400 && status < 500) return exchange.request.faults.length > 0 ? { ...state, refused: state.refused + 1 } : state;
    const body = jsonOf(exchange);
    if (!isSuccess(exchange) || !isObject(body) || !isJudged(exchange, contract)) return state;
    const judged = state.judged + 1;
    if (!looksLikeError(body) || hasWhatWasAsked(exchange, contract)) return { ...state, judged };
    const faults = exchange.request.faults.join(' and ') || 'nothing wrong';
    const finding = {
      code: 'error-in-success',
      where: 'status',
      expected: 'a 4xx or 5xx with an error object',
      actual: `status ${outcomeOf(exchange)} to a request with ${faults}, and ${JSON.stringify(Object.keys(body).sort())}`,
    };
    return { ...state, judged, breaches: state.breaches + 1, first: smallerBreach(state.first, breachIn(exchange, finding)) };
  },
  merge: (a, b) => ({
    judged: a.judged + b.judged,
    refused: a.refused + b.refused,
    breaches: a.breaches + b.breaches,
    first: smallerBreach(a.first, b.first),
  }),
  conclude({ judged, refused, breaches, first }) {
    if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
    if (refused > 0) return pass(judged + refused);
    const verdict = inconclusive('no request that was sure to fail was answered 4xx', []);
    return judged === 0 ? { ...verdict, unseen: true } : verdict;
  },
});

const collectionOf = (contract: Contract, key: string | null) => contract.collections.find(({ operation }) => operation.key === key);

/** The resource that is created by an operation and listed by another. */
const madeBy = (contract: Contract, key: string | null) =>
  contract.resources.find(({ create, collection }) => create?.key === key && collection !== undefined);

/** Lists, creations of what is listed, and paths that nobody serves: of others the members are not known. */
const isJudged = (exchange: Exchange, contract: Contract): boolean => {
  const { operation, faults } = exchange.request;
  if (operation === null) return faults.includes('unknown-path');
  return collectionOf(contract, operation) !== undefined || madeBy(contract, operation) !== undefined;
};

/** The list, or the id of the created thing, stands beside what looks like an error. */
const hasWhatWasAsked = (exchange: Exchange, contract: Contract): boolean => {
  const { operation } = exchange.request;
  const collection = collectionOf(contract, operation);
  if (collection) return itemsOf(collection, exchange) !== undefined;
  const id = madeBy(contract, operation)?.collection?.id;
  return id !== undefined && answerOf(exchange)?.json.kind === 'value' && valueAt(jsonOf(exchange), id) !== undefined;
};
