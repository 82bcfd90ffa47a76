import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { type Placeholder, placeholdersIn } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { uniqueOf } from '../bodies/taken.ts';
import { type FreeTime, freeTimes } from '../../subjects/free-times.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { parentValues } from './round-trip/parents.ts';
import { withReferred } from './references.ts';
import type { Sent } from './round-trip/results.ts';
import { make, onItem } from './round-trip/steps.ts';
import { namingOwn } from './send-creation.ts';
import { bodyOf, ifTried, type Way } from './round-trip/way.ts';

/** How the time of another one lies to that of the first. */
export type Lying =
  | 'the same time'
  | 'a time that begins within'
  | 'a time that ends within'
  | 'a time around it'
  | 'a time within'
  | 'a time that begins on its last day'
  | 'a time that ends on its first day'
  | 'a time without an end that begins with it';

/** A creation, and others of the same thing at times that overlap or touch its own. */
export type Overlapping = {
  readonly first: Sent;
  readonly overlapping: readonly { readonly lying: Lying; readonly exchange: Exchange }[];
  /** At the moment when the first ends, and up to that when it begins; empty where the document does not say that this is possible. */
  readonly touching: readonly Exchange[];
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Times are often taken in steps of so many milliseconds alone, the longest first. */
const stepsMs = [15 * minuteMs, 5 * minuteMs] as const;

const isDayText = (text: string): boolean => /^\d{4}-\d\d-\d\d$/u.test(text);

/** A moment or a day in the form of another one; undefined where the form is not known. */
const written = (ms: number, like: string): string | undefined => {
  const iso = new Date(ms).toISOString();
  if (isDayText(like)) return iso.slice(0, 10);
  return Number.isNaN(Date.parse(like)) ? undefined : iso.replace('.000Z', 'Z');
};

/** How long a time is whose end need not be named. */
const usualMs = (like: string): number => (isDayText(like) ? 4 * dayMs : 120 * minuteMs);

/** How long a time lasts where the body says that in a number, and need not: as long as is usual. */
const withLength = ({ contract }: Session, { trip, end }: FreeTime, body: Resource): Resource => {
  const { document } = contract;
  const schema = bodyMembers(contract, trip.create).find(({ name }) => name === end)?.schema;
  if (typeof body[end] === 'number' || schema === undefined) return body;
  const resolved = resolvedSchema(document, schema);
  const usual = isObject(resolved) ? resolved['default'] : undefined;
  const length = [usual, 30, 60, 1].find((one) => typeof one === 'number' && mayBeSent(document, schema, one));
  return length === undefined ? body : { ...body, [end]: length };
};

/** A time that ends, also where its end may be left out. */
const withEnd = (session: Session, found: FreeTime, body: Resource): Resource => {
  const { begin, end, unitMs } = found;
  if (unitMs !== undefined) return withLength(session, found, body);
  const from = body[begin];
  if (typeof from !== 'string' || typeof body[end] === 'string') return body;
  const until = written(Date.parse(from) + usualMs(from), from);
  return until === undefined ? body : { ...body, [end]: until };
};

/** The begin and the end of the time that a body names, in milliseconds; undefined where it names none. */
const timeIn = ({ begin, end, unitMs }: FreeTime, body: Resource): readonly [number, number] | undefined => {
  const [from, held] = [body[begin], body[end]];
  if (typeof from !== 'string' || typeof held !== (unitMs === undefined ? 'string' : 'number')) return undefined;
  const start = Date.parse(from);
  const stop = unitMs === undefined ? Date.parse(String(held)) : start + Number(held) * unitMs;
  return start < stop ? [start, stop] : undefined;
};

/** The value of the end of a time, or of its length; undefined where none such may be sent. */
const endFor = (
  { contract }: Session,
  { trip, end, unitMs }: FreeTime,
  [fromMs, toMs]: readonly [number, number],
  like: unknown,
): string | number | undefined => {
  if (unitMs === undefined) return written(toMs, String(like));
  const schema = bodyMembers(contract, trip.create).find(({ name }) => name === end)?.schema ?? true;
  const length = (toMs - fromMs) / unitMs;
  return mayBeSent(contract.document, schema, length) ? length : undefined;
};

/**
 * Times that overlap one, each by the begin and the end; without an end where the time has none. Shifts are whole half hours, quarters of an hour or days, because many services take no
 * others.
 */
const timesAround = (
  begin: number,
  end: number,
  { isOfDays, isIncluded, mayBeEndless }: Pick<FreeTime, 'isIncluded' | 'mayBeEndless'> & { readonly isOfDays: boolean },
): readonly (readonly [Lying, number, number | undefined])[] => {
  const quarter = Math.min(30 * minuteMs, (end - begin) / 4);
  const step = stepsMs.find((one) => one <= quarter) ?? quarter;
  const grain = isOfDays ? dayMs : Math.floor(quarter / step) * step;
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
    ...(isIncluded && isOfDays
      ? ([
          ['a time that begins on its last day', end, end + (end - begin)],
          ['a time that ends on its first day', begin - (end - begin), begin],
        ] as const)
      : []),
    ...(mayBeEndless ? ([['a time without an end that begins with it', begin, undefined]] as const) : []),
  ];
};

/**
 * What a body names beside that of which the time is, by others that nothing else uses: a guest whose own bookings may not overlap either, or who may have
 * only so many of them, would be refused for that.
 */
const otherNamed = async ({ session, trip }: Way, { about }: FreeTime, { request }: Exchange, how: string): Promise<Resource> => {
  if (about === undefined) return {};
  const planned = usableRequest(session, trip.create, `span-${how}-others`, { pathValues: request.pathValues });
  const asked = bodyOf({ request: planned });
  const placeholderOf = (value: unknown): Placeholder | undefined => (typeof value === 'string' ? placeholdersIn(value)[0] : undefined);
  const ofTime = placeholderOf(asked[about])?.resourceType;
  const named = Object.keys(asked).filter((name) => ![undefined, ofTime].includes(placeholderOf(asked[name])?.resourceType));
  const own = named.length === 0 ? undefined : namingOwn(planned, (resourceType) => resourceType !== ofTime);
  if (own === undefined) return {};
  const filled = bodyOf({ request: await withReferred(session, own) });
  return Object.fromEntries(
    named.flatMap((name) =>
      filled[name] === undefined || filled[name] === placeholderOf(asked[name])?.otherwise ? [] : [[name, filled[name]]],
    ),
  );
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
    const first = await make(way, `span-${how}`, (base) => withEnd(session, found, base));
    // As it was sent: what it names may have been created for it.
    const body = bodyOf(first.exchange);
    if (found.of !== undefined && (body[found.of] === undefined || body[found.of] === null))
      throw new NotTried('missing-prerequisite', `Nothing gives the "${found.of}" that the time is of`);
    const [from, to] = [String(body[begin]), body[end]];
    const time = timeIn(found, body);
    const isCounted =
      found.counted === undefined || found.counted.states.some((one) => one === valueAt(jsonOf(first.exchange), found.counted?.at ?? ''));
    if (!isCounted) throw new NotTried('missing-prerequisite', `What ${operation} makes is in no state in which its time counts`);
    if (first.id === undefined || time === undefined) return { first, overlapping: [], touching: [] };
    const [start, stop] = time;
    const unique = new Set(uniqueOf(contract, trip));
    const others = await otherNamed(way, found, first.exchange, how);
    let turn = 0;
    const asked = async (fromMs: number, toMs: number | undefined): Promise<Exchange | undefined> => {
      turn += 1;
      const planned = usableRequest(session, trip.create, `span-${how}-${turn}`, { pathValues: first.exchange.request.pathValues });
      const own = Object.entries(bodyOf({ request: planned })).filter(([name]) => unique.has(name));
      const { [end]: _end, ...rest } = { ...body, ...others, ...Object.fromEntries(own), [begin]: written(fromMs, from) };
      const until = toMs === undefined ? undefined : endFor(session, found, [fromMs, toMs], to);
      if (toMs !== undefined && until === undefined) return undefined;
      const value: Resource = until === undefined ? rest : { ...rest, [end]: until };
      const exchange = await ifTried(
        session.send({ ...planned, body: askedBody(trip.create, value), madeUp: [...(planned.madeUp ?? []), 'body'] }),
      );
      const isMade = exchange !== undefined && isSuccess(exchange) && statusOf(exchange) !== 202;
      const id = isMade ? idOfMade(contract, trip, exchange) : undefined;
      if (exchange && id !== undefined && trip.remove) await ifTried(onItem(way, trip.remove, exchange, id));
      return exchange;
    };
    const answers: Overlapping['overlapping'][number][] = [];
    const touching: Exchange[] = [];
    if (how === 'overlapping')
      for (const [lying, fromMs, toMs] of timesAround(start, stop, { ...found, isOfDays: isDayText(from) })) {
        const exchange = await asked(fromMs, toMs);
        if (exchange) answers.push({ lying, exchange });
        // What stays is enough once.
        if (exchange && !trip.remove && isSuccess(exchange)) break;
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
