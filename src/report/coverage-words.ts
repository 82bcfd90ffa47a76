import type { Coverage } from '../model/coverage.ts';
import type { TargetFooter, TargetRecord } from '../model/record.ts';
import { coverageTotals, type TallyKind, tallyKinds } from '../policy/coverage-totals.ts';
import { isSelected, type JudgedRequirement } from '../policy/judged-requirements.ts';
import { suggestionsFor, suggestionWords } from '../policy/prerequisites.ts';

/** Most operations of a group that are named; the record has all. */
const mostNamed = 12;

/** Most suggestions; the gate names more. */
const mostSuggested = 3;

const of = (count: number, all: number, noun: string): string => `${count} of ${all} ${noun}${all === 1 ? '' : 's'}`;

/** How much was judged and exercised, in one sentence without a full stop. */
export const shareWords = ({ counts, coverage }: TargetFooter): string => {
  const { pass, fail, ...open } = counts.must;
  const all = pass + fail + Object.values(open).reduce((sum, count) => sum + count, 0);
  const musts = `${of(pass + fail, all, 'must')} judged`;
  return coverage === undefined ? musts : `${musts}, ${operationWords(coverage)}`;
};

/** `38 of 41 operations exercised (40 reached, 37 judged)`; what is the same is not said twice. */
export const operationWords = (coverage: Coverage): string => {
  const { operations, exercised, reached } = coverage;
  const { judged } = coverageTotals(coverage);
  const others = [...(reached === exercised ? [] : [`${reached} reached`]), ...(judged === exercised ? [] : [`${judged} judged`])];
  return `${of(exercised, operations, 'operation')} exercised${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
};

/** What each kind of the map counts, in short. */
export const kindWords: Readonly<Record<TallyKind, { readonly one: string; readonly many: string; readonly isSent: boolean }>> = {
  statuses: { one: 'documented status', many: 'documented statuses', isSent: false },
  responseTypes: { one: 'media type of answers', many: 'media types of answers', isSent: false },
  branches: { one: 'schema branch', many: 'schema branches', isSent: false },
  parameters: { one: 'parameter', many: 'parameters', isSent: true },
  values: { one: 'listed value', many: 'listed values', isSent: true },
  requestTypes: { one: 'media type of bodies', many: 'media types of bodies', isSent: true },
  security: { one: 'security alternative', many: 'security alternatives', isSent: true },
};

/** The totals of the map: `Seen: 52 of 120 documented statuses. Sent: 71 of 90 parameters.`; empty where the document has nothing to count. */
export const totalsWords = (coverage: Coverage): string => {
  const totals = coverageTotals(coverage);
  const list = (isSent: boolean): string =>
    tallyKinds
      .filter((kind) => kindWords[kind].isSent === isSent && totals[kind].of > 0)
      .map((kind) => `${totals[kind].seen} of ${totals[kind].of} ${totals[kind].of === 1 ? kindWords[kind].one : kindWords[kind].many}`)
      .join(', ');
  return [
    ['Seen', list(false)],
    ['Sent', list(true)],
  ]
    .flatMap(([word, text]) => (text === '' ? [] : [`${word}: ${text}.`]))
    .join(' ');
};

const named = (operations: readonly string[]): string => {
  const rest = operations.length - mostNamed;
  return `${operations.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
};

/** Operations that have something in common, by their keys. */
export type OperationGroup = { readonly reason: string; readonly operations: string };

/** Each reason why operations were not exercised, with their keys. */
export const unexercisedGroups = ({ unexercised }: Coverage): readonly OperationGroup[] =>
  groupedBy(unexercised.flatMap(({ reason, operations }) => operations.map((operation) => ({ reason, operation }))));

const groupedBy = (all: readonly { readonly reason: string; readonly operation: string }[]): readonly OperationGroup[] => {
  const groups = new Map<string, string[]>();
  for (const { reason, operation } of all) {
    const group = groups.get(reason) ?? [];
    groups.set(reason, group);
    group.push(operation);
  }
  return [...groups].map(([reason, operations]) => ({ reason, operations: named(operations) }));
};

/** Each reason why exercised operations were not judged, with their keys. */
export const unjudgedGroups = ({ map }: Coverage): readonly OperationGroup[] =>
  groupedBy(
    map.filter(({ state, judged }) => state === 'exercised' && judged === 0).map(({ why = '', operation }) => ({ reason: why, operation })),
  );

/** What the operator could supply so that the next run reaches more, best first, in a few words each. */
export const moreWords = (target: TargetRecord, footer: TargetFooter, requirements: readonly JudgedRequirement[]): readonly string[] =>
  suggestionsFor(target, footer, requirements, {}, 'operations').slice(0, mostSuggested).map(suggestionWords);

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
