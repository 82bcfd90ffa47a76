import { mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Claim, joinQueue, type Queue } from './claim.ts';

/** Another run judges a target at the same time. */
export class TargetBusy extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TargetBusy';
  }
}

export type LeasesInput = {
  /** Name and address of each target. */
  readonly targets: readonly { readonly name: string; readonly baseUrl: string }[];
  /** The folder that several machines may share, absolute; absent: only runs of this user on this machine are seen. */
  readonly shared?: string;
  /** Longest wait for other runs. Default: none. */
  readonly waitSeconds?: number;
  /** Runs with the same word may judge a target at the same time, as the parts of one run do. */
  readonly together?: string;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Called once where there is another run to wait for. */
  readonly onWait: (what: string) => void;
  /** Called where a folder of leases cannot be used: runs are then not kept apart by it. */
  readonly onWarning: (what: string) => void;
};

/** The right to judge the targets of a run alone. */
export type Leases = {
  /** Tells other runs which one this is. */
  tell(run: string, directory: string): void;
  /** Fires when another run may have begun at a target, because this process was asleep for too long. */
  readonly lost: AbortSignal;
  release(): void;
};

/** Longest time in which another process draws its ticket. */
const drawingMs = 5_000;
/** Time between two looks at the queue, and between two signs of life. */
const lookMs = 250;
const beatMs = 10_000;

/** Where the leases of this user on this machine are. */
export const leasesOfThisMachine = (): string => join(tmpdir(), `assay-${process.getuid?.() ?? 'user'}`, 'leases');

/**
 * The folder of this user on this machine, into which no other user can write.
 * @throws {Error} where another user made it.
 */
const ofThisMachine = (): string => {
  const user = process.getuid?.();
  const own = dirname(leasesOfThisMachine());
  mkdirSync(own, { recursive: true, mode: 0o700 });
  if (user !== undefined && statSync(own).uid !== user) throw new Error(`${own} belongs to another user`);
  return leasesOfThisMachine();
};

/** The same address, however it is written. */
const addressOf = (baseUrl: string): string => (URL.canParse(baseUrl) ? new URL(baseUrl).href.replace(/\/+$/u, '') : baseUrl);

const claimWords = (name: string, { run, pid, host, since, directory }: Claim): string =>
  `${name} is being judged by ${run === undefined ? 'another run' : `run ${run}`} (process ${pid} on ${host}, since ${since}${directory === undefined ? '' : `, ${directory}`})`;

/**
 * Takes the leases of all targets, in one order for all runs, so that no two wait for each other. All or none are held when it returns.
 * @throws {TargetBusy} naming the other run, where one judges a target and does not end in time, or the wait was interrupted.
 */
export const takeLeases = async (input: LeasesInput): Promise<Leases> => {
  const { targets, shared, waitSeconds = 0, together, signal, onWait, onWarning } = input;
  const names = new Map(targets.toReversed().map(({ name, baseUrl }) => [addressOf(baseUrl), name]));
  const addresses = [...names.keys()].toSorted();
  const queues: Queue[] = [];
  const end = performance.now() + waitSeconds * 1000;
  let isTold = false;
  const release = (): void => {
    for (const queue of queues.splice(0)) queue.leave();
  };

  const turn = async (queue: Queue, name: string): Promise<void> => {
    const from = performance.now();
    for (let beatAt = from + beatMs; ;) {
      const before = queue.before();
      if (before?.length === 0) return;
      const [holder] = before ?? [];
      const late = performance.now() >= end;
      if (holder !== undefined && (late || signal.aborted)) {
        const advice = signal.aborted
          ? 'the wait for it was interrupted'
          : waitSeconds > 0
            ? `it did not end within ${waitSeconds} s; wait longer with --wait, or end it`
            : 'wait for it with --wait 30m, or end it';
        throw new TargetBusy(`Cannot judge now: ${claimWords(name, holder)}; ${advice}`);
      }
      if (before === undefined && (signal.aborted || performance.now() - from > Math.max(drawingMs, waitSeconds * 1000)))
        throw new TargetBusy(`Cannot judge now: another run of ${name} is just beginning; try again`);
      if (holder !== undefined && !isTold) {
        isTold = true;
        onWait(`${claimWords(name, holder)}; waiting for it, at most ${waitSeconds} s`);
      }
      await wait(before === undefined ? 5 : lookMs);
      if (performance.now() < beatAt) continue;
      for (const one of queues) one.beat();
      beatAt = performance.now() + beatMs;
    }
  };

  try {
    for (const folderOf of [ofThisMachine, ...(shared === undefined ? [] : [() => join(shared, '.leases')])]) {
      for (const address of addresses) {
        let queue: Queue;
        try {
          queue = joinQueue(folderOf(), address, together);
        } catch (error) {
          onWarning(`warning: other runs at the same target are not noticed: ${error instanceof Error ? error.message : String(error)}`);
          break;
        }
        queues.push(queue);
        await turn(queue, names.get(address) ?? address);
      }
    }
  } catch (error) {
    release();
    throw error;
  }

  const lost = new AbortController();
  const timer = setInterval(() => {
    if (queues.some((queue) => !isKept(queue))) lost.abort();
  }, beatMs);
  timer.unref();
  return {
    tell(run, directory) {
      for (const queue of queues) isKept(queue, { run, directory });
    },
    lost: lost.signal,
    release() {
      clearInterval(timer);
      release();
    },
  };
};

/** A full disk takes no lease away: the next sign of life may succeed. */
const isKept = (queue: Queue, more?: Parameters<Queue['beat']>[0]): boolean => {
  try {
    return queue.beat(more);
  } catch {
    return true;
  }
};
