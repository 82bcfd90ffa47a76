import type { Session } from '../../checks/kit/session.ts';
import type { RunEvent } from '../../model/event.ts';
import { removeLeftovers } from '../clean-up/removal.ts';
import { sleep } from './session.ts';
import type { Traffic } from './traffic.ts';

/** Time limit of the clean-up, also when the run is interrupted. */
const withinMs = 60_000;

/**
 * Removes what the run created, where the contract has an operation that removes it. Continues although the run is ending, for at most a
 * minute; reports the outcome for each resource.
 */
export const cleanUp = async (session: Session, traffic: Traffic, listen: (event: RunEvent) => void): Promise<void> => {
  const leftovers = traffic.leftovers();
  if (leftovers.length === 0) return;
  const signal = AbortSignal.timeout(withinMs);
  const made = new Map<string, Promise<unknown>>();
  const last: Session = {
    ...session,
    send: (request) => traffic.sendLast(request, signal),
    pause: (ms) => sleep(ms, signal),
    run: (scenario, parameters) => {
      const key = `${scenario.id} ${JSON.stringify(parameters)}`;
      const known = made.get(key) ?? scenario.run(last, parameters);
      made.set(key, known);
      return known as ReturnType<typeof scenario.run>;
    },
  };
  const byEntry = new Map(leftovers.map((leftover) => [leftover.entry, leftover]));
  for (const { collection, label, entry = '', outcome, reason } of await removeLeftovers(last, leftovers, traffic.adopt)) {
    if (outcome === 'stays') continue;
    if (outcome !== 'failed') byEntry.get(entry)?.removed();
    listen({ type: 'removed', collection, label, entry, outcome, reason });
  }
};
