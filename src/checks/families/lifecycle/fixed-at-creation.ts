import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type ChangedBehind, changedBehind } from '../../scenarios/lifecycle/changed-behind.ts';
import { type FixedAtCreation, fixedAtCreation } from '../../subjects/fixed-members.ts';
import { isSameValue } from '../../subjects/same-value.ts';

/** The values at a way through objects and lists. */
const valuesAt = (value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => valuesAt(one, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  return isObject(value) && Object.hasOwn(value, name) ? valuesAt(value[name], rest) : [];
};

export const fixedMembersStay = defineProbe<FixedAtCreation, ChangedBehind>({
  id: 'lifecycle/fixed-members-stay',
  title: 'A value that is described as that of the creation does not follow later changes of where it is from',
  why: 'Who has ordered at one price must not be billed another one, because the price list was changed since.',
  fix: 'Store the value with the resource when it is created, and read it from there.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => [...fixedAtCreation(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 20, creates: 3 }),
  run: ({ operation }, session) => session.run(changedBehind, { operation: operation.key }),
  judge({ ways }, { creation, before, changes, after }) {
    if (!before || !after || !isSuccess(before) || !isSuccess(after))
      return inconclusive(`The creation was answered ${outcomeOf(creation)}, or nothing that it names was changed`, [creation]);
    const took = changes.flatMap(({ before: old, after: now, numbers }) =>
      Object.entries(numbers).flatMap(([name, value]) =>
        isSameValue(now[name], value) && !isSameValue(old[name], value) ? [{ old: old[name], now: value }] : [],
      ),
    );
    const [first, later] = [jsonOf(before), jsonOf(after)];
    let judged = 0;
    for (const way of ways) {
      const [was, is] = [valuesAt(first, way), valuesAt(later, way)];
      // Only what shows the value that was changed shows whether it follows.
      for (const [n, value] of was.entries()) {
        const source = took.find(({ old }) => isSameValue(old, value));
        if (source === undefined || was.length !== is.length) continue;
        judged += 1;
        if (!isSameValue(is[n], source.now)) continue;
        const expected = `${written(value)}, as when it was created`;
        const finding = { code: 'fixed-member-changed', where: `/${way.join('/')}`, expected, actual: written(is[n]) };
        const [change] = changes;
        return unconfirmed(fail(finding, [after, ...(change ? [change.exchange] : []), before]));
      }
    }
    return judged > 0 ? pass(judged) : inconclusive('What was changed is not shown where the document says that it stays', [after]);
  },
});
