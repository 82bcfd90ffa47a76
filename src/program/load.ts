import { loadGated, type TargetsInput } from '../config/load-targets.ts';
import { realOutside } from '../config/outside.ts';
import type { Unneeded, ResolvedTarget } from '../config/resolve-target.ts';
import { runSettingsOf } from '../config/run-settings.ts';
import { UsageError } from '../config/usage-error.ts';
import { shippedContracts } from '../contract/load.ts';
import type { ListRules } from '../cli/run/known-here.ts';
import { type PartOf, prepareRun, type PreparedRun } from '../cli/run/prepare.ts';
import { givenOf } from './given.ts';
import type { RunOptions, TargetsOptions } from './options.ts';

/** Targets that are ready to be judged, with the rules for their lists of known failures. */
export type Loaded = ListRules & { readonly targets: readonly ResolvedTarget[] };

const isNames = (targets: TargetsOptions['targets']): targets is readonly string[] => Array.isArray(targets);

const sourceOf = ({ targets, config }: TargetsOptions): Pick<TargetsInput, 'names' | 'inCode'> => {
  if (targets === undefined) return { names: [] };
  if (isNames(targets)) return { names: targets };
  if (config !== undefined)
    throw new UsageError('Cannot use the option "config" with targets in code: name targets of the config, or leave it out');
  return { names: [], inCode: { targets } };
};

/**
 * Reads the targets that the options of a program name.
 * @throws {UsageError} for anything in them, or in the config file, that cannot be used.
 */
export const loadFor = (options: TargetsOptions, unneeded: Unneeded = {}): Promise<Loaded> => {
  const { cwd = process.cwd(), env = process.env } = options;
  const given = givenOf(options.config === undefined ? {} : { config: options.config });
  return loadGated({
    ...sourceOf(options),
    given,
    shipped: shippedContracts(),
    outside: realOutside(cwd, env),
    variablesUnread: true,
    ...unneeded,
  });
};

/** The options of a run; a plan has no folder. */
export type ShapeOptions = TargetsOptions & Partial<RunOptions>;

/**
 * Prepares a run of loaded targets. Sends and writes nothing.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const prepareFor = async (loaded: Loaded, options: ShapeOptions, partOf?: PartOf): Promise<PreparedRun> => {
  const given = givenOf(options);
  return prepareRun(loaded.targets, runSettingsOf(given), given, loaded, partOf);
};
