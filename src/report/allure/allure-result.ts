import { createHash } from 'node:crypto';

import {
  type Attachment,
  type Label,
  LabelName,
  type Link,
  LinkType,
  type Parameter,
  Severity,
  Stage,
  Status,
  type StatusDetails,
  type TestResult,
} from 'allure-js-commons';

import type { Case } from '../../model/case.ts';
import type { KnownFailure } from '../../model/known-failure.ts';
import type { RunRecord, TargetRecord } from '../../model/record.ts';
import type { Level } from '../../model/requirement.ts';
import type { Fact, Verdict } from '../../model/verdict.ts';
import { replayCommand } from '../commands.ts';
import { documentWords, inferenceSentence, whereWords } from '../finding-words.ts';
import { shortened, visible } from '../foreign-text.ts';
import { codeText, plainText } from '../markdown.ts';
import type { ReportInput } from '../report-input.ts';
import { sourceWords } from '../source-words.ts';

/** Longest text of a result; the record has the complete text. */
const textCharacters = 2000;

const safe = (text: string): string => shortened(visible(text), textCharacters);

/** 32 hexadecimal digits, the same for the same words. Allure finds the history of a test by them. */
export const stableId = (...words: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32);

const severities: Readonly<Record<Level, Severity>> = {
  must: Severity.CRITICAL,
  should: Severity.MINOR,
  observe: Severity.TRIVIAL,
  untestable: Severity.TRIVIAL,
};

const factText = ({ fact, at, value }: Fact): string => `${fact} at ${at}: ${JSON.stringify(value) ?? 'null'}`;

const skip = (message: string): { readonly status: Status; readonly statusDetails: StatusDetails } => ({
  status: Status.SKIPPED,
  statusDetails: { message: safe(message) },
});

/** Allure has no status for an open result: it is skipped there, and its message begins with the outcome. */
const outcomeOf = (verdict: Verdict, cause: string | undefined): { readonly status: Status; readonly statusDetails: StatusDetails } => {
  switch (verdict.kind) {
    case 'pass':
      return { status: Status.PASSED, statusDetails: {} };
    case 'fail': {
      const { expected, actual, code } = verdict.finding;
      const document = documentWords(verdict.finding);
      const message = `${cause === undefined ? '' : `probably a consequence of ${cause}: `}${whereWords(verdict.finding)}: expected ${expected}, got ${actual}`;
      const trace = `${code}, ${verdict.breaches} of ${verdict.judged} times${document === undefined ? '' : `\ndocument: ${safe(document)}`}`;
      return {
        status: Status.FAILED,
        statusDetails: { message: safe(message), trace, expected: safe(expected), actual: safe(actual) },
      };
    }
    case 'broken':
      return { status: Status.BROKEN, statusDetails: { message: safe(verdict.error) } };
    case 'inconclusive':
      return skip(`inconclusive: ${verdict.reason}`);
    case 'skipped':
      return skip(`${verdict.because}: ${verdict.reason}`);
    case 'observed':
      return skip(`observed: ${verdict.facts.map(factText).join('; ')}`);
    default:
      return verdict satisfies never;
  }
};

const labelsOf = ({ target }: TargetRecord, { area, requirement, check, level }: Case): Label[] => [
  { name: LabelName.EPIC, value: target },
  { name: LabelName.FEATURE, value: area },
  { name: LabelName.STORY, value: requirement },
  { name: LabelName.SEVERITY, value: severities[level] },
  { name: LabelName.TAG, value: level },
  { name: LabelName.PARENT_SUITE, value: target },
  { name: LabelName.SUITE, value: area },
  { name: LabelName.SUB_SUITE, value: check },
  { name: LabelName.FRAMEWORK, value: 'assay' },
];

const descriptionOf = (target: TargetRecord, planned: Case, replay: string): string => {
  const known = target.requirements.get(planned.requirement);
  const source = known === undefined ? '' : ` (${known.basis} in ${sourceWords(known)})`;
  return `${planned.requirement}: ${known?.title ?? planned.title}${source}\n\nLevel ${planned.level}, case \`${planned.id}\`.\n\nReplay: \`${replay}\``;
};

/** Where the document states what was broken, at how many operations, and what assay inferred. */
const furtherWords = (planned: Case, verdict: Verdict, shared: string): string => {
  const document = verdict.kind === 'fail' ? documentWords(verdict.finding) : undefined;
  const inferred = inferenceSentence(planned);
  return [
    ...(document === undefined ? [] : [`Document: ${codeText(document)}`]),
    ...(shared === '' ? [] : [`The same breach shows${shared}.`]),
    ...(inferred === '' ? [] : [plainText(inferred)]),
  ]
    .map((text) => `\n\n${text}`)
    .join('');
};

/** Those that differ from run to run take no part in the history. */
const parametersOf = ({ header }: RunRecord, target: TargetRecord, planned: Case, verdict: Verdict): Parameter[] => {
  const operation = verdict.kind === 'fail' ? verdict.finding.operation : planned.places[0]?.operation;
  return [
    { name: 'case', value: planned.id },
    { name: 'check', value: planned.check },
    ...(typeof operation === 'string' ? [{ name: 'operation', value: safe(operation) }] : []),
    { name: 'contract', value: target.contract, excluded: true },
    { name: 'base URL', value: target.baseUrl, excluded: true },
    { name: 'seed', value: String(header.seed), excluded: true },
    { name: 'nonce', value: header.nonce, excluded: true },
  ];
};

const address = /https?:\/\/[^\s<>"')\]]+/u;

/** A document that was fetched has an address, and the reason of a known failure often names its ticket. */
const linksOf = (target: TargetRecord, verdict: Verdict, excuse: AllureCase['excuse']): Link[] => {
  const at = verdict.kind === 'fail' ? verdict.finding.documentedAt : undefined;
  const document = at?.file ?? target.contract;
  const ticket = address.exec(excuse?.reason ?? '')?.[0];
  return [
    ...(/^https?:\/\//u.test(document)
      ? [{ url: `${document}${at?.pointer ?? ''}`, name: at === undefined ? document : `${document}:${at.line}`, type: LinkType.DEFAULT }]
      : []),
    ...(ticket === undefined ? [] : [{ url: ticket, name: ticket, type: LinkType.ISSUE }]),
  ];
};

export type AllureCase = {
  readonly input: ReportInput;
  readonly target: TargetRecord;
  readonly planned: Case;
  readonly verdict: Verdict;
  /** Id of the failed case that this one probably follows from. */
  readonly cause?: string | undefined;
  /** At how many operations the same breach shows, in words; empty where it is one. */
  readonly shared?: string | undefined;
  /** The known failure that excuses it. */
  readonly excuse?: Pick<KnownFailure, 'reason'> | undefined;
  /** Already written beside the results. */
  readonly attachments: readonly Attachment[];
};

/**
 * One case as a test result of Allure. `historyId` and `testCaseId` are made from the target and the case id alone, so that the history
 * survives another machine, folder or order. `uuid` is made from the run too, so that writing the results again replaces them.
 */
export const allureResult = ({ input, target, planned, verdict, cause, shared = '', excuse, attachments }: AllureCase): TestResult => {
  const { header }: RunRecord = input.record;
  const id = stableId(target.target, planned.id);
  const replay = replayCommand(input.record, input.directory, target.target, planned.id);
  const start = Date.parse(header.startedAt);
  return {
    uuid: stableId(header.run, target.target, planned.id),
    historyId: id,
    testCaseId: id,
    fullName: `${target.target}: ${planned.id}`,
    name: `${planned.requirement} ${target.requirements.get(planned.requirement)?.title ?? planned.title}`,
    titlePath: [target.target, planned.area, planned.check],
    description: `${descriptionOf(target, planned, replay)}${furtherWords(planned, verdict, shared)}${cause === undefined ? '' : `\n\nProbably a consequence of \`${cause}\`.`}`,
    ...outcomeOf(verdict, cause),
    stage: Stage.FINISHED,
    labels: labelsOf(target, planned),
    links: linksOf(target, verdict, excuse),
    parameters: parametersOf(input.record, target, planned, verdict),
    steps: [],
    attachments: [...attachments],
    start,
    stop: start + Math.round((target.results.get(planned.id)?.seconds ?? 0) * 1000),
  };
};
