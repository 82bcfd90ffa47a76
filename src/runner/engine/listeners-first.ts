import type { Check } from '../../checks/kit/define.ts';
import type { Case } from '../../model/case.ts';
import { rememberedByObject } from '../../model/remembered.ts';

/** The ids of the probes that listen, which are found once for the checks of all phases and runs. */
const listenersOf = rememberedByObject(
  (checks: readonly Check[]): ReadonlySet<string> =>
    new Set(checks.flatMap((check) => (check.kind === 'probe' && check.listens === true ? [check.id] : []))),
);

/** The probes of a phase in the order in which they begin: of reads, those that listen to the target are first, so that the run does not wait for them alone at the end. */
export const listenersFirst = (probes: readonly Case[], checks: readonly Check[]): readonly Case[] => {
  const listeners = listenersOf(checks);
  const isListener = ({ check, phase }: Case): boolean => phase === 'read' && listeners.has(check);
  return [...probes.filter(isListener), ...probes.filter((planned) => !isListener(planned))];
};
