import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { overlapping, type Overlapping } from '../../scenarios/lifecycle/overlapping.ts';
import { type FreeTime, freeTimes } from '../../subjects/free-times.ts';

const common = {
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  prerequisites: ({ trip }: FreeTime, around: Surroundings) => prerequisitesFor(trip.create, around),
} as const;

const isMade = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const timeOf = ({ begin, end }: FreeTime, { first }: Overlapping): string =>
  `${JSON.stringify(first.body[begin]) ?? ''} to ${JSON.stringify(first.body[end]) ?? ''}`;

const notMade = ({ first }: Overlapping) => inconclusive(`The creation was answered ${outcomeOf(first.exchange)}`, [first.exchange]);

export const overlapRefused = defineProbe<FreeTime, Overlapping>({
  ...common,
  id: 'lifecycle/overlap-refused',
  title: 'A creation is refused whose time overlaps that of another one, where the document says that they may not',
  why: 'Two people stand before one room, and both have been told that it is theirs.',
  fix: 'Look for a time that begins before the new one ends and ends after it begins, in the same transaction that stores the new one.',
  over: (contract: Contract) => [...freeTimes(contract)],
  cost: () => ({ requests: 14, creates: 6 }),
  run: ({ trip }, session) => session.run(overlapping, { operation: trip.create.key, how: 'overlapping' }),
  judge(subject, story) {
    const { overlapping: tried, first } = story;
    if (tried.length === 0) return notMade(story);
    const taken = tried.find(({ exchange }) => isMade(exchange));
    if (taken) {
      const expected = `409 to ${taken.lying}, because ${timeOf(subject, story)} is taken`;
      const finding = { code: 'overlap-accepted', where: 'request body', expected, actual: `status ${outcomeOf(taken.exchange)}` };
      return unconfirmed(fail(finding, [taken.exchange, first.exchange]));
    }
    const refused = tried.filter(({ exchange }) => statusOf(exchange) === 409).length;
    const answers = tried.map(({ exchange }) => exchange);
    return refused > 0 ? pass(refused) : inconclusive(`No such time was answered 409: ${answers.map(outcomeOf).join(', ')}`, answers);
  },
});

export const touchingAccepted = defineProbe<FreeTime, Overlapping>({
  ...common,
  id: 'lifecycle/touching-accepted',
  title: 'A creation is accepted whose time begins when another one ends, where the document says that it may',
  why: 'Of a day in which one meeting follows the other, every second one cannot be booked.',
  fix: 'Compare the ends without equality: a time ends before the moment at which it ends.',
  over: (contract: Contract) => freeTimes(contract).filter(({ mayTouch }) => mayTouch),
  cost: () => ({ requests: 10, creates: 3 }),
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
