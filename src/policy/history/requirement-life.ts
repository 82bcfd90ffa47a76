import type { Outcome } from '../../model/verdict.ts';

/**
 * How a requirement did in the last runs: `flips`: it changed between kept and broken at least three times, or was the one a single time between two
 * of the other, all under the contract and the version of assay that judged it last; `broken` or `mended`: it is broken, or it is kept again; `kept`: it was never broken; `unjudged`: no run judged it.
 */
export const lifeStates = ['broken', 'flips', 'mended', 'kept', 'unjudged'] as const;
export type LifeState = (typeof lifeStates)[number];

/** What the outcomes of a requirement, one for each run, say. Indices are those of the runs. */
export type RequirementLife = {
  readonly state: LifeState;
  /** In how many of the runs in question it passed or failed. */
  readonly judged: number;
  readonly failures: number;
  /** Changes between pass and fail in the {@link alike} runs. */
  readonly changes: number;
  /**
   * Those of the runs in question that had the contract and the version of assay of the last run that judged it: only they can be compared. `from` is the
   * first of them that judged it.
   */
  readonly alike: { readonly from: number | undefined; readonly judged: number; readonly failures: number };
  /** Whether it failed when it was judged last. */
  readonly isBroken: boolean;
  /** The first of the runs, of all, since which it has always been as it is; undefined if it was never judged. */
  readonly since: number | undefined;
  /** Number of runs that judged it since then. */
  readonly streak: number;
  /** The last run that judged it. */
  readonly last: number | undefined;
  /** The last run that it failed. */
  readonly lastFailure: number | undefined;
};

/**
 * The life of a requirement.
 * @param outcomes Oldest first; undefined where the run did not have it.
 * @param from The first run in question; earlier ones only tell since when it has been as it is.
 * @param isSame Whether a run was made with the same contract and version of assay as another one.
 */
export const lifeOf = (
  outcomes: readonly (Outcome | undefined)[],
  from: number,
  isSame: (run: number, other: number) => boolean,
): RequirementLife => {
  let [judged, failures, changes, streak] = [0, 0, 0, 0];
  // Whether the present streak began with a change that counts, and whether such a streak was a single run.
  let [isOpened, isSingle] = [false, false];
  let alike: { from: number | undefined; judged: number; failures: number } = { from: undefined, judged: 0, failures: 0 };
  let [since, last, lastFailure]: (number | undefined)[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome !== 'pass' && outcome !== 'fail') continue;
    const isIn = at >= from;
    const isChanged = last !== undefined && outcomes[last] !== outcome;
    // Another document may promise something else, and another version judge otherwise: no change of the target.
    if (last !== undefined && !isSame(at, last)) {
      changes = 0;
      isSingle = false;
      alike = { from: undefined, judged: 0, failures: 0 };
    }
    if (isChanged) {
      // A change from a run before those in question is told by `since`.
      const isCounted = isIn && last !== undefined && last >= from && isSame(at, last);
      if (isCounted) changes += 1;
      isSingle ||= isCounted && isOpened && streak === 1;
      isOpened = isCounted;
    }
    if (isChanged || since === undefined) [since, streak] = [at, 0];
    streak += 1;
    last = at;
    if (outcome === 'fail') lastFailure = at;
    if (!isIn) continue;
    judged += 1;
    alike.from ??= at;
    alike.judged += 1;
    if (outcome !== 'fail') continue;
    failures += 1;
    alike.failures += 1;
  }
  const isBroken = last !== undefined && outcomes[last] === 'fail';
  const state =
    judged === 0
      ? 'unjudged'
      : changes >= 3 || isSingle
        ? 'flips'
        : isBroken
          ? 'broken'
          : failures > 0
            ? 'mended'
            : ('kept' satisfies LifeState);
  return { state, judged, failures, changes, alike, isBroken, since, streak, last, lastFailure };
};
