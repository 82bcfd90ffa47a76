import type { Contract } from '../../../contract/model.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, type Need, type Probe, type Stage, type Surroundings, type Unconfirmed } from '../../kit/define.ts';
import type { Measurement } from '../../kit/session.ts';
import { storyCost } from '../../kit/story.ts';
import { type MakeableSubject, type ResourceWord, storyNeeds } from '../../subjects/resources.ts';

/** A scenario with things of one kind, which several probes share. */
export type StoryOf<M> = Measurement<{ readonly resource: string }, M>;

/** Defines a probe that judges a shared scenario with things of a kind that the run makes. */
export const defineStoryProbe = <S extends MakeableSubject, M>({
  story,
  stage = 'lifecycle',
  words = [],
  needs = ({ resource }, around) => storyNeeds(resource, around, words),
  requests,
  ...rest
}: CheckText & {
  over(contract: Contract): readonly S[];
  readonly story: StoryOf<M>;
  /** Default: the life of a thing. */
  readonly stage?: Stage;
  /** What is called on the things, beside their creation. */
  readonly words?: readonly ResourceWord[];
  needs?(subject: S, around: Surroundings): readonly Need[];
  /** Most requests of the scenario. */
  readonly requests: number;
  judge(subject: S, told: M, around: Surroundings): Verdict | Unconfirmed;
}): Probe<M> =>
  defineProbe<S, M>({
    ...rest,
    phase: 'mutate',
    stage,
    alone: 'collection',
    needs,
    cost: ({ resource }) => storyCost(resource, requests),
    measure: ({ resource }, session) => session.measure(story, { resource: resource.name }),
  });
