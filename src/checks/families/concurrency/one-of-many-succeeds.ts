import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds, creators, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { createdTogether, type CreatedTogether, together } from '../../scenarios/lifecycle/created-together.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';

export const oneOfManySucceeds = defineProbe<CreatedTogether>({
  id: 'concurrency/one-of-many-succeeds',
  title: 'Of several equal creations at the same moment only one succeeds where a second one is refused',
  why: 'A client that repeats an unanswered request sends it while the first is still under way; two things would be paid for.',
  fix: 'Reserve what must not repeat in one step, by a unique index, before anything is created.',
  reads: 'refusals.duplicate',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    creators(contract)
      .filter((operation) => refusalOf(operation, 'duplicate').length > 0)
      .filter(({ key }) => contract.resources.some(({ create, unique }) => create?.key === key && unique.length > 0))
      .map(({ place }) => place),
  needs: creationNeeds,
  cost: () => ({ requests: 15, creates: together }),
  measure: (place, session) => session.measure(createdTogether, { operation: place.operation ?? '' }),
  judge(place, { exchanges, listed }, { contract }) {
    const expected = refusalOf(operationAt(contract, place), 'duplicate');
    const accepted = exchanges.filter(isSuccess);
    const [first] = accepted;
    const outcomes = exchanges.map(outcomeOf).join(', ');
    if (!first) return inconclusive(`None of ${exchanges.length} equal creations was accepted: ${outcomes}`, exchanges);
    const finding = { where: 'equal creations at once', expected: `one success, and ${expected.join(' or ')} to the others` };
    if (accepted.length > 1) {
      return fail({ code: 'several-succeed', ...finding, actual: outcomes }, telling(first, exchanges));
    }
    if (listed !== undefined && listed > 1) {
      return fail(
        { code: 'several-listed', ...finding, actual: `${listed} listed items of that name (${outcomes})` },
        telling(first, exchanges),
      );
    }
    const others = exchanges.filter((exchange) => exchange !== first);
    const open = others.filter((exchange) => !expected.includes(statusOf(exchange) ?? 0));
    return open.length === 0 ? pass(1) : inconclusive(`Equal creations were answered ${outcomes}`, exchanges);
  },
});

const telling = (first: Exchange, exchanges: readonly Exchange[]): [Exchange, ...Exchange[]] => [
  first,
  ...exchanges.filter((one) => one !== first),
];
