import { suggestion } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { Case } from '../../model/case.ts';
import type { RunRecord, TargetRecord } from '../../model/record.ts';

/** A case of a run, and the target it was tried on. */
export type FoundCase = { readonly target: TargetRecord; readonly planned: Case };

const listed = (ids: readonly string[]): string => {
  const most = 10;
  return `${ids.slice(0, most).join(', ')}${ids.length > most ? ` and ${ids.length - most} more` : ''}`;
};

/**
 * Finds a case of a run by its id, or by a requirement or check with only one case, or only one that failed.
 * @param targetName Name of the target; needed if several targets have the case.
 * @throws {UsageError} if there is no such case, or more than one.
 */
export const findCase = ({ header, targets }: RunRecord, id: string, targetName: string | undefined): FoundCase => {
  const names = targets.map(({ target }) => target);
  if (targetName !== undefined && !names.includes(targetName))
    throw new UsageError(`Cannot use --target: run ${header.run} judged no target "${targetName}"${suggestion(targetName, names)}`);
  const all = targets
    .filter(({ target }) => targetName === undefined || target === targetName)
    .flatMap((target) => target.cases.map((planned): FoundCase => ({ target, planned })));
  const exact = all.filter(({ planned }) => planned.id === id);
  const named = exact.length > 0 ? exact : all.filter(({ planned }) => planned.requirement === id || planned.check === id);
  const failed = named.filter(({ target, planned }) => target.results.get(planned.id)?.verdict.kind === 'fail');
  const found = exact.length === 0 && failed.length === 1 ? failed : named;
  const [first, second] = found;
  if (first === undefined) {
    const known = all.flatMap(({ planned }) => [planned.id, planned.requirement, planned.check]);
    throw new UsageError(`Cannot find the case "${id}" in run ${header.run}${suggestion(id, [...new Set(known)])}`);
  }
  if (second === undefined) return first;
  const ids = [...new Set(found.map(({ planned }) => planned.id))];
  if (ids.length > 1) throw new UsageError(`Cannot choose a case: "${id}" has ${ids.length}, name one of ${listed(ids)}`);
  const choices = found.map(({ target }) => target.target);
  throw new UsageError(`Cannot choose a target: ${choices.join(' and ')} both have the case, name one with --target`);
};
