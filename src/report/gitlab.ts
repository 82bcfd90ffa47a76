import { brokenPromises, type BrokenPromise, type Severity } from './broken-promises.ts';
import { endedTargets } from './ended-targets.ts';
import { whereWords } from './finding-words.ts';
import { shortened, visible } from './foreign-text.ts';
import type { ReportInput } from './report-input.ts';
import { type Repository, repositoryPath } from './repository-path.ts';
import { safeJson } from './safe-json.ts';
import { staleEntries } from './stale-entries.ts';

/** One entry of GitLab's code quality report. */
type Issue = {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
};

const severities: Readonly<Record<Severity, Issue['severity']>> = { error: 'critical', warning: 'minor', note: 'info' };

/** Longest description: a merge request shows it on one line. */
const mostCharacters = 500;

const lineOf = (text: string): string => shortened(visible(text).replaceAll(/\s+/gu, ' '), mostCharacters);

const issueOf = (
  { target, requirement, title, severity, cases, known, cause, fingerprint }: BrokenPromise,
  repository: Repository | undefined,
): Issue => {
  const [{ case: planned, verdict }] = cases;
  const { finding } = verdict;
  const { file, line } = finding.documentedAt ?? { file: target.contract, line: 1 };
  const more = cases.length > 1 ? ` (and ${cases.length - 1} more)` : '';
  const notes = [
    ...(known === undefined ? [] : [`known failure until ${known.expires}, ${known.owner}`]),
    ...(cause === undefined ? [] : [`probably a consequence of ${cause}`]),
  ];
  const words = `${requirement} ${title}: ${whereWords(finding)}${more}: expected ${finding.expected}, got ${finding.actual}`;
  return {
    description: lineOf(`${target.target}: ${notes.length === 0 ? '' : `${notes.join(', ')}: `}${words}`),
    check_name: planned.check,
    fingerprint,
    severity: severities[severity],
    location: { path: visible(repositoryPath(file, repository)), lines: { begin: line } },
  };
};

/**
 * The broken promises of a run as the report that GitLab shows in merge requests.
 * Source: GitLab documentation, "Code Quality report format".
 */
export const gitlabCodeQuality = ({ record, repository }: ReportInput): string => {
  const issues = endedTargets(record).flatMap((ended): readonly Issue[] => [
    ...staleEntries(ended).map(({ name, told, fingerprint, file, line }) => ({
      description: lineOf(`${ended.target.target}: known failure ${name}: ${told}`),
      check_name: 'stale-known-failure',
      fingerprint,
      severity: 'critical' as const,
      location: { path: visible(repositoryPath(file, repository)), lines: { begin: line } },
    })),
    ...brokenPromises(ended).map((promise) => issueOf(promise, repository)),
  ]);
  return `${safeJson(issues, 2)}\n`;
};
