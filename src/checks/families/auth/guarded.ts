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

/** The operation that creates what an action is about; undefined where the operation is no action, or nothing creates such a thing. */
export const creatorActedOn = (contract: Contract, { key }: Operation): Operation | undefined =>
  actings(contract).find(({ operation }) => operation.key === key)?.create;

/** The kind of thing that an operation reads, updates or removes, where a run can make one. */
export const guardedResourceType = (contract: Contract, { key }: Operation): ResourceType | undefined =>
  makeableResourceTypes(contract).find(({ read, update, remove }) => [read, update, remove].some((one) => one?.key === key));

/** A kind of thing on which somebody may try what is not theirs to do, at its creation. */
export type Guarded = Subject & { readonly resourceType: ResourceType; readonly create: Operation };

/** Kinds of things that a run can make and somebody else may try to read, change or remove. */
export const guardedResourceTypes = (contract: Contract): Guarded[] =>
  makeableResourceTypes(contract)
    .filter(isGuardable)
    .flatMap((resourceType) =>
      resourceType.create ? [at(resourceType.create.location, { resourceType, create: resourceType.create })] : [],
    );

/** What it takes to make such a thing, and to let others try everything on it. */
export const guardedPrerequisites = (resourceType: ResourceType, around: Surroundings): ProbePrerequisite[] =>
  storyPrerequisites(resourceType, around, ['read', 'update', 'remove']);

/** Most requests around one guarded thing. */
export const guardedRequests = 80;

/** May a thing be made for others to try an operation on. */
export const canGuard = (contract: Contract, target: Target, operation: Operation): boolean => {
  const resourceType = guardedResourceType(contract, operation);
  if (!resourceType?.create || !isAllowed(resourceType.create, target) || !isAllowed(operation, target)) return false;
  return guardedPrerequisites(resourceType, { contract, target }).every(
    (need) => need.kind === 'permission' && target.allow.includes(need.permission),
  );
};

/** What one of those who may not touch a thing tried on it. */
export const attemptOf = ({ attempts, creation, id }: GuardedResource, who: Intruder): Attempted => {
  const found = attempts[who];
  if (found) return found;
  const reason =
    id === undefined
      ? `Nothing was created, or nothing tells its id: ${outcomeOf(creation)}`
      : 'The thing was not there any more, or the credential does not work';
  throw new Undecidable(reason, [creation]);
};

/** The answer to one operation on the guarded thing. */
export const answerIn = (resourceType: ResourceType, { read, update, remove }: Attempted, { key }: Operation): Exchange | undefined => {
  if (resourceType.read?.key === key) return read;
  return resourceType.update?.key === key ? update?.exchange : remove;
};

/** The answer that somebody got who may not touch the guarded thing; undefined where nothing was tried. */
export const attemptBy = async (session: Session, operation: Operation, who: Intruder): Promise<Exchange | undefined> => {
  const resourceType = guardedResourceType(session.contract, operation);
  if (!resourceType) return undefined;
  const guarded = await session.run(guardedResource, { resourceType: resourceType.name });
  const attempted = guarded.attempts[who];
  // What the update before may have removed is no thing that exists.
  return attempted?.before && isSuccess(attempted.before) ? answerIn(resourceType, attempted, operation) : undefined;
};
