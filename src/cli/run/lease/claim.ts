import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../../model/json.ts';
import { beginOf, isRunning, placeOfThisProcess } from './process-place.ts';

/** Who claims a target, as its file says. */
export type Claimant = {
  /** The address that is judged. */
  readonly baseUrl: string;
  readonly pid: number;
  readonly host: string;
  /** Where `pid` means this process. */
  readonly place: string;
  /** When the process began, where the system tells. */
  readonly begin?: string;
  /** When it claimed the target, in UTC (RFC 3339). */
  readonly since: string;
  /** Those that have the same word may judge the target at the same time. */
  readonly together?: string;
  /** Id and folder of the run, once it has them. */
  readonly run?: string;
  readonly directory?: string;
};

/** A claim of a process that is alive, in the order of the queue. */
export type Claim = Claimant & { readonly ticket: number; readonly token: string };

/** After so many milliseconds without a sign of life a process of another machine counts as dead. */
const silentMs = 60_000;

/** Longer names of files are refused by some systems. */
const digestOf = (baseUrl: string): string => createHash('sha256').update(baseUrl).digest('hex').slice(0, 24);

/** Whether a value is what the file of a claim says. */
export const isClaimant = (value: unknown): value is Claimant =>
  isObject(value) && typeof value['baseUrl'] === 'string' && typeof value['pid'] === 'number' && typeof value['place'] === 'string';

/** `<digest>.<ticket, or "choosing">.<token>` */
const namePattern = /^(?<digest>[0-9a-f]{24})\.(?<ticket>\d{10}|choosing)\.(?<token>[0-9a-f]{16})$/u;

/**
 * The queue of the processes that want one target, as files in a folder: Lamport's bakery algorithm ("A New Solution of Dijkstra's Concurrent Programming
 * Problem", 1974). Each process writes only its own file, and the file of a dead one is removed by whoever sees it; so no file is ever taken over, and no
 * crash leaves the queue undecided.
 */
export type Queue = {
  /** Claims of processes that are alive and come before this one, the holder first; undefined while one of them draws its ticket. */
  before(): readonly Claim[] | undefined;
  /** Shows that this process is alive, and what is known of it by now. Returns whether its claim is still there. */
  beat(more?: Pick<Claimant, 'run' | 'directory'>): boolean;
  leave(): void;
};

/** Removes what processes left that ended while they wrote. */
const sweep = (folder: string): void => {
  for (const name of readdirSync(folder).filter((one) => one.startsWith('.'))) {
    try {
      if (Date.now() - statSync(join(folder, name)).mtimeMs > 60 * silentMs) rmSync(join(folder, name), { force: true });
    } catch {
      // Somebody else did.
    }
  }
};

/**
 * Joins the queue of a target.
 * @param folder Where the queue is; it is made where it is missing.
 * @throws {Error} of the file system.
 */
export const joinQueue = (folder: string, baseUrl: string, together?: string): Queue => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  sweep(folder);
  const digest = digestOf(baseUrl);
  const token = randomBytes(8).toString('hex');
  const begin = beginOf(process.pid);
  let me: Claimant = {
    baseUrl,
    pid: process.pid,
    host: hostname(),
    place: placeOfThisProcess(),
    ...(begin === undefined ? {} : { begin }),
    since: new Date().toISOString(),
    ...(together === undefined ? {} : { together }),
  };
  const fileOf = (ticket: string): string => join(folder, `${digest}.${ticket}.${token}`);
  const scratch = join(folder, `.${token}`);
  /** Others see the whole text or none of it. Its time is that of the file system, so that the clocks of two machines need not agree. */
  const write = (path: string): void => {
    writeFileSync(scratch, JSON.stringify(me), { mode: 0o600 });
    renameSync(scratch, path);
  };
  /** The time of the file system. */
  const timeHere = (): number => {
    writeFileSync(scratch, '');
    const { mtimeMs } = statSync(scratch);
    rmSync(scratch, { force: true });
    return mtimeMs;
  };

  const isAlive = (claimant: Claimant, path: string): boolean => {
    if (claimant.place === me.place) {
      if (!isRunning(claimant.pid)) return false;
      const now = beginOf(claimant.pid);
      if (claimant.begin !== undefined && now !== undefined) return claimant.begin === now;
    }
    try {
      return timeHere() - statSync(path).mtimeMs < silentMs;
    } catch {
      return false;
    }
  };

  type Entry = Claim & { readonly isChoosing: boolean };
  /** What a file says; undefined where it is not there any more. */
  const claimantIn = (path: string): Claimant | 'none' | undefined => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
    try {
      const value: unknown = JSON.parse(text);
      return isClaimant(value) ? value : 'none';
    } catch {
      // A crash of the machine may leave an empty file.
      return 'none';
    }
  };
  const others = (): readonly Entry[] =>
    readdirSync(folder).flatMap((name): Entry[] => {
      const parts = namePattern.exec(name)?.groups;
      if (parts?.['digest'] !== digest || parts['token'] === undefined || parts['token'] === token) return [];
      const path = join(folder, name);
      const claimant = claimantIn(path);
      // It has just left, or drawn its ticket: the next look shows which.
      if (claimant === undefined) return [{ ...me, isChoosing: true, ticket: 0, token: parts['token'] }];
      if (claimant === 'none' || !isAlive(claimant, path)) {
        rmSync(path, { force: true });
        return [];
      }
      const isChoosing = parts['ticket'] === 'choosing';
      return [{ ...claimant, isChoosing, ticket: isChoosing ? 0 : Number(parts['ticket']), token: parts['token'] }];
    });

  write(fileOf('choosing'));
  const ticket = 1 + others().reduce((most, one) => Math.max(most, one.ticket), 0);
  const mine = fileOf(String(ticket).padStart(10, '0'));
  // Both are there for a moment, so that nobody finds neither.
  write(mine);
  rmSync(fileOf('choosing'), { force: true });

  return {
    before() {
      const now = others();
      // Its ticket may turn out to be the same as this one.
      if (now.some(({ isChoosing }) => isChoosing)) return undefined;
      return now
        .filter((one) => one.ticket < ticket || (one.ticket === ticket && one.token < token))
        .filter((one) => together === undefined || one.together !== together)
        .toSorted((a, b) => a.ticket - b.ticket || (a.token < b.token ? -1 : 1));
    },
    beat(more = {}) {
      me = { ...me, ...more };
      try {
        statSync(mine);
      } catch {
        return false;
      }
      write(mine);
      return true;
    },
    leave() {
      rmSync(mine, { force: true });
      try {
        rmdirSync(folder);
      } catch {
        // Others are in it.
      }
    },
  };
};
