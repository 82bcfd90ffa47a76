import type { Check } from '../../checks/kit/define.ts';
import type { Case } from '../../model/case.ts';

const known = new WeakMap<readonly Check[], ReadonlySet<string>>();

/** The ids of the probes that listen, which are found once for the checks of all phases and runs. */
const listenersOf = (checks: readonly Check[]): ReadonlySet<string> => {
  const listeners =
    known.get(checks) ?? new Set(checks.flatMap((check) => (check.kind === 'probe' && check.listens === true ? [check.id] : [])));
  known.set(checks, listeners);
  return listeners;
};

/** The probes of a phase in the order in which they begin: of reads, those that listen to the target are first, so that the run does not wait for them alone at the end. */
export const listenersFirst = (probes: readonly Case[], checks: readonly Check[]): readonly Case[] => {
  const listeners = listenersOf(checks);
  const isListener = ({ check, phase }: Case): boolean => phase === 'read' && listeners.has(check);
  return [...probes.filter(isListener), ...probes.filter((planned) => !isListener(planned))];
};
