import { tokensOf } from '../../../contract/pointer.ts';
import { nodeOf } from '../../../model/place.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { grownNeeds } from '../../subjects/grown-needs.ts';
import { grown, type Grown, sinceCreation } from '../../scenarios/lifecycle/grown.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { roughly } from '../../kit/roughly.ts';
import { storyCost } from '../../kit/story.ts';
import { reachedPlaces } from './state-reached.ts';

/** Reads are seconds apart, so that a shorter time is a matter of chance. */
const unsteadyMs = 10_000;

export const timeToStateRecorded = defineProbe<Grown>({
  id: 'lifecycle/time-to-state-recorded',
  title: 'How soon what was created comes to a state is recorded',
  why: 'The documented time is the longest one; whoever compares services wants to know the usual one.',
  fix: 'Nothing is broken; the documentation could print the usual time too.',
  phase: 'mutate',
  stage: 'watching',
  alone: 'collection',
  places: reachedPlaces,
  needs: (place, around) => grownNeeds(resourceAt(around.contract, place), around),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 80),
  measure: (place, session) => session.measure(grown, { resource: resourceAt(session.contract, place).name }),
  judge(place, { first, seen }, { contract }) {
    const state = tokensOf(nodeOf(place)).at(-1) ?? '';
    const found = [first, ...seen].find((one) => one.state === state);
    if (!found) return inconclusive(`"${state}" did not show`, [first.exchange]);
    const ms = found === first ? 0 : sinceCreation(first.exchange, found.exchange);
    const { create } = resourceAt(contract, place);
    return observed([factOf('state.reached', create?.key ?? null, { [state]: roughly(ms, unsteadyMs) })]);
  },
});
