import type { GateConfig } from '../../config/gate-config.ts';
import { refuseFarDays } from '../../config/known-failures.ts';
import { suggestion } from '../../config/nearest.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import type { Contract } from '../../contract/model.ts';
import type { Plan } from '../../model/case.ts';
import type { ListedFailure } from '../../model/known-failure.ts';
import type { Target } from '../../model/target.ts';
import { policyOf } from '../../policy/gate-policy.ts';
import { concernsTarget, dayOf } from '../../policy/known-failures.ts';

/** The rules of a config for lists of known failures. */
export type ListRules = {
  readonly gate: GateConfig;
  /** Every target of the config and of the run: an entry may be about one that this run does not judge. */
  readonly names: readonly string[];
};

type Planned = { readonly target: Target; readonly contract: Contract; readonly plan: Plan };

const isKnownTo =
  ({ requirement, case: id }: ListedFailure) =>
  ({ contract, plan }: Planned): boolean =>
    requirement === undefined ? plan.cases.some((one) => one.id === id) : contract.requirements.has(requirement);

/**
 * The known failures of each target, by its name. Targets of several contracts may share a list; an entry concerns the targets that it
 * names and that have its requirement or case.
 * @throws {UsageError} for an entry whose last day is too far ahead, and for one that concerns no target, with the nearest known name: such
 *   an entry would excuse nothing and never become stale.
 */
export const knownHere = (
  resolved: readonly ResolvedTarget[],
  planned: readonly Planned[],
  { gate, names }: ListRules,
): ReadonlyMap<string, readonly ListedFailure[]> => {
  const listOf = (name: string): ResolvedTarget['knownFailures'] => resolved.find(({ target }) => target.name === name)?.knownFailures;
  const known = new Map<string, readonly ListedFailure[]>();
  for (const each of planned) {
    const list = listOf(each.target.name);
    if (list === undefined) continue;
    refuseFarDays(list, policyOf(gate).maxKnownDays, dayOf(new Date()));
    const all = planned.filter(({ target }) => listOf(target.name)?.path === list.path);
    for (const entry of list.entries) {
      const sharing = all.filter(({ target }) => concernsTarget(entry, target.name));
      if (sharing.length === 0) {
        const targets = [...new Set([...names, ...planned.map(({ target }) => target.name)])];
        if (targets.some((name) => concernsTarget(entry, name))) continue;
        throw list.complaint(entry, 'target', `no target is called "${entry.target ?? ''}"${suggestion(entry.target ?? '', targets)}`);
      }
      const knowing = sharing.filter(isKnownTo(entry));
      if (knowing.length === 0) {
        const [key, what] = entry.requirement === undefined ? (['case', 'case'] as const) : (['requirement', 'requirement'] as const);
        const name = entry[key] ?? '';
        const ids = sharing.flatMap(({ contract, plan }) =>
          key === 'case' ? plan.cases.map(({ id }) => id) : [...contract.requirements.keys()],
        );
        throw list.complaint(entry, key, `no target of this run has the ${what} "${name}"${suggestion(name, [...new Set(ids)])}`);
      }
      const { operation } = entry;
      const keys = ['outside', ...knowing.flatMap(({ contract }) => contract.operations.map((one) => one.key))];
      if (operation !== undefined && !keys.includes(operation))
        throw list.complaint(entry, 'operation', `there is no operation "${operation}"${suggestion(operation, [...new Set(keys)])}`);
    }
    known.set(
      each.target.name,
      list.entries.filter((entry) => concernsTarget(entry, each.target.name) && isKnownTo(entry)(each)),
    );
  }
  return known;
};
