import { isSuccess, statusOf } from '../../../contract/message.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { roundTrips } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import type { SilentKind } from '../../subjects/silent-words.ts';
import { namingLast, otherValue, requiredOnly, restingBody } from './round-trip/bodies.ts';
import { parentValues } from './round-trip/parents.ts';
import type { Look } from './round-trip/results.ts';
import { type Living, make, onItem, readOf, withVersion } from './round-trip/steps.ts';
import { ifTried } from './round-trip/way.ts';
import { askedSchema } from '../../../contract/asked-content.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** A change that was accepted, with a read before and one after it. */
export type Step = { readonly exchange: Exchange; readonly before: Look; readonly after: Look };

/** What became of a change, and then of requests that change nothing. */
export type WithoutEffect = {
  readonly creation: Exchange;
  /** The change that gave one member another value; undefined where none was accepted and shown. */
  readonly changed: (Step & { readonly member: string }) | undefined;
  /** A read some time before the next requests: what differs by then changes by itself. */
  readonly resting: Look | undefined;
  readonly silent: readonly (Step & { readonly kind: SilentKind })[];
};

/** Milliseconds after which moments in whole seconds differ. */
const apartMs = 1100;

/** Most members that are tried until a change of one is accepted. */
const mostTried = 4;

/** Sends a change and reads before and after it; undefined where it was not done at once. */
export const stepOf = async (way: Living, operation: Operation, body: Resource): Promise<Step | undefined> => {
  const { session, creation, id } = way;
  const before = await readOf(way, creation, id);
  if (!before) return undefined;
  const sent = withVersion(way, operation, body, before.resource);
  const exchange = await onItem(way, operation, creation, id, sent);
  if (!isSuccess(exchange) || statusOf(exchange) === 202) return undefined;
  const asked = askedSchema(operation.body) ?? true;
  const after = await readOf({ ...way, session }, creation, id, { asked, body: sent, answer: undefined });
  return after && { exchange, before, after };
};

/** What a resource shows of the members of a body that come back as they are sent: no objects with what the server adds, no states. */
const heldBy = ({ session }: Living, members: readonly BodyMember[], shown: Resource): Resource => {
  const { document } = session.contract;
  const isScalar = (value: unknown): boolean => value !== undefined && value !== null && typeof value !== 'object';
  const isPlain = ({ schema }: BodyMember, value: unknown): boolean => {
    if (Array.isArray(value)) return value.every(isScalar);
    if (!isObject(value)) return isScalar(value);
    const known = membersOf(document, schema);
    return Object.entries(value).every(([name, one]) => known.has(name) && isScalar(one));
  };
  return Object.fromEntries(
    members
      .filter((one) => isSettable(one) && !['state', 'status'].includes(wordsOf(one.name).at(-1) ?? ''))
      .filter((one) => isPlain(one, shown[one.name]) && mayBeSent(document, one.schema, shown[one.name]))
      .map(({ name }) => [name, shown[name]]),
  );
};

/** Changes a new resource, and then asks for what it shows already: by the same body, by all of its values, and by none. */
export const withoutEffect = defineScenario<{ readonly create: string; readonly operation: string }, WithoutEffect>({
  id: 'without-effect',
  async run(session, parameters) {
    const { contract } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === parameters.create);
    const operation = [trip?.patch, trip?.put].find((one) => one?.key === parameters.operation);
    if (!trip || !operation) throw new NotTried('not-applicable', `Nothing shows what ${parameters.operation} changes`);
    const pathValues = await parentValues(session, trip);
    const { id, exchange: creation } = await make({ session, trip, pathValues }, 'without-effect', (base) => base);
    const nothing: WithoutEffect = { creation, changed: undefined, resting: undefined, silent: [] };
    if (id === undefined) return nothing;
    const way: Living = { session, trip, pathValues, creation, id };
    const first = await readOf(way, creation, id);
    if (!first) return nothing;
    const members = bodyMembers(contract, operation);
    const base = restingBody(operation, members, first.resource);
    let changed: WithoutEffect['changed'];
    let body: Resource | undefined;
    let tried = 0;
    for (const member of namingLast(contract, operation, members).filter(
      (one) => isSettable(one) && first.resource[one.name] !== undefined,
    )) {
      const value = otherValue(way, member, first.resource[member.name], `effect-${member.name}`, first.resource);
      if (value === undefined) continue;
      if (tried >= mostTried) break;
      tried += 1;
      const sent = { ...base, [member.name]: value };
      const step = await ifTried(stepOf(way, operation, sent));
      if (!step || !isSameValue(step.after.resource[member.name], value)) continue;
      changed = { ...step, member: member.name };
      body = sent;
      break;
    }
    await session.pause(apartMs, 'the time of a change that changes nothing is to differ from that of the last one');
    const resting = changed?.after ?? first;
    const silent: (Step & { readonly kind: SilentKind })[] = [];
    const send = async (kind: SilentKind, named: Resource): Promise<void> => {
      const step = await ifTried(stepOf(way, operation, named));
      if (step) silent.push({ ...step, kind });
    };
    const shown = resting.resource;
    // What is shown otherwise than it was sent may be changed by sending it again.
    const version = Object.keys(withVersion(way, operation, {}, shown))[0];
    const isKept = body !== undefined && Object.entries(body).every(([name, value]) => name === version || isSameValue(value, shown[name]));
    if (body !== undefined && isKept) await send('again', body);
    if (actsAs(operation) === 'PATCH') {
      const own = heldBy(way, members, shown);
      const isWhole = Object.keys(requiredOnly(members, first.resource)).every((name) => name === version || own[name] !== undefined);
      if (isWhole && Object.keys(own).length > 0) await send('own', own);
      const least = Object.fromEntries(Object.keys(requiredOnly(members, first.resource)).map((name) => [name, shown[name]]));
      const schema = askedSchema(operation.body) ?? true;
      if (Object.keys(least).every((name) => name === version) && mayBeSent(contract.document, schema, least)) await send('empty', least);
    }
    return { creation, changed, resting, silent };
  },
});
