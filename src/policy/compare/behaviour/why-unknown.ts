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

/** Why nothing is known about a target in a situation: the most specific reason that its record gives. */
export const whyUnknown = (
  { group, permission, credentials, asks, needsContract }: Situation,
  isUnanswered: boolean,
  around: Surroundings,
): string => {
  const { header, target, footer, contract } = around;
  if (isUnanswered) return 'asked, but not answered, or refused only by the quota';
  if (contract === undefined && needsContract === true) return 'not known: the contract of the run is not available';
  if (contract !== undefined && asks?.has(contract) === false) return `not asked: ${asks.without}`;
  const { allow, credentials: given } = target.settings ?? {};
  if (permission !== undefined && allow !== undefined && !allow.includes(permission))
    return `not asked: the run lacked the permission "${permission}"`;
  if (credentials !== undefined && given !== undefined && !credentials.some((name) => given.includes(name)))
    return `not asked: the run had no credential ${credentials.map((name) => `"${name}"`).join(' or ')}`;
  if (footer.ended.kind !== 'complete') return 'not asked: the run did not finish';
  const narrowed = narrowedBy(header.options);
  if (narrowed !== undefined) return `not asked: the run was limited by ${narrowed}`;
  return dependsOnAnswers(group) ? 'not seen: the run received no such answer' : 'not asked: no check of the run sent such a request';
};
