import type { Contract } from '../../../contract/model.ts';
import type { RecordHeader, TargetFooter, TargetRecord } from '../../../model/record.ts';
import type { Situation } from './situations.ts';

/** What is known of a target beside its exchanges. */
export type Surroundings = {
  readonly header: Pick<RecordHeader, 'options'>;
  readonly target: TargetRecord;
  readonly footer: TargetFooter;
  /** That of the run, or what it is now; undefined where it is not at hand. */
  readonly contract: Contract | undefined;
};

/** Options that make a run ask less than everything. */
const narrowing: Readonly<Record<string, string>> = { only: '--only', skip: '--skip', maxRequests: '--max-requests', size: '--profile' };

const narrowedBy = (options: Readonly<Record<string, unknown>>): string | undefined => {
  const given = Object.entries(narrowing).filter(([name]) => {
    const value = options[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
  });
  return given.length === 0 ? undefined : given.map(([, flag]) => flag).join(' and ');
};

/** Groups whose rows wait for an answer of a kind, whatever was asked. */
const isReported = (group: Situation['group']): boolean => ['quota', 'errors', 'lists', 'answers'].includes(group);

/** Why nothing is known of a target in a situation: the nearest reason that its record gives. */
export const whyUnreported = (
  { group, permission, credentials, asks, needsContract }: Situation,
  isUnanswered: boolean,
  around: Surroundings,
): string => {
  const { header, target, footer, contract } = around;
  if (isUnanswered) return 'asked, and not answered, or only refused by the quota';
  if (contract === undefined && needsContract === true) return 'not told: the contract of the run is not at hand';
  if (contract !== undefined && asks?.has(contract) === false) return `not asked: ${asks.without}`;
  const { allow, credentials: given } = target.settings ?? {};
  if (permission !== undefined && allow !== undefined && !allow.includes(permission))
    return `not asked: the run lacked the permission "${permission}"`;
  if (credentials !== undefined && given !== undefined && !credentials.some((name) => given.includes(name)))
    return `not asked: the run had no credential ${credentials.map((name) => `"${name}"`).join(' or ')}`;
  if (footer.ended.kind !== 'complete') return 'not asked: the run did not come to its end';
  const narrowed = narrowedBy(header.options);
  if (narrowed !== undefined) return `not asked: the run was narrowed by ${narrowed}`;
  return isReported(group) ? 'not seen: no such answer came by' : 'not asked: no check of the run led to it';
};
