import { answerOf, isSuccess, outcomeOf } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { hasStatus, successWords } from '../../kit/story.ts';

/** By these a service says of a request in which nothing is wrong that it is wrong, or that there is no such operation. */
const refusals = [400, 405, 422, 501];

export const plainCallNotRefused = defineProbe<Exchange>({
  id: 'status/plain-call-not-refused',
  title: 'A read that needs no parameter is not refused as a mistake, and a success of it has a body',
  why: 'It is the first call anybody makes, and there is nothing in it that could be corrected.',
  fix: 'Answer the read when every parameter is left out, with the documented body.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    parameterlessReads(contract).flatMap(({ responses }) =>
      responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => place),
    ),
  needs: () => [],
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(plainRead, { operation: place.operation ?? '' }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const finding = {
      where: 'status',
      expected: `${successWords(operation)} to a read without parameters`,
      actual: `status ${outcomeOf(exchange)}`,
    };
    if (hasStatus(exchange, refusals)) return fail({ code: 'refused', ...finding }, [exchange]);
    if (!isSuccess(exchange)) return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    const isEmpty = answerOf(exchange)?.bodyBytes === 0;
    return isEmpty ? inconclusive(`${operation.key} was answered ${outcomeOf(exchange)} without a body`, [exchange]) : pass(1);
  },
});
