import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../../../contract/infer/covering.ts';
import { beginsWith, inPath, parametersIn, segmentsOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { saysWhich } from '../../../contract/infer/room-names.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest, withValueChanged } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { statesOfNamed } from '../../subjects/action-states.ts';
import { inferredResource } from './inferred-resource.ts';
import { usualCreation } from './named-as-listed.ts';
import { broughtToOne } from './needed-state.ts';
import { onlyPlaceholder } from './of-owner.ts';

/** What one of the things that a body names has done in the other one: the hours of a worker in a project, before these are settled once that is finished. */
type Deed = {
  /** The member of the body for where it was done, the type of that, and the states in which it may be named. */
  readonly place: string;
  readonly type: AnyInferred;
  readonly states: readonly string[];
  /** The member of the body for who did it, and the member of the deed for the same. */
  readonly doer: string;
  readonly by: string;
  /** What is done, and the type of the thing that it is done below. */
  readonly act: Operation;
  readonly around: AnyInferred;
  /** So many times the usual amount: what is done may have to reach something that the thing which it is done below asks for. */
  readonly times: number;
};

/** The ways in which a deed is done, in this order. */
const ways = [1, 2] as const;

const namedIn = (contract: Contract, operation: Operation): readonly { readonly member: string; readonly type: AnyInferred }[] =>
  bodyMembers(contract, operation).flatMap(({ name: member }) => {
    const reference = referenceAt(contract, operation, [member]);
    return reference?.resourceType && reference.inside === undefined ? [{ member, type: reference.resourceType }] : [];
  });

/** The deeds by which what a body names may have to do with each other, the deepest first, which needs the others. */
const deedsFor = (contract: Contract, create: Operation): readonly Deed[] => {
  const named = namedIn(contract, create);
  const found = named.flatMap(({ member: place, type }) => {
    const states = parametersIn(itemOf(type).path).length === 1 ? statesOfNamed(contract, type, create) : undefined;
    if (!states) return [];
    return contract.operations.flatMap((act): readonly Deed[] => {
      const around = [...coveredBy(contract, act).values(), ...coveredByLasting(contract, act).values()].at(-1)?.resourceType;
      const isDone = act.method === 'POST' && act.effect.startsWith('creates') && act.unsupported === undefined;
      if (!isDone || !around || act.key === create.key || !beginsWith(act.path, itemOf(type).path)) return [];
      const own = namedIn(contract, act);
      return named.flatMap((other): readonly Deed[] => {
        const [same, ...more] = other.member === place ? [] : own.filter((one) => one.type === other.type);
        const deed = same && more.length === 0 ? { place, type, states, doer: other.member, by: same.member, act, around } : undefined;
        return deed ? ways.map((times) => ({ ...deed, times })) : [];
      });
    });
  });
  return found.toSorted((a, b) => segmentsOf(b.act.path).length - segmentsOf(a.act.path).length).slice(0, mostTried);
};

/** So many deeds are tried for a creation, and so many creations have one of their own. */
const mostTried = 4;
const mostDone = 20;

/** What is known of the deeds before creations, by their operations: the one that was of use, and how many were done. */
type Known = { deed: Deed | 'untried' | 'no use'; done: number };
const known = new WeakMap<Target, Map<string, Known>>();

/** The same request with so many times the usual amounts at the top of its body. */
const withMore = (contract: Contract, act: Operation, request: PlannedRequest, times: number): PlannedRequest => {
  const { body } = request;
  if (times === 1 || !holdsValue(body)) return request;
  const amounts = bodyMembers(contract, act).filter(({ name }) => !saysWhich(name) && referenceAt(contract, act, [name]) === undefined);
  const more = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const raised = amounts.flatMap(({ name, schema }) => {
      const now = value[name];
      const raisedTo = typeof now === 'number' ? now * times : undefined;
      return raisedTo !== undefined && mayBeSent(contract.document, schema, raisedTo) ? [[name, raisedTo] as const] : [];
    });
    return { ...value, ...Object.fromEntries(raised) };
  };
  return { ...request, body: withValueChanged(body, more), madeUp: [...new Set([...(request.madeUp ?? []), 'body'])] };
};

/** Does a deed in a new thing, brings that to a state in which it may be named, and names both; undefined where something of that is refused. */
const afterDeed = async (session: Session, request: PlannedRequest, deed: Deed, turn: string): Promise<PlannedRequest | undefined> => {
  const { act, around, type, states } = deed;
  const own = await session.run(inferredResource, { resourceType: around.name, use: 'spare', for: act.key, turn });
  const values = valuesAlong(itemOf(around).path, own);
  const usual = usableRequest(session, act, turn, { pathValues: inPath(act.path, values) });
  const done = await session.send(withMore(session.contract, act, usual, deed.times));
  const { body } = done.request;
  const doer = holdsValue(body) && isObject(body.value) ? body.value[deed.by] : undefined;
  const place = values[parametersIn(itemOf(type).path).length - 1];
  if (!isSuccess(done) || (typeof doer !== 'string' && typeof doer !== 'number') || place === undefined) return undefined;
  await broughtToOne(session, type, inPath(itemOf(type).path, [place]), states);
  if (!holdsValue(request.body)) return undefined;
  const naming = (value: unknown): unknown => (isObject(value) ? { ...value, [deed.place]: place, [deed.doer]: doer } : value);
  return { ...request, body: withValueChanged(request.body, naming) };
};

/**
 * Sends a creation again that was refused, once one of the things that its body names has done something in the other one, and that has come to the state in which it may be named: "Settles
 * the hours of a worker in a finished project". What was of use is done anew for each later one that is refused, as a deed may be settled once.
 * @returns the accepted exchange; undefined where there is none.
 */
export const sentAfterDeed = async (
  session: Session,
  request: PlannedRequest,
  refused: Exchange,
  send: (request: PlannedRequest) => Promise<Exchange>,
): Promise<Exchange | undefined> => {
  const { contract, target } = session;
  const create = [409, 422].includes(statusOf(refused) ?? 0) ? usualCreation(session, request) : undefined;
  if (!create) return undefined;
  const all = known.get(target) ?? new Map<string, Known>();
  known.set(target, all);
  const one = all.get(create.key) ?? { deed: 'untried', done: 0 };
  all.set(create.key, one);
  if (one.deed === 'no use' || one.done >= mostDone) return undefined;
  const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  const isOpen = ({ place, doer, act }: Deed): boolean =>
    isAllowed(act, target) && [place, doer].every((name) => onlyPlaceholder(value[name])?.otherwise !== undefined);
  const deeds = (one.deed === 'untried' ? deedsFor(contract, create) : [one.deed]).filter(isOpen);
  if (deeds.length === 0) return undefined;
  const before = one.deed;
  // What the deed needs may be refused as well, and is no reason to begin anew.
  if (before === 'untried') one.deed = 'no use';
  for (const deed of deeds) {
    one.done += 1;
    const turn = `deed-${one.done}`;
    const answer = await orSkipped(
      (async () => {
        const planned = await afterDeed(session, request, deed, turn);
        return planned && send(planned);
      })(),
    );
    if (answer === undefined || isSkipped(answer) || !isSuccess(answer)) continue;
    one.deed = deed;
    return answer;
  }
  return undefined;
};
