import { join } from 'node:path';
import { readRecord, RecordError, type RunRecord } from '../../model/record.ts';
import { systemCode } from '../../config/outside.ts';
import { createCaseLives } from '../../policy/history/case-life.ts';
import { type AskedRequirement, type AskedTarget, flips } from '../../report/history/history-answer.ts';
import { isRunName } from './run-name.ts';

/** Most records that are read, the newest: each may have many thousand lines. */
const mostRead = 30;

/** The record of a run of the history; undefined where its folder is gone, damaged, or that of another run. */
const keptRecord = (folder: string, run: string): RunRecord | undefined => {
  if (!isRunName(run)) return undefined;
  try {
    const record = readRecord(join(folder, run, 'run.jsonl'));
    return record.header.run === run ? record : undefined;
  } catch (error) {
    if (error instanceof RecordError || systemCode(error) !== undefined) return undefined;
    throw error;
  }
};

/**
 * Adds to the requirements that flip which of their cases failed, in the runs whose folders are still there.
 * @param folder That of the runs, absolute.
 */
export const withKeptCases = (target: AskedTarget, folder: string): AskedTarget => {
  const flipping = new Map(target.requirements.filter(flips).map((one) => [one.id, one]));
  if (flipping.size === 0) return target;
  const at = new Map(target.all.map(({ run }, index) => [run, index]));
  const lives = createCaseLives(target.target, (run, requirement) => {
    const from = flipping.get(requirement)?.life.alike.from;
    return from !== undefined && (at.get(run) ?? -1) >= from;
  });
  for (const { run } of target.runs.slice(-mostRead)) {
    const record = keptRecord(folder, run);
    if (record !== undefined) lives.add(record);
  }
  const withCases = (one: AskedRequirement): AskedRequirement => (flipping.has(one.id) ? { ...one, cases: lives.of(one.id) } : one);
  return { ...target, requirements: target.requirements.map(withCases) };
};
