import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { type HeadedReads, headedReads } from '../../scenarios/transport/headed-reads.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { headerPlaces } from '../../subjects/printed-headers.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

/** Refusals for which a header that is not there can be the reason (RFC 6585 section 3 for 428). */
const refusals = [400, 406, 411, 415, 422, 428] as const;

export const optionalHeader = defineProbe<HeadedReads>({
  id: 'headers/optional-header',
  title: 'A header that may be left out can be left out',
  why: 'Clients that were written by the documentation do not send it, and are refused.',
  fix: 'Take a default where the header is absent, or document it as required.',
  phase: 'read',
  alone: 'nothing',
  places: headerPlaces,
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 2, creates: 0 }),
  measure: (place, session) => session.measure(headedReads, { operation: place.operation ?? '' }),
  judge(place, { bare, headed }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    if (isDeclaredSuccess(operation, bare)) return pass(1);
    const names = headed.request.headers.map(([name]) => name).join(', ');
    if (isDeclaredSuccess(operation, headed) && refusals.some((one) => one === statusOf(bare))) {
      const finding = { where: names, expected: `a success without ${names}`, actual: `status ${outcomeOf(bare)}` };
      return fail({ code: 'header-required', ...finding }, [bare, headed]);
    }
    return inconclusive(`Without ${names} the answer was ${outcomeOf(bare)}, with it ${outcomeOf(headed)}`, [bare, headed]);
  },
});
