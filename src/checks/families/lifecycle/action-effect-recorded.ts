import { answerOf, isSuccess, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { actingAt, actings, isFrom, isOnNamed } from '../../subjects/actions.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { actedOnKnown, type ActedOnKnown } from '../../scenarios/lifecycle/acted-on-known.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { valueKind } from '../../kit/value-kind.ts';

export const actionEffectRecorded = defineProbe<ActedOnKnown>({
  id: 'lifecycle/action-effect-recorded',
  title: 'What an action answers, and what the list shows after it that it did not show before, is recorded',
  why: 'A client that looks for the outcome of an action where one service shows it finds nothing on another.',
  fix: 'Nothing is broken; the documentation could say what the action changes, and where that shows.',
  reads: 'action',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    actings(contract)
      .filter(isOnNamed)
      .map(({ operation }) => operation.place),
  needs: (place, around) => needsFor(actingAt(around.contract, place).operation, around),
  cost: () => ({ requests: 50, creates: 0 }),
  measure: (place, session) => session.measure(actedOnKnown, { action: place.operation ?? '' }),
  judge(place, { id, exchange, effect }, { contract }) {
    const { operation, action } = actingAt(contract, place);
    if (!isSuccess(exchange)) return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    const answer = factOf('action.answer', operation.key, shapeOf(exchange));
    if (!effect) return observed([answer]);
    const [before, after] = [new Map(effect.before), new Map(effect.after)];
    const stateOf = (states: ReadonlyMap<string, unknown>, one: string): string => {
      const state = states.get(one);
      if (typeof state === 'string') return state;
      return states.has(one) ? valueKind(state) : 'absent';
    };
    // What was on its way to another state already says nothing about the action.
    const others = [...before.keys()].filter((one) => one !== id && isFrom(action, before.get(one)));
    const changed = others.flatMap((one) =>
      before.get(one) === after.get(one) ? [] : `${stateOf(before, one)} to ${stateOf(after, one)}`,
    );
    return observed([
      answer,
      factOf('action.effect', operation.key, {
        // What it showed before differs from run to run: the next one finds it as this one leaves it.
        thing: stateOf(after, id),
        others: [...new Set(changed)].sort(),
        new: [...after.keys()].some((one) => !before.has(one)),
      }),
    ]);
  },
});

const shapeOf = (exchange: Exchange): unknown => {
  const json = answerOf(exchange)?.json;
  if (json?.kind !== 'value') return json?.kind === 'none' ? 'no body' : 'no JSON';
  return isObject(json.value) ? { members: Object.keys(json.value).sort() } : valueKind(json.value);
};
