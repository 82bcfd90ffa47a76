import { type GateConfig, gateConfigOf } from '../../config/gate-config.ts';
import type { GivenOptions } from '../../config/given.ts';
import { readKnownFailures } from '../../config/known-failures.ts';
import { loadConfig } from '../../config/load-targets.ts';
import type { Outside } from '../../config/outside.ts';
import { valueAtPath } from '../../config/place.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { ListedFailure } from '../../model/known-failure.ts';
import type { TargetFooter, TargetRecord } from '../../model/record.ts';

/** The policy for a record, and the known failures of each of its targets. */
export type RecordPolicy = {
  readonly gate: GateConfig;
  /** @param all The targets of the record. */
  known(target: TargetRecord, footer: TargetFooter, all: readonly TargetRecord[]): Promise<readonly ListedFailure[]>;
};

const isKnownTo =
  ({ requirement, case: id }: ListedFailure) =>
  ({ requirements, cases }: TargetRecord): boolean =>
    requirement === undefined ? cases.some((one) => one.id === id) : requirements.has(requirement);

/** What the target knows: a list may be shared with targets of other contracts. What nobody knows is told of everybody, as not judged. */
const concerning = (entries: readonly ListedFailure[], target: TargetRecord, all: readonly TargetRecord[]): readonly ListedFailure[] =>
  entries.filter((entry) => isKnownTo(entry)(target) || !all.some(isKnownTo(entry)));

/**
 * What a record is judged by: the list that `--known-failures` names, else that of the target in the config, else the one that the run
 * itself was given. Secrets of the config are not read.
 * @throws {UsageError} where the config or a list cannot be used.
 */
export const knownForRecord = async (given: GivenOptions, outside: Outside): Promise<RecordPolicy> => {
  const document = await loadConfig(given.of('config')?.values[0], shippedContracts(), outside);
  const named = given.of('knownFailures');
  return {
    gate: gateConfigOf(document),
    async known(target, footer, all) {
      const [file] = named?.values ?? [];
      if (named !== undefined && file !== undefined) {
        const list = await readKnownFailures(file, outside.cwd, outside, (why) => new UsageError(`Cannot use ${named.from}: ${why}`));
        return concerning(list.entries, target, all);
      }
      const path = ['targets', target.target, 'knownFailures'];
      const configured = document && valueAtPath(document.value, path);
      if (document === undefined || typeof configured !== 'string') return footer.knownFailures ?? [];
      const fail = (why: string): UsageError => new UsageError(`Cannot read ${document.where(path)}: ${why}`);
      return (await readKnownFailures(configured, document.directory, outside, fail)).entries;
    },
  };
};
