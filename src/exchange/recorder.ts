import { join } from 'node:path';
import type { Exchange } from '../model/exchange.ts';
import type { AskedBy } from '../model/stored-exchange.ts';
import { openJsonLines } from './json-lines-file.ts';
import { storedExchange } from './stored-exchange.ts';

/** Keeps the exchanges of a quota group, one JSON line each (see `StoredExchange`). */
export type Recorder = {
  /** The line is with the operating system when this returns. */
  write(exchange: Exchange, askedBy?: AskedBy): void;
  /** Returns when everything written is on the disk. */
  flush(): void;
  close(): void;
};

/**
 * Writes to `<directory>/exchanges/<group>.jsonl`, after what is there already.
 * @throws {Error} where the file cannot be written.
 */
export const createRecorder = (directory: string, group: number): Recorder => {
  const file = openJsonLines(join(directory, 'exchanges', `${group}.jsonl`));
  return {
    write: (exchange, askedBy) => {
      file.append(storedExchange(exchange, askedBy));
    },
    flush: file.sync,
    close: file.close,
  };
};
