import { headerValues, outcomeOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { withoutEffect, type WithoutEffect } from '../../scenarios/lifecycle/without-effect.ts';
import { type ChangedInTurn, changedInTurn } from '../../scenarios/lifecycle/changed-in-turn.ts';
import type { Look } from '../../scenarios/lifecycle/round-trip/results.ts';
import { isSame } from '../../subjects/same-value.ts';
import { type Mark, markName, risingVersions, type RisingVersion, silentChanges, type SilentChange } from '../../subjects/version-marks.ts';

const valueOf = (mark: Mark, { resource, exchange }: Look): unknown =>
  mark.kind === 'tag' ? headerValues(exchange, 'ETag')[0] : resource[mark.name];

/** What they have in common. */
const common = {
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  prerequisites: ({ trip, operation }: SilentChange | RisingVersion, around: Parameters<typeof prerequisitesFor>[1]) => [
    ...prerequisitesFor(trip.create, around),
    ...permissionsFor(operation),
  ],
  cost: () => ({ requests: 30, creates: 1 }),
} as const;

const withBody: Readonly<Record<WithoutEffect['silent'][number]['kind'], string>> = {
  again: 'the same body once more',
  own: 'the values that a read shows',
  empty: 'a body that names nothing to change',
};

/** Are the members as a read before showed them, but for some. */
const isRestSame = (before: Look, after: Look, but: readonly string[]): boolean =>
  Object.keys({ ...before.resource, ...after.resource }).every(
    (name) => but.includes(name) || isSame(before.resource[name], after.resource[name]),
  );

export const silentChangeKept = defineProbe<SilentChange, WithoutEffect>({
  id: 'lifecycle/no-effect-leaves-version',
  title:
    'A change that changes nothing leaves the version, the ETag and the moment of the last change as they were, where the document says so',
  why: 'Whoever saves without a change locks out everybody else who has the same version open, and every copy of the resource is fetched again.',
  fix: 'Compare what is to be stored with what is there, and leave the version and the moment alone where both are the same.',
  ...common,
  over: silentChanges,
  run: ({ trip, operation }, session) => session.run(withoutEffect, { create: trip.create.key, operation: operation.key }),
  judge({ told, operation, marks }, { creation, resting, silent }) {
    if (!resting || silent.length === 0) {
      const why = `No ${operation.key} that changes nothing was accepted`;
      return inconclusive(resting ? why : `The creation was answered ${outcomeOf(creation)}, or no read shows it`, [creation]);
    }
    let judged = 0;
    const [first] = silent;
    for (const { mark, sentence, by, isOnlyWhole } of told) {
      // What moves without any change tells nothing.
      if (!first || !isSame(valueOf(mark, resting), valueOf(mark, first.before))) continue;
      for (const { kind, before, after, exchange } of silent) {
        const [old, now] = [valueOf(mark, before), valueOf(mark, after)];
        const name = markName(mark);
        if (!by.includes(kind) || old === undefined || old === null || now === undefined) continue;
        if (isOnlyWhole && !isRestSame(before, after, marks)) continue;
        judged += 1;
        if (isSame(old, now)) continue;
        const where = mark.kind === 'tag' ? name : `/${name}`;
        const expected = `${shown(old)}, as before ${operation.key} with ${withBody[kind]}: "${sentence}"`;
        return unconfirmed(
          fail({ code: 'changed-by-nothing', where, expected, actual: shown(now) }, [after.exchange, exchange, before.exchange]),
        );
      }
    }
    return judged > 0 ? pass(judged) : inconclusive('Reads do not show it, or it changes by itself', [resting.exchange]);
  },
});

export const versionRises = defineProbe<RisingVersion, ChangedInTurn>({
  id: 'lifecycle/version-rises',
  title: 'A version that is described to go up with every change goes up by as much as the document says',
  why: 'Clients tell by the number whether they have missed a change, and how many.',
  fix: 'Raise the version once in the transaction that stores the change.',
  ...common,
  over: risingVersions,
  cost: () => ({ requests: 36, creates: 3 }),
  run: ({ trip, operation }, session) => session.run(changedInTurn, { create: trip.create.key, operation: operation.key }),
  judge({ member, sentence, isByOne, isJudgedByVersion, operation }, { creation, steps }) {
    if (steps.length === 0) return inconclusive(`No ${operation.key} was accepted and shown`, [creation]);
    let judged = 0;
    for (const [n, { before, after, exchange, member: changed }] of steps.entries()) {
      const [old, now] = [before.resource[member], after.resource[member]];
      if (typeof old !== 'number' || typeof now !== 'number')
        return inconclusive(`Reads do not show ${member} as a number`, [after.exchange]);
      // What any change leaves as it was is judged elsewhere; what one change of a member alone leaves is not.
      if (now === old && isJudgedByVersion && n === 0)
        return inconclusive(`The change left ${member} as it was, which is judged elsewhere`, [after.exchange]);
      judged += 1;
      if (isByOne ? now === old + 1 : now > old) continue;
      const expected = `${isByOne ? String(old + 1) : `more than ${old}`} after a change of ${changed}: "${sentence}"`;
      const code = now === old ? 'version-not-raised' : 'version-raised-otherwise';
      return unconfirmed(fail({ code, where: `/${member}`, expected, actual: String(now) }, [after.exchange, exchange, before.exchange]));
    }
    return pass(judged);
  },
});
