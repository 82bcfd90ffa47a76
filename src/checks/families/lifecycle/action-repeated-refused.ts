import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { actedParameters, actionNeeds } from '../../scenarios/lifecycle/action-needs.ts';
import { actingAt, actings } from '../../subjects/actions.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, unconfirmed } from '../../kit/define.ts';
import { acted, type Acted, isThrough } from '../../scenarios/lifecycle/acted.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { longestOf } from '../../kit/timing.ts';

/** Statuses that are right for another mistake than asking for what is under way already. */
const others = [400, 404, 422];

/** From the look that shows the state in between to the answer of the repeat: no action is taken to end sooner. */
const surelyUnderWayMs = 500;

const idsOf = (...exchanges: readonly Exchange[]): string[] => exchanges.map(({ id }) => id);

export const actionRepeatedRefused = defineProbe<Acted>({
  id: 'lifecycle/action-repeated-refused',
  title: 'An action that is under way already is refused with the documented status',
  why: 'A client that lost an answer repeats the action, and must learn that it is under way instead of starting it twice.',
  fix: 'Look at the state before anything is done, and refuse with the documented status.',
  reads: 'action.repeated',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    actings(contract).flatMap(({ create, action: { through, repeated }, operation }) =>
      create && through !== undefined && statuses(repeated).length > 0 ? [operation.place] : [],
    ),
  needs: (place, around) => actionNeeds(actingAt(around.contract, place), around, ['action.through']),
  cost: () => ({ requests: 60, creates: 1 }),
  measure: (place, session) => session.measure(acted, actedParameters(session.contract, place)),
  judge(place, { obstacle, attempt, repeated }, { contract }) {
    const acting = actingAt(contract, place);
    const { operation, action } = acting;
    if (!attempt) return inconclusive(obstacle?.reason ?? 'Nothing was tried', obstacle?.exchanges ?? []);
    const { exchange: first } = attempt;
    if (!isDeclaredSuccess(operation, first)) return inconclusive(`${operation.key} was answered ${outcomeOf(first)}`, [first]);
    if (!repeated) return inconclusive(`"${action.through ?? ''}" was not seen, so nothing was repeated`, [first]);
    const { before, exchange, after } = repeated;
    if (!isThrough(acting, before.state) || !isThrough(acting, after.state)) {
      const shown = JSON.stringify(after.state) ?? 'nothing';
      return inconclusive(`The thing showed ${shown} right after the action was repeated (${outcomeOf(exchange)})`, [
        exchange,
        after.exchange,
      ]);
    }
    const expected = statuses(action.repeated);
    const verdict = judgeRefusal(exchange, {
      expected,
      wrong: others.filter((status) => !expected.includes(status)),
      code: 'action-repeated',
      where: 'status',
      mistake: `${operation.key} while the list shows "${action.through ?? ''}"`,
    });
    if (verdict.kind !== 'fail') return verdict;
    // A repeat that took this long may have met a thing that was ready again, and what shows now is the second action.
    const spanMs = longestOf([before.exchange, exchange]);
    if (isSuccess(exchange) && spanMs > surelyUnderWayMs) {
      return inconclusive(`The repeat was answered ${Math.round(spanMs)} ms after the look, the first action may have ended in between`, [
        exchange,
        before.exchange,
      ]);
    }
    if (isSuccess(exchange))
      return unconfirmed({
        ...verdict,
        finding: { ...verdict.finding, exchanges: idsOf(exchange, first, before.exchange, after.exchange) },
      });
    return { ...verdict, finding: { ...verdict.finding, exchanges: idsOf(exchange, first, before.exchange, after.exchange) } };
  },
});
