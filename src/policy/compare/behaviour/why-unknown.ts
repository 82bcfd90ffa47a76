import type { Contract } from '../../../contract/model.ts';
import type { RecordHeader, TargetFooter, TargetRecord } from '../../../model/record.ts';
import type { Situation } from './situations.ts';

/** What is known about a target apart from its exchanges. */
export type Surroundings = {
  readonly header: Pick<RecordHeader, 'options'>;
  readonly target: TargetRecord;
  readonly footer: TargetFooter;
  /** That of the run, or its present version; undefined if it is not available. */
  readonly contract: Contract | undefined;
};

/** Options that make a run send less than everything. */
const narrowing: Readonly<Record<string, string>> = { only: '--only', skip: '--skip', maxRequests: '--max-requests', size: '--profile' };

const narrowedBy = (options: Readonly<Record<string, unknown>>): string | undefined => {
  const given = Object.entries(narrowing).filter(([name]) => {
    const value = options[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
  });
  return given.length === 0 ? undefined : given.map(([, flag]) => flag).join(' and ');
};

/** Groups whose rows depend on the answers that came, whatever was asked. */
const dependsOnAnswers = (group: Situation['group']): boolean => ['quota', 'errors', 'lists', 'answers'].includes(group);

const unsent = 'not asked: no check of the run sent such a request';

/** The reason where a survey would have asked. */
export const unsurveyed = `${unsent}, but --profile comparison does`;

/** Why the check of a survey that asks for a situation did not ask; undefined where there was none in the run, or it did. */
const surveyedInVain = ({ target }: Surroundings, survey: string): string | undefined => {
  const planned = target.cases.find(({ check }) => check === survey);
  const verdict = planned && (target.results.get(planned.id)?.verdict ?? (planned.skip && { kind: 'skipped' as const, ...planned.skip }));
  return verdict?.kind === 'skipped' || verdict?.kind === 'inconclusive' ? verdict.reason : undefined;
};

/** Why nothing is known about a target in a situation: the most specific reason that its record gives. */
export const whyUnknown = (
  { group, permission, credentials, asks, survey, needsContract }: Situation,
  isUnanswered: boolean,
  around: Surroundings,
): string => {
  const { header, target, footer, contract } = around;
  if (isUnanswered) return 'asked, but not answered, or refused only by the quota';
  if (contract === undefined && needsContract === true) return 'not known: the contract of the run is not available';
  if (contract !== undefined && asks?.has(contract) === false) return `not applicable: ${asks.without}`;
  const { allow, credentials: given } = target.settings ?? {};
  if (permission !== undefined && allow !== undefined && !allow.includes(permission))
    return `not asked: the run lacked the permission "${permission}"`;
  if (credentials !== undefined && given !== undefined && !credentials.some((name) => given.includes(name)))
    return `not asked: the run had no credential ${credentials.map((name) => `"${name}"`).join(' or ')}`;
  if (footer.ended.kind !== 'complete') return 'not asked: the run did not finish';
  const narrowed = narrowedBy(header.options);
  if (narrowed !== undefined) return `not asked: the run was limited by ${narrowed}`;
  if (dependsOnAnswers(group)) return 'not seen: the run received no such answer';
  if (survey === undefined) return unsent;
  const reason = surveyedInVain(around, survey);
  if (reason !== undefined) return `not asked: ${reason}`;
  return target.settings?.survey === true ? unsent : unsurveyed;
};
