import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { statuses } from '../../../contract/conventions-at.ts';
import { actingAt, actings, isFrom } from '../../subjects/actions.ts';
import { actedParameters, actionNeeds } from '../../scenarios/lifecycle/action-needs.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { acted, type Acted } from '../../scenarios/lifecycle/acted.ts';
import { isDeclaredSuccess, successesOf } from '../../kit/success.ts';

/** Refusals that blame a request in which nothing is wrong (RFC 9110 section 15.5). */
const refusals = new Set([400, 404, 405, 422]);

export const actionAccepted = defineProbe<Acted>({
  id: 'lifecycle/action-accepted',
  title: 'An action on a thing in the right state answers its documented status',
  why: 'A client waits for the documented status; with another it repeats the action, or takes it for done.',
  fix: 'Take the action on in each state it is documented for, without a body, and answer the documented status.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    actings(contract).flatMap(({ create, operation }) =>
      create ? operation.responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => place) : [],
    ),
  needs: (place, around) => actionNeeds(actingAt(around.contract, place), around, []),
  cost: () => ({ requests: 40, creates: 1 }),
  measure: (place, session) => session.measure(acted, actedParameters(session.contract, place)),
  judge(place, { obstacle, attempt }, { contract }) {
    const { operation, action } = actingAt(contract, place);
    if (!attempt) return inconclusive(obstacle?.reason ?? 'Nothing was tried', obstacle?.exchanges ?? []);
    const { before, exchange, after } = attempt;
    const status = statusOf(exchange) ?? 0;
    if (isDeclaredSuccess(operation, exchange)) return pass(1);
    const finding = {
      where: 'status',
      expected: `status ${successesOf(operation).join(' or ')} for a thing that shows ${JSON.stringify(before.state) ?? ''}`,
      actual: `status ${outcomeOf(exchange)}`,
    };
    if (isSuccess(exchange)) return fail({ code: 'other-success', ...finding }, [exchange]);
    if (refusals.has(status)) return fail({ code: 'action-refused', ...finding }, [exchange, before.exchange]);
    const isConflict = status === 409 || statuses(action.repeated).includes(status);
    if (isConflict && isFrom(action, after.state)) {
      return fail({ code: 'action-refused', ...finding }, [exchange, before.exchange, after.exchange]);
    }
    return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange, after.exchange]);
  },
});
