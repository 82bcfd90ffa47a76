import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parsedExchange } from '../../../model/exchange-reader.ts';
import type { StoredExchange } from '../../../model/stored-exchange.ts';

/** Bytes that are read at a time. */
const chunkBytes = 1 << 20;

/**
 * Follows the exchanges of a run while its workers write them: each call gives those whose lines are complete and that no call has given before, at most so many.
 * @param directory That of the run.
 */
export const exchangeTail = (directory: string): ((most: number) => readonly StoredExchange[]) => {
  const folder = join(directory, 'exchanges');
  /** How far each file is read, and the beginning of a line whose end is still to come. */
  const files = new Map<string, { at: number; rest: Buffer }>();

  const readOn = (name: string, most: number): readonly StoredExchange[] => {
    const known = files.get(name) ?? { at: 0, rest: Buffer.alloc(0) };
    files.set(name, known);
    const found: StoredExchange[] = [];
    const file = openSync(join(folder, name), 'r');
    try {
      const chunk = Buffer.alloc(chunkBytes);
      while (found.length < most) {
        const end = known.rest.indexOf(0x0a);
        if (end !== -1) {
          const exchange = parsedExchange(known.rest.toString('utf8', 0, end));
          if (exchange !== undefined) found.push(exchange);
          known.rest = known.rest.subarray(end + 1);
          continue;
        }
        const read = readSync(file, chunk, 0, chunkBytes, known.at);
        if (read === 0) break;
        known.at += read;
        known.rest = Buffer.concat([known.rest, chunk.subarray(0, read)]);
      }
    } finally {
      closeSync(file);
    }
    return found;
  };

  return (most) => {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
    const found: StoredExchange[] = [];
    for (const name of names) if (found.length < most) found.push(...readOn(name, most - found.length));
    return found;
  };
};
