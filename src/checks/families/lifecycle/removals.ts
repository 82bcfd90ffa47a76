import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { ToldGone } from '../../../contract/infer/told-gone.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  type CheckText,
  defineProbe,
  fail,
  inconclusive,
  observed,
  pass,
  type Probe,
  type Surroundings,
  type Unconfirmed,
  unconfirmed,
} from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { recordedStatus } from '../../kit/facts.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { statusFinding } from '../../kit/status-finding.ts';
import { hasStatus, isDeclaredSuccess, isExact, isRedirect, successWords } from '../../kit/success.ts';
import { unknownId } from '../../scenarios/calls/unknown-id.ts';
import { goneStatuses, isCached, type ListLook } from '../../scenarios/lifecycle/look-at-resource.ts';
import { goneTold, isLiving, lifeRequests, removed, type RemovedResource } from '../../scenarios/lifecycle/removed.ts';
import { busyStatuses } from '../../scenarios/lifecycle/updated.ts';
import {
  livesWith,
  type Makeable,
  type MakeableSubject,
  resourceTypesDeclaring,
  resourceTypesWith,
  storyPrerequisites,
} from '../../subjects/resources.ts';
import { isSame } from '../../subjects/same-value.ts';
import { shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { defineStoryProbe } from './story-probe.ts';

/** The verdict where a resource was not removed, so that its removal cannot be judged; undefined where it was. */
export const notRemoved = ({ id, creation, before, removal }: RemovedResource): Verdict | undefined => {
  if (id === undefined) return notMade(creation);
  if (before && !isSuccess(before)) return inconclusive(`The created resource could not be read: ${outcomeOf(before)}`, [before, creation]);
  if (!removal) return inconclusive('Nothing was removed', [creation]);
  return isSuccess(removal) ? undefined : inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal]);
};

/** The evidence of a finding: the exchange that shows it, and the removal before it. */
const withRemoval = (evidence: Exchange, { removal }: RemovedResource): readonly [Exchange, ...Exchange[]] =>
  removal ? [evidence, removal] : [evidence];

/** Defines a probe that judges a resource after its removal. */
const defineRemovedProbe = <S extends MakeableSubject>({
  judge,
  ...text
}: CheckText & {
  over(contract: Contract): readonly S[];
  /** Judges a resource whose removal was a success. */
  judge(subject: S, life: RemovedResource, around: Surroundings): Verdict | Unconfirmed;
}): Probe<RemovedResource> =>
  defineStoryProbe<S, RemovedResource>({
    ...text,
    story: removed,
    words: ['read', 'remove'],
    requests: lifeRequests,
    judge: (subject, life, around) => notRemoved(life) ?? judge(subject, life, around),
  });

/** Resource types that a run can create and remove, where the convention `removed` has a word. */
const documentedOfRemoved = (
  contract: Contract,
  word: string,
  suits: (resourceType: Makeable) => boolean = () => true,
): MakeableSubject[] =>
  resourceTypesDeclaring(contract, 'removed', word).filter(({ resourceType }) => resourceType.remove !== undefined && suits(resourceType));

export const removeAccepted = defineStoryProbe({
  id: 'lifecycle/remove-accepted',
  title: 'The removal of an existing resource is answered with its documented status',
  why: 'A resource that cannot be removed must be paid for. A client that gets another status tries again, or reports a failure.',
  fix: 'Remove the resource that the path names without requiring a body, and answer with the documented status.',
  over: (contract) => livesWith(contract, 'remove'),
  story: removed,
  words: ['read', 'remove'],
  requests: lifeRequests,
  judge({ operation, resourceType }, life) {
    const { removal, isSettled, id, before, creation } = life;
    if (!removal) return notRemoved(life) ?? inconclusive('Nothing was removed', [creation]);
    // Other checks judge whether a status is documented.
    if (isDeclaredSuccess(operation, removal) || (resourceType.presumed && isSuccess(removal))) return pass(1);
    const finding = statusFinding(removal, `${successWords(operation)} to the removal of ${id ?? ''}, which exists`);
    const evidence = before ? ([removal, before] as const) : ([removal] as const);
    if (isSuccess(removal)) return fail({ code: 'other-success', ...finding }, evidence);
    const wrong = resourceType.presumed ? unserved : wrongFor(operation, isSettled);
    if ((isRedirect(removal) && !resourceType.presumed) || hasStatus(removal, wrong))
      return fail({ code: 'removal-refused', ...finding }, evidence);
    const busy = hasStatus(removal, busyStatuses) ? '; the resource may have been busy' : '';
    return inconclusive(`The removal was answered ${outcomeOf(removal)}${busy}`, [removal]);
  },
});

/** Statuses of an operation that is not served, and of a resource that does not exist. */
const unserved: readonly number[] = [404, 405, 501];

/** Statuses that cannot be right for a removal; where exact statuses of success are documented, also those that blame the request. */
const wrongFor = (remove: Operation, isSettled: boolean): number[] => [
  ...unserved,
  ...(isExact(remove) ? [400, 422] : []),
  ...(isSettled ? [409, 423] : []),
];

export const removeTakesOnlyOne = defineRemovedProbe({
  id: 'lifecycle/remove-takes-only-one',
  title: 'A removal removes the resource that it names and no other',
  why: 'A server can do nothing worse than remove what nobody asked it to remove.',
  fix: 'Remove by the id in the path, and by nothing that other resources may share.',
  over: (contract) => livesWith(contract, 'remove', ({ read }) => read !== undefined),
  judge(_, life) {
    const watched = life.bystanders.filter(({ before }) => isSuccess(before));
    const lasts = watched.flatMap(({ made, after }) => {
      const last = after.at(-1);
      return last ? [{ id: made.id ?? '', last }] : [];
    });
    const taken = lasts.find(({ last }) => hasStatus(last, goneStatuses));
    if (taken) {
      const finding = {
        code: 'other-thing-removed',
        where: 'status',
        expected: `a success for a read of ${taken.id}, which nobody removed`,
        actual: `status ${outcomeOf(taken.last)} after ${life.id ?? ''} was removed`,
      };
      return fail(finding, withRemoval(taken.last, life));
    }
    const unread = lasts.find(({ last }) => !isSuccess(last));
    if (unread) return inconclusive(`A read of another resource was answered ${outcomeOf(unread.last)}`, [unread.last]);
    return lasts.length > 0 ? pass(lasts.length) : inconclusive('There was no other resource to read', [life.creation]);
  },
});

/** Statuses that blame the request or report what is not documented, although the id was correct. */
const mistakes: readonly number[] = [400, 410, 422];

/** May a removed resource still be shown in a state: is it documented to linger, and is this not the state of a living resource? */
const mayLinger = (resourceType: Makeable, state: unknown): boolean =>
  resourceType.convention.removed?.lingers === true && isLiving(resourceType, state) !== true;

/**
 * Why a resource of an inferred type may still be shown by a read after its removal; undefined where nothing allows that. A server may remove it later (202), or
 * mark it and keep it, as long as the mark can be seen: in the resource, or in a list that no longer shows it. Not where its texts promise that no read finds it.
 */
const keptOnPurpose = (
  resourceType: Makeable,
  { removal, before, id = '', lists }: RemovedResource,
  last: Exchange,
  { isUnread }: ToldGone,
): string | undefined => {
  if (removal && statusOf(removal) === 202) return 'The removal was answered 202, so that it may come later';
  if (isCached(last)) return 'The read comes from a cache';
  if (isUnread) return undefined;
  const [old, now] = [before, last].map((read) => read && shownResource(resourceType, 'read', read, id));
  if (old === undefined || now === undefined) return 'The reads do not show the resource';
  if (!isSame(old, now)) return 'It is still shown, but no longer as it was: the server may keep what is removed';
  return lists.some(({ missing, isOpen }) => missing.includes(id) && !isOpen)
    ? 'It is still shown, but no longer listed: the server may keep what is removed'
    : undefined;
};

/** The same for a list. */
const staysListed = (
  { removal }: RemovedResource,
  before: unknown,
  { exchange, shown: held }: ListLook,
  { isUnlisted }: ToldGone,
): string | undefined => {
  if (removal && statusOf(removal) === 202) return 'The removal was answered 202, so that it may come later';
  if (isCached(exchange)) return 'The list comes from a cache';
  return isUnlisted || [...held.values()].some((item) => isSame(item, before)) ? undefined : 'It is still listed, but no longer as it was';
};

export const removedIsGone = defineRemovedProbe({
  id: 'lifecycle/removed-is-gone',
  title: 'A removed resource can no longer be read',
  why: 'A resource that can still be read may still run and be billed, and data that must be deleted is still there.',
  fix: 'Answer reads of a removed resource as documented from then on, on every replica.',
  over: (contract) => documentedOfRemoved(contract, 'read', ({ read }) => read !== undefined),
  judge({ resourceType }, life, { contract }) {
    const { reads, withinMs, id = '' } = life;
    const convention = resourceType.convention.removed?.read;
    const expected = statuses(convention);
    const isGone = (read: Exchange): boolean => expected.includes(statusOf(read) ?? 0);
    const finding = { where: 'status', expected: `status ${statusWords(convention)} to a read of the removed resource` };
    const gone = reads.findIndex(isGone);
    // Of the two statuses that HTTP has for it, either is right, unless a sentence of the document names one.
    const wrong = !resourceType.presumed ? mistakes : expected.length === 1 ? goneStatuses : [];
    const other = reads.find((read) => !isGone(read) && hasStatus(read, wrong));
    if (other) {
      return fail({ code: 'removed-answered-otherwise', ...finding, actual: `status ${outcomeOf(other)}` }, withRemoval(other, life));
    }
    if (gone >= 0) {
      // Several replicas may differ for a while; where no word promises otherwise, the last read counts.
      const back = reads.slice(resourceType.presumed ? -1 : gone).find(isSuccess);
      if (!back) return pass(reads.length - gone);
      const actual = `status ${outcomeOf(back)} after it was gone`;
      return fail({ code: 'removed-comes-back', ...finding, actual }, withRemoval(back, life));
    }
    const last = reads.at(-1);
    if (!last || !isSuccess(last))
      return inconclusive(
        last ? `Reads of the removed resource were answered ${outcomeOf(last)}` : 'The removed resource was not read',
        last ? [last] : [],
      );
    const state = stateIn(resourceType, jsonOf(last), shownResource(resourceType, 'read', last, id));
    if (mayLinger(resourceType, state)) return inconclusive(`It is still shown, in the state ${shown(state)}`, [last]);
    const kept = resourceType.presumed && keptOnPurpose(resourceType, life, last, goneTold(contract, resourceType));
    if (kept) return inconclusive(kept, [last]);
    const actual = `status ${outcomeOf(last)} after ${withinMs / 1000} s`;
    return unconfirmed(fail({ code: 'removed-still-readable', ...finding, actual }, withRemoval(last, life)));
  },
});

export const removedIsUnlisted = defineRemovedProbe({
  id: 'lifecycle/removed-is-unlisted',
  title: 'A removed resource is no longer in its list',
  why: 'Scripts act on what the list shows. A resource that no longer exists makes each of them fail.',
  fix: 'Take a resource out of the list when it is removed, also out of cached lists.',
  over: (contract) => documentedOfRemoved(contract, 'unlisted', ({ collection }) => collection !== undefined),
  judge({ resourceType }, life, { contract }) {
    const { id = '', listedBefore, lists, withinMs } = life;
    if (!listedBefore?.shown.has(id))
      return inconclusive('The resource was not listed before its removal', listedBefore ? [listedBefore.exchange] : []);
    const clear = lists.find(({ exchange, missing, isOpen }) => isSuccess(exchange) && missing.includes(id) && !isOpen);
    if (clear) return pass(1);
    const last = lists.findLast(({ shown: held }) => held.has(id));
    const latest = lists.at(-1);
    if (!last || !latest || !isSuccess(latest.exchange) || !latest.shown.has(id)) {
      const reason = `The list could not be read to its end: ${latest ? outcomeOf(latest.exchange) : 'not at all'}`;
      return inconclusive(reason, latest ? [latest.exchange] : []);
    }
    const resource = last.shown.get(id);
    const state = stateIn(resourceType, resource, resource);
    if (mayLinger(resourceType, state)) return inconclusive(`It is still listed, in the state ${shown(state)}`, [last.exchange]);
    const kept = resourceType.presumed && staysListed(life, listedBefore.shown.get(id), latest, goneTold(contract, resourceType));
    if (kept) return inconclusive(kept, [latest.exchange]);
    const finding = {
      code: 'removed-still-listed',
      where: 'list',
      expected: `no item ${id} within ${withinMs / 1000} s`,
      actual: resource === undefined ? 'the id is still there' : 'the item is still there',
    };
    return unconfirmed(fail(finding, withRemoval(last.exchange, life)));
  },
});

const neverGone = ({ creation }: RemovedResource): Verdict => inconclusive('No read showed that the removed resource is gone', [creation]);

export const removedAgainRefused = defineRemovedProbe({
  id: 'lifecycle/removed-again-refused',
  title: 'A second removal of the same resource is answered with the documented status',
  why: 'A client that removes twice must learn that nothing was there, because it may have the wrong id.',
  fix: 'Look up the resource before it is removed, and answer with the documented status where there is none.',
  over: (contract) => documentedOfRemoved(contract, 'again'),
  judge({ resourceType }, life) {
    const { again, id = '' } = life;
    if (!again) return neverGone(life);
    const expected = statuses(resourceType.convention.removed?.again);
    const wrong = [405, 409, 410].filter((status) => !expected.includes(status));
    const mistake = `a second removal of ${id}`;
    return judgeErrorResponse(again, { expected, wrong, redirect: true, code: 'removed-again', where: 'path', mistake });
  },
});

export const removedAgainRecorded = defineProbe({
  id: 'lifecycle/removed-again-recorded',
  title: 'The answers to the removal of a resource that is gone, and of one that never existed, are recorded',
  why: 'Some servers answer with a success because nothing is left to do, others with an error. Scripts for one kind break on the other.',
  fix: 'Nothing is broken; the documentation could describe both answers.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => resourceTypesWith(contract, 'remove'),
  prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, ['read', 'remove']),
  cost: ({ resourceType }) => storyCost(resourceType, lifeRequests),
  async run({ resourceType, operation }, session) {
    const life = await session.run(removed, { resourceType: resourceType.name });
    const unknown = await orSkipped(session.run(unknownId, { operation: operation.key }));
    return { life, unknown: isSkipped(unknown) ? undefined : unknown.exchange };
  },
  judge({ operation: { key } }, { life, unknown }) {
    const facts = [...recordedStatus('removed.again', key, life.again), ...recordedStatus('removed.unknown', key, unknown)];
    return facts.length > 0 ? observed(facts) : (notRemoved(life) ?? neverGone(life));
  },
});
