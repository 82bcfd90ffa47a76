import { outcomeOf } from '../../../contract/message.ts';
import { actingAt, actings, isOnNamed } from '../../subjects/actions.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { actedOnKnown, type ActedOnKnown } from '../../scenarios/lifecycle/acted-on-known.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { hasStatus, isRedirect, successWords } from '../../kit/story.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

export const actionOnKnownAccepted = defineProbe<ActedOnKnown>({
  id: 'lifecycle/action-on-known-accepted',
  title: 'An action on the thing that the operator names for it is taken on',
  why: 'The action is there for such things; where it is refused, they cannot be helped when it matters.',
  fix: 'Serve the documented path and method, look the thing up by its id, and answer a success.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    actings(contract)
      .filter(isOnNamed)
      .flatMap(({ operation }) => operation.responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => place)),
  needs: (place, around) => needsFor(actingAt(around.contract, place).operation, around),
  cost: () => ({ requests: 50, creates: 0 }),
  measure: (place, session) => session.measure(actedOnKnown, { action: place.operation ?? '' }),
  judge(place, { id, before, exchange }, { contract }) {
    const { operation } = actingAt(contract, place);
    if (isDeclaredSuccess(operation, exchange)) return pass(1);
    if (before.kind !== 'item') return inconclusive(`The list does not show ${id}`, [before.exchange, exchange]);
    // Any other refusal may be about what the thing is like just then.
    if (!isRedirect(exchange) && !hasStatus(exchange, [404, 405, 501])) {
      return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const finding = {
      code: 'action-refused',
      where: 'status',
      expected: `${successWords(operation)} for ${id}, which is in its list`,
      actual: `status ${outcomeOf(exchange)}`,
    };
    return fail(finding, [exchange, before.exchange]);
  },
});
