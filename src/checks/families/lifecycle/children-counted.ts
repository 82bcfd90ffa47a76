import { parametersIn } from '../../../contract/infer/path-template.ts';
import { outcomeOf } from '../../../contract/message.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { countedChildren, type CountedChildren } from '../../scenarios/lifecycle/counted-children.ts';
import { type ChildCount, childCounts } from '../../subjects/child-counts.ts';

const subjects = (contract: Parameters<typeof childCounts>[0]): readonly (ChildCount & Subject)[] =>
  childCounts(contract).map((one) => at(one.location, one));

export const childrenCounted = defineProbe<ChildCount, CountedChildren>({
  id: 'lifecycle/children-counted',
  title: 'A count of what is below a resource, or refers to it, goes up with a creation and down with a removal',
  why: 'Whoever reads the count believes that there is more, or less, than the list shows.',
  fix: 'Count what there is when the resource is read, or change the stored count in the same transaction as the creation and the removal.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...subjects(contract)],
  prerequisites({ parent, child, by }, around) {
    const made = Object.fromEntries(
      parametersIn(child.create.path)
        .slice(-1)
        .map((name) => [name, 'ct']),
    );
    return [
      ...prerequisitesFor(parent.create, around),
      ...prerequisitesFor(child.create, around, by === undefined ? { pathValues: made } : {}),
    ];
  },
  cost: () => ({ requests: 12, creates: 2 }),
  run: ({ child, member }, session) => session.run(countedChildren, { operation: child.create.key, member }),
  judge({ member, child, leftOut }, { parent, child: creation, before, created, leaving, left }) {
    if (!creation) return inconclusive(`The creation was answered ${outcomeOf(parent)}, or what it made shows no "${member}"`, [parent]);
    if (!before || !created) return inconclusive(`What ${child.create.key} made is not seen to be there`, [creation]);
    const where = `/${member}`;
    if (created.value === before.value) {
      const expected = `${before.value + 1} after ${child.create.key} was answered ${outcomeOf(creation)}`;
      return unconfirmed(fail({ code: 'count-not-raised', where, expected, actual: String(created.value) }, [created.exchange, creation]));
    }
    if (!leaving || !left) return pass(1);
    if (left.value < created.value) return pass(2);
    const what = leftOut === undefined ? 'what was counted is removed' : `what was counted is "${leftOut.state}"`;
    const expected = `${created.value - 1}, because ${what}`;
    return unconfirmed(fail({ code: 'count-not-lowered', where, expected, actual: String(left.value) }, [left.exchange, leaving]));
  },
});
