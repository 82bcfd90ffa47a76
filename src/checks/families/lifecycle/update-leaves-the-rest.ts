import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { placeOf, updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { shownThing, stateIn } from '../../subjects/shown-thing.ts';
import { isSameValue, steadyPlaces } from '../../scenarios/lifecycle/steady-members.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { type Accepted, acceptedUpdates, seenIn, updateNeeds, updatePlaces } from '../../scenarios/lifecycle/updates.ts';

export const updateLeavesTheRest = defineProbe<Updated>({
  id: 'lifecycle/update-leaves-the-rest',
  title: 'An update changes the members that it names and leaves the others',
  why: 'Whoever corrects a name must not lose the rest; nobody sends everything again for one change.',
  fix: 'Change only what the body names, and replace a list by the one that is sent.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: updatePlaces,
  needs: updateNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 60),
  measure: (place, session) => session.measure(updated, { resource: resourceAt(session.contract, place).name }),
  judge(place, { id, creation, updates }, { contract }) {
    const resource = resourceAt(contract, place);
    if (id === undefined || !resource.update) return notMade(creation);
    const verdicts = acceptedUpdates(contract, resource, resource.update, updates).flatMap(
      (one) => judgeOne(contract, resource, id, one) ?? [],
    );
    const broken = verdicts.find(({ kind }) => kind === 'fail');
    if (broken) return broken;
    if (verdicts.length > 0) return pass(verdicts.length);
    return inconclusive('No update was accepted, or the members are not shown', [...updates.map(({ exchange }) => exchange), creation]);
  },
});

/** Undefined where there is nothing to compare. */
const judgeOne = (contract: Contract, resource: Resource, id: string, update: Accepted): Verdict | undefined => {
  const { before, reads, declared, value, exchange } = update;
  const after = reads.find((read) => seenIn(resource, read, id, update) === 'new') ?? reads.findLast(isSuccess);
  const thing = after && shownThing(resource, 'read', after, id);
  if (!before || !after || !thing) return undefined;
  const own = placeOf(declared);
  const differs = (where: string, expected: unknown, actual: unknown, telling: Exchange = after): Verdict =>
    fail({ code: 'rest-changed', where, expected: shown(expected), actual: shown(actual) }, [telling, exchange]);
  let judged = 0;
  const steady = steadyPlaces(contract, resource).filter((one) => one !== own && !one.startsWith(`${own}/`) && !own.startsWith(`${one}/`));
  for (const place of steady) {
    const old = valueAt(before, place);
    if (old === undefined) continue;
    judged += 1;
    const now = valueAt(thing, place);
    if (!isSameValue(old, now)) return differs(place, old, now);
  }
  const { state } = resource.convention;
  for (const answer of state === undefined ? [] : [after, exchange]) {
    const held = shownThing(resource, answer === after ? 'read' : 'update', answer, id);
    const old = stateIn(resource, before, before);
    if (!held || typeof old !== 'string' || old === '') continue;
    judged += 1;
    const now = stateIn(resource, jsonOf(answer), held);
    if (typeof now !== 'string' || now === '') {
      if (answer === after || now !== undefined) return differs(state ?? 'state', old, now, answer);
    }
  }
  const list = valueAt(thing, own);
  if (Array.isArray(value) && Array.isArray(list)) {
    judged += 1;
    if (!isSameValue(value, list)) return differs(own, value, list);
  }
  return judged > 0 ? pass(judged) : undefined;
};
