import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { type HeadedReads, headedReads } from '../../scenarios/transport/headed-reads.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { headerPlaces } from '../../subjects/printed-headers.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

/** Refusals that a header can be the reason of, where the same read without it succeeds. */
const refusals = [400, 404, 406, 411, 415, 422] as const;

export const printedHeadersAccepted = defineProbe<HeadedReads>({
  id: 'transport/printed-headers-accepted',
  title: 'A read with the headers of the printed example succeeds',
  why: 'It is the call that everybody copies first; many clients set these headers on every request.',
  fix: 'Take a header that says nothing about a request without a body as it is, and go on.',
  phase: 'read',
  alone: 'nothing',
  places: headerPlaces,
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 2, creates: 0 }),
  measure: (place, session) => session.measure(headedReads, { operation: place.operation ?? '' }),
  judge(place, { bare, headed }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    if (isDeclaredSuccess(operation, headed)) return pass(1);
    const names = headed.request.headers.map(([name, value]) => `${name}: ${value}`).join(', ');
    const status = statusOf(headed) ?? 0;
    const finding = { where: names, expected: `a success with ${names}`, actual: `status ${outcomeOf(headed)}` };
    if (isSuccess(headed)) return fail({ code: 'headers-other-success', ...finding }, [headed]);
    if (isDeclaredSuccess(operation, bare) && refusals.some((one) => one === status)) {
      return fail({ code: 'headers-refused', ...finding }, [headed, bare]);
    }
    return inconclusive(`Without ${names} the answer was ${outcomeOf(bare)}, with it ${outcomeOf(headed)}`, [bare, headed]);
  },
});
