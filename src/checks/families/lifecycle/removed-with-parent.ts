import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { removedWithNamed, removedWithParent, type RemovedWithParent as Removed } from '../../scenarios/lifecycle/removed-with-parent.ts';
import { parentOf, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { type Belonging, belongingByName, fateOf } from '../../subjects/belonging.ts';
import type { Trait } from '../../subjects/counted-traits.ts';
import { saidIn } from '../../../contract/said.ts';

/** Words by which a removal says that what is below stays, or prevents it. */
const otherwise =
  /\b(?:no|not|cannot|can't|unless|until|only|without|empty|must|refuse[sd]?|remains?|keeps?|kept|stays?|detach\w*|unassign\w*|moved?|orphan\w*)\b/iu;

/** Does the description of a removal name what is below: "removes the shelf with all its jars". */
const takesAlong = ({ document }: Contract, { location }: Operation, { create }: Trip): boolean => {
  const node = valueAt(document, nodeOf(location));
  const texts = saidIn(node);
  const noun = nounWordsOf(create.path).at(-1);
  const text = texts.join(' ');
  const words = wordsOf(text).map((word) => nounWordsOf(`/${word}`)[0]);
  return noun !== undefined && words.includes(noun) && !otherwise.test(text);
};

/** Does the description of a removal say that what is removed is only archived, or can still be read. */
const isArchived = ({ document }: Contract, { location }: Operation): boolean => {
  const node = valueAt(document, nodeOf(location));
  const texts = saidIn(node);
  return /\barchiv|\bsoft[- ]?delet|\b(?:can|may) still be\b|\bhides?\b|\bhidden\b|\bdeactivat/iu.test(texts.join(' '));
};

const children = (contract: Contract): Belonging[] =>
  roundTrips(contract).flatMap((trip): Belonging[] => {
    const parent = parentOf(contract, trip);
    const { remove } = parent ?? {};
    if (!parent || !remove || (!trip.read && trip.lists.length === 0) || (!parent.read && isArchived(contract, remove))) return [];
    const said = fateOf(contract, remove, parent, trip);
    // What is kept is found elsewhere, and not by a path below what is gone.
    if (said === 'kept') return [];
    const fate = takesAlong(contract, remove, trip) ? 'taken' : said;
    return [at(trip.create.location, { trip, parent, remove, by: undefined, fate, isUnseen: false, inState: undefined })];
  });

/** The shown marks of what is only put away: what is shown with one of them changed by the removal may be gone in the sense of the document. */
const marks = /delet|remov|archiv|status|state|active|cancel|trash/iu;

/** Is a resource still shown, but marked by the removal. */
const isMarked = (contract: Contract, { trip, inState }: Belonging, { child, readBefore }: Removed, after: Exchange): boolean => {
  // What was brought to a state is not as it was created.
  const was = inState ? readBefore : child;
  const [before, now] = [inState ? trip.read : trip.create, trip.read].map((operation, n) => {
    const exchange = n === 0 ? was : after;
    return operation && exchange ? resourceIn(contract, operation, exchange, trip.id) : undefined;
  });
  return (
    before !== undefined &&
    now !== undefined &&
    Object.keys(now).some((name) => marks.test(name) && JSON.stringify(before[name]) !== JSON.stringify(now[name]))
  );
};

const notInState = ({ state }: Trait, child: Exchange): Verdict =>
  inconclusive(`What was created could not be brought to the state "${state.replaceAll('_', ' ')}", of which the removal speaks`, [child]);

const judgeKept = ({ remove, trip, inState }: Belonging, { parent, child, removal, looked, orphans }: Removed): Verdict | Unconfirmed => {
  const [last] = looked;
  if (inState && child && !removal) return notInState(inState, child);
  if (!child || !removal || !last)
    return inconclusive(`The removal was not made, or answered ${outcomeOf(removal ?? child ?? parent)}`, [parent]);
  if (orphans.some(({ word }) => word === 'read')) return pass(1);
  if (![404, 410].includes(statusOf(last) ?? 0)) return inconclusive(`The read was answered ${outcomeOf(last)}`, [last, removal]);
  const expected = `what ${trip.create.key} created after ${remove.key}, as its words say`;
  return unconfirmed(fail({ code: 'gone-with-its-parent', where: 'status', expected, actual: outcomeOf(last) }, [last, removal, child]));
};

export const removedWithItsParent = defineProbe<Belonging, Removed>({
  id: 'lifecycle/removed-with-its-parent',
  title: 'What belongs to a removed resource is gone or kept as the document says, and is found no more below it',
  why: 'What nobody can reach is never removed, and what was to be deleted is still there.',
  fix: 'Remove what belongs to a resource in the same transaction, and look the parent up before anything below it is shown.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...children(contract), ...belongingByName(contract)],
  prerequisites({ trip, parent, remove, by }, around) {
    const made = (operation: Operation): Record<string, string> =>
      Object.fromEntries(
        parametersIn(operation.path)
          .slice(-1)
          .map((name) => [name, 'ct']),
      );
    return [
      ...prerequisitesFor(parent.create, around),
      ...prerequisitesFor(trip.create, around, by === undefined ? { pathValues: made(trip.create) } : {}),
      ...prerequisitesFor(remove, around, { pathValues: made(remove) }),
    ];
  },
  cost: ({ inState }) => (inState ? { requests: 40, creates: 4 } : { requests: 20, creates: 2 }),
  run: ({ trip, remove, by, fate }, session) =>
    by === undefined
      ? session.run(removedWithParent, { operation: trip.create.key })
      : session.run(removedWithNamed, { operation: trip.create.key, removal: remove.key, by, isKept: fate === 'kept' }),
  judge(belonging, removed, { contract }) {
    const { remove, by, fate, isUnseen, inState } = belonging;
    const { parent, child, removal, looked, orphans, parentAfter } = removed;
    if (fate === 'kept') return judgeKept(belonging, removed);
    const isStated = fate === 'taken';
    if (!child || !isSuccess(child)) return inconclusive(`The creation was answered ${outcomeOf(child ?? parent)}`, [child ?? parent]);
    const [last] = looked;
    if (inState && !removal) return notInState(inState, child);
    if (!removal || !last) {
      const shown = removal ? `The removal was answered ${outcomeOf(removal)}` : 'No read and no list shows what was created';
      return inconclusive(shown, removal ? [removal, child] : [child]);
    }
    const [orphan] = orphans.filter(({ isBelow }) => isBelow || isStated);
    if (!orphan)
      return orphans.length > 0 && !isStated ? inconclusive('It is there by its own path, as it may be', [last]) : pass(looked.length);
    // Many services archive what is removed: it is still read by its own path, with all that is below it.
    if ((!isStated || by !== undefined) && parentAfter && isSuccess(parentAfter))
      return inconclusive('What was removed is still shown by its own path, and so may be what belongs to it', [
        parentAfter,
        orphan.exchange,
      ]);
    if (by !== undefined && !isUnseen && orphan.word === 'read' && isMarked(contract, belonging, removed, orphan.exchange))
      return inconclusive('It is still shown, but the removal has marked it', [orphan.exchange, removal, child]);
    const finding = {
      code: orphan.word === 'list' ? 'listed-after-its-parent' : 'read-after-its-parent',
      where: orphan.word === 'list' ? 'list' : 'status',
      expected: `${orphan.word === 'list' ? 'a list without it' : '404 or 410'} after ${remove.key} was answered ${outcomeOf(removal)}`,
      actual: `it is still shown, ${outcomeOf(orphan.exchange)}`,
    };
    return unconfirmed(fail({ ...finding }, [orphan.exchange, removal, child]));
  },
});
