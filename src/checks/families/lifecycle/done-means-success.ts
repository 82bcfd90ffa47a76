import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { storyCost } from '../../kit/story.ts';
import { hasStatus } from '../../kit/success.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { refusedCreation, type RefusedCreation } from '../../scenarios/lifecycle/refused-creation.ts';
import { lifeRequests, removed, type RemovedResource } from '../../scenarios/lifecycle/removed.ts';
import { resourceTypesWith, storyPrerequisites } from '../../subjects/resources.ts';
import { notRemoved } from './removals.ts';

type Result =
  | { readonly kind: 'creation'; readonly reported: RefusedCreation }
  | { readonly kind: 'removal'; readonly reported: RemovedResource };

export const doneMeansSuccess = defineProbe({
  id: 'lifecycle/done-means-success',
  title: 'What was carried out is answered with a success',
  why: 'After a refusal a client tries again, and has, and pays for, two of what it wanted once.',
  fix: 'Decide about a request before anything is done, and answer a success when it is done.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) =>
    (['create', 'remove'] as const).flatMap((word) => resourceTypesWith(contract, word).map((subject) => ({ ...subject, word }))),
  prerequisites: ({ word, resourceType, operation }, around) =>
    word === 'remove' ? storyPrerequisites(resourceType, around, ['read', 'remove']) : prerequisitesFor(operation, around),
  cost: ({ word, resourceType }) => (word === 'remove' ? storyCost(resourceType, lifeRequests) : { requests: 20, creates: 1 }),
  async run({ word, resourceType }, session): Promise<Result> {
    const parameters = { resourceType: resourceType.name };
    return word === 'remove'
      ? { kind: 'removal', reported: await session.run(removed, parameters) }
      : { kind: 'creation', reported: await session.run(refusedCreation, parameters) };
  },
  judge: (_, { kind, reported }) => (kind === 'creation' ? judgeCreation(reported) : judgeRemoval(reported)),
});

/** A refusal or a redirection, and no failure. */
const isRefused = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 300 && status < 500;
};

const judgeCreation = ({ creation, found }: RefusedCreation): Verdict => {
  if (isSuccess(creation)) return pass(1);
  if (!isRefused(creation) || !found)
    return inconclusive(`The creation was answered ${outcomeOf(creation)}, and nothing came of it`, [creation]);
  const finding = {
    code: 'created-although-refused',
    where: 'status',
    expected: 'a success, because the list shows what was to be created',
    actual: `status ${outcomeOf(creation)}`,
  };
  return fail(finding, [creation, found]);
};

const judgeRemoval = (reported: RemovedResource): Verdict => {
  const { removal, reads, creation, wasGone } = reported;
  if (!removal) return notRemoved(reported) ?? inconclusive('Nothing was removed', [creation]);
  const last = reads.at(-1);
  if (isSuccess(removal)) return wasGone ? pass(1) : inconclusive('What was removed was never seen to be gone', [removal]);
  if (!isRefused(removal) || !last || !hasStatus(last, goneStatuses)) {
    return inconclusive(`The removal was answered ${outcomeOf(removal)}, and nothing came of it`, [removal]);
  }
  const finding = {
    code: 'removed-although-refused',
    where: 'status',
    expected: 'a success, because the thing is gone',
    actual: `status ${outcomeOf(removal)}`,
  };
  return fail(finding, [removal, last]);
};
