import type { Plan } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { Verdict } from '../../model/verdict.ts';
import { partOfPlan } from '../../plan/part-of-plan.ts';
import { type EngineJob, runPlan } from '../engine/run-plan.ts';

/**
 * The part of a plan that judges one case again: the case and its companions, in their order.
 * @throws {Error} where the plan has no such case.
 */
export const replayPlan = (plan: Plan, id: string, companions: readonly string[]): Plan => {
  const part = partOfPlan(plan, new Set([id, ...companions]));
  if (!part.cases.some((planned) => planned.id === id)) throw new Error(`The plan has no case "${id}"`);
  return part;
};

/**
 * Judges one case again through the engine, preflight first, so that its prerequisites are prepared as before: with the seed of the first
 * run the same values, with another nonce other names.
 * @param job Its plan is the result of {@link replayPlan}.
 * @returns the verdict of the case. Where preflight or an interruption ends it early, it is skipped.
 */
export const replayCase = async (job: EngineJob, id: string, listen: (event: RunEvent) => void, signal: AbortSignal): Promise<Verdict> =>
  (await replayCases(job, listen, signal)).get(id) ?? { kind: 'broken', error: 'there was no verdict' };

/**
 * Judges all cases of a plan through the engine, as {@link replayCase} does one.
 * @returns the verdicts, by case; one that was lost is not among them.
 */
export const replayCases = async (
  job: EngineJob,
  listen: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Verdict>> => {
  const verdicts = new Map<string, Verdict>();
  await runPlan(
    job,
    (event) => {
      if (event.type === 'verdict') verdicts.set(event.id, event.verdict);
      listen(event);
    },
    signal,
  );
  return verdicts;
};
