import { operationWith } from '../../../contract/operation.ts';
import { type CommonOwner, commonOwner } from '../../../contract/infer/common-owners.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../../../contract/infer/covering.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { usualCreation } from './named-as-listed.ts';
import { madeFor, onlyPlaceholder, ownerShown } from './of-owner.ts';

/** A creation below one thing whose body names another, where both belong to a third: an entry of a race, by a runner of the same club. */
type Within = {
  /** The member of the body that names the other. */
  readonly member: string;
  readonly named: AnyInferred;
  /** The parameter of the path, and what it names. */
  readonly parameter: string;
  readonly above: AnyInferred;
  /** What both belong to: first what is above, then what the body names. */
  readonly common: CommonOwner;
};

const withinOf = (contract: Contract, operation: Operation): Within | undefined => {
  const [covering, ...others] = [...coveredBy(contract, operation), ...coveredByLasting(contract, operation)];
  if (!covering || others.length > 0) return undefined;
  const [parameter, { resourceType: above }] = covering;
  return bodyMembers(contract, operation).flatMap(({ name: member }): Within[] => {
    const named = referenceAt(contract, operation, [member])?.resourceType;
    if (!named || [named, above].some((one) => parametersIn(itemOf(one).path).length !== 1)) return [];
    const common = commonOwner(contract, above, named);
    return common && parametersIn(above.create.path).length <= 1 ? [{ member, named, parameter, above, common }] : [];
  })[0];
};

/** Of both rounds of a run, by the operations: is it known that what they name has to belong together, and what was created for that. */
type Known = { state: 'of use' | 'no use'; readonly made: Map<string, string>; count: number };
const known = new WeakMap<Target, Map<string, Known>>();

const knownOf = ({ target }: Session): Map<string, Known> => {
  const all = known.get(target) ?? new Map<string, Known>();
  known.set(target, all);
  return all;
};

/** Is it known of a creation that it is accepted where what its path and its body name belong together, and refused otherwise. */
export const isWithinSame = (session: Session, operation: string | null): boolean =>
  operation !== null && knownOf(session).get(operation)?.state === 'of use';

/** May a creation be one of those, and nothing was tried so far that shows it. */
export const mayBeWithinSame = (session: Session, create: Operation): boolean =>
  create.effect.startsWith('creates') && !knownOf(session).has(create.key) && withinOf(session.contract, create) !== undefined;

/**
 * A creation in whose path is what belongs together with what its body names, where creations of its operation were refused otherwise; any other as it is.
 * @param planned The request as it was before its body named resources by their ids.
 * @param request The same with the ids in its body, and with placeholders in its path.
 */
export const withinSame = async (session: Session, planned: PlannedRequest, request: PlannedRequest): Promise<PlannedRequest> => {
  const { contract } = session;
  if (!isWithinSame(session, request.operation)) return request;
  const operation = operationWith(contract, request.operation);
  const within = operation && withinOf(contract, operation);
  const one = knownOf(session).get(request.operation ?? '');
  if (!within || !one) return request;
  const [before, now] = [planned, request].map(({ body }) =>
    holdsValue(body) && isObject(body.value) ? body.value[within.member] : undefined,
  );
  const above = onlyPlaceholder(request.pathValues[within.parameter]);
  const isNamed = onlyPlaceholder(before)?.otherwise !== undefined && (typeof now === 'string' || typeof now === 'number');
  if (!isNamed || placeholdersIn(String(now)).length > 0 || !above || !['known', 'spare'].includes(above.use)) return request;
  const owner = await ownerShown(session, within.named, within.common.ofOther, now);
  if (owner === undefined) return request;
  const kept = above.use === 'known' ? one.made.get(owner) : undefined;
  if (kept === undefined) one.count += 1;
  const made = kept ?? (await madeFor(session, within.above, within.common.ofOne, owner, `within-same-${one.count}`));
  if (made === undefined) return request;
  if (above.use === 'known') one.made.set(owner, made);
  return { ...request, pathValues: { ...request.pathValues, [within.parameter]: made } };
};

/** Statuses by which what does not belong together is refused. */
const refusals: ReadonlySet<number> = new Set([400, 404, 409, 422]);

/**
 * Sends a creation again that was refused, and none of whose operation was accepted so far, below something that belongs to the same as what its body names. Once a run; where
 * that is accepted, later ones are sent so from the beginning.
 * @returns the accepted exchange; undefined where there is none.
 */
export const sentWithinSame = async (
  session: Session,
  request: PlannedRequest,
  refused: Exchange,
  send: (request: PlannedRequest) => Promise<Exchange>,
): Promise<Exchange | undefined> => {
  const create = refusals.has(statusOf(refused) ?? 0) ? usualCreation(session, request) : undefined;
  const all = knownOf(session);
  if (!create || all.has(create.key) || !withinOf(session.contract, create)) return undefined;
  const one: Known = { state: 'of use', made: new Map(), count: 0 };
  all.set(create.key, one);
  const answer = await orSkipped(send(request));
  if (!isSkipped(answer) && isSuccess(answer)) return answer;
  one.state = 'no use';
  return undefined;
};
