import { byPrefix, listed } from '../by-prefix.ts';
import { suggestion } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { Case } from '../../model/case.ts';
import type { RunRecord, TargetRecord } from '../../model/record.ts';
import { consequencesOf } from '../../policy/consequences.ts';
import { judgedCases } from '../../policy/judged-requirements.ts';

/** A case of a run, and the target it was tried on. */
export type FoundCase = {
  readonly target: TargetRecord;
  readonly planned: Case;
  /** Ids of the other cases of the requirement by which it was chosen; absent where there are none. */
  readonly others?: readonly string[];
};

/** The requirement, the check or the case that begins with a text, where nothing has exactly this name. */
const begunWith = (text: string, all: readonly FoundCase[]): string | undefined => {
  const plans = all.map(({ planned }) => planned);
  const titles = new Map(plans.map(({ requirement, title }) => [requirement, title]));
  const names = plans.flatMap(({ requirement, check }) => [requirement, check]);
  const wordsOf = (name: string): string | undefined => titles.get(name);
  // The id of a case begins with that of its check.
  const ids = plans.map(({ id }) => id);
  return byPrefix(text, names, 'a requirement or check', wordsOf) ?? byPrefix(text, ids, 'a case');
};

/** What says most of a requirement comes first: a failure that follows from no other one, another failure, what was judged at all, and what was not tried. */
const rankOf = (consequences: ReadonlyMap<string, string>, { target, planned }: FoundCase): number => {
  const kind = target.results.get(planned.id)?.verdict.kind;
  if (kind === 'fail') return consequences.has(planned.id) ? 1 : 0;
  return kind === undefined || kind === 'skipped' ? 3 : 2;
};

/** One of the cases of a requirement at one target. */
const chosenOf = (cases: readonly [FoundCase, ...FoundCase[]]): FoundCase => {
  const [{ target }] = cases;
  const consequences = consequencesOf(judgedCases(target, { kind: 'complete' }), new Map());
  const [chosen = cases[0]] = cases.toSorted((a, b) => rankOf(consequences, a) - rankOf(consequences, b));
  return { ...chosen, others: cases.flatMap(({ planned: { id } }) => (id === chosen.planned.id ? [] : [id])) };
};

/** Says which case of a requirement was chosen; nothing where there was no choice. */
export const choiceWords = ({ planned, others = [] }: FoundCase): string =>
  others.length === 0
    ? ''
    : `${planned.requirement} has ${others.length + 1} cases; this is ${planned.id}, ${others.length === 1 ? 'the other one is' : 'the others are'} ${listed(others)}\n`;

/**
 * Finds a case of a run by its id, by a requirement, or by a check with only one case, or only one that failed; the beginning of a name is enough
 * where no other begins so. Of a requirement with several cases it is the one that says most.
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
  const called = (name: string): readonly FoundCase[] =>
    all.filter(({ planned }) => planned.id === name || planned.requirement === name || planned.check === name);
  const whole = exact.length > 0 ? exact : called(id);
  const named = whole.length > 0 ? whole : called(begunWith(id, all) ?? id);
  const failed = named.filter(({ target, planned }) => target.results.get(planned.id)?.verdict.kind === 'fail');
  const found = exact.length === 0 && failed.length === 1 ? failed : named;
  const [first, second] = found;
  if (first === undefined) {
    const known = all.flatMap(({ planned }) => [planned.id, planned.requirement, planned.check]);
    throw new UsageError(`Cannot find the case "${id}" in run ${header.run}${suggestion(id, [...new Set(known)])}`);
  }
  if (second === undefined) return first;
  const isOneRequirement = found.every(
    ({ target, planned }) => target === first.target && planned.requirement === first.planned.requirement,
  );
  if (isOneRequirement && first.planned.requirement.startsWith(id)) return chosenOf([first, second, ...found.slice(2)]);
  const ids = [...new Set(found.map(({ planned }) => planned.id))];
  if (ids.length > 1) throw new UsageError(`Cannot choose a case: "${id}" has ${ids.length}, name one of ${listed(ids)}`);
  const choices = found.map(({ target }) => target.target);
  throw new UsageError(`Cannot choose a target: ${choices.join(' and ')} both have the case, name one with --target`);
};
