import { inferredNamed } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { namesListed } from '../../../generators/valid-request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinct } from '../../../model/json.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import type { ProbePrerequisite } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { followedTask } from '../../scenarios/lifecycle/followed-task.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { mayShare, untouched } from '../../scenarios/lifecycle/untouched.ts';
import { notReady, readyRead } from '../../scenarios/credentials/ready-read.ts';
import { isRefusedInStates, statesFor } from '../../subjects/action-states.ts';
import { type OnOwn, onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { tasks } from '../../subjects/tasks.ts';
import { refusedFor } from './refused-credential.ts';

/** Of a credential only a success breaks the requirement: then a call is tried that nothing else is wrong with. */
const isOpen = (operation: Operation): boolean => refusedFor(operation, 'missing').never?.length === 0;

/**
 * True for a read that names something in its path, where only a success breaks the requirement: asked with a made-up id, a 404 would leave it
 * open. Of other contracts the requirements decide what is asked.
 */
export const isReadOfExisting = (operation: Operation): boolean =>
  operation.effect === 'safe' && operation.path.includes('{') && isOpen(operation);

/**
 * The read that every run makes, asked again where what it shows may not have been ready then; undefined where it does not succeed. What can be read in some states
 * alone is read of a resource that nothing else brings to another state.
 */
export const readOfExisting = async (session: Session, { key }: Pick<Operation, 'key'>): Promise<PlannedRequest | undefined> =>
  (await session.run(readInState, { operation: key })) ?? session.run(knownToSucceed, { operation: key });

/** A read that is refused in some states, of a resource that is created for it alone; undefined for any other read, and where it does not succeed. */
const readInState = defineScenario<{ readonly operation: string }, PlannedRequest | undefined>({
  id: 'read-in-state',
  async run(session, { operation: key }) {
    const { contract } = session;
    if (contract.standard.size === 0) return undefined;
    const operation = operationOf(contract, key);
    const own = operation.effect === 'safe' ? onOwnResource(contract, operation) : undefined;
    if (!own || !isRefusedInStates(contract, own.resourceType, operation)) return undefined;
    const made = await orSkipped(
      session.run(inferredResource, { resourceType: own.resourceType.name, use: 'spare', for: key, turn: 'credential-read' }),
    );
    const pathValues = isSkipped(made) ? undefined : valuesFor(own, made);
    const read = pathValues && (await session.send(usableRequest(session, operation, 'credential-read', { pathValues })));
    return read && isSuccess(read) ? read.request : undefined;
  },
});

const knownToSucceed = defineScenario<{ readonly operation: string }, PlannedRequest | undefined>({
  id: 'known-to-succeed',
  async run(session, parameters) {
    const ofTask = await readOfTask(session, parameters.operation);
    if (ofTask) return ofTask;
    const known = await session.run(plainRead, parameters);
    if (isSuccess(known)) return known.request;
    const status = statusOf(known) ?? 0;
    if (!notReady.has(status)) return undefined;
    const again = (): Promise<typeof known> => session.send(known.request);
    // What was not there may never be; what was in conflict or busy is likely to be ready soon.
    const later = status === 404 ? await again() : await readyRead(session, again);
    return isSuccess(later) ? later.request : undefined;
  },
});

/** The read that showed how a task went, or what it brought; undefined where the operation reads neither, or no task got that far. */
const readOfTask = async (session: Session, key: string): Promise<PlannedRequest | undefined> => {
  const task = tasks(session.contract).find(({ monitor, result }) => monitor.key === key || result?.key === key);
  if (!task || !isReady(prerequisitesFor(task.operation, session), session.target)) return undefined;
  const followed = await orSkipped(session.run(followedTask, { operation: task.operation.key }));
  if (isSkipped(followed)) return undefined;
  const read = task.monitor.key === key ? followed.reads.at(-1) : followed.result;
  return read && read.request.operation === key && isSuccess(read) ? read.request : undefined;
};

const isReady = (prerequisites: readonly ProbePrerequisite[], { allow }: Target): boolean =>
  prerequisites.every((one) => one.kind === 'permission' && allow.includes(one.permission));

/** Acts on one resource of the run, and may reach more than that by what its name says: it is tried on a resource that nothing else uses. */
const isActionOnOwn = (contract: Contract, operation: Operation): boolean =>
  operation.effect === 'destructive' &&
  operation.method !== 'DELETE' &&
  operation.inferred !== undefined &&
  operation.inferred.ends === undefined &&
  onOwnResource(contract, operation) !== undefined;

/**
 * May an operation be tried on a resource that the run created: it names one in its path, only a success breaks the requirement, and everything that it
 * takes is allowed, without the permission to change what others made.
 */
export const isChangeOfOwn = (contract: Contract, target: Target, operation: Operation): boolean => {
  if (operation.effect === 'safe' || !operation.path.includes('{') || !operation.takesKey || !isOpen(operation)) return false;
  const own = isActionOnOwn(contract, operation) ? onOwnResource(contract, operation) : undefined;
  const prerequisites = own
    ? [...permissionsFor(operation), ...prerequisitesFor(own.resourceType.create, { contract, target })]
    : prerequisitesFor(operation, { contract, target });
  return prerequisites.every(
    (one) => one.kind === 'permission' && (own !== undefined || one.permission !== 'destructive') && target.allow.includes(one.permission),
  );
};

/** The same for an action whose effect is unknown. */
export const isActionOfOwn = (contract: Contract, target: Target, operation: Operation): boolean =>
  isActionOnOwn(contract, operation) && isChangeOfOwn(contract, target, operation);

/**
 * The call that would succeed with a credential, on resources that the run has created; undefined where it could not create them.
 * @param use Whose resource a removal or an action is tried on, as it may be used up by that.
 */
export const changeOfOwn = async (session: Session, operation: Operation, use: Use = 'open'): Promise<PlannedRequest | undefined> => {
  const { contract } = session;
  const own = onOwnResource(contract, operation);
  // The one that a placeholder stands for is removed or acted on by the documented call.
  if (own && (isActionOnOwn(contract, operation) || isRemovalOf(own))) {
    const pathValues = await freshOf(session, own, use);
    return pathValues && usableRequest(session, operation, 'nobody', { pathValues });
  }
  const request = usableRequest(session, operation, 'nobody');
  const types = distinct(
    Object.values(request.pathValues)
      .flatMap(placeholdersIn)
      .map(({ resourceType }) => resourceType),
  );
  if (types.length === 0 || namesListed(request)) return undefined;
  for (const name of types) {
    const create = inferredNamed(contract, name)?.create;
    if (!create || !isSuccess((await session.run(created, { operation: create.key })).exchange)) return undefined;
  }
  return request;
};

const isRemovalOf = ({ operation, resourceType }: OnOwn): boolean => 'remove' in resourceType && resourceType.remove.key === operation.key;

const labelDigits = 6;

/** Calls that are tried on the same resource: all without a good credential, and those with an altered one, so that neither hides what is told of the other. */
type Use = 'open' | 'altered';

/** The values in the path of a resource that only one use has; undefined where none was created. */
const freshOf = async (session: Session, own: OnOwn, use: Use): Promise<PathValues | undefined> => {
  const { resourceType, operation } = own;
  // What is refused for its state shows nothing of the credential.
  if (session.contract.standard.size > 0 && statesFor(session.contract, resourceType, operation) !== undefined) {
    const made = await orSkipped(
      session.run(inferredResource, { resourceType: resourceType.name, use: 'spare', for: operation.key, turn: `credential-${use}` }),
    );
    if (!isSkipped(made)) return valuesFor(own, made);
  }
  if (mayShare(session, resourceType.name)) {
    const kept = await orSkipped(untouched(session, resourceType.name, operation.key));
    return isSkipped(kept) ? undefined : valuesFor(own, kept.resource.pathValues);
  }
  const creation = await session.run(creationFor, { create: resourceType.create.key, operation: own.operation.key, use });
  const resource = isSuccess(creation) ? createdResource(resourceType, creation, session.target.baseUrl) : undefined;
  return resource?.kind === 'known' ? valuesFor(own, resource.pathValues) : undefined;
};

/** The creation of a resource for one operation alone. */
const creationFor = defineScenario<{ readonly create: string; readonly operation: string; readonly use: Use }, Exchange>({
  id: 'creation-for-operation',
  run: (session, { create, operation, use }) =>
    session.send(usableRequest(session, operationOf(session.contract, create), `${use}-${session.hex(operation, labelDigits)}`)),
});
