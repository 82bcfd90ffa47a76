import type { Case } from '../model/case.ts';
import type { Expectation } from '../model/known-failure.ts';
import type { CountedLevel, LeftResource, TargetFooter, TargetRecord } from '../model/record.ts';
import { countedLevels, exitCodes } from '../model/record.ts';
import type { Finding, Outcome } from '../model/verdict.ts';
import { outcomes } from '../model/verdict.ts';
import { isBroken } from '../policy/exit-code.ts';
import { consequencesOf, followersOf } from '../policy/consequences.ts';
import { isSelected, judgedCases, judgedRequirements } from '../policy/judged-requirements.ts';
import { isLeftOut } from '../policy/requirement-outcome.ts';
import type { JudgedRequirement } from '../policy/judged-requirements.ts';
import { excusesOf, nameOfKnown } from '../policy/known-failures.ts';
import { breachesIn, type FailedCase } from '../policy/shared-findings.ts';
import { changePhrase, changeWords, leftWords, deliveredPhrase } from './change-words.ts';
import {
  leftOverSentences,
  moreWords,
  type OperationGroup,
  shareWords,
  totalsWords,
  unexercisedGroups,
  unjudgedGroups,
} from './coverage-words.ts';
import { confirmWords } from './confirm-words.ts';
import { documentPlaces, inferredWords, otherOperations, sharedWords, whereWords } from './finding-words.ts';
import { shortened } from './foreign-text.ts';
import { item, shown, table, wrapped } from './layout.ts';
import { sourceWords } from './source-words.ts';
import { doubtWords, stoppedWords } from './stopped-words.ts';

/** What the summary says of a case or a requirement beyond the record. */
export type TargetWords = {
  /** The command that judges a case again, in two halves. */
  replayOf(id: string): readonly [string, string];
  /** How often earlier runs saw a requirement fail; undefined where none judged it. */
  seenOf(requirement: string): string | undefined;
};

/**
 * One target's part of the summary: failures first, then what was not decided and why, then what is left at the target.
 */
export const summariseTarget = (target: TargetRecord, footer: TargetFooter, words: TargetWords): readonly string[] => {
  const requirements = judgedRequirements(target, footer.ended);
  const excused = excusesOf(footer.knownFailures);
  const failed = (isMust: boolean) => requirements.filter(({ level, cases }) => isBroken(cases, excused) && (level === 'must') === isMust);
  const row = (level: CountedLevel) => [level, ...outcomes.map((outcome) => footer.counts[level][outcome])];
  const causes = consequencesOf(judgedCases(target, footer.ended), excused);
  const finding = (requirement: JudgedRequirement) => broken(target, requirement, { requirements, excused, causes, ...words });
  return [
    `## ${target.target}: ${target.contract}`,
    '',
    ...wrapped(
      `Judged at ${target.baseUrl} with ${counted(footer.requests, 'request')} in ${footer.seconds.toFixed(1)} s, ${deliveredPhrase(footer)}${changePhrase(footer)}: exit code ${footer.exitCode}, ${exitCodes[footer.exitCode]}.`,
    ),
    ...wrapped(`${shareWords(footer)}.`),
    ...totalsLines(footer),
    '',
    ...ending(target, footer),
    ...table(['level', ...outcomes], countedLevels.map(row)),
    '',
    ...section('Broken requirements', failed(true).flatMap(finding)),
    ...section('Warnings', failed(false).flatMap(finding)),
    ...section('Known failures', (footer.knownFailures ?? []).flatMap(knownFailure)),
    ...section(
      'Broken in assay itself',
      grouped(requirements, ['fail', 'broken'], (requirement) => errorsOf(requirement)),
    ),
    ...section(
      'Inconclusive',
      grouped(requirements, ['inconclusive'], (requirement) => openReasons(requirement)),
    ),
    ...section(
      'Skipped',
      grouped(requirements.filter(isSelected), ['skipped'], (requirement) => skipsOf(requirement)),
    ),
    ...section(
      'Passed, except for parts that were not tried',
      grouped(requirements, ['pass', 'observed'], ({ untried }) => untried),
    ),
    ...section('What this run changed at the target', changes(footer)),
    ...section('Created and not removed by this run', left(target)),
    ...uncovered(footer),
    ...section(
      'What would reach more',
      moreWords(target, footer, requirements).flatMap((text) => item(shown(text), [])),
    ),
    ...leftOverSentences(footer.coverage, requirements).flatMap((sentence) => [...wrapped(sentence), '']),
    ...undecided(target.undecided.length),
  ];
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [`### ${title}`, '', ...lines]);

/** Why the table below may be empty or prove nothing. */
const ending = (target: TargetRecord, { ended }: TargetFooter): readonly string[] => {
  const { preflight } = target;
  if (ended.kind === 'lost') return item('assay lost this target, so its result is incomplete:', [['', ended.reason]]);
  if (ended.kind === 'stopped') return item(`${stoppedWords(target, ended.reason)}:`, [['', ended.message]]);
  if (preflight?.kind !== 'ready') return [];
  return [...doubtWords(target).flatMap((text) => item(text, [])), ...preflight.notes.flatMap((note) => item('Note:', [['', note]]))];
};

type Surroundings = TargetWords & {
  readonly requirements: readonly JudgedRequirement[];
  readonly excused: ReadonlyMap<string, Expectation>;
  readonly causes: ReadonlyMap<string, string>;
};

const findingsOf = (group: readonly FailedCase[]): readonly Finding[] => group.map(({ verdict }) => verdict.finding);

/** A finding that is listed below its probable cause. */
const followWords = (group: readonly [FailedCase, ...FailedCase[]]): string => {
  const [{ case: planned, verdict }] = group;
  const { requirement, title, level, id } = planned;
  const { finding } = verdict;
  return `probably a consequence: ${requirement} (${level})${sharedWords(findingsOf(group))}, ${title}; ${whereWords(finding)}: ${shortened(finding.actual, 120)} (case ${id})`;
};

/** A broken requirement with each breach of it, and the probable consequences. */
const broken = (
  target: TargetRecord,
  { requirement, title, cases: all }: JudgedRequirement,
  { requirements, excused, causes, replayOf, seenOf }: Surroundings,
): readonly string[] => {
  const cases = all.filter((one) => !excused.has(one.case.id) && !causes.has(one.case.id));
  const followers = followersOf(causes);
  const known = target.requirements.get(requirement);
  const source = known === undefined ? '' : ` (${sourceWords(known)})`;
  const seen = seenOf(requirement);
  return breachesIn(cases).flatMap((group, index) => {
    const [{ case: judged, verdict }] = group;
    const shared = sharedWords(findingsOf(group));
    const heading = index === 0 ? `${requirement}${shared}: ${title}${source}` : `${requirement}${shared}, in another location`;
    const following = new Set(group.flatMap((one) => followers.get(one.case.id) ?? []));
    const follows = breachesIn(requirements.flatMap((one) => one.cases.filter((other) => following.has(other.case.id))));
    return item(shown(heading), [
      ...evidence(judged, verdict, documentPlaces(findingsOf(group))),
      ...labelled('also at:  ', otherOperations(findingsOf(group))),
      ...(seen === undefined || index > 0 ? [] : [['history:  ', seen] as const]),
      ...replayLines(replayOf(judged.id)),
      ...follows.map((one) => ['follows:  ', followWords(one)] as const),
    ]);
  });
};

/** A known failure and its state. */
const knownFailure = (known: Expectation): readonly string[] =>
  item(shown(nameOfKnown(known)), [
    ['state:    ', `${known.state}: ${known.told}`],
    ['owner:    ', known.owner],
    ['reason:   ', known.reason],
    ['listed:   ', `${known.file}:${known.line}`],
  ]);

type Line = readonly [label: string, text: string];

/** Texts behind one label. */
const labelled = (label: string, texts: readonly string[]): readonly Line[] =>
  texts.map((text, at) => [at === 0 ? label : ' '.repeat(label.length), text]);

const evidence = (planned: Case, { finding, breaches, judged }: FailedCase['verdict'], places: readonly string[]): readonly Line[] => [
  ['where:    ', whereWords(finding)],
  ['expected: ', finding.expected],
  ['actual:   ', finding.actual],
  ...labelled('document: ', places),
  ...inferredLines(planned),
  ['check:    ', `${planned.check} (${finding.code})`],
  ['seen:     ', `${breaches} of ${judged} times, in exchange ${fewOf(finding.exchanges)}`],
];

/** What assay inferred, why, and what to do about it. */
const inferredLines = (planned: Case): readonly Line[] => {
  const words = inferredWords(planned);
  return words.length === 0 ? [] : [...labelled('inferred: ', words), ['          ', confirmWords]];
};

/** Two lines that a shell reads as one. */
const replayLines = ([command, rest]: readonly [string, string]): readonly (readonly [string, string])[] => [
  ['replay:   ', `${command} \\`],
  ['          ', rest],
];

/** The first exchanges of the evidence, and how many more there are. */
const fewOf = (exchanges: readonly string[]): string => {
  const most = 5;
  const rest = exchanges.length - most;
  return `${exchanges.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
};

/** Requirements of these outcomes, grouped by reason; reasons that concern the same requirements are joined into one item. */
const grouped = (
  requirements: readonly JudgedRequirement[],
  of: readonly Outcome[],
  reasonsOf: (requirement: JudgedRequirement) => readonly string[],
): readonly string[] => {
  const byReason = new Map<string, string[]>();
  for (const requirement of requirements.filter(({ outcome }) => of.includes(outcome))) {
    for (const reason of new Set(reasonsOf(requirement))) {
      byReason.set(reason, [...(byReason.get(reason) ?? []), requirement.requirement]);
    }
  }
  const byIds = new Map<string, string[]>();
  for (const [reason, ids] of byReason) byIds.set(ids.join(', '), [...(byIds.get(ids.join(', ')) ?? []), reason]);
  return [...byIds].flatMap(([ids, reasons]) =>
    item(
      ids,
      reasons.map((reason) => ['', reason] as const),
    ),
  );
};

const errorsOf = ({ cases }: JudgedRequirement): readonly string[] =>
  cases.flatMap(({ verdict }) => (verdict.kind === 'broken' ? [verdict.error] : []));

const skipsOf = ({ cases }: JudgedRequirement): readonly string[] =>
  cases.flatMap(({ verdict }) => (verdict.kind === 'skipped' && !isLeftOut(verdict) ? [`${verdict.because}: ${verdict.reason}`] : []));

/** Why a requirement stayed open. That no exchange was seen is a reason only if there is no other. */
const openReasons = (requirement: JudgedRequirement): readonly string[] => {
  const { cases } = requirement;
  const tried = cases.flatMap(({ verdict }) => (verdict.kind === 'inconclusive' && verdict.unseen !== true ? [verdict.reason] : []));
  const skips = cases.flatMap(({ verdict }) =>
    verdict.kind === 'skipped' && verdict.because !== 'not-applicable' && !isLeftOut(verdict)
      ? [`${verdict.because}: ${verdict.reason}`]
      : [],
  );
  if (tried.length + skips.length > 0) return [...tried, ...skips];
  return cases.flatMap(({ verdict }) => (verdict.kind === 'inconclusive' ? [verdict.reason] : []));
};

const totalsLines = ({ coverage }: TargetFooter): readonly string[] => {
  const words = coverage === undefined ? '' : totalsWords(coverage);
  return words === '' ? [] : wrapped(words);
};

const operationItems = (groups: readonly OperationGroup[]): readonly string[] =>
  groups.flatMap(({ reason, operations }) => item(shown(reason), [['', operations]]));

const uncovered = ({ coverage }: TargetFooter): readonly string[] => {
  if (coverage === undefined) return [];
  const { operations, exercised, map } = coverage;
  const unjudged = map.filter(({ state, judged }) => state === 'exercised' && judged === 0).length;
  return [
    ...section(`Operations not exercised: ${operations - exercised} of ${operations}`, operationItems(unexercisedGroups(coverage))),
    ...section(`Operations exercised and not judged: ${unjudged} of ${operations}`, operationItems(unjudgedGroups(coverage))),
  ];
};

const changes = ({ changes: rows = [] }: TargetFooter): readonly string[] =>
  rows.flatMap((row) => {
    const { head, resources } = changeWords(row);
    return item(shown(head), resources === '' ? [] : [['', shown(resources)]]);
  });

const left = ({ created }: TargetRecord): readonly string[] => {
  const byCollection = new Map<string, LeftResource[]>();
  for (const resource of created) byCollection.set(resource.collection, [...(byCollection.get(resource.collection) ?? []), resource]);
  return [...byCollection].flatMap(([collection, resources]) =>
    item(
      shown(`${resources.length} in ${collection}`),
      leftWords(resources).map((line) => ['', shown(line)] as const),
    ),
  );
};

const undecided = (count: number): readonly string[] => {
  if (count === 0) return [];
  const [verb, them] = count === 1 ? ['is', 'It is'] : ['are', 'They are'];
  return [...wrapped(`${counted(count, 'further requirement')} ${verb} not decided by any check yet. ${them} not counted.`), ''];
};
