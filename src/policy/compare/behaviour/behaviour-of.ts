import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { loadContract, loadOptionsOf } from '../../../contract/load.ts';
import type { Contract } from '../../../contract/model.ts';
import { allExchanges } from '../../../model/exchange-reader.ts';
import type { RunRecord, TargetRecord } from '../../../model/record.ts';
import type { BehaviourCell, TargetBehaviour } from './behaviour-row.ts';
import { gatherBehaviour, type GatheredBehaviour } from './gather-behaviour.ts';
import { type Situation, situations } from './situations.ts';
import { whyUntold } from './why-untold.ts';

const loaded = async ({ contract, settings }: TargetRecord, proven: boolean): Promise<Contract | undefined> => {
  try {
    return await loadContract(settings?.contract ?? contract, { ...loadOptionsOf(settings ?? {}), proven });
  } catch {
    // The document is gone, or changed into one that is not even a contract; both mean that it is not at hand.
    return undefined;
  }
};

type Known = { readonly contract: Contract | undefined; readonly is: TargetBehaviour['contract'] };

const gone: Known = { contract: undefined, is: 'gone' };

/** The contract that a target was judged by, or what has become of it, as long as it still has an operation that was judged. */
const contractOf = async (target: TargetRecord, given: Contract | undefined): Promise<Known> => {
  const { contractDigest, cases } = target;
  const found = given ?? (await loaded(target, true));
  if (found !== undefined && found.digest === contractDigest) return { contract: found, is: 'same' };
  const now = await loaded(target, false);
  // A document with defects comes out the same only when it is judged again.
  if (now !== undefined && now.digest === contractDigest) return { contract: now, is: 'same' };
  const keys = new Set(cases.flatMap(({ places }) => places.map(({ operation }) => operation)));
  return now?.operations.some(({ key }) => keys.has(key)) === true ? { contract: now, is: 'changed' } : gone;
};

const keepsExchanges = (directory: string): boolean => {
  const folder = join(directory, 'exchanges');
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.jsonl'));
};

/**
 * What each target of a run did, by its name: read from the exchanges that the directory of the run keeps, one after another, so that
 * records of any size, and of versions before this one, can be compared.
 * @param known Contracts that are loaded already, by target.
 * @throws {Error} the file system's own, where a file exists and cannot be read.
 */
export const behaviourOf = async (
  { header, targets, footer }: RunRecord,
  directory: string,
  known: ReadonlyMap<string, Contract> = new Map(),
): Promise<ReadonlyMap<string, TargetBehaviour>> => {
  const contracts = new Map<string, Known>();
  for (const target of targets) contracts.set(target.target, await contractOf(target, known.get(target.target)));
  const isKept = keepsExchanges(directory);
  const gathered = new Map<string, GatheredBehaviour>(
    targets.map(({ target }) => [target, gatherBehaviour(contracts.get(target)?.contract)]),
  );
  if (isKept) for (const exchange of allExchanges(directory)) gathered.get(exchange.target ?? '')?.add(exchange);

  const behaviour = new Map<string, TargetBehaviour>();
  for (const target of targets) {
    const end = footer.targets.find((one) => one.target === target.target);
    const found = gathered.get(target.target);
    if (end === undefined || found === undefined) continue;
    const cells = found.cells();
    const { contract, is } = contracts.get(target.target) ?? gone;
    const around = { header, target, footer: end, contract };
    const cellOf = (id: string, situation: Situation): BehaviourCell => {
      const told = cells.get(id);
      if (told !== undefined) return told;
      if (!isKept) return { values: [], why: 'not told: the run keeps no exchanges' };
      return { values: [], why: whyUntold(situation, found.unanswered.has(id), around) };
    };
    const rows = new Map(Object.entries(situations).map(([id, situation]) => [id, cellOf(id, situation)]));
    behaviour.set(target.target, { cells: rows, contract: is });
  }
  return behaviour;
};
