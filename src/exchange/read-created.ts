import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreatedLine } from './created-ledger.ts';

/**
 * The resources that a run recorded, the last line of each entry, in order. A last line that was cut by a kill is left out: its request had
 * not been sent, or an earlier line records the resource. Empty where the run created nothing.
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

/** May the resource still exist: it was created, perhaps created, or its creation was about to be sent? */
export const mayBeThere = ({ state }: CreatedLine): boolean => state === 'created' || state === 'unknown' || state === 'reserved';
