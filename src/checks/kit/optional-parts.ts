import type { Verdict } from '../../model/verdict.ts';
import { joinVerdicts } from './join-places.ts';

/**
 * Joins a verdict with those of parts that may stay open: an open part is told and takes nothing away, a breach in it
 * counts as any other.
 */
export const withOptional = (main: Verdict, parts: readonly Verdict[]): Verdict => {
  const decided = parts.filter(({ kind }) => kind !== 'inconclusive' && kind !== 'skipped');
  const open = parts.flatMap((part) => (part.kind === 'inconclusive' || part.kind === 'skipped' ? [part.reason] : []));
  const joined = joinVerdicts([main, ...decided]);
  if (open.length === 0 || (joined.kind !== 'pass' && joined.kind !== 'fail')) return joined;
  return { ...joined, untried: [...(joined.untried ?? []), ...open] };
};
