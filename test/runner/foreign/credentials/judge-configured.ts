import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { checks } from '../../../../src/checks/index.ts';
import { contractFacts } from '../../../../src/cli/contract-facts.ts';
import { checkAgainstContract } from '../../../../src/config/check-against-contract.ts';
import { gatherOptions } from '../../../../src/config/given.ts';
import { loadTargets } from '../../../../src/config/load-targets.ts';
import { realOutside } from '../../../../src/config/outside.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { RunEvent } from '../../../../src/model/event.ts';
import type { Target } from '../../../../src/model/target.ts';
import { makePlan } from '../../../../src/plan/make-plan.ts';
import { runPlan } from '../../../../src/runner/engine/run-plan.ts';
import { seed } from '../../../seed.ts';

export type Configured = {
  /** Ids of checks that failed, with the operations where they did. */
  readonly accused: readonly string[];
  /** The outcome of each case of a check, by its place. */
  outcomes(check: string): Readonly<Record<string, string>>;
  readonly stopped: string | undefined;
  readonly unexercised: readonly { readonly reason: string; readonly operations: readonly string[] }[];
  /** Everything that was recorded or said, as one text. */
  readonly text: string;
  readonly directory: string;
};

/** Judges a service as `assay run` does: by a document and a config in files, with the variables of an environment. */
export const judgeConfigured = async (
  document: object,
  target: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>> = {},
  options: { readonly seed?: number } = {},
): Promise<Configured> => {
  const cwd = mkdtempSync(join(tmpdir(), 'assay-configured-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'api.json'), JSON.stringify(document));
  writeFileSync(
    join(cwd, 'assay.config.json'),
    JSON.stringify({ targets: { station: { contract: './api.json', http: { timeoutMs: 20_000 }, ...target } } }),
  );
  const outside = realOutside(cwd, env);
  const [loaded] = await loadTargets({ names: [], given: gatherOptions({}, env), shipped: [], outside });
  if (!loaded) throw new Error('no target');
  const contract = await loadContract(join(cwd, 'api.json'));
  const resolved = checkAgainstContract(loaded, contractFacts(contract));
  const settled: Target = resolved.target;
  const plan = makePlan({ contract, target: settled, checks, seed: options.seed ?? 1 });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target: settled, secrets: resolved.secrets, options: { seed, nonce: 'n', concurrency: 1 }, directory: cwd },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const ended = events.find((event) => event.type === 'ended');
  const verdicts = events.filter((event) => event.type === 'verdict');
  return {
    accused: verdicts.flatMap(({ case: { check, places }, verdict }) =>
      verdict.kind === 'fail' ? [`${check} ${verdict.finding.code} ${places.map(({ operation }) => operation).join(',')}`] : [],
    ),
    outcomes: (check) =>
      Object.fromEntries(
        verdicts
          .filter((one) => one.case.check === check)
          .map(({ case: { places }, verdict }) => [places.map(({ operation }) => operation ?? '').join(','), verdict.kind]),
      ),
    stopped: ended?.stopped?.message,
    unexercised: (ended?.coverage?.unexercised ?? []).map(({ reason, operations }) => ({ reason, operations })),
    text: JSON.stringify(events),
    directory: cwd,
  };
};
