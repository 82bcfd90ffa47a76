import type { RunRecord } from '../../model/record.ts';

/** How one case of a requirement did in the runs whose records are still there. */
export type CaseLife = {
  readonly case: string;
  /** In how many of them it passed or failed. */
  readonly judged: number;
  /** The runs that it failed, oldest first. */
  readonly failedIn: readonly string[];
};

/** Gathers the cases of some requirements of a target, record by record, so that only one has to be in memory. */
export type CaseLives = {
  /** Call for each record, oldest first. */
  add(record: RunRecord): void;
  /** The cases of a requirement that failed at least once, those that failed most often first. */
  of(requirement: string): readonly CaseLife[];
};

/**
 * @param counts Whether what a run says of a requirement can be compared with the other runs.
 */
export const createCaseLives = (target: string, counts: (run: string, requirement: string) => boolean): CaseLives => {
  const lives = new Map<string, Map<string, { judged: number; failedIn: string[] }>>();
  return {
    add({ header: { run }, targets }) {
      const found = targets.find((one) => one.target === target);
      for (const { id, requirement } of found?.cases ?? []) {
        const kind = found?.results.get(id)?.verdict.kind;
        if ((kind !== 'pass' && kind !== 'fail') || !counts(run, requirement)) continue;
        const cases = lives.get(requirement) ?? new Map<string, { judged: number; failedIn: string[] }>();
        const life = cases.get(id) ?? { judged: 0, failedIn: [] };
        life.judged += 1;
        if (kind === 'fail') life.failedIn.push(run);
        cases.set(id, life);
        lives.set(requirement, cases);
      }
    },
    of: (requirement) =>
      [...(lives.get(requirement) ?? [])]
        .map(([id, life]) => ({ case: id, ...life }))
        .filter(({ failedIn }) => failedIn.length > 0)
        .toSorted((a, b) => b.failedIn.length - a.failedIn.length || (a.case < b.case ? -1 : 1)),
  };
};
