import { listAt } from '../../../contract/held.ts';
import { answerOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { unusableValues } from '../../scenarios/bodies/unusable-values.ts';
import { canBeSpoilt, unusableNeeds } from '../../subjects/unusable-needs.ts';

export const detailsPresent = defineProbe<Exchange>({
  id: 'errors/details-present',
  title: 'A refusal of values names at least one of them in its details',
  why: 'Without it a person has to guess which of many values was wrong.',
  fix: 'List each member at fault in the documented place of the error body.',
  reads: 'errors.details',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    contract.operations
      .filter((operation) => operation.conventions.errors?.details !== undefined && canBeSpoilt(contract, operation))
      .map(({ place }) => place),
  needs: (place, around) => unusableNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(unusableValues, { operation: place.operation ?? '' }),
  judge(place, exchange, { contract }) {
    const details = operationOf(contract, place.operation ?? '').conventions.errors?.details;
    const status = statusOf(exchange) ?? 0;
    if (!details?.on.includes(status)) return inconclusive(`Values that cannot be used were answered ${outcomeOf(exchange)}`, [exchange]);
    if (answerOf(exchange)?.text === null) return inconclusive('The body of the refusal could not be decoded', [exchange]);
    const listed = listAt(exchange, details.at)?.value;
    if (Array.isArray(listed) && listed.length > 0) return pass(1);
    const actual = listed === undefined ? 'nothing there' : JSON.stringify(listed);
    const finding = { where: [details.at].flat().join(' or '), expected: `a list with at least one element on status ${status}`, actual };
    return fail({ code: Array.isArray(listed) ? 'details-empty' : 'details-missing', ...finding }, [exchange]);
  },
});
