import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
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
  type Unconfirmed,
  unconfirmed,
} from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { recordedStatus } from '../../kit/facts.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { hasStatus, isDeclaredSuccess, isExact, isRedirect, successWords } from '../../kit/success.ts';
import { unknownId } from '../../scenarios/calls/unknown-id.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { isLiving, lifeRequests, removed, type RemovedResource } from '../../scenarios/lifecycle/removed.ts';
import { busyStatuses } from '../../scenarios/lifecycle/updated.ts';
import {
  type Makeable,
  type MakeableSubject,
  resourceTypesDeclaring,
  resourceTypesWith,
  storyPrerequisites,
} from '../../subjects/resources.ts';
import { shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { defineStoryProbe } from './story-probe.ts';

/** Why nothing can be said of what became of a thing; undefined where it was removed. */
export const notRemoved = ({ id, creation, before, removal }: RemovedResource): Verdict | undefined => {
  if (id === undefined) return notMade(creation);
  if (before && !isSuccess(before)) return inconclusive(`What was created could not be read: ${outcomeOf(before)}`, [before, creation]);
  if (!removal) return inconclusive('Nothing was removed', [creation]);
  return isSuccess(removal) ? undefined : inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal]);
};

/** The telling exchange and the removal before it. */
const withRemoval = (telling: Exchange, { removal }: RemovedResource): readonly [Exchange, ...Exchange[]] =>
  removal ? [telling, removal] : [telling];

/** What of a thing is judged after it was removed. */
const defineRemovedProbe = <S extends MakeableSubject>({
  judge,
  ...text
}: CheckText & {
  over(contract: Contract): readonly S[];
  /** What became of a thing whose removal was a success. */
  judge(subject: S, life: RemovedResource): Verdict | Unconfirmed;
}): Probe<RemovedResource> =>
  defineStoryProbe<S, RemovedResource>({
    ...text,
    story: removed,
    words: ['read', 'remove'],
    requests: lifeRequests,
    judge: (subject, life) => notRemoved(life) ?? judge(subject, life),
  });

/** What is promised about removed things, of kinds of things that a run can make and remove. */
const documentedOfRemoved = (
  contract: Contract,
  word: string,
  suits: (resourceType: Makeable) => boolean = () => true,
): MakeableSubject[] =>
  resourceTypesDeclaring(contract, 'removed', word).filter(({ resourceType }) => resourceType.remove !== undefined && suits(resourceType));

export const removeAccepted = defineStoryProbe({
  id: 'lifecycle/remove-accepted',
  title: 'The removal of an existing thing is answered with its documented status',
  why: 'What cannot be removed is paid for; a client that gets another status tries again, or reports a failure.',
  fix: 'Remove the thing that the path names without asking for a body, and answer the documented status.',
  over: (contract) => resourceTypesWith(contract, 'remove'),
  story: removed,
  words: ['read', 'remove'],
  requests: lifeRequests,
  judge({ operation }, life) {
    const { removal, isSettled, id, before, creation } = life;
    if (!removal) return notRemoved(life) ?? inconclusive('Nothing was removed', [creation]);
    if (isDeclaredSuccess(operation, removal)) return pass(1);
    const finding = {
      where: 'status',
      expected: `${successWords(operation)} to the removal of ${id ?? ''}, which is there`,
      actual: `status ${outcomeOf(removal)}`,
    };
    const reported = before ? ([removal, before] as const) : ([removal] as const);
    if (isSuccess(removal)) return fail({ code: 'other-success', ...finding }, reported);
    if (isRedirect(removal) || hasStatus(removal, wrongFor(operation, isSettled)))
      return fail({ code: 'removal-refused', ...finding }, reported);
    const busy = hasStatus(removal, busyStatuses) ? ', it may have been busy' : '';
    return inconclusive(`The removal was answered ${outcomeOf(removal)}${busy}`, [removal]);
  },
});

/** Refusals of a removal that cannot be right: where the documentation prints the one status, none that blames the request. */
const wrongFor = (remove: Operation, isSettled: boolean): number[] => [
  404,
  405,
  501,
  ...(isExact(remove) ? [400, 422] : []),
  ...(isSettled ? [409, 423] : []),
];

export const removeTakesOnlyOne = defineRemovedProbe({
  id: 'lifecycle/remove-takes-only-one',
  title: 'A removal removes the thing that it names and no other',
  why: 'Nothing a service does wrong is worse than to remove what nobody asked it to.',
  fix: 'Remove by the id of the path alone, and by nothing that other things may share.',
  over: (contract) => resourceTypesWith(contract, 'remove', ({ read }) => read !== undefined),
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
        expected: `a success of a read of ${taken.id}, which nobody removed`,
        actual: `status ${outcomeOf(taken.last)} after ${life.id ?? ''} was removed`,
      };
      return fail(finding, withRemoval(taken.last, life));
    }
    const unread = lasts.find(({ last }) => !isSuccess(last));
    if (unread) return inconclusive(`A read of another thing was answered ${outcomeOf(unread.last)}`, [unread.last]);
    return lasts.length > 0 ? pass(lasts.length) : inconclusive('There was no other thing to look at', [life.creation]);
  },
});

/** Refusals that blame the request, or say of the thing what is not promised; the id was a good one. */
const mistakes: readonly number[] = [400, 410, 422];

/** May what was removed still be shown in a state, because the contract says that it lingers and no living thing has that state. */
const mayLinger = (resourceType: Makeable, state: unknown): boolean =>
  resourceType.convention.removed?.lingers === true && isLiving(resourceType, state) !== true;

export const removedIsGone = defineRemovedProbe({
  id: 'lifecycle/removed-is-gone',
  title: 'A removed thing can no longer be read',
  why: 'What can still be read may still run, and be billed; and what must be forgotten is not.',
  fix: 'Answer reads of a removed thing as documented from then on, from every copy.',
  over: (contract) => documentedOfRemoved(contract, 'read', ({ read }) => read !== undefined),
  judge({ resourceType }, life) {
    const { reads, withinMs, id = '' } = life;
    const convention = resourceType.convention.removed?.read;
    const expected = statuses(convention);
    const isGone = (read: Exchange): boolean => expected.includes(statusOf(read) ?? 0);
    const finding = { where: 'status', expected: `status ${statusWords(convention)} to a read of what was removed` };
    const gone = reads.findIndex(isGone);
    const other = reads.find((read) => !isGone(read) && hasStatus(read, mistakes));
    if (other) {
      return fail({ code: 'removed-answered-otherwise', ...finding, actual: `status ${outcomeOf(other)}` }, withRemoval(other, life));
    }
    if (gone >= 0) {
      const back = reads.slice(gone).find(isSuccess);
      if (!back) return pass(reads.length - gone);
      const actual = `status ${outcomeOf(back)} after it was gone`;
      return fail({ code: 'removed-comes-back', ...finding, actual }, withRemoval(back, life));
    }
    const last = reads.at(-1);
    if (!last || !isSuccess(last))
      return inconclusive(`Reads of what was removed were answered ${last ? outcomeOf(last) : 'nothing'}`, last ? [last] : []);
    const state = stateIn(resourceType, jsonOf(last), shownResource(resourceType, 'read', last, id));
    if (mayLinger(resourceType, state)) return inconclusive(`It is still shown, in the state ${shown(state)}`, [last]);
    const actual = `status ${outcomeOf(last)} after ${withinMs / 1000} s`;
    return unconfirmed(fail({ code: 'removed-still-readable', ...finding, actual }, withRemoval(last, life)));
  },
});

export const removedIsUnlisted = defineRemovedProbe({
  id: 'lifecycle/removed-is-unlisted',
  title: 'A removed thing is no longer in its list',
  why: 'Scripts act on what the list shows; a thing that is gone makes each of them fail.',
  fix: 'Take a thing out of the list when it is removed, also out of lists that are kept ready.',
  over: (contract) => documentedOfRemoved(contract, 'unlisted', ({ collection }) => collection !== undefined),
  judge({ resourceType }, life) {
    const { id = '', listedBefore, lists, withinMs } = life;
    if (!listedBefore?.shown.has(id)) return inconclusive('It was not listed before', listedBefore ? [listedBefore.exchange] : []);
    const clear = lists.find(({ exchange, missing, isOpen }) => isSuccess(exchange) && missing.includes(id) && !isOpen);
    if (clear) return pass(1);
    const last = lists.findLast(({ shown: held }) => held.has(id));
    const telling = lists.at(-1);
    if (!last || !telling || !isSuccess(telling.exchange) || !telling.shown.has(id)) {
      const reason = `The list could not be read to its end: ${telling ? outcomeOf(telling.exchange) : 'not at all'}`;
      return inconclusive(reason, telling ? [telling.exchange] : []);
    }
    const resource = last.shown.get(id);
    const state = stateIn(resourceType, resource, resource);
    if (mayLinger(resourceType, state)) return inconclusive(`It is still listed, in the state ${shown(state)}`, [last.exchange]);
    const finding = {
      code: 'removed-still-listed',
      where: 'list',
      expected: `no item ${id} within ${withinMs / 1000} s`,
      actual: resource === undefined ? 'the id is still there' : 'the item is still there',
    };
    return unconfirmed(fail(finding, withRemoval(last.exchange, life)));
  },
});

const neverGone = ({ creation }: RemovedResource): Verdict => inconclusive('What was removed was never seen to be gone', [creation]);

export const removedAgainRefused = defineRemovedProbe({
  id: 'lifecycle/removed-again-refused',
  title: 'The removal of what is gone is answered with the documented status',
  why: 'A client that removes twice must learn that nothing was there; it may have the wrong id.',
  fix: 'Look the thing up before it is removed, and answer the documented status where there is none.',
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
  title: 'The answers to the removal of what is gone, and of what never was, are recorded',
  why: 'Some services answer a success because nothing is left to do, others a refusal; scripts break on the other kind.',
  fix: 'Nothing is broken; the documentation could print both answers.',
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
