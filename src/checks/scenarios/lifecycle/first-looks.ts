import { isSuccess } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { type ListLook, lookInList, mayPass, onThing } from './look-at-thing.ts';
import { patienceMs } from '../../kit/patience.ts';
import { things, type MadeThing, type Things } from './things.ts';
import { until } from './until.ts';

/** A read of a thing by its id, repeated until it was there. */
export type ThingRead = {
  readonly made: MadeThing & { readonly id: string };
  /** The last answer. */
  readonly exchange: Exchange;
  /** What it shows of the thing. */
  readonly thing: Thing | undefined;
};

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
