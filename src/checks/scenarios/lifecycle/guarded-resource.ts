import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CredentialUse, type Fault, holdsValue } from '../../../model/request.ts';
import { idOfCreation } from './described-ids.ts';
import { createdResourceTypeNamed, idParameterOf } from '../../subjects/resources.ts';
import { defineScenario, once, type Session } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { creationAsSet } from './creation-as-set.ts';
import { type ListLook, lookInList, mayPass, onResource } from './look-at-resource.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from './until.ts';
import { changeable } from '../../subjects/changeable.ts';

/** Callers that may not touch the resource: without a credential, with one that may only read, with one of another account. */
export const intruders = ['nobody', 'restricted', 'other'] as const;
export type Intruder = (typeof intruders)[number];

/** What an intruder tried on the resource. */
export type Attempted = {
  readonly read: Exchange | undefined;
  /** The update with the value that it sends. */
  readonly update: { readonly exchange: Exchange; readonly member: string; readonly value: string } | undefined;
  readonly remove: Exchange | undefined;
  /** The list as the intruder sees it; undefined where there is none, and without a credential. */
  readonly list: ListLook | undefined;
  /** Reads of the resource with the key: before, at once and a while later. */
  readonly before: Exchange | undefined;
  readonly after: readonly Exchange[];
};

/** What all intruders tried on one resource, and its state afterwards. */
export type GuardedResource = {
  readonly creation: Exchange;
  readonly id: string | undefined;
  readonly attempts: Readonly<Partial<Record<Intruder, Attempted>>>;
  /** The same with the key at the end, which shows that it is possible. */
  readonly allowed: { readonly update: Exchange | undefined; readonly remove: Exchange | undefined } | undefined;
};

/** Milliseconds of waiting for an effect of a refused request. */
const lateMs = 5000;

/** Has a resource type something to try: a read, an update or a removal by an id. */
export const isGuardable = ({ read, update, remove }: ResourceType): boolean => (read ?? update ?? remove) !== undefined;

/** The member whose change shows an update: a fresh text. */
export const guardedMember = (contract: Contract, resourceType: ResourceType): string | undefined =>
  resourceType.update &&
  changeable(contract, resourceType, resourceType.update).find(({ conventions }) => conventions.fresh === true)?.name;

/**
 * Creates a resource that nothing else uses, and tries to read, change and remove it as each intruder; after each, a read with the key
 * shows whether it is unchanged. The key removes it in the end.
 */
export const guardedResource = defineScenario<{ readonly resourceType: string }, GuardedResource>({
  id: 'guarded-thing',
  async run(session, { resourceType: name }) {
    const { contract, target } = session;
    const resourceType = createdResourceTypeNamed(contract, name);
    const { create, read, update, remove } = resourceType;
    const creation = await session.run(creationAsSet, { operation: create.key, settings: [], purpose: 'guarded' });
    const id = isSuccess(creation) ? await idOfCreation(session, resourceType, creation) : undefined;
    if (id === undefined) return { creation, id, attempts: {}, allowed: undefined };
    const look = async (): Promise<Exchange[]> => (read ? [await onResource(session, read, id)] : []);
    if (read) await untilReadable(session, read, id);
    const attempts: Partial<Record<Intruder, Attempted>> = {};
    for (const who of intruders) {
      if (who !== 'nobody' && !target.credentials.includes(who)) continue;
      if (who !== 'nobody' && !(await works(session, resourceType, who))) continue;
      const [before] = await look();
      if (before && !isSuccess(before)) break;
      const onIt = (operation: Operation, body?: unknown): Promise<Exchange> => sendAs(session, operation, id, who, body);
      const member = guardedMember(contract, resourceType);
      const value = session.fresh(`by-${who}`);
      const readIt = read && (await onIt(read));
      const list = who === 'nobody' ? undefined : await lookInList(asCaller(session, who), resourceType, [id]);
      const changed =
        update && member !== undefined ? await onIt(update, { ...othersOf(session, update, member), [member]: value }) : undefined;
      const removed = remove && (await onIt(remove));
      const after = await look();
      if (after.every(isSuccess) && read && (changed ?? removed)) {
        const waitMs = Math.min(lateMs, patienceMs(target, 'updated.shown'));
        await session.pause(waitMs, 'a refused request is to have no effect');
        after.push(...(await look()));
      }
      attempts[who] = {
        read: readIt,
        update: changed && member !== undefined ? { exchange: changed, member, value } : undefined,
        remove: removed,
        list,
        before,
        after,
      };
      if (!after.every(isSuccess)) break;
    }
    const member = guardedMember(contract, resourceType);
    const body = update && member !== undefined ? { ...othersOf(session, update, member), [member]: session.fresh('by-key') } : undefined;
    return {
      creation,
      id,
      attempts,
      allowed: {
        update: update && body ? await onResource(session, update, id, { purpose: 'guarded', body }) : undefined,
        remove: remove && (await onResource(session, remove, id, { purpose: 'guarded' })),
      },
    };
  },
});

/** The required members of an update beside the changed one. */
const othersOf = (session: Session, update: Operation, member: string): Readonly<Record<string, unknown>> => {
  const required = bodyMembers(session.contract, update).filter((one) => one.required && one.name !== member);
  if (required.length === 0) return {};
  const { body } = usableRequest(session, update, 'guarded', { pathValues: { [idParameterOf(update)]: 'ct' } });
  return holdsValue(body) && typeof body.value === 'object' ? { ...body.value } : {};
};

const untilReadable = async (session: Session, read: Operation, id: string): Promise<void> => {
  const withinMs = patienceMs(session.target, 'created.listed');
  await until(session, { withinMs, why: 'a created resource is to be readable' }, async () =>
    mayPass(await onResource(session, read, id)) ? undefined : true,
  );
};

const credentialOf = (who: Intruder): CredentialUse => (who === 'nobody' ? { kind: 'none' } : { kind: 'valid', name: who });

const asCaller = (session: Session, who: Intruder): Session => ({
  ...session,
  send: (request) => session.send({ ...request, credential: credentialOf(who) }),
});

/** Does a credential work at all: one that cannot even list shows nothing. */
const works = async (session: Session, { collection }: ResourceType, who: 'restricted' | 'other'): Promise<boolean> =>
  collection === undefined || isSuccess(await once(session, readWith(session, collection.operation, who)));

const sendAs = (session: Session, operation: Operation, id: string, who: Intruder, body?: unknown): Promise<Exchange> => {
  const request = usableRequest(session, operation, `by-${who}`, {
    pathValues: { [idParameterOf(operation)]: id },
    ...(body === undefined ? {} : { body: { kind: 'json' as const, value: body } }),
  });
  const isWanted = who === 'restricted' && operation.effect === 'safe';
  return session.send({ ...request, credential: credentialOf(who), faults: isWanted ? [] : [faultOf[who]] });
};

const faultOf: Readonly<Record<Intruder, Fault>> = {
  nobody: 'credential-missing',
  restricted: 'credential-forbidden',
  other: 'credential-forbidden',
};
