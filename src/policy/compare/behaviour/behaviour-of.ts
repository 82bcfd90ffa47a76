import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Contract } from '../../../contract/model.ts';
import { allRequests } from '../../../model/exchange-reader.ts';
import type { RunRecord } from '../../../model/record.ts';
import { recordedContract, type RecordedContract } from '../../recorded-contract.ts';
import type { BehaviourCell, TargetBehaviour } from './behaviour-row.ts';
import { gatherBehaviour, type GatheredBehaviour } from './gather-behaviour.ts';
import { type Situation, situations } from './situations.ts';
import { whyUnknown } from './why-unknown.ts';

const keepsExchanges = (directory: string): boolean => {
  const folder = join(directory, 'exchanges');
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.jsonl'));
};

/**
 * What each target of a run did, by its name. It is read from the stored exchanges of the run, one after another, so that records of any
 * size and of earlier versions can be compared.
 * @param known Contracts that are loaded already, by target.
 * @throws {Error} that of the file system, if a file exists and cannot be read.
 */
export const behaviourOf = async (
  { header, targets, footer }: RunRecord,
  directory: string,
  known: ReadonlyMap<string, Contract> = new Map(),
): Promise<ReadonlyMap<string, TargetBehaviour>> => {
  const contracts = new Map<string, RecordedContract>();
  for (const target of targets)
    contracts.set(target.target, await recordedContract(target, { given: known.get(target.target), mayFetch: true }));
  const isKept = keepsExchanges(directory);
  const gathered = new Map<string, GatheredBehaviour>(
    targets.map(({ target }) => [target, gatherBehaviour(contracts.get(target)?.contract)]),
  );
  if (isKept) for (const exchange of allRequests(directory)) gathered.get(exchange.target ?? '')?.add(exchange);

  const behaviour = new Map<string, TargetBehaviour>();
  for (const target of targets) {
    const end = footer.targets.find((one) => one.target === target.target);
    const found = gathered.get(target.target);
    if (end === undefined || found === undefined) continue;
    const cells = found.cells();
    const { contract, is } = contracts.get(target.target) ?? { contract: undefined, is: 'gone' as const };
    const around = { header, target, footer: end, contract };
    const cellOf = (id: string, situation: Situation): BehaviourCell => {
      const seen = cells.get(id);
      if (seen !== undefined) return seen;
      if (!isKept) return { values: [], why: 'not known: the run has no stored exchanges' };
      return { values: [], why: whyUnknown(situation, found.unanswered.has(id), around) };
    };
    const rows = new Map(Object.entries(situations).map(([id, situation]) => [id, cellOf(id, situation)]));
    behaviour.set(target.target, { cells: rows, contract: is });
  }
  return behaviour;
};
