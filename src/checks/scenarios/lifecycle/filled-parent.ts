import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { namingOwn } from './send-creation.ts';
import { type Capacity, capacities } from '../../subjects/capacities.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import { takeOut } from './counted-children.ts';
import { isCached } from './look-at-resource.ts';
import { madeFor } from './ready-for.ts';
import type { Look } from './round-trip/results.ts';
import { listOf, onItem, readOf } from './round-trip/steps.ts';
import { ifTried } from './round-trip/way.ts';
import { until } from './until.ts';

/** How much room a parent shows to be left. */
export type Left = { readonly value: number; readonly exchange: Exchange };

/** What came of filling a parent, asking for more, and giving a place back. */
export type FilledParent = {
  readonly parent: Exchange;
  /** The creations that there is room for; fewer where one was refused, which is the last one then. */
  readonly filling: readonly Exchange[];
  readonly isFull: boolean;
  /** One more than there is room for. */
  readonly over: Exchange | undefined;
  /** What was shown of all of these after that, where only those in some states take room; of each that could be looked at. */
  readonly now: readonly Look[];
  readonly empty: Left | undefined;
  readonly full: Left | undefined;
  /** What gave a place back, and the creation after it. */
  readonly leaving: Exchange | undefined;
  readonly freed: Left | undefined;
  readonly again: Exchange | undefined;
};

/** The last places of a second parent, asked for by two at the same moment; and by one alone who wants more than there are. */
export type FilledAtOnce = {
  readonly both: readonly Exchange[];
  readonly many: Exchange | undefined;
  /** How many took a place one after another; where nobody could, a refusal of more says nothing of the room. */
  readonly taken: number;
};

/** The longest wait in milliseconds for a number that is left: a job may add it up. */
const withinMs = 3000;

type Parent = { readonly made: Exchange; readonly id: string };

const makeParent = async (session: Session, { parent, child, member, room }: Capacity, purpose: string): Promise<Exchange | Parent> => {
  const { contract } = session;
  const settings = member === undefined ? [] : [{ member, value: room }];
  const request = requestAsSet(session, { operation: parent.create.key, settings, purpose });
  const { made, id } = await madeFor(session, parent, child.create, request);
  const shown = resourceIn(contract, parent.create, made, parent.id);
  // A service may have a least capacity of its own.
  const isOther = member !== undefined && shown?.[member] !== undefined && shown[member] !== room;
  if (id === undefined || isOther) return made;
  return { made, id };
};

/** Creates children of one parent; each names resources of its own once the service refused the shared ones. */
const taking = (session: Session, capacity: Capacity, parent: Parent) => {
  let asOwn = (request: PlannedRequest): PlannedRequest => request;
  const request = (purpose: string, places = 1): PlannedRequest =>
    asOwn(
      childCreation(session, capacity, purpose, parent, {
        ...(capacity.flag !== undefined && { [capacity.flag]: true }),
        ...(capacity.places !== undefined && { [capacity.places]: places }),
      }),
    );
  return {
    request,
    async take(purpose: string): Promise<Exchange> {
      const asked = request(purpose);
      const first = await session.send(asked);
      const own = statusOf(first) === 409 ? namingOwn(asked) : undefined;
      if (own === undefined) return first;
      asOwn = (one) => namingOwn(one) ?? one;
      return session.send(own);
    },
  };
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const capacityAt = (session: Session, operation: string): Capacity => {
  const found = capacities(session.contract).find(({ child }) => child.create.key === operation);
  if (!found) throw new NotTried('not-applicable', `Nothing says for how many of ${operation} there is room`);
  return found;
};

/** What is shown now of children that were created. */
const looksAt = async (session: Session, { child }: Capacity, creations: readonly Exchange[]): Promise<readonly Look[]> => {
  const looks: Look[] = [];
  for (const creation of creations) {
    const id = idOfMade(session.contract, child, creation);
    const way = { session, trip: child, pathValues: {} };
    const look = id === undefined ? undefined : await ifTried(child.read ? readOf(way, creation, id) : listOf(way, creation, id));
    if (look) looks.push(look);
  }
  return looks;
};

/** Fills a new parent, asks for one more, and gives one place back. */
export const filledParent = defineScenario<{ readonly operation: string }, FilledParent>({
  id: 'filled-parent',
  async run(session, { operation }) {
    const { contract } = session;
    const capacity = capacityAt(session, operation);
    const { parent, child, room, left } = capacity;
    const nothing = {
      filling: [],
      isFull: false,
      over: undefined,
      now: [],
      empty: undefined,
      full: undefined,
      leaving: undefined,
      freed: undefined,
      again: undefined,
    };
    const own = await makeParent(session, capacity, 'filled');
    if (!('made' in own)) return { ...nothing, parent: own };
    const look = async (isRight?: (value: number) => boolean): Promise<Left | undefined> => {
      const { read } = parent;
      if (left === undefined || read === undefined) return undefined;
      let last: Left | undefined;
      await until(session, { withinMs: isRight ? withinMs : 0, why: 'what is left is to change' }, async () => {
        const exchange = await onItem({ session, trip: parent, pathValues: {} }, read, own.made, own.id);
        const value = resourceIn(contract, read, exchange, parent.id)?.[left];
        if (typeof value === 'number' && !isCached(exchange)) last = { value, exchange };
        return isRight === undefined || (last && isRight(last.value)) ? true : undefined;
      });
      return last;
    };
    const empty = await look();
    const { take, request } = taking(session, capacity, own);
    const filling: Exchange[] = [];
    for (let n = 1; n <= room; n += 1) {
      const one = await take(`filled-${n}`);
      filling.push(one);
      if (!isDone(one)) return { ...nothing, parent: own.made, filling, empty };
    }
    const full = await look((value) => value === 0);
    const over = await session.send({ ...request('filled-over'), faults: ['duplicate'] });
    const now =
      (capacity.states ?? capacity.waiting) !== undefined && isDone(over) ? await looksAt(session, capacity, [...filling, over]) : [];
    const base = { parent: own.made, filling, isFull: true, over, now, empty, full };
    const [first] = filling;
    const id = first && idOfMade(contract, child, first);
    if (!first || id === undefined || isSuccess(over) || capacity.closes)
      return { ...base, leaving: undefined, freed: undefined, again: undefined };
    const leaving = await orSkipped(
      capacity.leaving
        ? takeOut(session, capacity.leaving, first, id)
        : child.remove
          ? onItem({ session, trip: child, pathValues: {} }, child.remove, first, id)
          : Promise.reject(new NotTried('not-applicable', 'Nothing gives a place back')),
    );
    if (isSkipped(leaving) || !isDone(leaving)) return { ...base, leaving: undefined, freed: undefined, again: undefined };
    const freed = await look((value) => value === 1);
    return { ...base, leaving, freed, again: await session.send(request('filled-again')) };
  },
});

/** Fills a new parent but for one place, and asks for that twice at the same moment; before, for one place more than there is, where one child may take several. */
export const filledAtOnce = defineScenario<{ readonly operation: string }, FilledAtOnce>({
  id: 'filled-at-once',
  async run(session, { operation }) {
    const capacity = capacityAt(session, operation);
    const own = await makeParent(session, capacity, 'filled-at-once');
    if (!('made' in own)) return { both: [], many: undefined, taken: 0 };
    const { take, request } = taking(session, capacity, own);
    const many =
      capacity.places === undefined
        ? undefined
        : await session.send({ ...request('filled-many', capacity.room + 1), faults: ['value-unusable'] });
    if (many && isSuccess(many)) return { both: [], many, taken: 0 };
    for (let taken = 0; taken < capacity.room - 1; taken += 1)
      if (!isDone(await take(`at-once-${taken + 1}`))) return { both: [], many, taken };
    return { both: await session.sendTogether([request('at-once-a'), request('at-once-b')]), many, taken: capacity.room - 1 };
  },
});
