import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type LongerTime, longerTimes } from '../../subjects/free-times.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { uniqueOf } from '../bodies/taken.ts';
import { created } from './created.ts';
import { requiredOnly } from './round-trip/bodies.ts';
import { parentValues } from './round-trip/parents.ts';
import type { Look, Sent } from './round-trip/results.ts';
import { change as changeOf, type Living, make, readOf } from './round-trip/steps.ts';
import { bodyOf, ifTried, type Way } from './round-trip/way.ts';

/** A time that was made to last into the next one of the same thing. */
export type Lengthened = {
  readonly first: Sent;
  /** The creation of another one at the time of the first, which shows whether what is new takes its time for itself. */
  readonly same: Exchange | undefined;
  /** The creation of the next one, behind the first. */
  readonly next: Exchange | undefined;
  /** The change by which the first lasts into the next one; undefined where it came not so far, or no such value may be sent. */
  readonly longer: Sent | undefined;
  /** The next one after that; undefined where it does not show the time that it was given. */
  readonly after: Look | undefined;
};

/** How long a time lasts, in milliseconds, and the value for one that lasts as long as is asked for, at least. */
type Measure = { readonly ms: number; readonly lasting: (atLeastMs: number) => unknown };

const writtenLike = (ms: number, like: string): string => {
  const iso = new Date(ms).toISOString();
  return /^\d{4}-\d\d-\d\d$/u.test(like) ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
};

/** Does a resource show a moment. */
export const isAt = (shown: unknown, ms: number): boolean => Date.parse(String(shown)) === ms;

/** How long is usual, in the unit of the member. */
const usually = 30;

/** A creation that says how long it lasts, also where it need not. */
const explicit = ({ session }: Way, { until }: LongerTime, members: readonly BodyMember[], base: Resource): Resource => {
  const schema = members.find(({ name }) => name === until.name)?.schema;
  if (until.unitMs === undefined || base[until.name] !== undefined || schema === undefined) return base;
  const { document } = session.contract;
  const resolved = resolvedSchema(document, schema);
  const usual = isObject(resolved) ? resolved['default'] : undefined;
  const value = [usual, usually, 60, 1].find((one) => typeof one === 'number' && mayBeSent(document, schema, one));
  return value === undefined ? base : { ...base, [until.name]: value };
};

const measured = (
  { contract: { document } }: Session,
  { begin, until }: LongerTime,
  schema: BodyMember['schema'],
  body: Resource,
): Measure | undefined => {
  const [from, held] = [Date.parse(String(body[begin])), body[until.name]];
  if (until.unitMs === undefined) {
    const ms = Date.parse(String(held)) - from;
    return ms > 0 ? { ms, lasting: (atLeastMs) => writtenLike(from + atLeastMs, String(held)) } : undefined;
  }
  const { unitMs } = until;
  if (Number.isNaN(from) || typeof held !== 'number' || held <= 0) return undefined;
  const lasting = (atLeastMs: number): unknown => {
    const least = Math.ceil(atLeastMs / unitMs);
    return [least, least + held, least * 2, least + 60].find((one) => mayBeSent(document, schema, one));
  };
  return { ms: held * unitMs, lasting };
};

/** What no operation removes is not created for this: the change of one that others look at is to be refused. */
const sharedOne = async (way: Way, { begin, until }: LongerTime): Promise<Sent> => {
  const { session, trip } = way;
  const { exchange } = await session.run(created, { operation: trip.create.key });
  const id = idOfMade(session.contract, trip, exchange);
  const read = id === undefined ? undefined : await readOf(way, exchange, id);
  const shown = Object.entries(read?.resource ?? {}).filter(([name]) => [begin, until.name].includes(name));
  const body = { ...bodyOf(exchange), ...Object.fromEntries(shown) };
  return { operation: trip.create, body, exchange, id: read && id, before: undefined, looks: read ? [read] : [] };
};

/** Creates one, another one of the same thing behind it, and lets the first last into that. */
export const lengthened = defineScenario<{ readonly operation: string }, Lengthened>({
  id: 'lengthened',
  async run(session, { operation }) {
    const { contract } = session;
    const found = longerTimes(contract).find(({ change }) => change.key === operation);
    if (!found) throw new NotTried('not-applicable', `${operation} lets no time last longer`);
    const { trip, change, begin, until, mayTouch } = found;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const members = bodyMembers(contract, trip.create);
    const stays = trip.create.effect === 'creates-permanently';
    const first = stays ? await sharedOne(way, found) : await make(way, 'longer-first', (base) => explicit(way, found, members, base));
    const nothing = { first, same: undefined, next: undefined, longer: undefined, after: undefined };
    const schema = bodyMembers(contract, change).find(({ name }) => name === until.name)?.schema ?? true;
    const measure = first.id === undefined ? undefined : measured(session, found, schema, first.body);
    if (first.id === undefined || !measure) return nothing;
    const unique = new Set(uniqueOf(contract, trip));
    const start = Date.parse(String(first.body[begin]));
    const asked = async (fromMs: number, label: string): Promise<Exchange | undefined> => {
      const planned = usableRequest(session, trip.create, label, { pathValues: first.exchange.request.pathValues });
      const own = Object.entries(bodyOf({ request: planned })).filter(([name]) => unique.has(name));
      const end = until.unitMs === undefined ? { [until.name]: writtenLike(fromMs + measure.ms, String(first.body[until.name])) } : {};
      const value = { ...first.body, ...Object.fromEntries(own), ...end, [begin]: writtenLike(fromMs, String(first.body[begin])) };
      return ifTried(session.send({ ...planned, body: askedBody(trip.create, value), madeUp: [...(planned.madeUp ?? []), 'body'] }));
    };
    const same = await asked(start, 'longer-same');
    if (!same || statusOf(same) !== 409) return { ...nothing, same };
    const place = start + measure.ms * (mayTouch ? 1 : 2);
    const next = await asked(place, 'longer-next');
    const id = next && isSuccess(next) ? idOfMade(contract, trip, next) : undefined;
    const value = measure.lasting(place - start + measure.ms);
    if (!next || id === undefined || value === undefined) return { ...nothing, same, next };
    const living: Living = { ...way, creation: first.exchange, id: first.id };
    const required = requiredOnly(bodyMembers(contract, change), first.body);
    const longer = await changeOf(living, change, { ...required, [until.name]: value });
    const after = await readOf(way, next, id);
    return { first, same, next, longer, after: after && isAt(after.resource[begin], place) ? after : undefined };
  },
});
