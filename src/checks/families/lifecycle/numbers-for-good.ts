import { isDeepStrictEqual } from 'node:util';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type ForGood, numbersForGood } from '../../subjects/numbers-for-good.ts';

/** A resource that was created and removed, and another one after it; undefined where it was not removed. */
type Result = { readonly first: Sent; readonly removal?: Exchange; readonly second?: Sent };

const valueIn = ({ looks }: Sent, member: string): unknown =>
  looks.map(({ resource }) => resource[member]).findLast((value) => value !== undefined && value !== null);

export const numberNotGivenAgain = defineProbe<ForGood, Result>({
  id: 'lifecycle/number-not-given-again',
  title: 'A value that the server gave to a resource is not given to another one after its removal, where the document says so',
  why: 'The number stands on paper and in the books of others. They find something else under it.',
  fix: 'Take numbers from a counter that never goes back, and not from what is there.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: numbersForGood,
  prerequisites: ({ trip, remove }, around) => prerequisitesOnOwn(trip.create, [remove], around),
  cost: () => ({ requests: 10, creates: 2 }),
  async run({ trip, remove }, session) {
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const first = await make(way, 'for-good-1', (base) => base);
    if (first.id === undefined) return { first };
    const removal = await onItem(way, remove, first.exchange, first.id);
    if (!isSuccess(removal) || statusOf(removal) === 202) return { first, removal };
    return { first, removal, second: await make(way, 'for-good-2', (base) => base) };
  },
  judge({ member, sentence }, { first, removal, second }) {
    const before = valueIn(first, member);
    if (before === undefined)
      return inconclusive(`The creation was answered ${outcomeOf(first.exchange)}, without "${member}"`, [first.exchange]);
    if (!removal || !second)
      return inconclusive(`The removal was answered ${removal ? outcomeOf(removal) : 'not at all'}`, [removal ?? first.exchange]);
    const after = valueIn(second, member);
    const isBeside = isDeepStrictEqual(first.exchange.request.pathValues, second.exchange.request.pathValues);
    if (after === undefined || !isBeside)
      return inconclusive(`The second creation was answered ${outcomeOf(second.exchange)}`, [second.exchange]);
    if (after !== before) return pass(1);
    const expected = `another value than ${shown(before)}, which what was removed had: "${sentence}"`;
    const finding = { code: 'number-given-again', where: `/${member}`, expected, actual: shown(after) };
    return unconfirmed(fail(finding, [second.exchange, removal, first.exchange]));
  },
});
