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

/** A set of prerequisites with their keys. */
type Way = { readonly supply: readonly Prerequisite[]; readonly keys: readonly string[]; readonly whole: ReadonlySet<string> };

const isWithin = (part: readonly string[], whole: ReadonlySet<string>): boolean => part.every((key) => whole.has(key));

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
  const ways = new Map<string, Way>();
  const wayOf = (supply: readonly Prerequisite[]): Way => {
    const keys = supply.map(prerequisiteKey).sort();
    const key = keys.join('\n');
    const way = ways.get(key) ?? { supply, keys, whole: new Set(keys) };
    ways.set(key, way);
    return way;
  };
  // Many cases lack the same, so that each set is compared once.
  const wanting = open.map(({ level, ways: own }) => ({ level, ways: [...new Set(own.map(wayOf))] }));
  const lacking = groups.flatMap(({ lacks, operations }) => (lacks === undefined ? [] : [{ way: wayOf(lacks), count: operations.length }]));
  const all = [...ways.values()];
  const rated = all
    .filter(({ keys }) => keys.length > 0)
    .map((way): { readonly way: Way; readonly suggestion: Suggestion } => {
      const won = new Set(all.filter(({ keys }) => isWithin(keys, way.whole)));
      const isWon = ({ ways: own }: (typeof wanting)[number]): boolean => own.some((one) => won.has(one));
      const requirements = wanting.filter(isWon);
      const suggestion: Suggestion = {
        supply: [...new Map(way.supply.map((one) => [prerequisiteKey(one), one])).values()],
        musts: requirements.filter(({ level }) => level === 'must').length,
        shoulds: requirements.filter(({ level }) => level === 'should').length,
        operations: lacking.filter((one) => won.has(one.way)).reduce((sum, { count }) => sum + count, 0),
      };
      return { way, suggestion };
    });
  const each = (count: number, { supply }: Suggestion): number => count / supply.length;
  const added = new Map<Suggestion, number>();
  if (wanted === 'operations')
    for (const { way, suggestion } of rated) {
      const { supply, operations } = suggestion;
      const less = rated.filter((other) => other.suggestion.supply.length < supply.length && isWithin(other.way.keys, way.whole));
      added.set(suggestion, operations - Math.max(0, ...less.map((other) => other.suggestion.operations)));
    }
  return rated
    .map(({ suggestion }) => suggestion)
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
