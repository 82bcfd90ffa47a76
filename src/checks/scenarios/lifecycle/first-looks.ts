import { isSuccess } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { createdResourceNamed, type Makeable, resourceNamed } from '../../subjects/resources.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { created, freshValues } from './created.ts';
import { type ListLook, lookInList, mayPass, onThing } from './look-at-thing.ts';
import { idOfCreation } from './references.ts';
import { until } from './until.ts';

/** A thing that the run asked for. */
export type MadeThing = {
  readonly creation: Exchange;
  /** Undefined where it was not created, or nothing tells its id. */
  readonly id: string | undefined;
  /** Values of ours by which it is known over there. */
  readonly names: readonly unknown[];
};

/** Things of the run of one kind. */
type Things = {
  /** In the order of their creation; the first one serves everybody and is left alone. */
  readonly all: readonly MadeThing[];
  /** The one that is followed through its life: it may be changed and removed. */
  readonly own: MadeThing;
};

/** Two are made at the same moment. */
const labels = ['own', 'beside'] as const;

/**
 * Makes what the life of a thing is judged by: the thing that serves everybody and, where things can be removed, two
 * more at the same moment; where they can only be changed, one more. Nothing more is tried after a refusal.
 */
const things = defineMeasurement<{ readonly resource: string }, Things>({
  id: 'things',
  async run(session, { resource: name }) {
    const resource = createdResourceNamed(session.contract, name);
    const { create } = resource;
    const { exchange } = await session.measure(created, { operation: create.key });
    const first = await thingOf(session, resource, exchange);
    const most = resource.remove ? 2 : resource.update ? 1 : 0;
    if (!isSuccess(exchange) || most === 0) return { all: [first], own: first };
    const requests = labels.slice(0, most).map((label) => usableRequest(session, create, label));
    const more: MadeThing[] = [];
    for (const creation of await session.sendTogether(requests)) more.push(await thingOf(session, resource, creation));
    return { all: [first, ...more], own: more.find(({ id }) => id !== undefined) ?? more[0] ?? first };
  },
});

const thingOf = async (session: Session, resource: Makeable, creation: Exchange): Promise<MadeThing> => ({
  creation,
  id: await idOfCreation(session, resource, creation),
  names: freshValues(session.contract, resource.create, creation.request),
});

/** A read of a thing by its id, repeated until it was there. */
export type ThingRead = {
  readonly made: MadeThing & { readonly id: string };
  /** The last answer. */
  readonly exchange: Exchange;
  /** What it shows of the thing. */
  readonly thing: Thing | undefined;
};

/** New things, and the first answers that show them. */
export type FirstLooks = {
  readonly things: Things;
  /** One for each thing with an id; none where the contract has no read. */
  readonly reads: readonly ThingRead[];
  /** The look that showed all of them at once, else the last one; undefined where there is no list. */
  readonly list: ListLook | undefined;
  readonly withinMs: number;
};

const isKnown = (made: MadeThing): made is MadeThing & { readonly id: string } => made.id !== undefined;

/** Looks at what was just made: a read of each, then the list, until they are there or the time for it is up. */
export const firstLooks = defineMeasurement<{ readonly resource: string }, FirstLooks>({
  id: 'first-looks',
  async run(session, parameters) {
    const resource = resourceNamed(session.contract, parameters.resource);
    const made = await session.measure(things, parameters);
    const known = made.all.filter(isKnown);
    const withinMs = patienceMs(session.target, 'created.listed');
    const end = session.now() + withinMs;
    const left = (): number => Math.max(0, end - session.now());
    const reads: ThingRead[] = [];
    const { read } = resource;
    for (const one of read ? known : []) {
      let exchange: Exchange | undefined;
      await until(session, { withinMs: left(), why: 'what was created is to be readable' }, async () => {
        exchange = read && (await onThing(session, read, one.id));
        return exchange === undefined || !mayPass(exchange) ? true : undefined;
      });
      if (exchange) reads.push({ made: one, exchange, thing: shownThing(resource, 'read', exchange, one.id) });
    }
    const ids = known.map(({ id }) => id);
    let list: ListLook | undefined;
    if (ids.length > 0 && resource.collection) {
      await until(session, { withinMs: left(), why: 'the list is to show what was created' }, async () => {
        list = await lookInList(session, resource, ids);
        return !list || list.missing.length === 0 || (isSuccess(list.exchange) && list.isOpen) ? true : undefined;
      });
    }
    return { things: made, reads, list, withinMs };
  },
});

/** The read of one thing. */
export const readOf = ({ reads }: FirstLooks, { id }: Pick<MadeThing, 'id'>): ThingRead | undefined =>
  reads.find(({ made }) => made.id === id);

/** The name that a thing shows. */
export const nameIn = (thing: Thing | undefined, at: string | undefined): unknown =>
  thing === undefined || at === undefined ? undefined : valueAt(thing, at);
