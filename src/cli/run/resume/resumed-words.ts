import type { PreparedRun } from '../prepare.ts';
import type { Carried } from './resume-run.ts';

/** What a resumed run takes over, and what it judges, in one sentence. */
export const resumedWords = ({ targets }: PreparedRun, { from, targets: carried }: Carried): string => {
  const all = targets.reduce((sum, { plan }) => sum + plan.cases.length, 0);
  const whole = targets.filter(({ target }) => carried.get(target.name)?.complete !== undefined).length;
  const done = whole === 0 ? '' : `, ${whole} of ${targets.length} targets to their end`;
  return `resuming run ${from.run}: ${from.kept} of ${all} cases were judged${done}`;
};
