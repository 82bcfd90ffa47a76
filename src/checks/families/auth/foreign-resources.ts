import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, type Probe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { type Attempted, type GuardedResource, guardedResource } from '../../scenarios/lifecycle/guarded-resource.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { attemptOf, type Guarded, guardedPrerequisites, guardedRequests, guardedResourceTypes } from './guarded.ts';

/** A probe that calls a resource by its id with the credential of another account, where the contract documents the answer. */
const defineForeignProbe = ({
  suits,
  judge,
  ...text
}: Omit<CheckText, 'reads'> & {
  suits(resourceType: ResourceType): boolean;
  judge(attempted: Attempted, creation: Exchange, contract: Contract): Verdict;
}): Probe<GuardedResource> =>
  defineProbe<Guarded, GuardedResource>({
    ...text,
    reads: 'auth.foreign',
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'collection',
    over: (contract) =>
      contract.conventions.auth?.foreign === undefined
        ? []
        : guardedResourceTypes(contract).filter(({ resourceType }) => suits(resourceType)),
    prerequisites: ({ resourceType }, around) => [...guardedPrerequisites(resourceType, around), { kind: 'credential', name: 'other' }],
    cost: () => ({ requests: guardedRequests, creates: 1 }),
    run: ({ resourceType }, session) => session.run(guardedResource, { resourceType: resourceType.name }),
    judge: (_subject, guarded, { contract }) => judge(attemptOf(guarded, 'other'), guarded.creation, contract),
  });

/** Judges the answer to another account. A 401 proves nothing: the credential may be unknown. */
const judgeForeign = ({ conventions: { auth } }: Contract, exchange: Exchange, mistake: string): Verdict =>
  judgeErrorResponse(exchange, {
    expected: statuses(auth?.foreign, 'access').filter((status) => status !== 401),
    words: statusWords(auth?.foreign),
    wrong: [],
    code: 'foreign-thing',
    where: 'credential',
    mistake,
  });

export const foreignResourceHidden = defineForeignProbe({
  id: 'auth/foreign-thing-hidden',
  title: 'A resource cannot be read by its id with the credential of another account',
  why: 'Ids leak: in logs, in links, in messages. An id alone must not open the resource.',
  fix: 'Look resources up by id and account of the credential together.',
  suits: ({ read }) => read !== undefined,
  judge({ read, before }, creation, contract) {
    if (!read || !before) return inconclusive('Nothing was read', [creation]);
    return judgeForeign(contract, read, 'a read of a resource of another account');
  },
});

export const foreignResourceUntouched = defineForeignProbe({
  id: 'auth/foreign-thing-untouched',
  title: 'A resource cannot be changed or removed with the credential of another account',
  why: 'Anyone who finds an id could destroy what belongs to somebody else.',
  fix: 'Look resources up by id and account of the credential together, before they are changed or removed.',
  suits: ({ update, remove }) => (update ?? remove) !== undefined,
  judge({ update, remove, after }, creation, contract) {
    const parts: Verdict[] = [];
    if (update) parts.push(judgeForeign(contract, update.exchange, 'an update of a resource of another account'));
    // The removal of a resource that does not exist for the caller may succeed, as a second removal does. Only its effect counts.
    if (remove && isSuccess(remove)) parts.push(inconclusive(`The removal was answered ${outcomeOf(remove)} and had no effect`, [remove]));
    else if (remove) parts.push(judgeForeign(contract, remove, 'the removal of a resource of another account'));
    const changed = update && after.find((one) => isSuccess(one) && mentions(jsonOf(one), update.value));
    const gone = after.find((one) => goneStatuses.includes(statusOf(one) ?? 0));
    const [evidence, actual] = changed ? [changed, 'the value of another account'] : [gone, 'the resource is gone'];
    if (evidence) return fail({ code: 'foreign-thing-touched', where: 'thing', expected: 'the resource unchanged', actual }, [evidence]);
    if (after.length === 0 || !after.every(isSuccess)) {
      const last = after.at(-1);
      return joinVerdicts([
        ...parts.filter(({ kind }) => kind === 'fail'),
        inconclusive(`The resource could not be read afterwards: ${last ? outcomeOf(last) : 'no read'}`, [creation]),
      ]);
    }
    return joinVerdicts(parts);
  },
});
