import { rmSync } from 'node:fs';
import { checks } from '../../../src/checks/index.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { writeLoans } from '../../worlds/removable-resources-contract.ts';
import { loanKey } from '../../worlds/removable-resources-service.ts';
import { madeTarget } from '../../model/made-target.ts';
import { seed } from '../../seed.ts';

export const loanTarget = (url: string, over: Partial<Target> = {}): Target =>
  madeTarget({
    name: 'loans',
    contract: 'loans',
    baseUrl: url,
    allow: ['mutation'],
    fixtures: { pledged: 'ln-100001' },
    durations: {
      'created.listed': 1,
      'created.settled': 2,
      'updated.shown': 1,
      'removed.gone': 1,
      'removed.settled': 0.3,
      'loan.open': 0.5,
    },
    ...over,
  });

export type JudgedLoans = {
  readonly events: readonly RunEvent[];
  /** Requirements by outcome. */
  readonly failed: readonly string[];
  readonly passed: readonly string[];
  readonly rest: readonly string[];
  readonly created: number;
  readonly requests: number;
};

/** Runs the selected requirements of the loans against a service. */
export const judgeLoans = async (
  url: string,
  { only, target = loanTarget(url) }: { readonly only?: (id: string) => boolean; readonly target?: Target } = {},
): Promise<JudgedLoans> => {
  const { folder, file } = writeLoans(only);
  const contract = await loadContract(file).finally(() => rmSync(folder, { recursive: true, force: true }));
  const plan = makePlan({ contract, target, checks, seed });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets: { key: loanKey }, options: { seed, nonce: 'n1', concurrency: 2 } },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const verdicts = events.filter((event) => event.type === 'verdict');
  const ids = (meant: (kind: string) => boolean): string[] => [
    ...new Set(verdicts.filter(({ verdict }) => meant(verdict.kind)).map(({ case: { requirement } }) => requirement)),
  ];
  const ended = events.find((event) => event.type === 'ended');
  return {
    events,
    failed: ids((kind) => kind === 'fail' || kind === 'broken').sort(),
    passed: ids((kind) => kind === 'pass' || kind === 'observed').sort(),
    rest: verdicts.flatMap(({ case: { requirement }, verdict }) =>
      verdict.kind === 'inconclusive' || verdict.kind === 'skipped' ? [`${requirement} ${verdict.kind}: ${verdict.reason}`] : [],
    ),
    created: ended?.created ?? 0,
    requests: ended?.requests ?? 0,
  };
};
