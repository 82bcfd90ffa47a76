import { answerOf, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type EventfulStream, eventfulStreams, type ToldEvent } from '../../subjects/told-events.ts';
import { heardIn, listening, streamPrerequisites, streams } from './followed-stream.ts';

/** What was done while the stream was followed, on a resource with an id, and when. */
type Deed = { readonly event: ToldEvent; readonly exchange: Exchange; readonly id: string; readonly doneMs: number };

type Result = {
  readonly heard: Exchange | undefined;
  readonly endedMs: number;
  readonly deeds: readonly Deed[];
  readonly last: Exchange | undefined;
};

/** The longest that a stream is followed for this, in milliseconds. */
const longestMs = 15_000;

/** Of the time for which a stream is followed, so much is left at its beginning to open it, and at its end for the last event. */
const share = 6;

/** The longest time in milliseconds at each end. */
const mostAsideMs = 3000;

const followMsOf = ({ target }: Session): number => Math.min(longestMs, patienceMs(target, 'stream.listened'));
const asideMsOf = (followMs: number): number => Math.min(mostAsideMs, followMs / share);

/** Most resources that are created: an action may be possible on a new one alone. */
const mostCreated = 4;

const isDone = (exchange: Exchange | undefined): exchange is Exchange =>
  exchange !== undefined && isSuccess(exchange) && statusOf(exchange) !== 202;

/** The order in which the operations of a stream are tried on one resource: its removal comes last. */
const inOrder = ({ trip, events }: EventfulStream): readonly ToldEvent[] => {
  const others = events.filter(({ operation }) => operation !== trip.create);
  return [...others.filter(({ operation }) => operation !== trip.remove), ...others.filter(({ operation }) => operation === trip.remove)];
};

const actAll = async (subject: EventfulStream, session: Session): Promise<Pick<Result, 'deeds' | 'last'>> => {
  const { trip, events } = subject;
  const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
  const creating = events.find(({ operation }) => operation === trip.create);
  const deeds: Deed[] = [];
  let last: Exchange | undefined;
  let made = 0;
  const create = async (): Promise<{ readonly exchange: Exchange; readonly id: string } | undefined> => {
    if (made >= mostCreated) return undefined;
    made += 1;
    const { exchange, id } = await make(way, `streamed-${made}`, (base) => base);
    last = exchange;
    if (!isDone(exchange) || id === undefined) return undefined;
    if (creating) deeds.push({ event: creating, exchange, id, doneMs: session.now() });
    return { exchange, id };
  };
  const act = async (operation: Operation, on: { readonly exchange: Exchange; readonly id: string }): Promise<Exchange | undefined> => {
    const acted = await ifTried(onItem(way, operation, on.exchange, on.id));
    last = acted ?? last;
    return acted;
  };
  let one = await create();
  for (const event of inOrder(subject)) {
    if (!one) break;
    let acted = await act(event.operation, one);
    if (acted !== undefined && !isDone(acted)) {
      const other = await create();
      acted = other && (await act(event.operation, other));
      one = other ?? one;
    }
    if (isDone(acted)) deeds.push({ event, exchange: acted, id: one.id, doneMs: session.now() });
  }
  return { deeds, last };
};

/** Does a value hold an id anywhere. */
const holdsId = (value: unknown, id: string): boolean => {
  if (Array.isArray(value)) return value.some((one) => holdsId(one, id));
  if (isObject(value)) return Object.values(value).some((one) => holdsId(one, id));
  return (typeof value === 'string' || typeof value === 'number') && String(value) === id;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

export const toldEventsSent = defineProbe<EventfulStream, Result>({
  id: 'streaming/told-events-sent',
  title: 'A stream sends each event that its text names, when what it is about is done',
  why: 'A client that follows the stream shows for hours what was cancelled long ago.',
  fix: 'Write the event in the place where the state is stored, for every way that leads to it.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract: Contract) =>
    eventfulStreams(
      contract,
      streams(contract).map(({ operation }) => operation),
    ),
  prerequisites: (subject, around) => [
    ...streamPrerequisites(subject, around),
    ...prerequisitesFor(subject.trip.create, around),
    ...subject.events.flatMap(({ operation }) => permissionsFor(operation)),
  ],
  cost: ({ events }) => ({ requests: 6 + 8 * events.length, creates: mostCreated }),
  async run(subject, session) {
    const followMs = followMsOf(session);
    const follow = async (): Promise<Pick<Result, 'heard' | 'endedMs'>> => {
      const heard = await orSkipped(session.send(listening(session, subject.operation, followMs)));
      return { heard: isSkipped(heard) ? undefined : heard, endedMs: session.now() };
    };
    const following = follow();
    await session.pause(asideMsOf(followMs), 'a stream is to be open');
    const acted = await orSkipped(actAll(subject, session));
    return { ...(await following), ...(isSkipped(acted) ? { deeds: [], last: undefined } : acted) };
  },
  judge({ operation }, { heard, endedMs, deeds, last }, { target }) {
    if (!heard) return inconclusive('The stream could not be followed', last ? [last] : []);
    const stream = heardIn(heard);
    if (stream.kind !== 'heard') return inconclusive(`The stream was answered ${outcomeOf(heard)}`, [heard]);
    const events = stream.stream.named.map(({ name, data }) => ({ name, data: parsed(data) }));
    const isHeard = ({ event, id }: Deed): boolean =>
      events.some(({ name, data }) => (name === event.name || holdsId(data, event.name)) && holdsId(data, id));
    const known = deeds.map((deed) => ({ deed, isKnown: isHeard(deed) }));
    if (!known.some(({ isKnown }) => isKnown))
      return inconclusive('The stream showed no event of what was done', [heard, ...(last ? [last] : [])]);
    const asideMs = asideMsOf(Math.min(longestMs, patienceMs(target, 'stream.listened'))) / 2;
    const missing = known.find(({ deed, isKnown }, n) => {
      const isOpen = answerOf(heard)?.unfinished === true && endedMs - deed.doneMs >= asideMs;
      return !isKnown && (isOpen || known.slice(n + 1).some((later) => later.isKnown));
    });
    if (!missing) return pass(known.filter(({ isKnown }) => isKnown).length);
    const { event, exchange, id } = missing.deed;
    const finding = {
      code: 'event-not-sent',
      where: `event ${event.name}`,
      expected: `an event "${event.name}" of ${operation.key} after ${event.operation.key} for ${id}`,
      actual: `none, and ${known.filter(({ isKnown }) => isKnown).length} others that were done meanwhile`,
    };
    return unconfirmed(fail(finding, [heard, exchange]));
  },
});
