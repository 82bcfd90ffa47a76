import { pathValueOf, type Prerequisite, prerequisiteKey, type Unexercised } from '../model/coverage.ts';
import type { TargetFooter, TargetRecord } from '../model/record.ts';
import { tokensOf } from '../contract/pointer.ts';
import { isCounted } from './evidence.ts';
import type { GatePolicy } from './gate-policy.ts';
import type { JudgedCase, JudgedRequirement } from './judged-requirements.ts';

/** What an operator could supply, and what could then be judged. */
export type Suggestion = {
  readonly supply: readonly Prerequisite[];
  /** Open requirements with at least one case that could then be tried; operations that could then be called. */
  readonly musts: number;
  readonly shoulds: number;
  readonly operations: number;
};

/** Most suggestions; the record holds the missing prerequisites of every case. */
const mostSuggestions = 5;

const keyOf = (supply: readonly Prerequisite[]): string => supply.map(prerequisiteKey).sort().join('\n');

const isWithin = (part: readonly Prerequisite[], whole: ReadonlySet<string>): boolean =>
  part.every((one) => whole.has(prerequisiteKey(one)));

type Groups = readonly Unexercised[];

/** What would let a case be tried: its own missing prerequisites; for a case that saw no exchange to judge, those of its operations. */
const waysTo = ({ case: planned, verdict }: JudgedCase, groups: Groups): readonly (readonly Prerequisite[])[] => {
  if (planned.skip !== undefined) return planned.lacks === undefined ? [] : [planned.lacks];
  if (verdict.kind !== 'inconclusive' || verdict.unseen !== true || verdict.optional === true || planned.kind !== 'watch') return [];
  const watched = new Set(planned.places.map(({ operation }) => operation));
  return groups.flatMap(({ lacks, operations }) => (lacks !== undefined && operations.some((key) => watched.has(key)) ? [lacks] : []));
};

/** A case was tried and stayed open; it stays open whatever is supplied. */
const isHeldOpen = ({ cases }: JudgedRequirement): boolean =>
  cases.some(({ verdict }) => verdict.kind === 'broken' || (verdict.kind === 'inconclusive' && verdict.unseen !== true));

/** A requirement that could be judged if one of several sets of prerequisites were supplied. */
export type OpenRequirement = { readonly level: string; readonly ways: readonly (readonly Prerequisite[])[] };

/** What more is wanted: judged requirements, or operations that are called. */
type Wanted = 'requirements' | 'operations';

/**
 * What the operator could supply so that more is judged, best first: by the number of musts for each prerequisite, then by that of shoulds,
 * then by the smaller number of prerequisites, then by the number of operations. Where operations are wanted, first by the number of those
 * that a part of the prerequisites would not win, for each prerequisite. Empty if nothing is missing that could be supplied.
 */
export const rankSuggestions = (open: readonly OpenRequirement[], groups: Groups, wanted: Wanted): readonly Suggestion[] => {
  const candidates = new Map<string, readonly Prerequisite[]>();
  for (const way of [...open.flatMap(({ ways }) => ways), ...groups.flatMap(({ lacks }) => (lacks === undefined ? [] : [lacks]))])
    if (way.length > 0 && !candidates.has(keyOf(way))) candidates.set(keyOf(way), way);
  const suggestions = [...candidates.values()].map((supply): Suggestion => {
    const whole = new Set(supply.map(prerequisiteKey));
    const won = open.filter(({ ways }) => ways.some((way) => isWithin(way, whole)));
    return {
      supply: [...new Map(supply.map((one) => [prerequisiteKey(one), one])).values()],
      musts: won.filter(({ level }) => level === 'must').length,
      shoulds: won.filter(({ level }) => level === 'should').length,
      operations: groups
        .filter(({ lacks }) => lacks !== undefined && isWithin(lacks, whole))
        .reduce((sum, { operations }) => sum + operations.length, 0),
    };
  });
  const each = (count: number, { supply }: Suggestion): number => count / supply.length;
  const added = new Map<Suggestion, number>();
  if (wanted === 'operations')
    for (const one of suggestions) {
      const whole = new Set(one.supply.map(prerequisiteKey));
      const less = suggestions.filter(({ supply }) => supply.length < one.supply.length && isWithin(supply, whole));
      added.set(one, one.operations - Math.max(0, ...less.map(({ operations }) => operations)));
    }
  return suggestions
    .sort(
      (a, b) =>
        each(added.get(b) ?? 0, b) - each(added.get(a) ?? 0, a) ||
        each(b.musts, b) - each(a.musts, a) ||
        each(b.shoulds, b) - each(a.shoulds, a) ||
        a.supply.length - b.supply.length ||
        b.operations - a.operations,
    )
    .slice(0, mostSuggestions);
};

/** Most steps of {@link supplySteps}. */
const mostSteps = 10;

/** What is still lacking of several prerequisites. */
const without = (supply: readonly Prerequisite[], given: ReadonlySet<string>): readonly Prerequisite[] =>
  supply.filter((one) => !given.has(prerequisiteKey(one)));

/**
 * What to supply one after another: first the best suggestion, then the best to supply in addition, and so on; the numbers of each are what it
 * adds to those before it. See {@link rankSuggestions}.
 */
export const supplySteps = (open: readonly OpenRequirement[], groups: Groups, wanted: Wanted): readonly Suggestion[] => {
  const steps: Suggestion[] = [];
  const given = new Set<string>();
  while (steps.length < mostSteps) {
    // A fact is never judged, so nobody supplies anything for it alone.
    const still = open
      .map(({ level, ways }) => ({ level, ways: ways.map((way) => without(way, given)) }))
      .filter(({ level, ways }) => level !== 'observe' && ways.every((way) => way.length > 0));
    const left = groups.flatMap((group): Groups => {
      const lacks = group.lacks === undefined ? [] : without(group.lacks, given);
      return lacks.length === 0 ? [] : [{ ...group, lacks }];
    });
    const [best] = rankSuggestions(still, left, wanted);
    if (best === undefined) break;
    steps.push(best);
    for (const one of best.supply) given.add(prerequisiteKey(one));
  }
  return steps;
};

/** What the operator of a run could supply so that the next one judges more; see {@link rankSuggestions}. */
export const suggestionsFor = (
  target: TargetRecord,
  { coverage }: Pick<TargetFooter, 'coverage'>,
  requirements: readonly JudgedRequirement[],
  policy: Pick<GatePolicy, 'checksAsOf'>,
  wanted: Wanted = 'requirements',
): readonly Suggestion[] => {
  const groups = coverage?.unexercised ?? [];
  const open = requirements.flatMap((one) => {
    // What is only recorded is no promise.
    if (one.level === 'observe' || one.outcome === 'pass' || one.outcome === 'fail' || !isCounted(target, one, policy) || isHeldOpen(one))
      return [];
    const ways = one.cases.flatMap((judged) => waysTo(judged, groups));
    return ways.length === 0 ? [] : [{ level: one.level, ways }];
  });
  return rankSuggestions(open, groups, wanted);
};

const lastToken = (pointer: string): string => tokensOf(pointer).at(-1) ?? '';

const settingWords = (one: Prerequisite): string => {
  const value = pathValueOf(one);
  if (value !== undefined) return `give a value for {${value.parameter}} in ${value.path}`;
  return one.name.startsWith('/values/') ? `give a value for "${lastToken(one.name)}"` : `set ${one.name}`;
};

const supplyWords = (supply: readonly Prerequisite[]): string => {
  const of = (kind: Prerequisite['kind']): readonly string[] => supply.filter((one) => one.kind === kind).map(({ name }) => name);
  const permissions = of('permission');
  return [
    ...(permissions.length > 0 ? [`--allow ${permissions.join(',')}`] : []),
    ...of('credential').map((name) => `supply the credential "${name}"`),
    ...of('fixture').map((name) => `supply the fixture "${name}"`),
    ...supply.filter(({ kind }) => kind === 'setting').map(settingWords),
  ].join(' and ');
};

/** A suggestion in a few words: `--allow mutation → +3 musts, +4 operations`. The numbers are upper bounds. */
export const suggestionWords = ({ supply, musts, shoulds, operations }: Suggestion): string => {
  const won = (
    [
      [musts, 'must'],
      [shoulds, 'should'],
      [operations, 'operation'],
    ] as const
  ).flatMap(([count, noun]) => (count === 0 ? [] : [`+${count} ${noun}${count === 1 ? '' : 's'}`]));
  return `${supplyWords(supply)} → ${won.join(', ')}`;
};
