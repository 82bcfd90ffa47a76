import type { Session } from '../../checks/kit/session.ts';
import type { RunEvent } from '../../model/event.ts';
import { createCreatedLedger } from '../../exchange/created-ledger.ts';
import { mayBeThere, readCreated } from '../../exchange/read-created.ts';
import { leftoverOf } from '../clean-up/leftover.ts';
import { type Leftover, removeLeftovers } from '../clean-up/removal.ts';
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
  const byEntry = new Map(leftovers.map((leftover) => [leftover.entry, leftover]));
  await removeAll(session, traffic, leftovers, listen, (entry) => byEntry.get(entry)?.removed());
};

/**
 * Removes what the interrupted part of a run left, before the rest of the run begins: it would count among what the rest finds there.
 * @param directory Of the run, with the ledger of that part.
 */
export const cleanUpEarlier = async (
  session: Session,
  traffic: Traffic,
  listen: (event: RunEvent) => void,
  directory: string,
): Promise<void> => {
  const { name } = session.target;
  const left = readCreated(directory).filter((line) => line.target === name && mayBeThere(line));
  if (left.length === 0) return;
  const byEntry = new Map(left.map((line) => [line.entry, line]));
  const ledger = createCreatedLedger(directory, name);
  try {
    await removeAll(session, traffic, left.map(leftoverOf), listen, (entry) => {
      const line = byEntry.get(entry);
      if (line) ledger.removed(line);
    });
  } finally {
    ledger.close();
  }
};

const removeAll = async (
  session: Session,
  traffic: Traffic,
  leftovers: readonly Leftover[],
  listen: (event: RunEvent) => void,
  gone: (entry: string) => void,
): Promise<void> => {
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
  for (const { collection, label, entry = '', outcome, reason } of await removeLeftovers(last, leftovers, traffic.adopt)) {
    if (outcome === 'stays') continue;
    if (outcome !== 'failed') gone(entry);
    listen({ type: 'removed', collection, label, entry, outcome, reason });
  }
};
