import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { refusedThrice, type RefusedThrice, times } from '../../scenarios/lifecycle/refused-thrice.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';
import { permissionsFor } from '../../kit/prerequisites.ts';
import { operationAt } from '../../subjects/creators.ts';
import { resourceAt, resourcePlaces } from '../../subjects/resource-at.ts';
import { bodyMembers } from '../../../generators/body-members.ts';

export const creationStoresNothingWhenRefused = defineProbe<RefusedThrice>({
  id: 'lifecycle/creation-stores-nothing-when-refused',
  title: 'A creation that is refused leaves nothing behind',
  why: 'What a refusal left behind has no owner who knows of it, and is billed all the same.',
  fix: 'Judge the whole request before anything is stored.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    resourcePlaces(contract, 'create', ({ create, collection }) => {
      if (!create || !collection || refusalOf(create, 'missing').length === 0) return false;
      return bodyMembers(contract, create).some(({ required }) => required);
    }),
  needs: (place, around) => permissionsFor(operationAt(around.contract, place)),
  cost: () => ({ requests: 10, creates: 0 }),
  measure: (place, session) => session.measure(refusedThrice, { resource: resourceAt(session.contract, place).name }),
  judge(place, { refusals, before, after }, { contract }) {
    const { create } = resourceAt(contract, place);
    const expected = create ? refusalOf(create, 'missing') : [];
    const other = refusals.find((one) => !expected.includes(statusOf(one) ?? 0));
    if (other || refusals.length < times) {
      return inconclusive(`A creation without a required member was answered ${other ? outcomeOf(other) : 'nothing'}`, refusals);
    }
    if (!before || !after) return inconclusive('The list could not be read before and after', refusals);
    const grown = before.total !== undefined && after.total !== undefined ? after.total - before.total : undefined;
    const added = after.ids.filter((id) => !before.ids.includes(id)).length;
    const [first, ...others] = refusals;
    if (grown === 0 || (grown === undefined && added === 0 && after.count === before.count)) return pass(refusals.length);
    const isStored = grown === undefined ? added === times || after.count - before.count === times : grown === times;
    if (!isStored || !first) return inconclusive('The list changed by another number than was refused', [before.exchange, after.exchange]);
    const finding = {
      code: 'refused-creation-stored',
      where: 'list',
      expected: 'as many things as before',
      actual: `${times} more, after ${times} creations were refused`,
    };
    return unconfirmed(fail(finding, [first, ...others, before.exchange, after.exchange]));
  },
});
