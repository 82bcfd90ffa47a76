import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

import { chained, digestOf, sealed } from './record-chain.ts';
import type { RecordEntry, RecordFooter, RecordHeader, TargetRecord } from './record-lines.ts';
import { gatherTargets } from './record-targets.ts';

export type RecordWriter = {
  readonly path: string;
  /**
   * Appends one line. When it returns, the operating system has the bytes, so they survive a crash of this process.
   * @throws {Error} when the entry belongs to a target, case or verdict that no earlier line has, or the record is closed.
   */
  append(entry: RecordEntry): void;
  /** What was appended so far. */
  targets(): readonly TargetRecord[];
  /** Appends the footer, flushes it to the disk and closes the file. */
  close(footer: RecordFooter): void;
};

/**
 * Starts the record of a run with its header. A file has one writer, because lines are chained by digest in the order of writing.
 * @throws {Error} when the file exists already or its directory does not.
 */
export const createRecordWriter = (path: string, header: RecordHeader): RecordWriter => {
  const file = openFresh(path);
  const gathered = gatherTargets(header.targets);
  let previous = '';
  let isClosed = false;

  const write = (line: string): void => {
    const bytes = Buffer.from(`${line}\n`, 'utf8');
    // A write may take fewer bytes than given (a full disk, a signal), and an incomplete line would break the chain unnoticed.
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    previous = digestOf(line);
  };

  const assertOpen = (): void => {
    if (isClosed) throw new Error(`Cannot append to record "${path}": it is closed`);
  };

  write(chained(header, null));
  return {
    path,
    append(entry) {
      assertOpen();
      gathered.add(entry);
      write(chained(entry, previous));
    },
    targets: gathered.targets,
    close(footer) {
      assertOpen();
      isClosed = true;
      write(sealed(footer, previous));
      fsyncSync(file);
      closeSync(file);
    },
  };
};

const openFresh = (path: string): number => {
  try {
    return openSync(path, 'wx');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot start record "${path}": ${why}; a record is written once, into an existing directory`, { cause });
  }
};
