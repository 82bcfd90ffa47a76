import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckedLine } from '../model/checked-line.ts';
import { isObject } from '../model/json.ts';
import type { CreatedLine } from './created-ledger.ts';

/** A list of creations that is not as the run wrote it: what it says is on the target may belong to somebody else. */
export class LedgerError extends Error {
  constructor(path: string, line: number) {
    super(
      `Cannot read the list of creations "${path}" at line ${line}: the line was altered after it was written, so nothing is removed by this list; look yourself for what it names`,
    );
    this.name = 'LedgerError';
  }
}

const isCreatedLine = (value: unknown): value is CreatedLine =>
  isObject(value) &&
  typeof value['target'] === 'string' &&
  typeof value['entry'] === 'string' &&
  typeof value['operation'] === 'string' &&
  typeof value['state'] === 'string';

/** Why something that a cut line is about is not removed: the line may have said that it is somebody else's. */
const cutOff = 'a line about it in the list of creations was cut off';

/** The entry that a line is about which was cut off, where that can be read. */
const entryIn = (torn: string): string | undefined => /"entry":"(?<entry>[^"]+)"/u.exec(torn)?.groups?.['entry'];

/**
 * The resources that a run recorded, the last line of each entry, in order. A line that was cut by a kill or a full disk is left out: its request had
 * not been sent, or an earlier line records the resource, which is then `unknown`. Empty where the run created nothing.
 * @throws {LedgerError} for a line that was altered.
 */
export const readCreated = (directory: string): CreatedLine[] => {
  const file = join(directory, 'created.jsonl');
  if (!existsSync(file)) return [];
  const last = new Map<string, CreatedLine>();
  for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (text === '') continue;
    const read = readCheckedLine(text);
    if (read.kind === 'torn') {
      const entry = entryIn(text);
      for (const [key, line] of last) if (line.entry === entry) last.set(key, { ...line, unknown: line.unknown ?? cutOff });
      continue;
    }
    if (read.kind === 'altered' || !isCreatedLine(read.value)) throw new LedgerError(file, index + 1);
    const line = read.value;
    const key = `${line.target} ${line.entry}`;
    last.set(key, { ...last.get(key), ...line });
  }
  return [...last.values()];
};

/** May the resource still exist: it was created, perhaps created, or its creation was about to be sent? */
export const mayBeThere = ({ state }: CreatedLine): boolean => state === 'created' || state === 'unknown' || state === 'reserved';
