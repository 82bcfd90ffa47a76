import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import type { CreatedLine } from '../../exchange/created-ledger.ts';
import { LedgerError, readCreated } from '../../exchange/read-created.ts';
import { lookAtLines, readCheckedLine } from '../../model/checked-line.ts';
import { linesOf } from '../../model/file-lines.ts';
import { isObject } from '../../model/json.ts';
import { displayPathOf } from '../report/open-run.ts';

const mostNamed = 5;

/** The lines of a record of one type, as far as they are as they were written. */
const linesIn = (path: string, type: string): readonly Readonly<Record<string, unknown>>[] => {
  if (!existsSync(path)) return [];
  const found: Readonly<Record<string, unknown>>[] = [];
  for (const text of linesOf(path)) {
    if (!text.startsWith(`{"type":"${type}"`)) continue;
    // The footer has a seal in place of a digest.
    const read = readCheckedLine(text);
    if (read.kind === 'value' && isObject(read.value)) found.push(read.value);
  }
  return found;
};

/** The number of creations in a record, for a run whose list of creations is lost. */
export const recordedCreations = (directory: string): number => linesIn(join(directory, 'run.jsonl'), 'created').length;

/** How many lines the list of creations had when the run ended; 0 where that is not known. */
const linesAtEnd = (path: string): number => {
  const files = linesIn(path, 'end').at(-1)?.['files'];
  const count = isObject(files) ? files['created.jsonl'] : undefined;
  return typeof count === 'number' ? count : 0;
};

/**
 * The list of creations of a run, proved as far as its record can: what a list says that was cut or altered may be about somebody else's things, so nothing may be removed by it.
 * @param doing What is being done, for messages: `clean up`, `resume`.
 * @returns an empty list where the run has none.
 * @throws {UsageError} for a list that was cut or altered after it was written.
 */
export const ledgerOf = (directory: string, doing: string): readonly CreatedLine[] => {
  const [path, record] = [join(directory, 'created.jsonl'), join(directory, 'run.jsonl')];
  if (!existsSync(path)) return [];
  let created: readonly CreatedLine[];
  try {
    created = readCreated(directory);
  } catch (error) {
    if (error instanceof LedgerError) throw new UsageError(error.message);
    throw error;
  }
  const cannot = `Cannot ${doing} "${displayPathOf(directory)}": its list of creations, created.jsonl, was cut`;
  const known = new Set(created.map(({ entry }) => entry));
  const missing = linesIn(record, 'created').filter(({ entry }) => typeof entry === 'string' && !known.has(entry));
  if (missing.length > 0) {
    const names = missing
      .slice(0, mostNamed)
      .map((one) =>
        ['collection', 'label', 'id'].flatMap((name) => (typeof one[name] === 'string' && one[name] !== '' ? [one[name]] : [])).join(' '),
      );
    throw new UsageError(
      `${cannot}: the record has ${missing.length} more (${names.join(', ')}${missing.length > mostNamed ? ', …' : ''}); look for them yourself`,
    );
  }
  const [was, is] = [linesAtEnd(record), lookAtLines(path).whole];
  if (is < was) throw new UsageError(`${cannot}: it had ${was} lines when the run ended, and has ${is}; look yourself for what it names`);
  return created;
};
