import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { isAt, lengthened, type Lengthened } from '../../scenarios/lifecycle/lengthened.ts';
import { overlapping, type Overlapping } from '../../scenarios/lifecycle/overlapping.ts';
import { isConflicting } from '../../subjects/conflicts.ts';
import { type FreeTime, freeTimes, type LongerTime, longerTimes } from '../../subjects/free-times.ts';
import { isSameValue } from '../../subjects/same-value.ts';

const common = {
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  prerequisites: ({ trip }: FreeTime, around: Surroundings) => prerequisitesFor(trip.create, around),
} as const;

const isMade = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const timeOf = ({ begin, end, unitMs }: FreeTime, { first }: Overlapping): string => {
  const [from, to] = [begin, end].map((name) => JSON.stringify(first.body[name]) ?? '');
  return unitMs === undefined ? `${from} to ${to}` : `${from} with "${end}" ${to}`;
};

const hasConflict = ({ trip }: FreeTime): boolean => isConflicting(trip.create);

const notMade = ({ first }: Overlapping) => inconclusive(`The creation was answered ${outcomeOf(first.exchange)}`, [first.exchange]);

export const overlapRefused = defineProbe<FreeTime, Overlapping>({
  ...common,
  id: 'lifecycle/overlap-refused',
  title: 'A creation is refused whose time overlaps that of another one, where the document says that they may not',
  why: 'Two people stand before one room, and both have been told that it is theirs.',
  fix: 'Look for a time that begins before the new one ends and ends after it begins, in the same transaction that stores the new one.',
  over: (contract: Contract) => [...freeTimes(contract)],
  cost: ({ about }) => (about === undefined ? { requests: 14, creates: 6 } : { requests: 20, creates: 9 }),
  run: ({ trip }, session) => session.run(overlapping, { operation: trip.create.key, how: 'overlapping' }),
  judge(subject, story) {
    const { overlapping: tried, first } = story;
    if (tried.length === 0) return notMade(story);
    const taken = tried.find(({ exchange }) => isMade(exchange));
    if (taken) {
      const expected = `${hasConflict(subject) ? '409' : 'a refusal'} to ${taken.lying}, because ${timeOf(subject, story)} is taken`;
      const finding = { code: 'overlap-accepted', where: 'request body', expected, actual: `status ${outcomeOf(taken.exchange)}` };
      return unconfirmed(fail(finding, [taken.exchange, first.exchange]));
    }
    // Services that check it with everything else of a body refuse it as they refuse a wrong body.
    const expectedOnes = hasConflict(subject) ? [409] : [409, 422, 400];
    const refused = tried.filter(({ exchange }) => expectedOnes.includes(statusOf(exchange) ?? 0)).length;
    const answers = tried.map(({ exchange }) => exchange);
    return refused > 0
      ? pass(refused)
      : inconclusive(`No such time was answered ${expectedOnes.join(' or ')}: ${answers.map(outcomeOf).join(', ')}`, answers);
  },
});

export const touchingAccepted = defineProbe<FreeTime, Overlapping>({
  ...common,
  id: 'lifecycle/touching-accepted',
  title: 'A creation is accepted whose time begins when another one ends, where the document says that it may',
  why: 'Of a day in which one meeting follows the other, every second one cannot be booked.',
  fix: 'Compare the ends without equality: a time ends before the moment at which it ends.',
  over: (contract: Contract) => freeTimes(contract).filter(({ mayTouch }) => mayTouch),
  cost: ({ about }) => (about === undefined ? { requests: 10, creates: 3 } : { requests: 16, creates: 6 }),
  run: ({ trip }, session) => session.run(overlapping, { operation: trip.create.key, how: 'touching' }),
  judge(subject, story) {
    const { touching, first } = story;
    if (touching.length === 0) return notMade(story);
    const made = touching.filter(isMade).length;
    if (made > 0) return pass(made);
    if (!touching.every((exchange) => statusOf(exchange) === 409))
      return inconclusive(`No such time was accepted: ${touching.map(outcomeOf).join(', ')}`, touching);
    const expected = `a success for a time that begins when ${timeOf(subject, story)} ends, or ends when it begins`;
    // Both times may be taken by others; at another time of our own both are again.
    return unconfirmed(fail({ code: 'touching-refused', where: 'request body', expected, actual: '409' }, [first.exchange, ...touching]));
  },
});

export const longerRefused = defineProbe<LongerTime, Lengthened>({
  id: 'lifecycle/longer-refused',
  title: 'A change that makes a time overlap another one is refused, where the document says that they may not overlap',
  why: 'A client that may not book a long time books a short one and makes it longer, and two bookings overlap.',
  fix: 'Check for overlaps at each change of the start, the end or the duration too, with the times as they would be after the change.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  prerequisites: ({ trip, change }: LongerTime, around: Surroundings) => [
    ...prerequisitesFor(trip.create, around),
    ...permissionsFor(change),
  ],
  over: (contract: Contract) => [...longerTimes(contract)],
  cost: () => ({ requests: 16, creates: 2 }),
  run: ({ change }, session) => session.run(lengthened, { operation: change.key }),
  judge({ begin, until }, { first, same, next, longer, after }) {
    if (!same) return inconclusive(`The creation was answered ${outcomeOf(first.exchange)}`, [first.exchange]);
    if (!next)
      return inconclusive(`One at the same time was answered ${outcomeOf(same)}, so that none may keep its time`, [same, first.exchange]);
    if (!longer) return inconclusive(`No next one was there to last into: ${outcomeOf(next)}`, [next, first.exchange]);
    if (statusOf(longer.exchange) === 409) return pass(1);
    const evidence = [longer.exchange, next, first.exchange] as const;
    const shown = longer.looks.find(({ word }) => word === 'read')?.resource;
    const isKept = shown !== undefined && isAt(shown[begin], Date.parse(String(first.body[begin])));
    const isLonger = isMade(longer.exchange) && isKept && isSameValue(shown[until.name], longer.body[until.name]);
    if (!isLonger || !after)
      return inconclusive(`The change was answered ${outcomeOf(longer.exchange)}, and reads do not show both times`, evidence);
    const value = JSON.stringify(longer.body[until.name]);
    const finding = {
      code: 'longer-accepted',
      where: `/${until.name}`,
      expected: `409 to ${value}, because the time of another one begins before that ends, and one at the same time was answered 409`,
      actual: `status ${outcomeOf(longer.exchange)}`,
    };
    return unconfirmed(fail(finding, [...evidence, after.exchange]));
  },
});
