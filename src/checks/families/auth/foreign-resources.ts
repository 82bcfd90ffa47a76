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

/** A probe about what another account gets that calls a thing by its id, where the contract says what that is. */
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

/** Judges what another account was answered. A credential that is not known proves nothing about the thing. */
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
  title: 'A thing cannot be read by its id with the credential of another account',
  why: 'Ids get around: in logs, in links, in messages. Whoever has one must not see what it names.',
  fix: 'Look things up by the account of the credential and their id together.',
  suits: ({ read }) => read !== undefined,
  judge({ read, before }, creation, contract) {
    if (!read || !before) return inconclusive('Nothing was read', [creation]);
    return judgeForeign(contract, read, 'a read of a thing of another account');
  },
});

export const foreignResourceUntouched = defineForeignProbe({
  id: 'auth/foreign-thing-untouched',
  title: 'A thing cannot be changed or removed with the credential of another account',
  why: 'Whoever finds an id could destroy what belongs to somebody else.',
  fix: 'Look things up by the account of the credential and their id together, before they are changed or removed.',
  suits: ({ update, remove }) => (update ?? remove) !== undefined,
  judge({ update, remove, after }, creation, contract) {
    const parts: Verdict[] = [];
    if (update) parts.push(judgeForeign(contract, update.exchange, 'an update of a thing of another account'));
    // Removing what is not there for the caller may succeed, as it does the second time; what counts is that nothing is gone.
    if (remove && isSuccess(remove)) parts.push(inconclusive(`The removal was answered ${outcomeOf(remove)} and had no effect`, [remove]));
    else if (remove) parts.push(judgeForeign(contract, remove, 'the removal of a thing of another account'));
    const changed = update && after.find((one) => isSuccess(one) && mentions(jsonOf(one), update.value));
    const gone = after.find((one) => goneStatuses.includes(statusOf(one) ?? 0));
    const [telling, actual] = changed ? [changed, 'the value of another account'] : [gone, 'a thing that is gone'];
    if (telling) return fail({ code: 'foreign-thing-touched', where: 'thing', expected: 'the thing as it was', actual }, [telling]);
    if (after.length === 0 || !after.every(isSuccess)) {
      const last = after.at(-1);
      return joinVerdicts([
        ...parts.filter(({ kind }) => kind === 'fail'),
        inconclusive(`The thing could not be read afterwards: ${last ? outcomeOf(last) : 'no read'}`, [creation]),
      ]);
    }
    return joinVerdicts(parts);
  },
});
