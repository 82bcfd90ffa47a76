import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbeOver, fail, inconclusive, pass } from '../../kit/define.ts';
import { hasStatus } from '../../kit/story.ts';
import { createdTogether, type CreatedTogether, together } from '../../scenarios/lifecycle/created-together.ts';
import { type Creation, creations, needsToCreate } from '../../subjects/creators.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';

export const oneOfManySucceeds = defineProbeOver<Creation, CreatedTogether>({
  id: 'concurrency/one-of-many-succeeds',
  title: 'Of several equal creations at the same moment only one succeeds where a second one is refused',
  why: 'A client that repeats an unanswered request sends it while the first is still under way; two things would be paid for.',
  fix: 'Reserve what must not repeat in one step, by a unique index, before anything is created.',
  reads: 'refusals.duplicate',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  over: (contract) =>
    creations(contract).filter(
      ({ operation }) =>
        refusalOf(operation, 'duplicate').length > 0 &&
        contract.resources.some(({ create, unique }) => create?.key === operation.key && unique.length > 0),
    ),
  needs: needsToCreate,
  cost: () => ({ requests: 15, creates: together }),
  measure: ({ operation }, session) => session.measure(createdTogether, { operation: operation.key }),
  judge({ operation }, { exchanges, listed }) {
    const expected = refusalOf(operation, 'duplicate');
    const accepted = exchanges.filter(isSuccess);
    const [first] = accepted;
    const outcomes = exchanges.map(outcomeOf).join(', ');
    if (!first) return inconclusive(`None of ${exchanges.length} equal creations was accepted: ${outcomes}`, exchanges);
    const others = exchanges.filter((exchange) => exchange !== first);
    const finding = { where: 'equal creations at once', expected: `one success, and ${expected.join(' or ')} to the others` };
    if (accepted.length > 1) return fail({ code: 'several-succeed', ...finding, actual: outcomes }, [first, ...others]);
    if (listed !== undefined && listed > 1) {
      const actual = `${listed} listed items of that name (${outcomes})`;
      return fail({ code: 'several-listed', ...finding, actual }, [first, ...others]);
    }
    return others.every((exchange) => hasStatus(exchange, expected))
      ? pass(1)
      : inconclusive(`Equal creations were answered ${outcomes}`, exchanges);
  },
});
