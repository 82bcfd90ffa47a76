import type { Contract } from '../../../src/contract/model.ts';
import { checks } from '../../../src/checks/index.ts';
import type { Plan } from '../../../src/model/case.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Secrets, Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { recordRun } from '../../../src/cli/run/record-run.ts';
import { reportNames } from '../../../src/model/report-names.ts';
import { writeReports } from '../../../src/report/write-reports.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { textsBelow } from './traces.ts';

export type RecordedRun = {
  readonly plan: Plan;
  readonly events: readonly RunEvent[];
  /** The text of every file that the run left, by its path in the directory. */
  readonly files: ReadonlyMap<string, string>;
};

/** Judges one target as a run does, keeps its record and writes every report into an existing directory. */
export const recordedRun = async (contract: Contract, target: Target, secrets: Secrets, directory: string): Promise<RecordedRun> => {
  const plan = makePlan({ contract, target, checks, seed: 1 });
  const record = recordRun({
    path: `${directory}/run.jsonl`,
    run: 'r1',
    assay: '0',
    demo: false,
    startedAt: new Date(0).toISOString(),
    seed: 1,
    nonce: 'n1',
    options: {},
    targets: [{ target, secrets, contract, plan }],
  });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets, options: { seed: 1, nonce: 'n1', concurrency: 2 }, directory },
    (event) => {
      events.push(event);
      record.listen(target.name, event);
    },
    new AbortController().signal,
  );
  const written = record.finish([{ target: target.name, kind: 'complete' }]);
  await writeReports({ record: written, directory, contracts: new Map([[target.name, contract]]), list: reportNames });
  return { plan, events, files: textsBelow(directory) };
};
