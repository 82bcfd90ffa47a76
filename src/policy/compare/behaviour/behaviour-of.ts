import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Contract } from '../../../contract/model.ts';
import { allRequests } from '../../../model/exchange-reader.ts';
import type { RunRecord } from '../../../model/record.ts';
import type { StoredExchange } from '../../../model/stored-exchange.ts';
import { recordedContract, type RecordedContract } from '../../recorded-contract.ts';
import type { BehaviourCell, TargetBehaviour } from './behaviour-row.ts';
import { gatherBehaviour, type GatheredBehaviour } from './gather-behaviour.ts';
import { type Situation, situations } from './situations.ts';
import { whyUnknown } from './why-unknown.ts';

const keepsExchanges = (directory: string): boolean => {
  const folder = join(directory, 'exchanges');
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.jsonl'));
};

/** Sees the exchanges of a run, one after another, so that records of any size can be compared. */
export type BehaviourWatch = {
  see(exchange: StoredExchange): void;
  /** What each target did, by its name, when every exchange was seen. */
  behaviour(): ReadonlyMap<string, TargetBehaviour>;
};

/**
 * Prepares to watch the exchanges of a run: each watch that it gives begins anew.
 * @param known Contracts that are loaded already, by target.
 */
export const behaviourWatches = async (
  { header, targets, footer }: RunRecord,
  directory: string,
  known: ReadonlyMap<string, Contract> = new Map(),
): Promise<() => BehaviourWatch> => {
  const contracts = new Map<string, RecordedContract>();
  for (const target of targets)
    contracts.set(target.target, await recordedContract(target, { given: known.get(target.target), mayFetch: true }));
  return () => {
    const gathered = new Map<string, GatheredBehaviour>(
      targets.map(({ target }) => [target, gatherBehaviour(contracts.get(target)?.contract)]),
    );
    return {
      see: (exchange) => gathered.get(exchange.target ?? '')?.add(exchange),
      behaviour() {
        const isKept = keepsExchanges(directory);
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
      },
    };
  };
};

/**
 * What each target of a run did, by its name. It is read from the stored exchanges of the run, also of earlier versions.
 * @throws {Error} that of the file system, if a file exists and cannot be read.
 */
export const behaviourOf = async (record: RunRecord, directory: string): Promise<ReadonlyMap<string, TargetBehaviour>> => {
  const watch = (await behaviourWatches(record, directory))();
  for (const exchange of allRequests(directory)) watch.see(exchange);
  return watch.behaviour();
};
