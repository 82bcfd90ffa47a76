import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreatedLine } from './created-ledger.ts';

/**
 * What a run says it created, the last line of each entry, in order. A last line that a kill has cut in two is left
 * out: its request had not been sent, or the line before says what is known. Empty where the run created nothing.
 */
export const readCreated = (directory: string): CreatedLine[] => {
  const file = join(directory, 'created.jsonl');
  if (!existsSync(file)) return [];
  const last = new Map<string, CreatedLine>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = lineOf(text);
    if (line) last.set(`${line.target} ${line.entry}`, { ...last.get(`${line.target} ${line.entry}`), ...line });
  }
  return [...last.values()];
};

const lineOf = (text: string): CreatedLine | undefined => {
  try {
    return text === '' ? undefined : (JSON.parse(text) as CreatedLine);
  } catch {
    return undefined;
  }
};

/** May the thing still be there: it was created, perhaps created, or its creation was about to be sent. */
export const mayBeThere = ({ state }: CreatedLine): boolean => state === 'created' || state === 'unknown' || state === 'reserved';
