import type { Location, Result, Suppression } from 'sarif';

import type { Expectation } from '../../model/known-failure.ts';
import { operationsOf } from '../../policy/shared-findings.ts';
import type { BrokenPromise } from '../broken-promises.ts';
import { replayCommand } from '../commands.ts';
import { inferenceSentence, otherOperations, whereWords } from '../finding-words.ts';
import type { ReportInput } from '../report-input.ts';
import { isBelowWorkingDirectory, type Repository, repositoryPath, repositoryUri } from '../repository-path.ts';
import type { StaleEntry } from '../stale-entries.ts';
import { plainMessage } from './sarif-text.ts';
import { staleRuleId } from './sarif-rules.ts';

type Place = { readonly file: string; readonly line: number; readonly column?: number; readonly pointer?: string };

const locationOf = (
  { file, line, column, pointer }: Place,
  operation: string | undefined,
  repository: Repository | undefined,
): Location => ({
  physicalLocation: {
    artifactLocation: {
      uri: repositoryUri(file, repository),
      // Viewers ask where the root is, and code scanning takes that of the repository.
      ...(isBelowWorkingDirectory(repositoryPath(file, repository)) ? { uriBaseId: '%SRCROOT%' } : {}),
    },
    region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
  },
  ...(pointer === undefined
    ? {}
    : { logicalLocations: [{ fullyQualifiedName: pointer, kind: 'object', ...(operation === undefined ? {} : { name: operation }) }] }),
});

const suppressionOf = ({ owner, reason, expires }: Expectation): Suppression => ({
  kind: 'external',
  status: 'accepted',
  justification: plainMessage(`known failure until ${expires}, ${owner}: ${reason}`).text,
});

/** The hash by which code scanning recognises a result; without it, that would take the text of the line, which changes. */
const fingerprints = (hash: string): Readonly<Record<string, string>> => ({
  'assayPromise/v1': hash,
  primaryLocationLineHash: `${hash.slice(0, 16)}:1`,
});

const messageOf = (promise: BrokenPromise): string => {
  const [first] = promise.cases;
  const { finding } = first.verdict;
  const others = otherOperations(promise.cases.map(({ verdict }) => verdict.finding));
  const inferred = inferenceSentence(first.case);
  return [
    `${whereWords(finding)}: expected ${finding.expected}, got ${finding.actual}`,
    `Target ${promise.target.target}`,
    ...(others.length === 0 ? [] : [`Also at ${others.join(', ')}`]),
    ...(promise.cause === undefined ? [] : [`Probably a consequence of ${promise.cause}`]),
    ...(inferred === '' ? [] : [inferred]),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ');
};

/** Most ids of cases that a result lists. */
const mostCases = 100;

/**
 * A broken promise as a result, located where the document states it.
 * @param ruleIndex Index of the rule of each requirement.
 */
export const sarifResult = (promise: BrokenPromise, ruleIndex: ReadonlyMap<string, number>, input: ReportInput): Result => {
  const { target, requirement, severity, cases, known, cause, fingerprint } = promise;
  const [{ case: planned, verdict }] = cases;
  const { finding } = verdict;
  const index = ruleIndex.get(requirement);
  // Without a place in a file the upload of the whole report is refused, so the contract stands for it.
  const place = finding.documentedAt ?? { file: target.contract, line: 1 };
  return {
    ruleId: requirement,
    ...(index === undefined ? {} : { ruleIndex: index }),
    kind: 'fail',
    level: severity,
    message: plainMessage(messageOf(promise)),
    locations: [locationOf(place, finding.operation, input.repository)],
    partialFingerprints: fingerprints(fingerprint),
    ...(known === undefined ? {} : { suppressions: [suppressionOf(known)] }),
    properties: {
      target: target.target,
      level: planned.level,
      check: planned.check,
      code: finding.code,
      operations: operationsOf(cases.map((one) => one.verdict.finding)).slice(0, mostCases),
      cases: cases.map((one) => one.case.id).slice(0, mostCases),
      exchanges: finding.exchanges.slice(0, 5),
      replay: replayCommand(input.record, input.directory, target.target, planned.id),
      ...(cause === undefined ? {} : { consequenceOf: cause }),
    },
  };
};

/** An entry of a list of known failures that is no longer true, at its line in the list. */
export const staleResult = (
  target: string,
  { name, state, told, owner, reason, file, line, fingerprint }: StaleEntry,
  ruleIndex: ReadonlyMap<string, number>,
  { repository }: ReportInput,
): Result => {
  const index = ruleIndex.get(staleRuleId);
  return {
    ruleId: staleRuleId,
    ...(index === undefined ? {} : { ruleIndex: index }),
    kind: 'fail',
    level: 'error',
    message: plainMessage(`${name}: ${told}. Target ${target}. ${owner}: ${reason}.`),
    locations: [locationOf({ file, line }, undefined, repository)],
    partialFingerprints: fingerprints(fingerprint),
    properties: { target, state },
  };
};
