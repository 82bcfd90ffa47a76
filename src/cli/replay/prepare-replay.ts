import { checks } from '../../checks/index.ts';
import { checkAgainstContract, demandKey } from '../../config/check-against-contract.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import { UsageError } from '../../config/usage-error.ts';
import { fetchedOptionsOf, loadContract } from '../../contract/load.ts';
import type { Case } from '../../model/case.ts';
import { readExchanges } from '../../model/exchange-reader.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { exchangesOf } from '../../report/index.ts';
import { companionsOf } from '../../runner/replay/companions.ts';
import { replayPlan } from '../../runner/replay/replay-case.ts';
import { contractFacts } from '../contract-facts.ts';
import type { OpenedRun } from '../report/open-run.ts';
import { loadHooksOf } from '../run/hooks.ts';
import { refuseSinks } from '../run/sinks.ts';
import type { FoundCase } from './find-case.ts';
import type { Play } from './play-once.ts';
import type { ChangedSince } from './replayed.ts';

/** Ids of the cases that sent the exchanges on which the recorded verdict rests. */
const sendersOf = ({ directory }: OpenedRun, { target, planned }: FoundCase): readonly string[] => {
  const ids = exchangesOf(target.results.get(planned.id)?.verdict);
  const exchanges = readExchanges(directory, new Map([[target.target, new Set(ids)]])).get(target.target);
  return ids.flatMap((id) => exchanges?.get(id)?.case ?? []);
};

/** Refuses a case that was tried in the recorded run and would be skipped now: it lacks something that only the user can supply. */
const refuseSkipped = (recorded: Case, now: Case | undefined, contract: string): void => {
  if (now === undefined) throw new UsageError(`Cannot replay "${recorded.id}": the contract "${contract}" no longer has this case`);
  if (recorded.skip === undefined && now.skip !== undefined)
    throw new UsageError(`Cannot replay "${recorded.id}": unlike in the recorded run, ${now.skip.reason}`);
};

/**
 * Reads everything that is needed to judge one case of a run again. Sends and writes nothing.
 * @throws {UsageError} or {ContractError} if the case cannot be tried as it was.
 */
export const prepareReplay = async (
  opened: OpenedRun,
  found: FoundCase,
  resolved: ResolvedTarget,
  cwd: string,
): Promise<Play & ChangedSince> => {
  const { header } = opened.record;
  const { planned, target: recordedTarget } = found;
  const contract = await loadContract(resolved.target.contract, {
    cwd,
    ...fetchedOptionsOf(resolved.target, resolved.secrets, resolved.document),
  });
  const isChanged = recordedTarget.contractDigest !== undefined && recordedTarget.contractDigest !== contract.digest;
  const facts = contractFacts(contract);
  const settled = checkAgainstContract(resolved, facts);
  const hooks = recordedTarget.settings?.hooks;
  const hadKey = recordedTarget.settings?.credentials.includes('key') === true;
  if (hadKey) demandKey(settled, facts);
  const { target, secrets, sources } = settled;
  const whole = makePlan({ contract, target, checks, seed: header.seed });
  refuseSkipped(
    planned,
    whole.cases.find(({ id }) => id === planned.id),
    contract.name,
  );
  const plan = replayPlan(whole, planned.id, companionsOf(planned, recordedTarget, sendersOf(opened, found)));
  await loadHooksOf([target]);
  await refuseSinks([target]);
  return {
    contract,
    plan,
    target,
    secrets,
    ...(sources === undefined ? {} : { sources }),
    run: header,
    directory: opened.directory,
    ...(hooks !== undefined && hooks.digest !== target.hooks?.digest ? { changedHooks: hooks.module } : {}),
    ...(isChanged ? { changed: { contract: target.contract, copy: recordedTarget.sources?.document } } : {}),
  };
};
