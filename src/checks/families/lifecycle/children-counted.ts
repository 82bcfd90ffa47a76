import { parametersIn } from '../../../contract/infer/path-template.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { countedChildren, type CountedChildren, type CountedStep } from '../../scenarios/lifecycle/counted-children.ts';
import { ownCounted } from '../../scenarios/lifecycle/own-counted.ts';
import { type ChildCount, childCounts } from '../../subjects/child-counts.ts';
import { type OwnCount, ownCounts } from '../../subjects/own-counts.ts';

/** What counts: a parent, or what callers see of themselves. */
type Counted = Subject & (ChildCount | OwnCount);

const subjects = (contract: Contract): readonly Counted[] =>
  [...childCounts(contract), ...ownCounts(contract)].map((one) => at(one.location, one));

/** What a step did to a child, in words. */
const done: Readonly<Record<CountedStep['what'], string>> = {
  created: 'one more was created',
  'moved-away': 'one was given another parent',
  'moved-here': 'one was moved here',
  left: 'one of them is in no state that counts any more',
  removed: 'what was counted is removed',
  returned: 'one of them counts again',
  restored: 'one of them was restored',
};

const codeOf = ({ change, before, count }: CountedStep): string => {
  if (change === 0) return 'count-of-what-does-not-count';
  if (count.value === before) return change === 1 ? 'count-not-raised' : 'count-not-lowered';
  return 'count-changed-otherwise';
};

/** Is a count wrong: others may have changed it too, but not against the direction of what this run did. */
const isWrong = ({ change, before, count: { value } }: CountedStep): boolean => {
  if (change === 0) return value > before;
  return change === 1 ? value <= before : value >= before;
};

export const childrenCounted = defineProbe<Counted, CountedChildren>({
  id: 'lifecycle/children-counted',
  title:
    'A count of what is below a resource, refers to it, or belongs to the caller, follows each creation, move, change of state, removal and restoration',
  why: 'Whoever reads the count believes that there is more, or less, than the list shows.',
  fix: 'Count what there is when the resource is read, or change the stored count in the same transaction as the creation, the move and the removal.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...subjects(contract)],
  prerequisites(counted, around) {
    const { child } = counted;
    if ('self' in counted) return [...prerequisitesFor(counted.self, around), ...prerequisitesFor(child.create, around)];
    const { parent, by } = counted;
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
  cost(counted) {
    if ('self' in counted) return { requests: 20, creates: 1 };
    return { requests: counted.moving ? 28 : 20, creates: counted.moving ? 3 : 2 };
  },
  run: (counted, session) =>
    session.run('self' in counted ? ownCounted : countedChildren, { operation: counted.child.create.key, member: counted.member }),
  judge({ member, child }, { parent, child: creation, steps }) {
    if (!creation) return inconclusive(`The creation was answered ${outcomeOf(parent)}, or what it made shows no "${member}"`, [parent]);
    if (steps.length === 0) return inconclusive(`What ${child.create.key} made is not seen to be there`, [creation]);
    const wrong = steps.find(isWrong);
    if (!wrong) return pass(steps.length);
    const { what, by, before, count, change } = wrong;
    const expected = `${before + change} after ${by.request.operation ?? 'the request'} was answered ${outcomeOf(by)}: ${change === 0 ? 'what it made does not count' : done[what]}`;
    const finding = { code: codeOf(wrong), where: `/${member}`, expected, actual: String(count.value) };
    return unconfirmed(fail(finding, [count.exchange, by, creation]));
  },
});
