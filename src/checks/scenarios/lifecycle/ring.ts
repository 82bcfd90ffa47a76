import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { selfReferences } from '../../subjects/self-references.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { parentValues } from './round-trip/parents.ts';
import type { Look, Sent } from './round-trip/results.ts';
import { type Living, make, onItem, readOf } from './round-trip/steps.ts';
import { ifTried, type Way } from './round-trip/way.ts';

/** A change that would put a resource below itself, and a read after it. */
export type RingTried = {
  readonly by: 'itself' | 'below';
  readonly value: unknown;
  readonly exchange: Exchange;
  readonly read: Look | undefined;
};

export type Ring = {
  /** The creation of the one below, or the change that put it there. */
  readonly control: Exchange;
  /** Undefined where the control was not accepted, or no read shows what it named. */
  readonly tried: readonly RingTried[] | undefined;
};

/** Does a member show what it was set to: as it is, or as an object with it. */
const shows = (held: unknown, value: unknown): boolean =>
  isSameValue(held, value) || (isObject(held) && Object.values(held).some((one) => isSameValue(one, value)));

/** Creates two resources, one below the other, and then puts the upper one below itself and below the other one. What is accepted is undone. */
export const ring = defineScenario<{ readonly operation: string; readonly create: string }, Ring>({
  id: 'ring',
  async run(session, { operation: key, create }) {
    const { contract } = session;
    const { document } = contract;
    const found = selfReferences(contract).find((one) => one.operation.key === key && one.trip.create.key === create);
    if (!found) throw new NotTried('not-applicable', `${key} names nothing above a resource`);
    const { trip, operation, member, isCreated, told } = found;
    const members = bodyMembers(contract, operation);
    const schema = members.find(({ name }) => name === member)?.schema ?? true;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const without = (base: Resource): Resource => Object.fromEntries(Object.entries(base).filter(([name]) => name !== member));
    const upper = await make(way, 'ring-upper', without);
    /** The id of a resource as its member above takes it. */
    const named = ({ id, looks }: Sent): unknown => {
      const shown = looks.at(-1)?.resource[trip.id];
      return [shown, id, Number(id)].find((one) => one !== undefined && mayBeSent(document, schema, one));
    };
    const top = named(upper);
    if (upper.id === undefined || top === undefined) return { control: upper.exchange, tried: undefined };
    const lower = await make(way, 'ring-lower', (base) => (isCreated ? { ...base, [member]: top } : without(base)));
    if (lower.id === undefined) return { control: lower.exchange, tried: undefined };
    const living = (sent: Sent, id: string): Living => ({ ...way, creation: sent.exchange, id });
    /** A PUT sends the whole resource. */
    const put = async (sent: Sent, id: string, value: unknown, isMistake: boolean): Promise<Exchange> => {
      const names = new Set(members.map(({ name }) => name));
      const rest = operation.method === 'PUT' ? Object.fromEntries(Object.entries(sent.body).filter(([name]) => names.has(name))) : {};
      return onItem(living(sent, id), operation, sent.exchange, id, { ...rest, [member]: value }, isMistake ? ['value-unusable'] : []);
    };
    const control = isCreated ? lower.exchange : await put(lower, lower.id, top, false);
    const below = await readOf(living(lower, lower.id), lower.exchange, lower.id);
    if (!isSuccess(control) || statusOf(control) === 202 || !below || !shows(below.resource[member], top))
      return { control, tried: undefined };
    const tried: RingTried[] = [];
    for (const by of ['itself', 'below'] as const) {
      const value = by === 'itself' ? top : named(lower);
      if (!told[by] || value === undefined) continue;
      const exchange = await put(upper, upper.id, value, true);
      const read = isSuccess(exchange) ? await ifTried(readOf(living(upper, upper.id), upper.exchange, upper.id)) : undefined;
      tried.push({ by, value, exchange, read });
      // A ring could not be removed where what has something below it is kept.
      if (isSuccess(exchange)) await ifTried(put(upper, upper.id, null, false));
    }
    return { control, tried };
  },
});

/** Does a read show that a change has put a resource below itself. */
export const isRing = ({ value, read }: RingTried, member: string): boolean => read !== undefined && shows(read.resource[member], value);
