import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Check, CheckText, Probe, ProbePrerequisite } from '../../kit/define.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Claim } from '../../scenarios/sequences/play.ts';
import { sequence, type Sequence, type Shown } from '../../scenarios/sequences/sequence.ts';
import { parentOf } from '../../subjects/round-trips.ts';
import { type Sequenced, sequencedTypes } from '../../subjects/sequences.ts';

const findingOf = ({ code, where, expected, actual, steps, exchange, calls }: Shown): ReturnType<typeof fail> =>
  fail({ code, where, expected, actual: `${actual} (the calls: ${steps.join(', ')})` }, [
    exchange,
    ...calls.filter((one) => one !== exchange),
  ]);

/** Defines a check of one claim about the shared sequence of calls. */
const defineSequenceCheck = ({
  claim,
  suits,
  needs = [],
  ...text
}: CheckText & {
  readonly claim: Claim;
  suits(type: Sequenced, contract: Contract): boolean;
  /** What it needs besides the permission to create. */
  readonly needs?: readonly ProbePrerequisite[];
}): Probe<Sequence> =>
  defineProbe<Sequenced, Sequence>({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over: (contract) => sequencedTypes(contract).filter((type) => suits(type, contract)),
    prerequisites(type, around) {
      const parent = parentOf(around.contract, type);
      const [last = ''] = parametersIn(type.addsTo).slice(-1);
      const making = parent?.isFlat
        ? [...prerequisitesFor(parent.create, around), ...prerequisitesFor(type.create, around, { pathValues: { [last]: 'ct' } })]
        : prerequisitesFor(type.create, around);
      return [...making, ...needs];
    },
    cost: ({ create }) => (create.effect === 'creates-permanently' ? { requests: 30, creates: 1 } : { requests: 60, creates: 6 }),
    run: ({ create }, session) => session.run(sequence, { operation: create.key }),
    judge(_type, { times, breaches, first, ended }) {
      const breach = breaches.find((one) => one.claim === claim);
      if (breach?.sure === 'yes') return findingOf(breach);
      const evidence = first ? [first] : [];
      if (breach) {
        const what = `${breach.code} at ${breach.where}: ${breach.actual}, expected ${breach.expected}`;
        return inconclusive(`It was seen once, and not again with new resources: ${what}`, [breach.exchange, ...breach.calls]);
      }
      if (times[claim] > 0) return pass(times[claim]);
      return inconclusive(ended ?? 'No call showed what is judged here', evidence);
    },
  });

export const shownAfterAll = defineSequenceCheck({
  id: 'sequences/shown-after-all',
  title: 'A resource shows what the calls on it left, whatever happened to others in between',
  why: 'A change that the next one undoes, or that lands on another resource, is noticed when nobody can tell any more how it came about.',
  fix: 'Change only the members that a request names, of the one resource that its path names, in one step.',
  claim: 'shown',
  suits: ({ change, actions }) => change !== undefined || actions.length > 0,
});

export const listedAfterAll = defineSequenceCheck({
  id: 'sequences/listed-after-all',
  title: 'After changes and removals, a list shows each living resource once and as it is now, and none that was removed',
  why: 'People work from the list. What it shows too long, twice or no more is decided upon all the same.',
  fix: 'Make the list from the stored resources, or renew its index with each change and removal.',
  claim: 'listed',
  suits: ({ lists, change, remove }) => lists.length > 0 && (change ?? remove) !== undefined,
});

export const removedForGood = defineSequenceCheck({
  id: 'sequences/removed-for-good',
  title: 'What was removed does not come back, its id is given to no other resource, and nothing else goes with it',
  why: 'An old link then leads to something of somebody else, and a removal costs what nobody wanted to lose.',
  fix: 'Remove by the id alone, never give an id twice, and answer 404 or 410 to every call on what was removed.',
  claim: 'removed',
  suits: ({ remove }) => remove !== undefined,
});

export const accountsApartInChanges = defineSequenceCheck({
  id: 'sequences/unreadable-is-unchangeable',
  title: 'An account that cannot read a resource cannot change it',
  why: 'Whoever guesses an id could write into the data of a stranger.',
  fix: 'Look a resource up by its id and its account together before it is changed.',
  claim: 'apart',
  suits: ({ change }) => change !== undefined,
  needs: [{ kind: 'credential', name: 'other' }],
});

/** The checks of the family `sequences`: one sequence of calls, judged for several claims. */
export const sequencesChecks: readonly Check[] = [shownAfterAll, listedAfterAll, removedForGood, accountsApartInChanges];
