import type { Outcome } from '../../model/verdict.ts';
import type { HistoryLine } from '../../policy/history/history-line.ts';
import type { DamagedLine } from '../../policy/history/parse-history.ts';
import type { CaseLife } from '../../policy/history/case-life.ts';
import { lifeOf, type RequirementLife } from '../../policy/history/requirement-life.ts';
import { isSameJudge, type RequirementHistory, type TargetHistory } from '../../policy/history/target-history.ts';
import type { ExitCode } from '../../model/record.ts';
import { dayOf } from './day-words.ts';
import { lifeWords } from './life-words.ts';

/** A requirement over the runs in question. */
export type AskedRequirement = Omit<RequirementHistory, 'outcomes'> & {
  readonly life: RequirementLife;
  /** {@link lifeWords}. */
  readonly said: string;
  /** Of the runs in question. */
  readonly outcomes: readonly (Outcome | undefined)[];
  /** Its cases that failed, in the runs whose records are still there; absent where nobody looked. */
  readonly cases?: readonly CaseLife[];
};

/** A target over the runs in question. */
export type AskedTarget = Pick<TargetHistory, 'target' | 'demo' | 'contract' | 'unit' | 'lastComplete'> & {
  /** The runs in question, oldest first. */
  readonly runs: readonly HistoryLine[];
  /** For each of them, whether it was carried out completely. */
  readonly complete: readonly boolean[];
  /** The run before the first of them. */
  readonly before: HistoryLine | undefined;
  readonly requirements: readonly AskedRequirement[];
  /** When each run was, for {@link RequirementLife.since}. */
  readonly all: readonly HistoryLine[];
};

/** What `assay history` answers. */
export type HistoryAnswer = {
  /** The file, as it is shown to people. */
  readonly file: string;
  readonly damaged: readonly DamagedLine[];
  readonly targets: readonly AskedTarget[];
  /** What is wrong with the evidence, in sentences. */
  readonly notes: readonly string[];
  readonly exitCode: ExitCode;
};

/** A target over its last runs. */
export const askedTarget = ({ requirements, runs: all, complete, ...rest }: TargetHistory, last: number): AskedTarget => {
  const from = Math.max(0, all.length - last);
  const span = { unit: rest.unit, runs: all.length - from };
  return {
    ...rest,
    all,
    runs: all.slice(from),
    complete: complete.slice(from),
    before: all[from - 1],
    requirements: requirements.map(({ id, words, outcomes }) => {
      const life = lifeOf(outcomes, from, (run, other) => isSameJudge(all[run], all[other]));
      return { id, words, life, said: lifeWords(life, span, (run) => dayOf(all[run]?.startedAt ?? '')), outcomes: outcomes.slice(from) };
    }),
  };
};

/** The ids of the runs in question that a requirement failed, oldest first: those that can be compared with the last one that judged it. */
export const failedIn = ({ runs, all }: Pick<AskedTarget, 'runs' | 'all'>, { outcomes, life }: AskedRequirement): readonly string[] => {
  const from = (life.alike.from ?? all.length) - (all.length - runs.length);
  return runs.flatMap(({ run }, at) => (at >= from && outcomes[at] === 'fail' ? [run] : []));
};

/** It changed between kept and broken at least twice. */
export const flips = ({ life }: AskedRequirement): boolean => life.state === 'flips';

/** It failed for the first time when it was judged last: it may be the first flip, or the moment it broke. */
export const failedOnce = ({ life }: AskedRequirement): boolean => life.state === 'broken' && life.streak === 1 && life.judged > 1;

const levels: readonly string[] = ['must', 'should', 'observe'];

/** What is broken first, then by level and by the number of failures. */
export const byAttention = (a: AskedRequirement, b: AskedRequirement): number => {
  const place = ({ words }: AskedRequirement): number => (words === undefined ? levels.length : levels.indexOf(words[0]));
  return Number(b.life.isBroken) - Number(a.life.isBroken) || place(a) - place(b) || b.life.failures - a.life.failures;
};
