import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings, Undecidable } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import {
  type Attempted,
  type GuardedResource,
  guardedResource,
  type Intruder,
  isGuardable,
} from '../../scenarios/lifecycle/guarded-resource.ts';
import { actings } from '../../subjects/actions.ts';
import { makeableResourceTypes, storyPrerequisites } from '../../subjects/resources.ts';

/** The operation that creates the resource of an action; undefined where the operation is no action, or no operation creates it. */
export const creatorActedOn = (contract: Contract, { key }: Operation): Operation | undefined =>
  actings(contract).find(({ operation }) => operation.key === key)?.create;

/** The resource type that an operation reads, updates or removes, where a run can create one. */
export const guardedResourceType = (contract: Contract, { key }: Operation): ResourceType | undefined =>
  makeableResourceTypes(contract).find(({ read, update, remove }) => [read, update, remove].some((one) => one?.key === key));

/** A resource type on which callers may try what they have no right to, at its creation. */
export type Guarded = Subject & { readonly resourceType: ResourceType; readonly create: Operation };

/** Resource types that a run can create and other callers can try to read, change or remove. */
export const guardedResourceTypes = (contract: Contract): Guarded[] =>
  makeableResourceTypes(contract)
    .filter(isGuardable)
    .flatMap((resourceType) =>
      resourceType.create ? [at(resourceType.create.location, { resourceType, create: resourceType.create })] : [],
    );

/** The prerequisites of creating such a resource and letting other callers try each operation on it. */
export const guardedPrerequisites = (resourceType: ResourceType, around: Surroundings): ProbePrerequisite[] =>
  storyPrerequisites(resourceType, around, ['read', 'update', 'remove']);

/** The most requests about one guarded resource. */
export const guardedRequests = 80;

/** True if a resource may be created on which other callers try the operation. */
export const canGuard = (contract: Contract, target: Target, operation: Operation): boolean => {
  const resourceType = guardedResourceType(contract, operation);
  if (!resourceType?.create || !isAllowed(resourceType.create, target) || !isAllowed(operation, target)) return false;
  return guardedPrerequisites(resourceType, { contract, target }).every(
    (prerequisite) => prerequisite.kind === 'permission' && target.allow.includes(prerequisite.permission),
  );
};

/**
 * What one intruder tried on the resource.
 * @throws {Undecidable} when it tried nothing.
 */
export const attemptOf = ({ attempts, creation, id }: GuardedResource, who: Intruder): Attempted => {
  const found = attempts[who];
  if (found) return found;
  const reason =
    id === undefined
      ? `Nothing was created, or its id is unknown: ${outcomeOf(creation)}`
      : 'The resource was already gone, or the credential does not work';
  throw new Undecidable(reason, [creation]);
};

/** The answer to one operation on the guarded resource. */
export const answerIn = (resourceType: ResourceType, { read, update, remove }: Attempted, { key }: Operation): Exchange | undefined => {
  if (resourceType.read?.key === key) return read;
  return resourceType.update?.key === key ? update?.exchange : remove;
};

/** The answer to an intruder's operation on the guarded resource; undefined where it was not tried. */
export const attemptBy = async (session: Session, operation: Operation, who: Intruder): Promise<Exchange | undefined> => {
  const resourceType = guardedResourceType(session.contract, operation);
  if (!resourceType) return undefined;
  const guarded = await session.run(guardedResource, { resourceType: resourceType.name });
  const attempted = guarded.attempts[who];
  // An earlier attempt may have removed the resource.
  return attempted?.before && isSuccess(attempted.before) ? answerIn(resourceType, attempted, operation) : undefined;
};
