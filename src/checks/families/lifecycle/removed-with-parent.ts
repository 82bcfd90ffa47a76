import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { removedWithParent, type RemovedWithParent } from '../../scenarios/lifecycle/removed-with-parent.ts';
import { parentOf, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { saidIn } from '../../../contract/said.ts';

/** What is created below a resource that can be removed. */
type Child = Subject & {
  readonly trip: Trip;
  readonly parent: Trip;
  readonly remove: Operation;
  /** The words of the removal say that it takes along what is below. */
  readonly isStated: boolean;
};

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

const children = (contract: Contract): Child[] =>
  roundTrips(contract).flatMap((trip): Child[] => {
    const parent = parentOf(contract, trip);
    const { remove } = parent ?? {};
    if (!parent || !remove || (!trip.read && trip.lists.length === 0) || (!parent.read && isArchived(contract, remove))) return [];
    return [at(trip.create.location, { trip, parent, remove, isStated: takesAlong(contract, remove, trip) })];
  });

export const removedWithItsParent = defineProbe<Child, RemovedWithParent>({
  id: 'lifecycle/removed-with-its-parent',
  title: 'What was below a removed resource is found there no more, and is gone where the removal is said to take it along',
  why: 'What nobody can reach is never removed, and what was to be deleted is still there.',
  fix: 'Remove what belongs to a resource in the same transaction, and look the parent up before anything below it is shown.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: children,
  prerequisites({ trip, parent, remove }, around) {
    const made = (operation: Operation): Record<string, string> =>
      Object.fromEntries(
        parametersIn(operation.path)
          .slice(-1)
          .map((name) => [name, 'ct']),
      );
    return [
      ...prerequisitesFor(parent.create, around),
      ...prerequisitesFor(trip.create, around, { pathValues: made(trip.create) }),
      ...prerequisitesFor(remove, around, { pathValues: made(remove) }),
    ];
  },
  cost: () => ({ requests: 20, creates: 2 }),
  run: ({ trip }, session) => session.run(removedWithParent, { operation: trip.create.key }),
  judge({ isStated, remove }, { parent, child, removal, looked, orphans, parentAfter }) {
    if (!child) return inconclusive(`The creation was answered ${outcomeOf(parent)}`, [parent]);
    const [last] = looked;
    if (!removal || !last) {
      const shown = removal ? `The removal was answered ${outcomeOf(removal)}` : 'No read and no list shows what was created';
      return inconclusive(shown, removal ? [removal, child] : [child]);
    }
    const [orphan] = orphans.filter(({ isBelow }) => isBelow || isStated);
    if (!orphan)
      return orphans.length > 0 && !isStated ? inconclusive('It is there by its own path, as it may be', [last]) : pass(looked.length);
    // Many services archive what is removed: it is still read by its own path, with all that is below it.
    if (!isStated && parentAfter && isSuccess(parentAfter))
      return inconclusive('What was removed is still shown by its own path, and so may be what is below it', [
        parentAfter,
        orphan.exchange,
      ]);
    const finding = {
      code: orphan.word === 'list' ? 'listed-after-its-parent' : 'read-after-its-parent',
      where: orphan.word === 'list' ? 'list' : 'status',
      expected: `${orphan.word === 'list' ? 'a list without it' : '404 or 410'} after ${remove.key} was answered ${outcomeOf(removal)}`,
      actual: `it is still shown, ${outcomeOf(orphan.exchange)}`,
    };
    return unconfirmed(fail({ ...finding }, [orphan.exchange, removal, child]));
  },
});
