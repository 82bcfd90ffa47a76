import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { lookAtLines, readCheckedLine, readCheckedOctets, type ReadLine } from './checked-line.ts';
import type { StoredExchange } from './stored-exchange.ts';
import { octetLinesOf } from './file-lines.ts';
import { isObject } from './json.ts';

/** An exchange of a line of `exchanges/*.jsonl`; undefined for a line that a crash left incomplete, or that was altered: see {@link damageIn}. */
export const parsedExchange = (line: string): StoredExchange | undefined => exchangeOf(readCheckedLine(line));

const exchangeOf = (read: ReadLine): StoredExchange | undefined =>
  read.kind === 'value' && isStoredExchange(read.value) ? read.value : undefined;

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

/** Which exchanges are read. Those that none of the two wants are left out without reading more of them. */
export type Wanted = {
  readonly id: (id: string) => boolean;
  /** By the case that they were sent for. Default: none. */
  readonly ofCase?: (id: string) => boolean;
};

/** The id of an exchange, with which its line begins. */
const idAtStart = /^\{"id":"([^"\\]*)"/u;

/** The case that it was sent for, with which its line ends. */
const caseAtEnd = /,"case":"([^"\\]*)","check":"[0-9a-f]{16}"\}$/u;

/** More octets than an id, or a case, takes. Where one takes more all the same, the line is read. */
const edgeOctets = 600;

/** Whether a line need not be read, as the exchange that it holds is not wanted. */
const isUnwanted = (line: Buffer, { id: isWanted, ofCase }: Wanted): boolean => {
  const id = idAtStart.exec(line.toString('utf8', 0, Math.min(line.length, edgeOctets)))?.[1];
  if (id === undefined || isWanted(id)) return false;
  if (ofCase === undefined) return true;
  const planned = caseAtEnd.exec(line.toString('utf8', Math.max(0, line.length - edgeOctets)))?.[1];
  return planned !== undefined && !ofCase(planned);
};

/**
 * Every exchange that is still in the directory of a run; none where they were deleted.
 * @param wanted Default: all.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export function* allExchanges(directory: string, wanted?: Wanted): Generator<StoredExchange> {
  for (const name of filesIn(directory)) {
    for (const line of octetLinesOf(join(directory, 'exchanges', name))) {
      if (wanted !== undefined && isUnwanted(line, wanted)) continue;
      const exchange = exchangeOf(readCheckedOctets(line));
      if (exchange !== undefined) yield exchange;
    }
  }
}

/** The same without deliveries: only what the run itself sent. */
export function* allRequests(directory: string, wanted?: Wanted): Generator<StoredExchange> {
  for (const exchange of allExchanges(directory, wanted)) if (exchange.delivery === undefined) yield exchange;
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
  for (const exchange of allExchanges(directory, { id: (id) => ids.has(id) })) {
    if (exchange.target === undefined) continue;
    if (wanted.get(exchange.target)?.has(exchange.id)) found.get(exchange.target)?.set(exchange.id, exchange);
  }
  return found;
};
