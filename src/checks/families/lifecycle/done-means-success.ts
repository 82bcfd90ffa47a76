import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { storyCost } from '../../kit/story.ts';
import { statusFinding } from '../../kit/status-finding.ts';
import { hasStatus, isRedirect } from '../../kit/success.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { refusedCreation, type RefusedCreation } from '../../scenarios/lifecycle/refused-creation.ts';
import { lifeRequests, removed, type RemovedResource } from '../../scenarios/lifecycle/removed.ts';
import { livesWith, storyPrerequisites } from '../../subjects/resources.ts';
import { notRemoved } from './removals.ts';

type Result =
  | { readonly kind: 'creation'; readonly story: RefusedCreation }
  | { readonly kind: 'removal'; readonly story: RemovedResource };

export const doneMeansSuccess = defineProbe({
  id: 'lifecycle/done-means-success',
  title: 'A request that was done is answered with a success',
  why: 'After an error response a client tries again, and then has and pays for two resources instead of one.',
  fix: 'Decide about a request before anything is done, and answer with a success when it is done.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => (['create', 'remove'] as const).flatMap((word) => livesWith(contract, word).map((subject) => ({ ...subject, word }))),
  prerequisites: ({ word, resourceType, operation }, around) =>
    word === 'remove' ? storyPrerequisites(resourceType, around, ['read', 'remove']) : prerequisitesFor(operation, around),
  cost: ({ word, resourceType }) => (word === 'remove' ? storyCost(resourceType, lifeRequests) : { requests: 20, creates: 1 }),
  async run({ word, resourceType }, session): Promise<Result> {
    const parameters = { resourceType: resourceType.name };
    return word === 'remove'
      ? { kind: 'removal', story: await session.run(removed, parameters) }
      : { kind: 'creation', story: await session.run(refusedCreation, parameters) };
  },
  judge: ({ resourceType }, { kind, story }) =>
    kind === 'creation' ? judgeCreation(story) : judgeRemoval(story, resourceType.presumed !== undefined),
});

/** A 3xx or 4xx: neither a success nor a failure of the server. */
const isRefused = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 300 && status < 500;
};

const judgeCreation = ({ creation, found }: RefusedCreation): Verdict => {
  if (isSuccess(creation)) return pass(1);
  if (!isRefused(creation) || !found)
    return inconclusive(`The creation was answered ${outcomeOf(creation)}, and nothing was created`, [creation]);
  const finding = statusFinding(creation, 'a success, because the list shows the resource of this creation');
  return fail({ code: 'created-although-refused', ...finding }, [creation, found]);
};

/** @param mayRedirect A redirect may lead to what is left after the removal. */
const judgeRemoval = (story: RemovedResource, mayRedirect: boolean): Verdict => {
  const { removal, reads, creation, wasGone } = story;
  if (!removal) return notRemoved(story) ?? inconclusive('Nothing was removed', [creation]);
  const last = reads.at(-1);
  if (isSuccess(removal)) return wasGone ? pass(1) : inconclusive('No read showed that the removed resource is gone', [removal]);
  if (!isRefused(removal) || (mayRedirect && isRedirect(removal)) || !last || !hasStatus(last, goneStatuses)) {
    return inconclusive(`The removal was answered ${outcomeOf(removal)}, and no read showed that the resource is gone`, [removal]);
  }
  const finding = statusFinding(removal, 'a success, because the resource is gone');
  return fail({ code: 'removed-although-refused', ...finding }, [removal, last]);
};
