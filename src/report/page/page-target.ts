import type { OperationCoverage } from '../../model/coverage.ts';
import type { LeftResource, TargetFooter, TargetRecord } from '../../model/record.ts';
import { coverageTotals, tallyAt, tallyKinds, undocumentedAt } from '../../policy/coverage-totals.ts';
import { judgedRequirements } from '../../policy/judged-requirements.ts';
import { isStale, nameOfKnown } from '../../policy/known-failures.ts';
import { changePhrase, changeWords, deliveredPhrase, leftWords } from '../change-words.ts';
import { kindWords, leftOverSentences, moreWords, shareWords, unexercisedGroups } from '../coverage-words.ts';
import { verdictWord, verdictWords } from '../verdict-words.ts';
import { shortened } from '../foreign-text.ts';
import { doubtWords, stoppedWords } from '../stopped-words.ts';
import type { JudgedTarget } from './judged-target.ts';
import { pieceCharacters } from './page-cases.ts';
import type { PageOperation, PageTally, PageTarget, Told, Tone } from './page-model.ts';

/** How an exit code is to be taken. */
export const toneOf = (exitCode: number): Tone => (exitCode === 0 ? 'good' : exitCode === 3 || exitCode === 5 ? 'open' : 'bad');

const piece = (text: string): string => shortened(text, pieceCharacters);

/** Why the result may be empty or prove nothing. */
const noticesOf = (target: TargetRecord, { ended }: TargetFooter): readonly string[] => {
  if (ended.kind === 'lost') return [`assay lost this target, so its result is incomplete: ${ended.reason}`];
  if (ended.kind === 'stopped') return [`${stoppedWords(target, ended.reason)}: ${ended.message}`];
  return [...doubtWords(target), ...(target.preflight?.kind === 'ready' ? target.preflight.notes : [])];
};

const leftOf = ({ created }: TargetRecord): readonly Told[] => {
  const collections = new Map<string, LeftResource[]>();
  for (const resource of created) collections.set(resource.collection, [...(collections.get(resource.collection) ?? []), resource]);
  return [...collections].map(([collection, resources]) => {
    const detail = leftWords(resources).map(piece).join('; ');
    return { text: `${resources.length} in ${collection}`, ...(detail === '' ? {} : { detail }) };
  });
};

const changesOf = ({ changes = [] }: TargetFooter): readonly Told[] =>
  changes.map((row) => {
    const { head, resources } = changeWords(row);
    return { text: piece(head), ...(resources === '' ? {} : { detail: piece(resources) }) };
  });

const unexercisedOf = ({ coverage }: TargetFooter): readonly Told[] =>
  coverage === undefined
    ? []
    : unexercisedGroups(coverage).map(({ reason, operations }) => ({ text: piece(reason), detail: piece(operations) }));

const totalsOf = ({ coverage }: TargetFooter): readonly PageTally[] => {
  if (coverage === undefined) return [];
  const totals = coverageTotals(coverage);
  return [
    { name: 'operations exercised', seen: coverage.exercised, of: coverage.operations },
    { name: 'operations judged', seen: totals.judged, of: coverage.operations },
    ...tallyKinds
      .filter((kind) => totals[kind].of > 0)
      .map((kind) => ({
        name: `${kindWords[kind].many} ${kindWords[kind].isSent ? 'sent' : 'seen'}`,
        seen: totals[kind].seen,
        of: totals[kind].of,
      })),
  ];
};

/** A target with everything that is said about it as a whole. */
export const pageTarget = ({ target, footer }: JudgedTarget): PageTarget => ({
  name: target.target,
  title: target.title ?? target.contract,
  baseUrl: target.baseUrl,
  word: verdictWord(footer.exitCode),
  tone: toneOf(footer.exitCode),
  verdict: verdictWords(target, footer),
  share: shareWords(footer),
  requests: footer.requests,
  seconds: footer.seconds,
  exitCode: footer.exitCode,
  changed: `${deliveredPhrase(footer)}${changePhrase(footer)}`,
  notices: noticesOf(target, footer).map(piece),
  leftOver: leftOverSentences(footer.coverage, judgedRequirements(target, footer.ended)).map(piece),
  more: moreWords(target, footer, judgedRequirements(target, footer.ended)),
  unexercised: unexercisedOf(footer),
  changes: changesOf(footer),
  left: leftOf(target),
  known: (footer.knownFailures ?? []).map((known) => ({
    name: nameOfKnown(known),
    state: known.state,
    isStale: isStale(known),
    told: `${piece(known.told)}. ${known.owner}: ${piece(known.reason)} (${known.file}:${known.line})`,
  })),
  totals: totalsOf(footer),
  undecided: target.undecided,
});

/** Most names of a list. */
const mostNames = 40;

const listOf = ({ seen, of, unseen }: OperationCoverage['branches']): readonly string[] => {
  const rest = of - seen - unseen.length;
  return rest > 0 ? [...unseen, `and ${rest} more`] : unseen;
};

const namesOf = (operation: OperationCoverage): readonly (readonly [string, readonly string[]])[] =>
  (
    [
      ['statuses seen', operation.statuses.seen],
      ['statuses not seen', operation.statuses.unseen],
      ['not documented', undocumentedAt(operation)],
      ['answer types not seen', operation.responseTypes.unseen],
      ['branches not seen', listOf(operation.branches)],
      ['parameters not sent', operation.parameters.unseen],
      ['never left out', operation.parameters.always],
      ...operation.values.map((one) => [`values of ${one.parameter} not sent`, listOf(one)] as const),
      ['body types not sent', operation.requestTypes.unseen],
      ['security not used', operation.security.unseen],
    ] as const
  )
    .filter(([, names]) => names.length > 0)
    .map(([label, names]) => [
      label,
      (names.length > mostNames ? [...names.slice(0, mostNames), `and ${names.length - mostNames} more`] : names).map((name) =>
        shortened(name, 200),
      ),
    ]);

/** What a run got to know of an operation. */
export const coverageOf = (operation: OperationCoverage): NonNullable<PageOperation['coverage']> => ({
  state: operation.state,
  requests: operation.requests,
  judged: operation.judged,
  ...(operation.why === undefined ? {} : { why: piece(operation.why) }),
  tallies: tallyKinds.flatMap((kind) => {
    const tally = tallyAt(operation, kind);
    return tally.of === 0 ? [] : [{ name: kindWords[kind].many, seen: tally.seen, of: tally.of }];
  }),
  names: namesOf(operation),
});
