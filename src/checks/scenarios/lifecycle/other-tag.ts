import { isActing, actsAs } from '../../../contract/infer/acting.ts';
import { isDirectlyBelow, isSamePath, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { isCached, strongTag } from './look-at-resource.ts';
import { namingLast, otherValue } from './round-trip/bodies.ts';
import { parentValues } from './round-trip/parents.ts';
import { make, patchOf } from './round-trip/steps.ts';
import { ifTried, type Way } from './round-trip/way.ts';
import { conditionOf } from './updated-on-condition.ts';

/** The operations on one resource that take a condition and describe the answer where it does not hold: first those that leave most as it is. */
export const conditionedOn = ({ operations }: Contract, { itemPath }: Trip): readonly Operation[] => {
  const takes = (one: Operation): boolean =>
    conditionOf(one) !== undefined && one.unsupported === undefined && one.responses.some(({ status }) => status === '412');
  const on = (method: string): readonly Operation[] => operations.filter((one) => actsAs(one) === method && isSamePath(one.path, itemPath));
  const actions = operations.filter(
    (one) => isActing(one) && isDirectlyBelow(one.path, itemPath) && one.effect === 'destructive' && one.inferred?.reaches === undefined,
  );
  return [...actions, ...on('PATCH'), ...on('PUT'), ...on('DELETE')].filter(takes);
};

/** What became of requests that name a tag that the resource never had. */
export type OtherTag = {
  readonly creation: Exchange;
  /** The tag that a read showed; undefined where there was nothing to be read, or no strong tag. */
  readonly tag: string | undefined;
  /** By the key of the operation. */
  readonly tried: Readonly<Record<string, Exchange>>;
};

/** A tag of the same form that no version has. */
const otherTag = (tag: string, digits: string): string => {
  const inner = tag.slice(1, -1);
  if (/^\d*$/u.test(inner)) return `"${inner}7"`;
  const made = [...inner].map((one, n) => (/[\da-f]/iu.test(one) ? (digits[n % digits.length] ?? '0') : one)).join('');
  return made === inner || !/[\da-f]/iu.test(inner) ? `"${inner}-0"` : `"${made}"`;
};

/** Sends every operation that takes a condition to a new resource, naming a tag that it never had. */
export const triedOnOtherTag = defineScenario<{ readonly operation: string }, OtherTag>({
  id: 'tried-on-other-tag',
  async run(session, { operation: key }) {
    const { contract } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === key);
    if (!trip) throw new NotTried('not-applicable', `Nothing shows what ${key} creates`);
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const { id, exchange: creation, looks } = await make(way, 'other-tag', (base) => base);
    const read = looks.findLast(({ word }) => word === 'read');
    const tag = read && !isCached(read.exchange) ? strongTag(read.exchange) : undefined;
    if (id === undefined || !read || tag === undefined) return { creation, tag: undefined, tried: {} };
    const wrong = otherTag(tag, session.hex('other-tag', 32));
    const parents = parametersIn(trip.addsTo).map((name) => creation.request.pathValues[name]);
    const tried: Record<string, Exchange> = {};
    for (const operation of conditionedOn(contract, trip).filter((one) => isAllowed(one, session.target))) {
      const pathValues =
        parametersIn(operation.path).length === parametersIn(trip.itemPath).length ? valuesInPath(operation.path, parents, id) : undefined;
      if (!pathValues) continue;
      const body = bodyFor(way, operation, read.resource);
      if (body === 'none') continue;
      const asked = await ifTried(
        (async (): Promise<Exchange> => {
          const request = usableRequest(session, operation, 'other-tag', { pathValues, ...(body === undefined ? {} : { body }) });
          const field = conditionOf(operation) ?? 'If-Match';
          const headers = request.headers.filter(([name]) => name.toLowerCase() !== 'if-match');
          return session.send({ ...request, headers: [...headers, [field, wrong]], madeUp: [...(request.madeUp ?? []), field] });
        })(),
      );
      if (asked) tried[operation.key] = asked;
      if (asked && operation.method === 'DELETE' && isSuccess(asked) && statusOf(asked) !== 202) break;
    }
    return { creation, tag, tried };
  },
});

/** A body that changes one member; undefined where the usual one is sent, `none` where no such body can be made. */
const bodyFor = (way: Way, operation: Operation, shown: Resource): PlannedRequest['body'] | 'none' => {
  const { session, trip } = way;
  if (actsAs(operation) !== 'PATCH' && operation.method !== 'PUT') return undefined;
  const described = operation === trip.jsonPatch ? (trip.put ?? trip.create) : operation;
  const members = bodyMembers(session.contract, described);
  const isWhole = operation.method === 'PUT';
  const rest = Object.fromEntries(
    members.flatMap(({ name, required }) =>
      (isWhole || (required && operation !== trip.jsonPatch)) && shown[name] !== undefined && shown[name] !== null
        ? [[name, shown[name]]]
        : [],
    ),
  );
  for (const member of namingLast(session.contract, described, members).filter((one) => isSettable(one) && shown[one.name] !== undefined)) {
    const value = otherValue(way, member, shown[member.name], `other-tag-${member.name}`, shown);
    if (value === undefined) continue;
    const change = { ...rest, [member.name]: value };
    return askedBody(operation, operation === trip.jsonPatch ? patchOf(change, shown) : change);
  }
  return 'none';
};
