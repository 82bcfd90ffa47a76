import type { Contract } from '../../../contract/model.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  type CheckText,
  defineProbe,
  type ProbePrerequisite,
  type Probe,
  type Stage,
  type Surroundings,
  type Unconfirmed,
} from '../../kit/define.ts';
import type { Scenario } from '../../kit/session.ts';
import { storyCost } from '../../kit/story.ts';
import { type MakeableSubject, type ResourceTypeWord, storyPrerequisites } from '../../subjects/resources.ts';

/** A scenario with resources of one type, which several probes share. */
export type StoryOf<M> = Scenario<{ readonly resourceType: string }, M>;

/** Defines a probe that judges a shared scenario with resources that the run creates. */
export const defineStoryProbe = <S extends MakeableSubject, M>({
  story,
  stage = 'lifecycle',
  words = [],
  prerequisites = ({ resourceType }, around) => storyPrerequisites(resourceType, around, words),
  requests,
  ...rest
}: CheckText & {
  over(contract: Contract): readonly S[];
  readonly story: StoryOf<M>;
  /** Default: `lifecycle`. */
  readonly stage?: Stage;
  /** The operations that are called on the resources, beside their creation. */
  readonly words?: readonly ResourceTypeWord[];
  prerequisites?(subject: S, around: Surroundings): readonly ProbePrerequisite[];
  /** Most requests of the scenario. */
  readonly requests: number;
  judge(subject: S, result: M, around: Surroundings): Verdict | Unconfirmed;
}): Probe<M> =>
  defineProbe<S, M>({
    ...rest,
    phase: 'mutate',
    stage,
    exclusive: 'collection',
    prerequisites,
    cost: ({ resourceType }) => storyCost(resourceType, requests),
    run: ({ resourceType }, session) => session.run(story, { resourceType: resourceType.name }),
  });
