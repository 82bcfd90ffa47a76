import type { Coverage } from '../model/coverage.ts';
import type { TargetFooter } from '../model/record.ts';
import { isSelected, type JudgedRequirement } from '../policy/judged-requirements.ts';

/** Most operations of a group that are named; the record has all. */
const mostNamed = 12;

const of = (count: number, all: number, noun: string): string => `${count} of ${all} ${noun}${all === 1 ? '' : 's'}`;

/** How much was judged and reached, in one sentence without a full stop. */
export const shareWords = ({ counts, coverage }: TargetFooter): string => {
  const { pass, fail, ...open } = counts.must;
  const all = pass + fail + Object.values(open).reduce((sum, count) => sum + count, 0);
  const musts = `${of(pass + fail, all, 'must')} judged`;
  return coverage === undefined ? musts : `${musts}, ${of(coverage.reached, coverage.operations, 'operation')} reached`;
};

/** Each reason why operations were not reached, with their keys. */
export const unreachedGroups = ({ unreached }: Coverage): readonly { readonly reason: string; readonly operations: string }[] =>
  unreached.map(({ reason, operations }) => {
    const rest = operations.length - mostNamed;
    return { reason, operations: `${operations.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}` };
  });

/** Credentials that were not used, and what the user left out, a sentence each. */
export const leftOverSentences = (coverage: Coverage | undefined, requirements: readonly JudgedRequirement[]): readonly string[] => {
  const left = requirements.filter((one) => !isSelected(one)).length;
  const operations = coverage?.notSelected ?? 0;
  const excluded = [
    ...(left > 0 ? [`${left} requirement${left === 1 ? '' : 's'}`] : []),
    ...(operations > 0 ? [`${operations} operation${operations === 1 ? '' : 's'}`] : []),
  ].join(' and ');
  return [
    ...(excluded === '' ? [] : [`Not selected (--only, --skip) and not counted: ${excluded}.`]),
    ...(coverage?.unusedCredentials ?? []).map(({ name, reason }) => `The credential "${name}" was given but not used: ${reason}.`),
  ];
};
