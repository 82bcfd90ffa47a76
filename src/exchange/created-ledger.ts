import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Exchange } from '../model/exchange.ts';
import type { CredentialName, NamedBase } from '../model/request.ts';
import { openJsonLines } from './json-lines-file.ts';

/** A resource that a request may create: enough to find it again on the server. */
export type Creation = {
  /** Key of the creating operation. */
  readonly operation: string;
  /** Name of the resource type, where the contract has one. */
  readonly collection?: string;
  /** The made-up name that it has on the server. */
  readonly label: string;
  /** The name that was sent, where that is none of those the run makes up: other resources may have it too, so only a person can tell by it. */
  readonly named?: string;
  /** The environment where it is, when that is not the one at the base URL: a name under `urls` of the target. */
  readonly base?: NamedBase;
  /** Values of the path that the request goes to, where it has any: they identify the parent of the resource. */
  readonly pathValues?: Readonly<Record<string, string>>;
  /** Values of header fields and query parameters that a list told, such as the site where it is, by names such as `header:x-site`. It is only looked for and removed there. */
  readonly place?: Readonly<Record<string, string>>;
  /** The credential whose account it belongs to, where that is not `key`. */
  readonly credential?: CredentialName;
  /** A call with unknown effects: what it created can be neither found nor removed. */
  readonly isCall?: true;
};

/** Identifies a resource of an inferred resource type: the operation that removes it, and the values of its path. */
export type RemovalOf = { readonly operation: string; readonly pathValues: Readonly<Record<string, string>> };

/** What the answer to a creation reports about the resource. */
export type Reported = {
  readonly id?: string;
  readonly removal?: RemovalOf;
  /** Why the resource cannot be identified, in half a sentence. */
  readonly unknown?: string;
};

/**
 * The outcome. `refused`: a 4xx, or the request was not sent, or it was answered with what an earlier one had created. `unknown`: no answer, or one that is neither 2xx nor 4xx; the resource may
 * exist.
 */
export type CreationState = 'reserved' | 'created' | 'refused' | 'unknown' | 'removed';

/** One line of `created.jsonl`; a later line with the same `entry` and target overrides the members that it has. */
export type CreatedLine = Creation & {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly target: string;
  /** `<process id>-<random>-<n>`: several processes, and one process several times, may write to one file. */
  readonly entry: string;
  readonly state: CreationState;
} & Reported;

export type Reservation = {
  /** Its `entry`. */
  readonly entry: string;
  /** Records the outcome: 2xx created, 4xx refused, all else unknown; with what is known about the resource. */
  settle(exchange: Exchange, reported?: Reported): void;
  /** Records that nothing came of it: its request was not sent, or answered with what an earlier one had created. */
  nothing(): void;
  /** Records that it was removed. */
  removed(): void;
};

/**
 * Records what a run creates, so that it can be cleaned up, even after a crash. What cannot be written about a creation that was recorded before it was sent, as on a full
 * disk, ends nothing: the list then names more than is there. It is written with the next line, or at the end.
 */
export type CreatedLedger = {
  /**
   * Call before the request is sent: the line is on the disk when this returns.
   * @throws {Error} the file system's own, where it cannot be written: then the request must not be sent.
   */
  reserve(creation: Creation & Reported): Reservation;
  /** Records that a resource of an earlier run was removed. */
  removed(line: CreatedLine): void;
  close(): void;
};

const stateAfter = ({ reply }: Exchange): CreationState => {
  if (reply.kind === 'no-answer') return 'unknown';
  if (reply.status >= 200 && reply.status < 300) return 'created';
  return reply.status >= 400 && reply.status < 500 ? 'refused' : 'unknown';
};

/**
 * Appends to `<directory>/created.jsonl`.
 * @throws {Error} where the file cannot be written.
 */
export const createCreatedLedger = (directory: string, target: string, now: () => number = Date.now): CreatedLedger => {
  const file = openJsonLines(join(directory, 'created.jsonl'));
  const opened = `${process.pid}-${randomBytes(4).toString('hex')}`;
  let entries = 0;
  /** What could not be written yet, in order. */
  const unwritten: CreatedLine[] = [];
  const writeAll = (): void => {
    for (let [line] = unwritten; line !== undefined; [line] = unwritten) {
      file.append(line);
      unwritten.shift();
    }
  };
  const tryToWrite = (...lines: readonly CreatedLine[]): void => {
    unwritten.push(...lines);
    try {
      writeAll();
      // The line of its reservation is on the disk, so that nothing waits for this one.
      file.syncLater();
    } catch {
      // The resource was recorded before: see above.
    }
  };
  return {
    reserve: (creation) => {
      entries += 1;
      const entry = `${opened}-${entries}`;
      const lineOf = (state: CreationState, reported: Reported = {}): CreatedLine => ({
        at: now(),
        target,
        entry,
        ...creation,
        state,
        ...reported,
      });
      writeAll();
      file.append(lineOf('reserved'));
      file.sync();
      return {
        entry,
        settle: (exchange, reported) => {
          tryToWrite(lineOf(stateAfter(exchange), reported));
        },
        nothing: () => {
          tryToWrite(lineOf('refused'));
        },
        removed: () => {
          tryToWrite(lineOf('removed'));
        },
      };
    },
    removed: (line) => {
      tryToWrite({ ...line, at: now(), state: 'removed' });
    },
    close: () => {
      if (unwritten.length > 0) tryToWrite();
      file.close();
    },
  };
};
