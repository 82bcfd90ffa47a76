import type { Session } from '../../checks/session.ts';
import type { RunEvent } from '../../model/event.ts';
import { type Leftover, removeLeftovers } from '../clean-up/removal.ts';
import { sleep } from './session.ts';
import type { Traffic } from './traffic.ts';

/** Longest time that cleaning up may take, also when the run is interrupted. */
const withinMs = 60_000;

/**
 * Removes what the run created, where the contract has an operation that removes it. Goes on although the run is
 * ending, for at most a minute; tells what became of each thing.
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
    measure: (measurement, parameters) => {
      const key = `${measurement.id} ${JSON.stringify(parameters)}`;
      const known = made.get(key) ?? measurement.run(last, parameters);
      made.set(key, known);
      return known as ReturnType<typeof measurement.run>;
    },
  };
  const keyOf = ({ collection, label, base }: Leftover): string => `${base ?? ''} ${collection} ${label}`;
  const byLabel = new Map(leftovers.map((leftover) => [keyOf(leftover), leftover]));
  for (const removal of await removeLeftovers(last, leftovers)) {
    const { collection, label, outcome, reason } = removal;
    if (outcome === 'stays') continue;
    if (outcome !== 'failed') byLabel.get(keyOf(removal))?.removed();
    listen({ type: 'removed', collection, label, outcome, reason });
  }
};
