import { type Outcome, outcomes } from '../../model/verdict.ts';
import type { HistoryLine, RequirementWords } from './history-line.ts';

/** A requirement over the runs of a target. */
export type RequirementHistory = {
  readonly id: string;
  /** Undefined where the history does not have it in words. */
  readonly words: RequirementWords | undefined;
  /** One for each run, oldest first; undefined where the run did not have it. */
  readonly outcomes: readonly (Outcome | undefined)[];
};

/** A target over its runs. */
export type TargetHistory = {
  readonly target: string;
  /** Whether it is an embedded reference: a target of the same name that is none has a history of its own. */
  readonly demo: boolean;
  /** Of the newest run. */
  readonly contract: string;
  /** What a run is called: `night` if there is usually half a day or more between two. */
  readonly unit: 'night' | 'run';
  /** Oldest first; at least one. */
  readonly runs: readonly HistoryLine[];
  /** For each run, whether it was carried out completely. */
  readonly complete: readonly boolean[];
  /** The newest complete run. */
  readonly lastComplete: HistoryLine | undefined;
  /** Those of the newest run first, in its order. */
  readonly requirements: readonly RequirementHistory[];
};

/** Hours between two runs from which they are called nights. */
const leastHoursOfNight = 12;

/** Runs before each with which the number of its requirements is compared. */
const comparedRuns = 30;

/** Share of the requirements of the others that a run has to have; a contract may also lose some. */
const leastShare = 0.9;

/** The number of requirements that the user selected for a run. */
const selectedIn = ({ counts }: HistoryLine): number =>
  Object.values(counts).reduce((sum, level) => Object.values(level).reduce((all, count) => all + count, sum), 0);

/** It ended by itself, and judged something. Lines of versions before `ended` was added have only the exit code. */
const isEnded = ({ ended = 'complete', exitCode }: HistoryLine): boolean => ended === 'complete' && [0, 1, 5].includes(exitCode);

/** Which runs ended by themselves and were asked about as many requirements as those before: `--only` for one of them is no complete run. */
const completeOf = (runs: readonly HistoryLine[]): readonly boolean[] =>
  runs.map((line, at) => {
    const usual = Math.max(...runs.slice(Math.max(0, at - comparedRuns), at + 1).map(selectedIn));
    return isEnded(line) && selectedIn(line) >= usual * leastShare;
  });

/** Whether two runs were made with the same contract and version of assay, so that a difference comes from the target. */
export const isSameJudge = (a: HistoryLine | undefined, b: HistoryLine | undefined): boolean =>
  a?.contractDigest === b?.contractDigest && a?.assay === b?.assay;

/** Share of the `must` requirements that passed or failed. */
export const mustsOf = ({ counts: { must } }: HistoryLine): { readonly judged: number; readonly of: number } => ({
  judged: must.pass + must.fail,
  of: Object.values(must).reduce((sum, count) => sum + count, 0),
});

const unitOf = (runs: readonly HistoryLine[]): TargetHistory['unit'] => {
  const starts = runs.map(({ startedAt }) => Date.parse(startedAt));
  const gaps = starts.slice(1).map((start, at) => start - (starts[at] ?? start));
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return middle !== undefined && middle >= leastHoursOfNight * 3_600_000 ? 'night' : 'run';
};

/** The requirements of a run by outcome. An older line names only failures. */
const idsOf = (line: HistoryLine, outcome: Outcome): readonly string[] =>
  line.outcomes === undefined ? (outcome === 'fail' ? line.failed : []) : (line.outcomes[outcome] ?? []);

type Words = ReadonlyMap<string, Readonly<Record<string, RequirementWords>>>;

const requirementsOf = (runs: readonly HistoryLine[], words: Words): readonly RequirementHistory[] => {
  const rows = new Map<string, (Outcome | undefined)[]>();
  const told = new Map<string, RequirementWords>();
  const newest = runs.toReversed();
  for (const [before, line] of newest.entries()) {
    for (const outcome of outcomes) {
      for (const id of idsOf(line, outcome)) {
        let row = rows.get(id);
        if (row === undefined) rows.set(id, (row = Array.from({ length: runs.length }, (): Outcome | undefined => undefined)));
        row[runs.length - 1 - before] = outcome;
      }
    }
    const said = words.get(line.requirementsDigest ?? '');
    if (said !== undefined) for (const [id, one] of Object.entries(said)) if (!told.has(id)) told.set(id, one);
  }
  // In the order of the document where the newest run has it; without words in the order of the ids.
  const order = new Map([...told.keys()].map((id, at) => [id, at]));
  const placeOf = (id: string): number => order.get(id) ?? order.size;
  return [...rows]
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b) || a.localeCompare(b, 'en', { numeric: true }))
    .map(([id, row]) => ({ id, words: told.get(id), outcomes: row }));
};

/** The history of each target, by name; references of a demo come last. */
export const targetHistories = (lines: readonly HistoryLine[]): readonly TargetHistory[] => {
  const words: Words = new Map(
    lines.flatMap(({ requirementsDigest, requirements }) =>
      requirementsDigest === undefined || requirements === undefined ? [] : [[requirementsDigest, requirements] as const],
    ),
  );
  const groups = new Map<string, HistoryLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.demo, line.target]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [line]);
    else known.push(line);
  }
  return [...groups.values()]
    .flatMap((group): readonly TargetHistory[] => {
      const runs = group.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.run < b.run ? -1 : 1));
      const newest = runs.at(-1);
      if (newest === undefined) return [];
      const { target, demo, contract } = newest;
      const complete = completeOf(runs);
      return [
        {
          target,
          demo,
          contract,
          unit: unitOf(runs),
          runs,
          complete,
          lastComplete: runs[complete.lastIndexOf(true)],
          requirements: requirementsOf(runs, words),
        },
      ];
    })
    .toSorted((a, b) => Number(a.demo) - Number(b.demo) || (a.target < b.target ? -1 : 1));
};
