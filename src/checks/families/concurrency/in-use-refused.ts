import { outcomeOf } from '../../../contract/message.ts';
import { statuses } from '../../../contract/conventions-at.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { inUse, type InUse } from '../../scenarios/lifecycle/in-use.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { inUseNeeds, inUsePlaces } from '../../subjects/things-in-use.ts';
import { resourceAt } from '../../subjects/resource-at.ts';

/** Refusals for another reason decide nothing. */
const open: readonly number[] = [401, 403, 404, 408, 429];

export const inUseRefused = defineProbe<InUse>({
  id: 'concurrency/in-use-refused',
  title: 'The removal of a thing that others use is refused with the documented status',
  why: 'What uses it fails at once when it is gone, and nobody knows why.',
  fix: 'Look whether anything uses the thing before it is removed, and answer the documented status where something does.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => inUsePlaces(contract, 'inUse'),
  needs: inUseNeeds,
  cost: () => ({ requests: 4, creates: 0 }),
  measure: (place, session) => session.measure(inUse, { resource: resourceAt(session.contract, place).name }),
  judge(place, { id, before, removal }, { contract }) {
    if (!removal) return inconclusive(`${id} could not be read: ${before ? outcomeOf(before) : ''}`, before ? [before] : []);
    const expected = statuses(resourceAt(contract, place).convention.removed?.inUse);
    const wrong = Array.from({ length: 100 }, (_, n) => 400 + n).filter((status) => !expected.includes(status) && !open.includes(status));
    return judgeRefusal(removal, {
      expected,
      wrong,
      redirect: true,
      code: 'in-use',
      where: 'path',
      mistake: `the removal of ${id}, which is in use`,
    });
  },
});
