import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { storyCost } from '../../kit/story.ts';
import { hasStatus } from '../../kit/success.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { refusedCreation, type RefusedCreation } from '../../scenarios/lifecycle/refused-creation.ts';
import { lifeRequests, removed, type RemovedThing } from '../../scenarios/lifecycle/removed.ts';
import { resourcesWith, storyNeeds } from '../../subjects/resources.ts';
import { notRemoved } from './removals.ts';

type Measured = { readonly kind: 'creation'; readonly told: RefusedCreation } | { readonly kind: 'removal'; readonly told: RemovedThing };

export const doneMeansSuccess = defineProbe({
  id: 'lifecycle/done-means-success',
  title: 'What was carried out is answered with a success',
  why: 'After a refusal a client tries again, and has, and pays for, two of what it wanted once.',
  fix: 'Decide about a request before anything is done, and answer a success when it is done.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  over: (contract) =>
    (['create', 'remove'] as const).flatMap((word) => resourcesWith(contract, word).map((subject) => ({ ...subject, word }))),
  needs: ({ word, resource, operation }, around) =>
    word === 'remove' ? storyNeeds(resource, around, ['read', 'remove']) : needsFor(operation, around),
  cost: ({ word, resource }) => (word === 'remove' ? storyCost(resource, lifeRequests) : { requests: 20, creates: 1 }),
  async measure({ word, resource }, session): Promise<Measured> {
    const parameters = { resource: resource.name };
    return word === 'remove'
      ? { kind: 'removal', told: await session.measure(removed, parameters) }
      : { kind: 'creation', told: await session.measure(refusedCreation, parameters) };
  },
  judge: (_, { kind, told }) => (kind === 'creation' ? judgeCreation(told) : judgeRemoval(told)),
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

const judgeRemoval = (told: RemovedThing): Verdict => {
  const { removal, reads, creation, wasGone } = told;
  if (!removal) return notRemoved(told) ?? inconclusive('Nothing was removed', [creation]);
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
