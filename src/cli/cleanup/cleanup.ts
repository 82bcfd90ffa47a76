import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkAgainstContract, demandKey } from '../../config/check-against-contract.ts';
import { type Flags, gatherOptions } from '../../config/given.ts';
import { loadTargets } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { loadContract, loadOptionsOf, shippedContracts } from '../../contract/load.ts';
import { mayBeThere, readCreated } from '../../exchange/read-created.ts';
import { cleanUpRun } from '../../runner/clean-up/clean-up-run.ts';
import type { Removal } from '../../runner/clean-up/removal.ts';
import { contractFacts } from '../contract-facts.ts';
import type { Io } from '../io.ts';

const lineOf = ({ collection, label, id, outcome, reason }: Removal): string =>
  `${outcome.padEnd(7)} ${collection} ${label || (id ?? 'without a name')}: ${reason}\n`;

/**
 * `assay cleanup RUN`: 0 when nothing is left that could be removed, 3 when something could not be removed now.
 * @throws {UsageError} or {ContractError} for what cannot be used.
 */
export const cleanup = async (run: string, flags: Flags, io: Io): Promise<number> => {
  const directory = resolve(io.cwd, run);
  if (!existsSync(directory))
    throw new UsageError(`Cannot clean up "${run}": there is no such folder, name the folder of a run such as reports/latest`);
  const left = readCreated(directory).filter(mayBeThere);
  if (left.length === 0) {
    io.stdout.write('Nothing to clean up: the run left nothing behind.\n');
    return 0;
  }
  const given = gatherOptions(flags, io.env);
  const names = [...new Set(left.map(({ target }) => target))];
  const resolved = await loadTargets({ names, given, shipped: shippedContracts(), outside: realOutside(io.cwd, io.env) });
  const stop = new AbortController();
  const deaf = io.onSignal(() => stop.abort());
  const removals: Removal[] = [];
  try {
    for (const each of resolved) {
      const contract = await loadContract(each.target.contract, { cwd: io.cwd, ...loadOptionsOf(each.target) });
      const facts = contractFacts(contract);
      const settled = checkAgainstContract(each, facts);
      demandKey(settled, facts);
      removals.push(...(await cleanUpRun({ contract, target: settled.target, secrets: settled.secrets, directory }, stop.signal)));
    }
  } finally {
    deaf();
  }
  for (const removal of removals) io.stdout.write(lineOf(removal));
  return removals.some(({ outcome }) => outcome === 'failed') ? 3 : 0;
};
