import type { Outcome } from '../../model/verdict.ts';
import { lifeOf, type LifeState, type RequirementLife } from '../../policy/history/requirement-life.ts';
import type { PageRequirement, PageTargetHistory } from './history-model.ts';
import { unpacked } from './packed-outcomes.ts';

/** A requirement over the runs that are shown. */
export type HistoryRow = {
  readonly requirement: PageRequirement;
  /** Of all runs. */
  readonly outcomes: readonly (Outcome | undefined)[];
  readonly life: RequirementLife;
};

/** Rows of one theme that did the same in every run that is shown. */
export type AlikeRows = readonly [HistoryRow, ...HistoryRow[]];

/** The rows of one theme. */
export type HistoryTheme = {
  readonly area: string;
  /** What broke, was mended or flips, worst first. */
  readonly changed: readonly AlikeRows[];
  /** Kept in every run that is shown. */
  readonly kept: readonly HistoryRow[];
  /** Judged in none of them. */
  readonly unjudged: readonly HistoryRow[];
};

/** What needs attention comes first. */
const states = ['broken', 'flips', 'mended', 'kept', 'unjudged'] as const satisfies readonly LifeState[];
const levels: readonly string[] = ['must', 'should', 'observe'];

const placeOf = <Value>(order: readonly Value[], value: Value): number => {
  const at = order.indexOf(value);
  return at < 0 ? order.length : at;
};

/** The outcomes of each requirement of a target; they are unpacked once. */
export const outcomesOf = ({ requirements }: PageTargetHistory): ReadonlyMap<PageRequirement, readonly (Outcome | undefined)[]> =>
  new Map(requirements.map((one) => [one, unpacked(one.outcomes)]));

/** Every requirement over the runs from `from` on, in the order of the page's model. */
export const rowsFrom = (
  { nights }: Pick<PageTargetHistory, 'nights'>,
  outcomes: ReturnType<typeof outcomesOf>,
  from: number,
): readonly HistoryRow[] => {
  // The number of contracts and versions that there were until each run.
  let judges = 0;
  const judge = nights.map(({ differs }) => (judges += differs === undefined ? 0 : 1));
  const isSame = (run: number, other: number): boolean => judge[run] === judge[other];
  return [...outcomes].map(([requirement, all]) => ({ requirement, outcomes: all, life: lifeOf(all, from, isSame) }));
};

const byAttention = (a: HistoryRow, b: HistoryRow): number =>
  Number(b.life.isBroken) - Number(a.life.isBroken) ||
  placeOf(levels, a.requirement.level) - placeOf(levels, b.requirement.level) ||
  placeOf(states, a.life.state) - placeOf(states, b.life.state) ||
  b.life.failures - a.life.failures;

const alike = (rows: readonly HistoryRow[], from: number): readonly AlikeRows[] => {
  const groups = new Map<string, [HistoryRow, ...HistoryRow[]]>();
  for (const row of rows) {
    const key = `${row.requirement.level} ${row.outcomes.slice(from).join()}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return [...groups.values()];
};

/** How urgently a theme wants attention: the sort key of its first row. */
const first = ({ changed: [group] }: HistoryTheme): HistoryRow | undefined => group?.[0];

/** Rows by theme. Themes with something broken come first; apart from that they keep their order. */
export const themesOf = (rows: readonly HistoryRow[], from: number): readonly HistoryTheme[] => {
  const byArea = new Map<string, HistoryRow[]>();
  for (const row of rows) {
    const known = byArea.get(row.requirement.area);
    if (known === undefined) byArea.set(row.requirement.area, [row]);
    else known.push(row);
  }
  return [...byArea]
    .map(([area, all]): HistoryTheme => ({
      area,
      changed: alike(all.filter(({ life }) => life.state !== 'kept' && life.state !== 'unjudged').toSorted(byAttention), from),
      kept: all.filter(({ life }) => life.state === 'kept'),
      unjudged: all.filter(({ life }) => life.state === 'unjudged'),
    }))
    .toSorted((a, b) => {
      const [one, other] = [first(a), first(b)];
      if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
      return byAttention(one, other);
    });
};

/** Runs one after another in which a requirement had the same outcome. */
export type Period = {
  readonly outcome: Outcome | undefined;
  /** Indices of its first and last run. */
  readonly from: number;
  readonly to: number;
};

/** The periods of a requirement, newest first; the runs before it came to be are left out. */
export const periodsOf = (outcomes: readonly (Outcome | undefined)[]): readonly Period[] => {
  const periods: { outcome: Outcome | undefined; from: number; to: number }[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const last = periods.at(-1);
    if (last !== undefined && last.outcome === outcome) last.to = at;
    else if (last !== undefined || outcome !== undefined) periods.push({ outcome, from: at, to: at });
  }
  return periods.toReversed();
};

/** What changed in a run since the last runs that judged each requirement. */
export const changesIn = (
  rows: readonly HistoryRow[],
  run: number,
): { readonly broke: readonly HistoryRow[]; readonly mended: readonly HistoryRow[] } => {
  const before = ({ outcomes }: HistoryRow): Outcome | undefined =>
    outcomes.slice(0, run).findLast((outcome) => outcome === 'pass' || outcome === 'fail');
  return {
    broke: rows.filter((row) => row.outcomes[run] === 'fail' && before(row) !== 'fail'),
    mended: rows.filter((row) => row.outcomes[run] === 'pass' && before(row) === 'fail'),
  };
};
