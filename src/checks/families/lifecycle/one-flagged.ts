import { parametersIn } from '../../../contract/infer/path-template.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { countSet, type Flagged, flagged } from '../../scenarios/lifecycle/flagged.ts';
import { type FlaggedOnes, flaggedOnes } from '../../subjects/flagged-ones.ts';
import type { Verdict } from '../../../model/verdict.ts';

const defineOverFlags = ({
  suits,
  judge,
  ...text
}: CheckText & {
  suits(told: FlaggedOnes['told']): boolean;
  judge(subject: FlaggedOnes, result: Flagged): Verdict | Unconfirmed;
}): Probe<Flagged | undefined> =>
  defineProbe<FlaggedOnes, Flagged | undefined>({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over: (contract: Contract) => flaggedOnes(contract).filter(({ told }) => suits(told)),
    prerequisites({ parent, resourceType: { create } }, around) {
      // One of ours may take the flag from one that the run did not create.
      if (!parent) return [{ kind: 'permission', permission: 'destructive' }, ...prerequisitesFor(create, around)];
      const above = Object.fromEntries(parametersIn(create.path).map((name) => [name, 'ct']));
      return [...prerequisitesFor(parent.create, around), ...prerequisitesFor(create, around, { pathValues: above })];
    },
    cost: () => ({ requests: 30, creates: 4 }),
    run: ({ resourceType: { create } }, session) => session.run(flagged, { operation: create.key }),
    judge(subject, result) {
      if (!result) return inconclusive(`${subject.resourceType.create.key} makes nothing with a flag`, []);
      const refused = result.made.find(({ id }) => id === undefined);
      const broken = judge(subject, result);
      return broken.kind !== 'inconclusive' || !refused
        ? broken
        : inconclusive(`${subject.resourceType.create.key} was answered ${outcomeOf(refused.exchange)}`, [refused.exchange]);
    },
  });

export const onlyOneFlagged = defineOverFlags({
  id: 'lifecycle/only-one-flagged',
  title: 'Of several resources as many have a flag as the document says: the first one, and the newest that was given it',
  why: 'Which address is the default one is decided by chance, where two are, or none is.',
  fix: 'Take the flag from the others in the transaction that gives it to one.',
  suits: ({ isUnique, isFirst }) => isUnique || isFirst,
  judge({ told, member, resourceType: { create } }, { made, one, all, parent }) {
    const [first, second] = made;
    const where = `/${member}`;
    let judged = 0;
    if (told.isFirst && first?.id !== undefined && one?.byId.has(first.id) && one.others === 0) {
      judged += 1;
      if (one.byId.get(first.id) !== true) {
        const finding = { code: 'first-not-flagged', where, expected: `true of the first one of ${create.key}`, actual: 'false' };
        return unconfirmed(fail(finding, [one.exchange, first.exchange]));
      }
    }
    if (told.isUnique && all && second?.id !== undefined && all.byId.size > 1 && all.byId.has(second.id)) {
      const set = countSet(all);
      if (set > 1) {
        const finding = { code: 'several-flagged', where, expected: 'true of one of them', actual: `true of ${set}` };
        return unconfirmed(fail(finding, [all.exchange, second.exchange]));
      }
      if (told.takesOver && all.byId.get(second.id) !== true) {
        const finding = { code: 'new-not-flagged', where, expected: 'true of the new one, which was sent with it', actual: 'false' };
        return unconfirmed(fail(finding, [all.exchange, second.exchange]));
      }
      judged += all.byId.get(second.id) === true ? 1 : 0;
    }
    return judged > 0 ? pass(judged) : inconclusive('The list shows too few of them', [all?.exchange ?? one?.exchange ?? parent]);
  },
});

export const flagInherited = defineOverFlags({
  id: 'lifecycle/flag-inherited',
  title: 'After the removal of the resource with a flag, the one that the document names has it',
  why: 'Nothing is the default any more, and what relies on one fails much later.',
  fix: 'Give the flag to the heir in the transaction that removes the one that had it.',
  suits: ({ heir }) => heir !== undefined,
  judge({ told: { heir }, member, resourceType: { remove } }, { made, removal, left, parent }) {
    const others = made.filter((_, n) => n !== 1).flatMap(({ id }) => id ?? []);
    const removed = made[1]?.id;
    if (
      !left ||
      !removal ||
      removed === undefined ||
      left.byId.has(removed) ||
      others.length < 2 ||
      others.some((id) => !left.byId.has(id))
    )
      return inconclusive('The list does not show all that remain', [left?.exchange ?? removal ?? parent]);
    const where = `/${member}`;
    const set = others.filter((id) => left.byId.get(id) === true);
    const named = heir === 'any' ? 'one of those that remain' : `the ${heir} of those that remain`;
    const expected = `true of ${named} after ${remove.key}`;
    if (set.length !== 1) {
      const actual = set.length === 0 ? 'false of all' : `true of ${set.length}`;
      return unconfirmed(
        fail({ code: set.length === 0 ? 'flag-lost' : 'several-flagged', where, expected, actual }, [left.exchange, removal]),
      );
    }
    const wanted = heir === 'newest' ? others.at(-1) : others[0];
    if (heir === 'any' || set[0] === wanted) return pass(1);
    return unconfirmed(fail({ code: 'other-heir', where, expected, actual: `true of "${set[0] ?? ''}"` }, [left.exchange, removal]));
  },
});
