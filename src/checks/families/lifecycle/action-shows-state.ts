import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { actedParameters, actionNeeds } from '../../scenarios/lifecycle/action-needs.ts';
import { actingAt, actings } from '../../subjects/actions.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { acted, type Acted, isThrough } from '../../scenarios/lifecycle/acted.ts';
import type { Look } from '../../scenarios/lifecycle/look.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { between } from '../../kit/timing.ts';

/** A state between two looks further apart may have come and gone unseen. */
const mostApartMs = 3000;
/** So may one before a first look that comes later than this, in milliseconds. */
const firstWithinMs = 1000 + 250;

export const actionShowsState = defineProbe<Acted>({
  id: 'lifecycle/action-shows-state',
  title: 'After an accepted action the list shows the state in between',
  why: 'Clients see by that state that the action was really begun, and that the thing is not to be used meanwhile.',
  fix: 'Set the state before the action is answered, and keep it until the action is done.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    actings(contract).flatMap(({ create, action, operation }) => (create && action.through !== undefined ? [operation.place] : [])),
  reads: 'action',
  needs: (place, around) => actionNeeds(actingAt(around.contract, place), around, ['action.through']),
  cost: () => ({ requests: 60, creates: 1 }),
  measure: (place, session) => session.measure(acted, actedParameters(session.contract, place)),
  judge(place, { obstacle, attempt, looks }, { contract, target }) {
    const acting = actingAt(contract, place);
    const { operation, action } = acting;
    if (!attempt) return inconclusive(obstacle?.reason ?? 'Nothing was tried', obstacle?.exchanges ?? []);
    const { exchange } = attempt;
    if (!isDeclaredSuccess(operation, exchange)) return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    if (looks.some(({ state }) => isThrough(acting, state))) return pass(1);
    const lost = looks.find(({ kind }) => kind !== 'item');
    if (lost) return inconclusive(`The thing was not found in a look at its list: ${outcomeOf(lost.exchange)}`, [exchange, lost.exchange]);
    const gap = gapIn(exchange, looks);
    if (gap !== undefined)
      return inconclusive(`Looks at the list were ${gap / 1000} s apart, "${action.through ?? ''}" may have been missed`, [exchange]);
    const shown = [...new Set(looks.map(({ state }) => JSON.stringify(state) ?? 'nothing'))].join(', ');
    const last = looks.at(-1)?.exchange;
    return fail(
      {
        code: 'state-not-shown',
        where: `${acting.state} of the listed item`,
        expected: `"${action.through ?? ''}" within ${patienceMs(target, 'action.through') / 1000} s after ${outcomeOf(exchange)}`,
        actual: `only ${shown} in ${looks.length} looks`,
      },
      last ? [exchange, last] : [exchange],
    );
  },
});

/**
 * A time without a look that may be too long, in milliseconds: from the request to the first look, because a state that does
 * not last may be over when a slow answer arrives, or from one look to the next. A look shows what was there at an instant between
 * its sending and its answer.
 */
const gapIn = (accepted: Exchange, looks: readonly Look[]): number | undefined => {
  const gaps = looks.map(({ exchange }, n) => Math.round(between(looks[n - 1]?.exchange ?? accepted, exchange).most));
  return gaps.find((gap, n) => gap > (n === 0 ? firstWithinMs : mostApartMs));
};
