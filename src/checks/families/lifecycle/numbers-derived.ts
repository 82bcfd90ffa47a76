import { parametersIn } from '../../../contract/infer/path-template.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { derivedFromChildren, type DerivedSteps, tolerance } from '../../scenarios/lifecycle/derived-from-children.ts';
import { type DerivedNumber, derivedNumbers } from '../../subjects/derived-numbers.ts';

type Result = DerivedSteps & { readonly member: string };

/** The numbers that follow from one kind of children, at their creation. */
type Numbers = Subject & { readonly numbers: readonly [DerivedNumber, ...DerivedNumber[]] };

const byChild = (contract: Contract): Numbers[] => {
  const all = derivedNumbers(contract);
  const firsts = all.filter(({ child }, n) => all.findIndex((one) => one.child.create.key === child.create.key) === n);
  return firsts.map((first) => {
    const others = all.filter((one) => one !== first && one.child.create.key === first.child.create.key);
    return at(first.location, { numbers: [first, ...others] });
  });
};

export const numbersDerived = defineProbe<Numbers, readonly Result[]>({
  id: 'lifecycle/numbers-derived',
  title: 'What is left, what is taken and what it sums up to follow from what is below a resource',
  why: 'Whoever reads the number books a place that is gone, or pays another sum than the lines say.',
  fix: 'Compute the number from what there is when the resource is read, by the amounts that the description names.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: byChild,
  prerequisites({ numbers: [{ parent, child, by }] }, around) {
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
  cost: ({ numbers }) => ({ requests: 26 * numbers.length, creates: 3 * numbers.length }),
  async run({ numbers }, session) {
    const results: Result[] = [];
    for (const { child, member } of numbers)
      results.push({ member, ...(await session.run(derivedFromChildren, { operation: child.create.key, member })) });
    return results;
  },
  judge(_subject, results) {
    const verdicts = results.map(judgeNumber);
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ??
      verdicts.find(({ kind }) => kind === 'inconclusive') ??
      pass(results.reduce((sum, { steps }) => sum + steps.length, 0))
    );
  },
});

const judgeNumber = ({ member, parent, steps, stoppedBy }: Result): Verdict | Unconfirmed => {
  const wrong = steps.find(({ shown, right }) => !right.some((one) => Math.abs(one - shown) < tolerance));
  if (wrong) {
    const { what, by, read, shown, right } = wrong;
    const finding = {
      code: 'number-otherwise',
      where: `/${member}`,
      expected: `${right.join(' or ')} after ${what}`,
      actual: String(shown),
    };
    return unconfirmed(fail(finding, [read, by]));
  }
  if (steps.length > 0) return pass(steps.length);
  const last = stoppedBy ?? parent;
  return inconclusive(`Nothing that "${member}" follows from is seen: ${outcomeOf(last)}`, [last]);
};
