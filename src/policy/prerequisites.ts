import type { Prerequisite } from '../model/coverage.ts';
import type { TargetFooter, TargetRecord } from '../model/record.ts';
import { isCounted } from './evidence.ts';
import type { GatePolicy } from './gate-policy.ts';
import type { JudgedCase, JudgedRequirement } from './judged-requirements.ts';

/** Something to supply, with what could be judged then. */
export type Suggestion = {
  readonly supply: readonly Prerequisite[];
  /** Requirements that are open now and of which at least one case could be tried; operations that could be called. */
  readonly musts: number;
  readonly shoulds: number;
  readonly operations: number;
};

/** Suggestions that are told; the record holds what every case lacks. */
const mostReported = 5;

const nameOf = ({ kind, name }: Prerequisite): string => `${kind} ${name}`;

const keyOf = (supply: readonly Prerequisite[]): string => supply.map(nameOf).sort().join('\n');

const isWithin = (part: readonly Prerequisite[], whole: ReadonlySet<string>): boolean => part.every((one) => whole.has(nameOf(one)));

type Groups = NonNullable<TargetFooter['coverage']>['unreached'];

/** What would let a case be tried: what it lacks itself, or where nothing came by that it watches, what the operations lack. */
const waysTo = ({ case: planned, verdict }: JudgedCase, groups: Groups): readonly (readonly Prerequisite[])[] => {
  if (planned.skip !== undefined) return planned.lacks === undefined ? [] : [planned.lacks];
  if (verdict.kind !== 'inconclusive' || verdict.unseen !== true || verdict.optional === true || planned.kind !== 'watch') return [];
  const watched = new Set(planned.places.map(({ operation }) => operation));
  return groups.flatMap(({ lacks, operations }) => (lacks !== undefined && operations.some((key) => watched.has(key)) ? [lacks] : []));
};

/** A case that was tried and stayed open stays so, whatever else is supplied. */
const isHeldOpen = ({ cases }: JudgedRequirement): boolean =>
  cases.some(({ verdict }) => verdict.kind === 'broken' || (verdict.kind === 'inconclusive' && verdict.unseen !== true));

/**
 * What the operator could supply so that more is judged, best first: what brings the most musts for each thing to supply, then the most
 * shoulds, then what takes the fewest things, then the most operations. Empty where nothing that could be supplied is missing.
 */
export const suggestionsFor = (
  target: TargetRecord,
  { coverage }: Pick<TargetFooter, 'coverage'>,
  requirements: readonly JudgedRequirement[],
  policy: Pick<GatePolicy, 'checksAsOf'>,
): readonly Suggestion[] => {
  const groups = coverage?.unreached ?? [];
  const open = requirements.flatMap((one) => {
    if (one.outcome === 'pass' || one.outcome === 'fail' || !isCounted(target, one, policy) || isHeldOpen(one)) return [];
    const ways = one.cases.flatMap((judged) => waysTo(judged, groups));
    return ways.length === 0 ? [] : [{ level: one.level, ways }];
  });
  const candidates = new Map<string, readonly Prerequisite[]>();
  for (const way of [...open.flatMap(({ ways }) => ways), ...groups.flatMap(({ lacks }) => (lacks === undefined ? [] : [lacks]))])
    if (way.length > 0) candidates.set(keyOf(way), way);
  const suggestions = [...candidates.values()].map((supply): Suggestion => {
    const whole = new Set(supply.map(nameOf));
    const won = open.filter(({ ways }) => ways.some((way) => isWithin(way, whole)));
    return {
      supply,
      musts: won.filter(({ level }) => level === 'must').length,
      shoulds: won.filter(({ level }) => level === 'should').length,
      operations: groups
        .filter(({ lacks }) => lacks !== undefined && isWithin(lacks, whole))
        .reduce((sum, { operations }) => sum + operations.length, 0),
    };
  });
  const each = (count: number, { supply }: Suggestion): number => count / supply.length;
  return suggestions
    .sort(
      (a, b) =>
        each(b.musts, b) - each(a.musts, a) ||
        each(b.shoulds, b) - each(a.shoulds, a) ||
        a.supply.length - b.supply.length ||
        b.operations - a.operations,
    )
    .slice(0, mostReported);
};

const lastToken = (pointer: string): string => (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

const supplyWords = (supply: readonly Prerequisite[]): string => {
  const of = (kind: Prerequisite['kind']): readonly string[] => supply.filter((one) => one.kind === kind).map(({ name }) => name);
  const permissions = of('permission');
  return [
    ...(permissions.length > 0 ? [`--allow ${permissions.join(',')}`] : []),
    ...of('credential').map((name) => `supply the credential "${name}"`),
    ...of('fixture').map((name) => `supply the fixture "${name}"`),
    ...of('setting').map((name) => (name.startsWith('/values/') ? `give a value for "${lastToken(name)}"` : `set ${name}`)),
  ].join(' and ');
};

/** A suggestion in a few words: `--allow mutation → +3 musts, +4 operations`. What it brings is the most that it can bring. */
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
