import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { StoredExchange } from './stored-exchange.ts';
import { linesOf } from './file-lines.ts';
import { isObject } from './json.ts';

/** An exchange of a line of `exchanges/*.jsonl`. These files have no chain as the record has; a line that a crash left incomplete is skipped: undefined. */
export const parsedExchange = (line: string): StoredExchange | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isStoredExchange(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Checks the members that reports use. */
const isStoredExchange = (value: unknown): value is StoredExchange =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  isObject(value['request']) &&
  isObject(value['request']['credential']) &&
  isObject(value['sent']) &&
  typeof value['sent']['target'] === 'string' &&
  Array.isArray(value['sent']['headers']) &&
  isObject(value['reply']) &&
  (value['reply']['kind'] === 'no-answer' || (value['reply']['kind'] === 'answer' && Array.isArray(value['reply']['headers'])));

/**
 * Every exchange that is still in the directory of a run; none where they were deleted.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export function* allExchanges(directory: string): Generator<StoredExchange> {
  const folder = join(directory, 'exchanges');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.jsonl'))) {
    for (const line of linesOf(join(folder, name))) {
      const exchange = parsedExchange(line);
      if (exchange !== undefined) yield exchange;
    }
  }
}

/** The same without deliveries: only what the run itself sent. */
export function* allRequests(directory: string): Generator<StoredExchange> {
  for (const exchange of allExchanges(directory)) if (exchange.delivery === undefined) yield exchange;
}

/** Exchanges of a run by target and id. */
export type Exchanges = ReadonlyMap<string, ReadonlyMap<string, StoredExchange>>;

/**
 * Reads the wanted exchanges of a run from `exchanges/*.jsonl` of its directory. Missing ones are left out: the files may have been deleted
 * to save space, and the record is complete without them.
 * @param wanted Ids by target.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export const readExchanges = (directory: string, wanted: ReadonlyMap<string, ReadonlySet<string>>): Exchanges => {
  const found = new Map([...wanted.keys()].map((target) => [target, new Map<string, StoredExchange>()]));
  if ([...wanted.values()].every(({ size }) => size === 0)) return found;
  for (const exchange of allExchanges(directory)) {
    if (exchange.target === undefined) continue;
    if (wanted.get(exchange.target)?.has(exchange.id)) found.get(exchange.target)?.set(exchange.id, exchange);
  }
  return found;
};
