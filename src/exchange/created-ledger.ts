import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Exchange } from '../model/exchange.ts';
import type { NamedBase } from '../model/request.ts';
import { openJsonLines } from './json-lines-file.ts';

/** Something a request may create: enough to find it again over there. */
export type Creation = {
  /** Key of the creating operation. */
  readonly operation: string;
  /** Name of the kind of thing, where the contract has one. */
  readonly collection?: string;
  /** What it is called over there: a name of ours. */
  readonly label: string;
  /** Where it is, when that is another environment than the one at the base URL: a name under `urls` of the target. */
  readonly base?: NamedBase;
  /** Values of the path that the request goes to, where it has any: they say below which thing it is. */
  readonly pathValues?: Readonly<Record<string, string>>;
  /** It is a call of which nobody can tell what it does: whatever it created can be neither found nor removed. */
  readonly isCall?: true;
};

/** Which thing it is, where that is inferred from the structure of the document: the operation that removes it, and the values of its path. */
export type RemovalOf = { readonly operation: string; readonly pathValues: Readonly<Record<string, string>> };

/** What the answer to a creation told of the thing. */
export type Reported = {
  readonly id?: string;
  readonly removal?: RemovalOf;
  /** Why nobody can tell which thing it is, in half a sentence. */
  readonly unknown?: string;
};

/** What became of it. `refused`: a 4xx, or the request never went. `unknown`: no answer, or one that is neither 2xx nor 4xx; it may exist. */
export type CreationState = 'reserved' | 'created' | 'refused' | 'unknown' | 'removed';

/** One line of `created.jsonl`; later lines with the same `entry` of the same target replace what it says. */
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
  /** Says what became of it: 2xx created, 4xx refused, all else unknown; with what is known of it over there. */
  settle(exchange: Exchange, reported?: Reported): void;
  /** Says that its request never went. */
  unsent(): void;
  /** Says that it is gone again. */
  removed(): void;
};

/** Remembers what a run created, for whoever cleans up after it; also after a crash. */
export type CreatedLedger = {
  /** Call before the request goes: the line is on the disk when this returns. */
  reserve(creation: Creation & Reported): Reservation;
  /** Says that something an earlier run created is gone. */
  removed(line: CreatedLine): void;
  close(): void;
};

const stateAfter = ({ reply }: Exchange): CreationState => {
  if (reply.kind === 'no-answer') return 'unknown';
  if (reply.status >= 200 && reply.status < 300) return 'created';
  return reply.status >= 400 && reply.status < 500 ? 'refused' : 'unknown';
};

/**
 * Writes to `<directory>/created.jsonl`, after what is there already.
 * @throws {Error} where the file cannot be written.
 */
export const createCreatedLedger = (directory: string, target: string, now: () => number = Date.now): CreatedLedger => {
  const file = openJsonLines(join(directory, 'created.jsonl'));
  const opened = `${process.pid}-${randomBytes(4).toString('hex')}`;
  let entries = 0;
  return {
    reserve: (creation) => {
      entries += 1;
      const entry = `${opened}-${entries}`;
      const write = (state: CreationState, reported: Reported = {}): void => {
        const line: CreatedLine = { at: now(), target, entry, ...creation, state, ...reported };
        file.append(line);
        file.sync();
      };
      write('reserved');
      return {
        entry,
        settle: (exchange, reported) => {
          write(stateAfter(exchange), reported);
        },
        unsent: () => {
          write('refused');
        },
        removed: () => {
          write('removed');
        },
      };
    },
    removed: (line) => {
      file.append({ ...line, at: now(), state: 'removed' });
      file.sync();
    },
    close: file.close,
  };
};
