import { jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { actingAt, actings } from '../../subjects/actions.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { actedElsewhere } from '../../scenarios/lifecycle/acted-elsewhere.ts';
import type { Attempt } from '../../scenarios/lifecycle/look.ts';
import { needsFor, permissionsFor } from '../../kit/prerequisites.ts';

export const actionElsewhereRecorded = defineProbe<readonly Attempt[]>({
  id: 'lifecycle/action-elsewhere-recorded',
  title: 'What an action gets on a thing in another state than it is documented for is recorded',
  why: 'Services differ in whether they refuse, wait or start; a client that relies on one of these breaks on another.',
  fix: 'Nothing is broken; the documentation could say what the action gets in each state.',
  reads: 'action',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    actings(contract).flatMap(({ create, action, operation }) => (create || action.unfit !== undefined ? [operation.place] : [])),
  needs(place, around) {
    const { create, action, operation } = actingAt(around.contract, place);
    const isNamed = action.unfit !== undefined && around.target.fixtures[action.unfit] !== undefined;
    return isNamed || !create ? permissionsFor(operation) : needsFor(create, around);
  },
  cost: () => ({ requests: 20, creates: 1 }),
  measure: (place, session) => session.measure(actedElsewhere, { action: place.operation ?? '' }),
  judge(place, attempts) {
    const steady = attempts.filter(({ before, exchange, after }) => before.state === after.state || isAccepted(exchange));
    if (steady.length === 0) {
      const exchanges = attempts.map(({ exchange }) => exchange);
      return inconclusive('No thing was in a state that the action is not for, right before and right after it', exchanges);
    }
    const answers = steady.map(({ before, exchange }) => [String(before.state), told(exchange)] as const);
    return observed([factOf('action.elsewhere', place.operation, Object.fromEntries(answers.sort(([a], [b]) => a.localeCompare(b))))]);
  },
});

const isAccepted = ({ reply }: Exchange): boolean => reply.kind === 'answer' && reply.status < 300;

/** Status and members of the body: texts in it may name the thing and differ from run to run. */
const told = (exchange: Exchange): unknown => ({ answer: outcomeOf(exchange), members: membersOf(jsonOf(exchange)) });

const membersOf = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([name, member]) => [name, membersOf(member)]),
      )
    : typeof value;
