import { type GateConfig, gateConfigOf } from '../../config/gate-config.ts';
import type { GivenOptions } from '../../config/given.ts';
import { type KnownFailures, readKnownFailures, refuseFarDays } from '../../config/known-failures.ts';
import { loadConfig, targetNames } from '../../config/load-targets.ts';
import { suggestion } from '../../config/nearest.ts';
import type { Outside } from '../../config/outside.ts';
import { valueAtPath } from '../../config/location.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { ListedFailure } from '../../model/known-failure.ts';
import type { TargetFooter, TargetRecord } from '../../model/record.ts';
import { policyOf } from '../../policy/gate-policy.ts';
import { concernsTarget } from '../../policy/known-failures.ts';

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

/**
 * The entries that concern a target. A list may be shared with targets of other contracts, whose entries are left out here. An entry that no
 * target of the record knows concerns every target, and is shown as not judged.
 */
const concerning = (entries: readonly ListedFailure[], target: TargetRecord, all: readonly TargetRecord[]): readonly ListedFailure[] =>
  entries.filter((entry) => {
    const aimed = all.filter((one) => concernsTarget(entry, one.target));
    return concernsTarget(entry, target.target) && (isKnownTo(entry)(target) || !aimed.some(isKnownTo(entry)));
  });

/**
 * The policy and the known failures for a record: the list that `--known-failures` names, else that of the target in the config, else the
 * one that the run itself was given. Secrets of the config are not read.
 * @param today The day of judging, YYYY-MM-DD in UTC.
 * @throws {UsageError} if the config or a list cannot be used, or if the last day of an entry is too far ahead.
 */
export const knownForRecord = async (given: GivenOptions, outside: Outside, today: string): Promise<RecordPolicy> => {
  const document = await loadConfig(given.of('config')?.values[0], shippedContracts(), outside);
  const named = given.of('knownFailures');
  const gate = gateConfigOf(document);
  const near = (list: KnownFailures, all: readonly TargetRecord[]): readonly ListedFailure[] => {
    refuseFarDays(list, policyOf(gate).maxKnownDays, today);
    const names = [...all.map((one) => one.target), ...targetNames(document)];
    const lost = list.entries.find((entry) => !names.some((name) => concernsTarget(entry, name)));
    if (lost === undefined) return list.entries;
    throw list.complaint(
      lost,
      'target',
      `no target of the record or the config is called "${lost.target ?? ''}"${suggestion(lost.target ?? '', names)}`,
    );
  };
  return {
    gate,
    async known(target, footer, all) {
      const [file] = named?.values ?? [];
      if (named !== undefined && file !== undefined) {
        const list = await readKnownFailures(file, outside.cwd, outside, (why) => new UsageError(`Cannot use ${named.from}: ${why}`));
        return concerning(near(list, all), target, all);
      }
      const path = ['targets', target.target, 'knownFailures'];
      const configured = document && valueAtPath(document.value, path);
      if (document === undefined || typeof configured !== 'string') return footer.knownFailures ?? [];
      const fail = (why: string): UsageError => new UsageError(`Cannot read ${document.where(path)}: ${why}`);
      return near(await readKnownFailures(configured, document.directory, outside, fail), all);
    },
  };
};
