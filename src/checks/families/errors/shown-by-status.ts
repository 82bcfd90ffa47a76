import { itemsOf } from '../../../contract/held.ts';
import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { faultWords } from '../../../model/request.ts';
import { defineCountingFold } from '../../kit/counting-fold.ts';
import { looksLikeError } from '../../kit/error-in-success.ts';
import { rootSaying } from '../../subjects/convention-locations.ts';

const nothingRefused = 'no faulty request was answered 4xx';

export const shownByStatus = defineCountingFold({
  id: 'errors/shown-by-status',
  title: 'A failure shows in the status, never as a success with an error in its body',
  why: 'Clients branch on the status, and take a success with an error in its body for a result.',
  fix: 'Set the status where the error is created, also for unknown paths.',
  reads: 'errors.inStatus',
  locations: (contract) => rootSaying(contract, ({ errors }) => errors?.inStatus),
  judge(exchange, contract) {
    if (isElsewhere(exchange)) return undefined;
    const status = statusOf(exchange) ?? 0;
    if (status >= 400 && status < 500) return exchange.request.faults.length > 0 ? { holds: 'refused' } : undefined;
    const body = jsonOf(exchange);
    if (!isSuccess(exchange) || !isObject(body) || !isJudged(exchange, contract)) return undefined;
    if (!looksLikeError(body) || hasResult(exchange, contract)) return 'holds';
    const faults = exchange.request.faults.map((one) => faultWords[one]).join(' and ') || 'no mistake';
    return {
      code: 'error-in-success',
      where: 'status',
      expected: 'a 4xx or 5xx with an error object',
      actual: `status ${outcomeOf(exchange)} to a request with ${faults}, and ${JSON.stringify(Object.keys(body).sort())}`,
    };
  },
  unseen: nothingRefused,
  lacks: (kinds) => (kinds.includes('refused') ? undefined : nothingRefused),
});

const collectionOf = (contract: Contract, key: string | null) => contract.collections.find(({ operation }) => operation.key === key);

/** The resource that is created by an operation and listed by another. */
const madeBy = (contract: Contract, key: string | null) =>
  contract.resourceTypes.find(({ create, collection }) => create?.key === key && collection !== undefined);

/** True for lists, creations of listed resources, and unknown paths. The members of other answers are not known. */
const isJudged = (exchange: Exchange, contract: Contract): boolean => {
  const { operation, faults } = exchange.request;
  if (operation === null) return faults.includes('unknown-path');
  return collectionOf(contract, operation) !== undefined || madeBy(contract, operation) !== undefined;
};

/** True if the answer contains the list, or the id of the created resource, beside what looks like an error. */
const hasResult = (exchange: Exchange, contract: Contract): boolean => {
  const { operation } = exchange.request;
  const collection = collectionOf(contract, operation);
  if (collection) return itemsOf(collection, exchange) !== undefined;
  const id = madeBy(contract, operation)?.collection?.id;
  return id !== undefined && answerOf(exchange)?.json.kind === 'value' && valueAt(jsonOf(exchange), id) !== undefined;
};
