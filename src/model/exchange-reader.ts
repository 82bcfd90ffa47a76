import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { lookAtLines, readCheckedLine } from './checked-line.ts';
import type { StoredExchange } from './stored-exchange.ts';
import { linesOf } from './file-lines.ts';
import { isObject } from './json.ts';

/** An exchange of a line of `exchanges/*.jsonl`; undefined for a line that a crash left incomplete, or that was altered: see {@link damageIn}. */
export const parsedExchange = (line: string): StoredExchange | undefined => {
  const read = readCheckedLine(line);
  return read.kind === 'value' && isStoredExchange(read.value) ? read.value : undefined;
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

/** The files of exchanges in the directory of a run, by name. */
const filesIn = (directory: string): readonly string[] => {
  const folder = join(directory, 'exchanges');
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.jsonl')) : [];
};

/** What is wrong with a file of exchanges. */
export type ExchangesDamage = {
  readonly file: string;
  /** Lines that are not as they were written, counted from 1. */
  readonly altered: readonly number[];
  /** How many of the exchanges that were written are not there any more, the altered ones among them. */
  readonly lost: number;
};

/**
 * The files of exchanges that were cut or altered after they were written. A file that was deleted is none of them.
 * @param written The number of lines of each file when the run ended; absent: only altered lines are found.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export const damageIn = (directory: string, written: Readonly<Record<string, number>> = {}): readonly ExchangesDamage[] =>
  filesIn(directory).flatMap((name): ExchangesDamage[] => {
    const file = `exchanges/${name}`;
    const { whole, altered } = lookAtLines(join(directory, 'exchanges', name));
    const lost = Math.max(altered.length, (written[file] ?? 0) - whole);
    return lost === 0 ? [] : [{ file, altered, lost }];
  });

/** The id of an exchange, with which its line begins. */
const idAtStart = /^\{"id":"([^"\\]*)"/u;

/** Whether a line need not be read, as the exchange that it holds is not wanted. */
const isUnwanted = (line: string, isWanted: (id: string) => boolean): boolean => {
  const id = idAtStart.exec(line)?.[1];
  return id !== undefined && !isWanted(id);
};

/**
 * Every exchange that is still in the directory of a run; none where they were deleted.
 * @param isWanted Leaves out exchanges by their ids, without reading more of them. Default: none.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export function* allExchanges(directory: string, isWanted?: (id: string) => boolean): Generator<StoredExchange> {
  for (const name of filesIn(directory)) {
    for (const line of linesOf(join(directory, 'exchanges', name))) {
      if (isWanted !== undefined && isUnwanted(line, isWanted)) continue;
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
  const ids = new Set([...wanted.values()].flatMap((one) => [...one]));
  if (ids.size === 0) return found;
  for (const exchange of allExchanges(directory, (id) => ids.has(id))) {
    if (exchange.target === undefined) continue;
    if (wanted.get(exchange.target)?.has(exchange.id)) found.get(exchange.target)?.set(exchange.id, exchange);
  }
  return found;
};
