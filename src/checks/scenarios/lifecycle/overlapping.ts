import { isSuccess, statusOf } from '../../../contract/message.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { uniqueOf } from '../bodies/taken.ts';
import { freeTimes } from '../../subjects/free-times.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { parentValues } from './round-trip/parents.ts';
import type { Sent } from './round-trip/results.ts';
import { make, onItem } from './round-trip/steps.ts';
import { bodyOf, ifTried, type Way } from './round-trip/way.ts';

/** How the time of another one lies to that of the first. */
export type Lying = 'the same time' | 'a time that begins within' | 'a time that ends within' | 'a time around it' | 'a time within';

/** A creation, and others of the same thing at times that overlap or touch its own. */
export type Overlapping = {
  readonly first: Sent;
  readonly overlapping: readonly { readonly lying: Lying; readonly exchange: Exchange }[];
  /** At the moment when the first ends, and up to that when it begins; empty where the document does not say that this is possible. */
  readonly touching: readonly Exchange[];
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A moment or a day in the form of another one; undefined where the form is not known. */
const written = (ms: number, like: string): string | undefined => {
  const iso = new Date(ms).toISOString();
  if (/^\d{4}-\d\d-\d\d$/u.test(like)) return iso.slice(0, 10);
  return Number.isNaN(Date.parse(like)) ? undefined : iso.replace('.000Z', 'Z');
};

/** Times that overlap one, each by the begin and the end. Shifts are whole half hours, or days, because many services take no others. */
const timesAround = (begin: number, end: number, isOfDays: boolean): readonly (readonly [Lying, number, number])[] => {
  const grain = isOfDays ? dayMs : Math.min(30 * minuteMs, (end - begin) / 4);
  const half = Math.max(grain, Math.floor((end - begin) / 2 / grain) * grain);
  const isLong = half < end - begin;
  return [
    ['the same time', begin, end],
    ...(isLong
      ? ([
          ['a time that begins within', begin + half, end + half],
          ['a time that ends within', begin - half, end - half],
        ] as const)
      : []),
    ...(end - begin > 2 * grain ? ([['a time within', begin + grain, end - grain]] as const) : []),
    ['a time around it', begin - grain, end + grain],
  ];
};

/** Creates one, and asks for the same thing at times that overlap its own; what is accepted is removed at once. */
export const overlapping = defineScenario<{ readonly operation: string; readonly how: 'overlapping' | 'touching' }, Overlapping>({
  id: 'overlapping',
  async run(session, { operation, how }) {
    const { contract } = session;
    const found = freeTimes(contract).find(({ trip }) => trip.create.key === operation);
    if (!found) throw new NotTried('not-applicable', `${operation} takes no time for itself`);
    const { trip, begin, end } = found;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const first = await make(way, `span-${how}`, (base) => base);
    const [from, to] = [first.body[begin], first.body[end]];
    if (first.id === undefined || typeof from !== 'string' || typeof to !== 'string') return { first, overlapping: [], touching: [] };
    const [start, stop] = [Date.parse(from), Date.parse(to)];
    if (!(start < stop)) return { first, overlapping: [], touching: [] };
    const unique = new Set(uniqueOf(contract, trip));
    let turn = 0;
    const asked = async (fromMs: number, toMs: number): Promise<Exchange | undefined> => {
      turn += 1;
      const planned = usableRequest(session, trip.create, `span-${how}-${turn}`, { pathValues: first.exchange.request.pathValues });
      const own = Object.entries(bodyOf({ request: planned })).filter(([name]) => unique.has(name));
      const times: Resource = { [begin]: written(fromMs, from), [end]: written(toMs, to) };
      const value = { ...first.body, ...Object.fromEntries(own), ...times };
      const exchange = await ifTried(
        session.send({ ...planned, body: jsonBody(trip.create, value), madeUp: [...(planned.madeUp ?? []), 'body'] }),
      );
      const isMade = exchange !== undefined && isSuccess(exchange) && statusOf(exchange) !== 202;
      const id = isMade ? idOfMade(contract, trip, exchange) : undefined;
      if (exchange && id !== undefined && trip.remove) await ifTried(onItem(way, trip.remove, exchange, id));
      return exchange;
    };
    const answers: Overlapping['overlapping'][number][] = [];
    const touching: Exchange[] = [];
    if (how === 'overlapping')
      for (const [lying, fromMs, toMs] of timesAround(start, stop, /^\d{4}-\d\d-\d\d$/u.test(from))) {
        const exchange = await asked(fromMs, toMs);
        if (exchange) answers.push({ lying, exchange });
      }
    else
      for (const [fromMs, toMs] of [
        [stop, stop + (stop - start)],
        [start - (stop - start), start],
      ] as const) {
        const exchange = await asked(fromMs, toMs);
        if (exchange) touching.push(exchange);
      }
    return { first, overlapping: answers, touching };
  },
});
