import { NotTried } from '../../checks/kit/define.ts';
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
 * @param earlier Entries of what an earlier call tried to remove, which is not tried again; this call adds its own.
 */
export const cleanUp = async (
  session: Session,
  traffic: Traffic,
  listen: (event: RunEvent) => void,
  earlier: Set<string>,
): Promise<void> => {
  // Before what was created is removed: settings may say what of it may be.
  await traffic.writeBackLast(AbortSignal.timeout(withinMs));
  const leftovers = traffic.leftovers().filter(({ entry }) => !earlier.has(entry));
  for (const { entry } of leftovers) earlier.add(entry);
  const byEntry = new Map(leftovers.map((leftover) => [leftover.entry, leftover]));
  await removeAll(session, traffic, leftovers, listen, (entry) => byEntry.get(entry)?.removed());
};

/**
 * Removes what the interrupted part of a run left, before the rest of the run begins: it would count among what the rest finds there.
 * @param directory Of the run, with the ledger of that part.
 * @param stopping Fires when the run is to end: what is left is removed with what it created itself, or stays in the ledger.
 */
export const cleanUpEarlier = async (
  session: Session,
  traffic: Traffic,
  listen: (event: RunEvent) => void,
  directory: string,
  stopping: AbortSignal,
): Promise<void> => {
  const { name } = session.target;
  const left = readCreated(directory).filter((line) => line.target === name && mayBeThere(line));
  if (left.length === 0) return;
  const byEntry = new Map(left.map((line) => [line.entry, line]));
  const ledger = createCreatedLedger(directory, name);
  try {
    const gone = (entry: string): void => {
      const line = byEntry.get(entry);
      if (line) ledger.removed(line);
    };
    await removeAll(session, traffic, left.map(leftoverOf), listen, gone, stopping);
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
  stopping?: AbortSignal,
): Promise<void> => {
  if (leftovers.length === 0) return;
  const late = AbortSignal.timeout(withinMs);
  const signal = stopping === undefined ? late : AbortSignal.any([late, stopping]);
  // What looks again and again would otherwise do so without a pause until its own time is over.
  const throwIfOver = (): void => {
    if (late.aborted) throw new NotTried('stopped', `it was not removed: a clean-up takes at most ${withinMs / 1000} s`);
    if (signal.aborted) throw new NotTried('stopped', 'it was not removed: the run is ending');
  };
  const made = new Map<string, Promise<unknown>>();
  const last: Session = {
    ...session,
    async send(request) {
      throwIfOver();
      return traffic.sendLast(request, signal);
    },
    async pause(ms) {
      throwIfOver();
      await sleep(ms, signal);
      throwIfOver();
    },
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
