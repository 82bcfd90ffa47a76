import { rootConventions } from '../../../contract/read-conventions.ts';
import { rootLocation } from '../../../model/location.ts';
import type { Finding } from '../../../model/verdict.ts';
import { comparedOperations, isBreaking, observedChanges, type ObservedChange } from '../../../model/observed-changes.ts';
import { aroundOf, observedOperation, type Seen, seenIn, seenTogether } from '../../../model/observed.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { requiredOfRequest } from '../../../generators/required-of-request.ts';

/** Fewer operations are no version. */
const leastOperations = 3;
/** Exchanges that a finding names. */
const mostExchanges = 5;

const expectations: Partial<Readonly<Record<ObservedChange['kind'], (before: string) => string>>> = {
  'operation-gone': (before) => `a success (${before}), as an earlier run got`,
  'member-gone': (before) => `${before}, as each object had in an earlier run`,
  'required-new': () => 'nothing more required than in an earlier run',
};

const shownIn = (seen: Seen, { operation, kind, where, after }: ObservedChange): readonly string[] => {
  const shown = seen[operation]?.shownIn ?? {};
  const names = where === 'status' ? after.split(', ') : kind === 'member-gone' ? [aroundOf(where) ?? where] : [where];
  return names.flatMap((name) => shown[name] ?? []);
};

const findingOf = ({ operation, kind, where, before, after }: ObservedChange, exchanges: readonly string[]): Finding => ({
  code: kind,
  operation,
  where,
  expected: expectations[kind]?.(before) ?? `${before}, as in an earlier run`,
  actual: after,
  exchanges,
});

export const additive = defineFold<Seen>({
  id: 'versioning/additive',
  title: 'What an earlier run has seen of the version is still there',
  why: 'Programs are written once for a version; what goes away or changes its type breaks them without a new release of theirs.',
  fix: 'Bring back what is gone, and offer what is new beside it or under a new version.',
  reads: 'versioning.additive',
  locations: (contract) => (rootConventions(contract.document).versioning?.additive === undefined ? [] : [rootLocation]),
  prerequisites: ({ observed }) =>
    observed === undefined
      ? [{ kind: 'config', path: 'observed', sentence: 'the file that an earlier run of this target wrote with --save-observed' }]
      : [],
  init: () => ({}),
  step: (seen, exchange) => seenTogether(seen, seenIn(exchange)),
  merge: seenTogether,
  conclude(seen, { contract, target: { observed } }) {
    if (observed === undefined) return inconclusive('No earlier run is known', []);
    const now = Object.fromEntries(
      Object.entries(seen).map(([key, one]) => {
        const operation = contract.operations.find((known) => known.key === key);
        return [key, observedOperation(one, { required: operation ? requiredOfRequest(contract, operation) : [] })];
      }),
    );
    const compared = comparedOperations(observed.operations, now);
    const broken = observedChanges(observed.operations, now).filter(isBreaking);
    const [first] = broken;
    if (first) {
      const exchanges = [...new Set(broken.flatMap((change) => shownIn(seen, change)))].slice(0, mostExchanges);
      return { kind: 'fail', judged: compared.length, breaches: broken.length, finding: findingOf(first, exchanges) };
    }
    if (compared.length < leastOperations)
      return inconclusive(`${compared.length} operations of the earlier run were called, which is too few`, []);
    return pass(compared.length);
  },
});
