import { heldVersion } from '../../../contract/infer/held-version.ts';
import { isDirectlyBelow, isSamePath } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { namingLast, otherValue, restingBody } from './round-trip/bodies.ts';
import { parentValues } from './round-trip/parents.ts';
import { change, type Living, make, onItem, readOf } from './round-trip/steps.ts';
import { bodyOf, ifTried } from './round-trip/way.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withReferred } from './references.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** The changes of a resource that name its version, and the actions on it that do. */
export const versionedOn = (contract: Contract, { itemPath }: Trip): readonly Operation[] =>
  contract.operations.filter(
    (one) =>
      (isSamePath(one.path, itemPath) || isDirectlyBelow(one.path, itemPath)) &&
      one.unsupported === undefined &&
      one.inferred?.reaches === undefined &&
      heldVersion(contract, one) !== undefined,
  );

/** What became of requests that name the version that a resource had before its last change. */
export type OldVersion = {
  readonly creation: Exchange;
  /** The accepted change, with the reads before and after it; undefined where none was accepted. */
  readonly changed?: { readonly exchange: Exchange; readonly before: Resource; readonly after: Resource; readonly read: Exchange };
  /** By the key of the operation: the request with the old version, and a read after it. */
  readonly tried: Readonly<Record<string, { readonly exchange: Exchange; readonly read: Exchange }>>;
};

/** A body with another value of one member that a run may set: with the members that have to be there, or as a whole; undefined where there is none. */
const otherBody = (way: Living, operation: Operation, shown: Resource, purpose: string): Resource | undefined => {
  const members = bodyMembers(way.session.contract, operation);
  const base = restingBody(operation, members, shown);
  for (const member of namingLast(way.session.contract, operation, members).filter(
    (one) => isSettable(one) && shown[one.name] !== undefined,
  )) {
    const value = otherValue(way, member, shown[member.name], purpose, shown);
    if (value !== undefined) return { ...base, [member.name]: value };
  }
  return undefined;
};

/** Changes a new resource, and then asks for each change and action once more with the version from before. */
export const triedOnOldVersion = defineScenario<{ readonly operation: string }, OldVersion>({
  id: 'tried-on-old-version',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === key);
    if (!trip) throw new NotTried('not-applicable', `Nothing shows what ${key} creates`);
    const pathValues = await parentValues(session, trip);
    const { id, exchange: creation } = await make({ session, trip, pathValues }, 'old-version', (base) => base);
    const nothing = { creation, tried: {} };
    if (id === undefined) return nothing;
    const way: Living = { session, trip, pathValues, creation, id };
    const versioned = versionedOn(contract, trip).filter((one) => isAllowed(one, target));
    const first = await readOf(way, creation, id);
    const changer = versioned.find((one) => actsAs(one) === 'PATCH') ?? versioned.find(({ method }) => method === 'PUT');
    const body = changer && first && otherBody(way, changer, first.resource, 'first-version');
    if (!changer || !first || !body) return nothing;
    const done = await change(way, changer, body);
    const read = done.looks.findLast(({ word }) => word === 'read');
    if (!isSuccess(done.exchange) || statusOf(done.exchange) === 202 || !read) return nothing;
    const changed = { exchange: done.exchange, before: first.resource, after: read.resource, read: read.exchange };
    const tried: Record<string, OldVersion['tried'][string]> = {};
    for (const operation of versioned) {
      const member = heldVersion(contract, operation)?.member ?? '';
      const old = first.resource[member];
      // Where the version is the same, nothing is old.
      if (old === undefined || old === read.resource[member]) continue;
      const isChange = operation.method !== 'POST';
      const asked = isChange ? otherBody(way, operation, read.resource, 'old-version') : await ifTried(actionBody(way, operation));
      if (!asked) continue;
      const exchange = await ifTried(onItem(way, operation, creation, id, { ...asked, [member]: old }, ['value-unusable']));
      const after = exchange && trip.read && (await ifTried(onItem(way, trip.read, creation, id)));
      if (exchange && after) tried[operation.key] = { exchange, read: after };
      if (exchange && isSuccess(exchange) && !isChange) break;
    }
    return { creation, changed, tried };
  },
});

/** The usual body of an action. */
const actionBody = async ({ session, creation, id }: Living, operation: Operation): Promise<Resource> => {
  const names = Object.keys(creation.request.pathValues);
  const planned = usableRequest(session, operation, 'old-version', {
    pathValues: { ...Object.fromEntries(names.map((name) => [name, creation.request.pathValues[name] ?? ''])), ...lastOf(operation, id) },
  });
  return bodyOf({ request: await withReferred(session, planned) });
};

const lastOf = ({ path }: Operation, id: string): Readonly<Record<string, string>> => {
  const [, last] = /.*\{(.+?)\}/u.exec(path) ?? [];
  return last === undefined ? {} : { [last]: id };
};
