import { operationWith } from '../../../contract/operation.ts';
import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, type ProbePrerequisite, pass, type Probe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { once, type Session } from '../../kit/session.ts';
import { creationBy } from '../../requests/creation-by.ts';
import { callWithoutCredential } from '../../requests/unauthenticated-request.ts';
import { recogniser } from '../../scenarios/lifecycle/created.ts';
import { type Attempted, type GuardedResource, guardedResource } from '../../scenarios/lifecycle/guarded-resource.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { findItem, type Found } from '../../scenarios/paging/find-item.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { type Guarded, guardedPrerequisites, guardedRequests, guardedResourceTypes } from './guarded.ts';

type Result = {
  /** The creation that should be refused. */
  readonly creation: Exchange | Skipped;
  /** The searches for its resource in the list: at once and a while later. */
  readonly looks: readonly Found[];
  readonly guarded: GuardedResource;
};

type Who = 'nobody' | 'restricted';

/** The longest wait before the list is searched again. */
const lateMs = 2000;

/**
 * A probe that tries to create, change and remove without the permission to do so, and checks with the key that the refused writes had no
 * effect. Another requirement covers a write that was not refused.
 */
const defineRefusedWriteProbe = ({
  who,
  prerequisites,
  ...text
}: CheckText & { readonly who: Who; readonly prerequisites: readonly ProbePrerequisite[] }): Probe<Result> =>
  defineProbe<Guarded, Result>({
    ...text,
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'collection',
    over: (contract) => guardedResourceTypes(contract).filter(({ create }) => expectedOf(create, who).length > 0),
    prerequisites: ({ resourceType }, around) => [...guardedPrerequisites(resourceType, around), ...prerequisites],
    cost: () => ({ requests: guardedRequests, creates: 1 }),
    async run({ resourceType, create }, session) {
      const creation = await orSkipped(refusedCreation(session, create, who));
      const isLookedFor = !isSkipped(creation) && isRefused(session.contract, creation, who);
      const looks = isLookedFor ? await looksFor(session, resourceType, creation) : [];
      return { creation, looks, guarded: await session.run(guardedResource, { resourceType: resourceType.name }) };
    },
    judge(_subject, { creation, looks, guarded }, { contract }) {
      const attempted = guarded.attempts[who];
      const parts: Verdict[] = [isSkipped(creation) ? creation : judgeCreation(contract, creation, looks, who)];
      if (!attempted) {
        parts.push(inconclusive(`There was no resource to write to: ${outcomeOf(guarded.creation)}`, [guarded.creation]));
      } else {
        if (attempted.update) parts.push(judgeUpdate(contract, attempted, attempted.update, who));
        if (attempted.remove) parts.push(judgeRemoval(contract, attempted, attempted.remove, who));
      }
      return joinVerdicts(parts);
    },
  });

const expectedOf = ({ conventions: { auth } }: Pick<Operation, 'conventions'>, who: Who): number[] =>
  statuses(who === 'nobody' ? auth?.unauthenticated : auth?.forbidden, 'access');

const isRefused = (contract: Contract, exchange: Exchange, who: Who): boolean => {
  const operation = operationWith(contract, exchange.request.operation);
  return operation !== undefined && expectedOf(operation, who).includes(statusOf(exchange) ?? 0);
};

const refusedCreation = async (session: Session, create: Operation, who: Who): Promise<Exchange> =>
  once(session, who === 'nobody' ? callWithoutCredential(session, create) : creationBy(session, create, who));

const looksFor = async (session: Session, { create, collection }: ResourceType, creation: Exchange): Promise<Found[]> => {
  const isTheItem = create && collection && recogniser(session.contract, create, collection, creation.request);
  if (!collection || !isTheItem) return [];
  const first = await findItem(session, collection, isTheItem);
  if (first.kind === 'item') return [first];
  await session.pause(Math.min(lateMs, patienceMs(session.target, 'created.listed')), 'a refused write may take effect later');
  return [first, await findItem(session, collection, isTheItem)];
};

const notRefused = (exchange: Exchange): Verdict =>
  inconclusive(`${exchange.request.operation ?? 'A call'} was not refused for the credential: ${outcomeOf(exchange)}`, [exchange]);

const effect = (exchange: Exchange, evidence: Exchange, where: string, actual: string): Verdict =>
  fail({ code: 'refused-and-done', where, expected: `no effect of a write answered ${outcomeOf(exchange)}`, actual }, [evidence, exchange]);

const judgeCreation = (contract: Contract, creation: Exchange, looks: readonly Found[], who: Who): Verdict => {
  if (!isRefused(contract, creation, who)) return notRefused(creation);
  const found = looks.find(({ kind }) => kind === 'item');
  if (found) return effect(creation, found.exchange, 'list', 'the refused resource in the list');
  const last = looks.at(-1);
  if (last?.kind === 'absent') return pass(1);
  return inconclusive('The list could not be searched for the refused resource', [creation, ...(last ? [last.exchange] : [])]);
};

const judgeUpdate = (
  contract: Contract,
  { after }: Attempted,
  { exchange, value, member }: NonNullable<Attempted['update']>,
  who: Who,
): Verdict => {
  if (!isRefused(contract, exchange, who)) return notRefused(exchange);
  const changed = after.find((one) => isSuccess(one) && mentions(jsonOf(one), value));
  if (changed) return effect(exchange, changed, member, 'the refused value');
  return stillThere(after, exchange);
};

const judgeRemoval = (contract: Contract, { after }: Attempted, exchange: Exchange, who: Who): Verdict => {
  if (!isRefused(contract, exchange, who)) return notRefused(exchange);
  const gone = after.find((one) => goneStatuses.includes(statusOf(one) ?? 0));
  if (gone) return effect(exchange, gone, 'thing', `status ${outcomeOf(gone)} to a read of the resource`);
  return stillThere(after, exchange);
};

const stillThere = (after: readonly Exchange[], exchange: Exchange): Verdict =>
  after.length > 0 && after.every((one) => isSuccess(one))
    ? pass(1)
    : inconclusive('The resource could not be read after the refused write', [exchange, ...after.slice(-1)]);

export const refusedWriteChangesNothing = defineRefusedWriteProbe({
  id: 'auth/refused-write-changes-nothing',
  title: 'A write that is refused for lack of a credential has no effect',
  why: 'An error response after the write protects nothing.',
  fix: 'Check the credential before anything is stored, changed or removed.',
  reads: 'auth.unauthenticated',
  who: 'nobody',
  prerequisites: [],
});

export const forbiddenWriteChangesNothing = defineRefusedWriteProbe({
  id: 'auth/forbidden-write-changes-nothing',
  title: 'A write that is refused for lack of a permission has no effect',
  why: 'A read-only credential that changes data despite an error response does harm that nobody looks for.',
  fix: 'Check the permission before anything is stored, changed or removed.',
  reads: 'auth.forbidden',
  who: 'restricted',
  prerequisites: [{ kind: 'credential', name: 'restricted' }],
});
