import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { defineProbe } from '../../kit/define.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { resourceAt, resourcePlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { mentions } from '../../subjects/shown-thing.ts';
import { hasStatus } from '../../kit/story.ts';
import { anyBodyCost, type AnyBodyRun, type BodyClaim, isRemovable, judgeAnyBody, runAnyBody } from './any-body-run.ts';
import { bodyIn } from './body-in.ts';

export const anyBodyReadable = defineProbe<AnyBodyRun>({
  id: 'properties/any-body-readable',
  title: 'Whatever a creation asked for, its thing can be read by its id',
  why: 'A thing that cannot be read because of one of its values is lost to whoever made it.',
  fix: 'Store and read every thing in the same way, whatever its values.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'read', isRemovable),
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, ['read', 'remove']),
  cost: () => anyBodyCost,
  measure: (place, session) => runAnyBody(session, resourceAt(session.contract, place), readability),
  judge: (_, run) => judgeAnyBody(run),
});

const readability: BodyClaim = {
  wanted: { read: true, list: false },
  judge({ creation, id, names, read, withinMs }) {
    if (!isSuccess(creation)) {
      return { kind: 'refused', reason: `A creation with ${bodyIn(creation)} was answered ${outcomeOf(creation)}`, exchanges: [creation] };
    }
    if (id === undefined || !read) return { kind: 'open', reason: 'Nothing tells the id of what was created', exchanges: [creation] };
    if (hasStatus(read, goneStatuses)) {
      const finding = {
        code: 'created-not-readable',
        where: 'status',
        expected: `a success of a read within ${withinMs / 1000} s of a creation with ${bodyIn(creation)}`,
        actual: `status ${outcomeOf(read)}`,
      };
      return { kind: 'breaks', finding, exchanges: [read, creation] };
    }
    const body = isSuccess(read) ? jsonOf(read) : undefined;
    const isShown = [id, ...names].some((one) => typeof one === 'string' && mentions(body, one));
    if (isShown) return { kind: 'holds' };
    return { kind: 'open', reason: `A read of what was created was answered ${outcomeOf(read)} without it`, exchanges: [read, creation] };
  },
};
