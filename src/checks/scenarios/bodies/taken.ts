import { isDeepStrictEqual } from 'node:util';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { referencesIn } from '../../subjects/body-references.ts';
import { parentValues } from '../lifecycle/round-trip/parents.ts';
import type { Sent } from '../lifecycle/round-trip/results.ts';
import { change, make, onItem } from '../lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../lifecycle/round-trip/way.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { holdsValue } from '../../../model/request.ts';

/** The members of a new resource whose values together no other one may have; none where the document says nothing of it. */
export const uniqueOf = ({ resourceTypes, presumedResourceTypes }: Contract, { create }: Pick<Trip, 'create'>): readonly string[] =>
  [...resourceTypes, ...presumedResourceTypes].find((one) => one.create?.key === create.key)?.unique ?? [];

/** The changes of a resource that set such members: a service may compare in one of them alone. */
export const changesTaking = (contract: Contract, trip: Trip): readonly Operation[] => {
  const unique = uniqueOf(contract, trip);
  return [trip.patch, trip.create.method === 'PUT' ? undefined : trip.put].flatMap((operation) => {
    const names = new Set(operation === undefined ? [] : bodyMembers(contract, operation).map(({ name }) => name));
    return operation !== undefined && unique.length > 0 && unique.every((name) => names.has(name)) ? [operation] : [];
  });
};

/** A resource, one that was changed to the same values, and one that asks for them in another letter case. */
export type Taken = {
  readonly first: Sent;
  /** Another resource beside it, and its change; undefined where none was made. */
  readonly change: Sent | undefined;
  readonly otherCase: Exchange | undefined;
  /** The removal of the resource, and another one with its values; undefined where it was not removed. */
  readonly anew: { readonly removal: Exchange; readonly exchange: Exchange } | undefined;
};

/** Were two created below the same, and naming the same: values may be taken there alone. */
const isBeside = (session: Session, { create }: Trip, one: Sent, other: Sent): boolean => {
  const { body } = usableRequest(session, create, 'beside');
  const places = referencesIn(holdsValue(body) ? body.value : undefined);
  return (
    isDeepStrictEqual(one.exchange.request.pathValues, other.exchange.request.pathValues) &&
    places.every(({ pointer }) => isDeepStrictEqual(sentAt(one, pointer), sentAt(other, pointer)))
  );
};

const sentAt = ({ exchange: { request } }: Sent, pointer: string): unknown =>
  holdsValue(request.body) ? valueAt(request.body.value, pointer) : undefined;

/** The same text in the other letter case. */
const otherCaseOf = (text: string): string => (text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase());

const isSentIn = ({ request: { body } }: Exchange, name: string, value: unknown): boolean =>
  holdsValue(body) && isObject(body.value) && body.value[name] === value;

/** Creates a resource and asks for its unique values again: by the change of another one, by a creation in another letter case, or after it is removed. */
export const taken = defineScenario<{ readonly operation: string; readonly by: 'PATCH' | 'PUT' | 'case' | 'removal' }, Taken>({
  id: 'taken',
  async run(session, { operation, by }) {
    const { contract } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === operation);
    if (!trip) throw new NotTried('not-applicable', `Nothing shows what ${operation} creates`);
    const unique = uniqueOf(contract, trip);
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const asked = bodyMembers(contract, trip.create).filter(({ name }) => unique.includes(name));
    // What is unique may be left out of the usual body.
    const withUnique =
      (purpose: string) =>
      (base: Resource): Resource => {
        const fresh = freshFor(session, purpose);
        const lacking = asked.flatMap(({ name, schema }) => {
          const value = base[name] === undefined ? tellingValue(contract.document, schema, fresh, name) : undefined;
          return typeof value === 'string' ? [[name, value] as const] : [];
        });
        return lacking.length > 0 ? { ...base, ...Object.fromEntries(lacking) } : base;
      };
    const first = await make(way, `taken-${by}`, withUnique(`taken-${by}`));
    const values: Resource = Object.fromEntries(unique.map((name) => [name, first.body[name]]));
    const isMade = first.id !== undefined && Object.values(values).every((value) => typeof value === 'string');
    if (!isMade) return { first, change: undefined, otherCase: undefined, anew: undefined };
    if (by === 'removal') {
      const removal = trip.remove && first.id !== undefined ? await onItem(way, trip.remove, first.exchange, first.id) : undefined;
      const isGone = removal !== undefined && isDoneAtOnce(removal);
      // What else it names may conflict with the first one too; the body that was accepted is sent again.
      const again = isGone ? await session.send({ ...first.exchange.request, faults: [] }) : undefined;
      return { first, change: undefined, otherCase: undefined, anew: removal && again && { removal, exchange: again } };
    }
    if (by === 'case') {
      const [name = '', ...others] = unique;
      const other = otherCaseOf(String(values[name]));
      const member = bodyMembers(contract, trip.create).find((one) => one.name === name);
      if (others.length > 0 || !member || other === values[name] || !mayBeSent(contract.document, member.schema, other))
        return { first, change: undefined, otherCase: undefined, anew: undefined };
      const again = await make(way, 'taken-again', (base) => ({ ...base, [name]: other }));
      // In place of what is taken, something else may have been sent in the end.
      const isAsked = again.body[name] === other && isSentIn(again.exchange, name, other);
      const isTried = isAsked && isBeside(session, trip, first, again);
      return { first, change: undefined, otherCase: isTried ? again.exchange : undefined, anew: undefined };
    }
    const changing = changesTaking(contract, trip).find(({ method }) => method === by);
    const second = await make(way, `taken-beside-${by}`, (base) => base);
    const shown = second.looks.findLast(({ word }) => word === 'read')?.resource;
    if (!changing || second.id === undefined || shown === undefined || !isBeside(session, trip, first, second))
      return { first, change: undefined, otherCase: undefined, anew: undefined };
    const isWhole = changing.method === 'PUT';
    const rest = Object.fromEntries(
      bodyMembers(contract, changing).flatMap(({ name, required }) =>
        (isWhole || required) && shown[name] !== undefined && shown[name] !== null ? [[name, shown[name]]] : [],
      ),
    );
    const living = { ...way, creation: second.exchange, id: second.id };
    return { first, change: await ifTried(change(living, changing, { ...rest, ...values })), otherCase: undefined, anew: undefined };
  },
});

/** Was what an answer says done, and not only accepted. */
export const isDoneAtOnce = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;
