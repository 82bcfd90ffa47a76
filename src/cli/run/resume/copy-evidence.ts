import { appendFileSync, closeSync, copyFileSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { inOneStep } from '../../../report/write-whole.ts';

/** Whether a file ends within a line, as a kill leaves it. */
const isTorn = (path: string): boolean => {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    closeSync(file);
  }
};

/**
 * Copies a file of lines, the whole of it or nothing: half a list of creations would say that nothing else is left. A torn last line is ended, so that it is not
 * joined with the next one; readers leave it out.
 */
const copyLines = (from: string, to: string): void =>
  inOneStep(to, (fresh) => {
    copyFileSync(from, fresh);
    if (isTorn(fresh)) appendFileSync(fresh, '\n');
  });

/**
 * Copies what a run goes on writing from the folder of an interrupted one: the exchanges, and the ledger of what was created.
 * @throws {Error} of the file system.
 */
export const copyEvidence = (from: string, to: string): void => {
  // First, because only the ledger knows what is on the target.
  if (existsSync(join(from, 'created.jsonl'))) copyLines(join(from, 'created.jsonl'), join(to, 'created.jsonl'));
  const exchanges = join(from, 'exchanges');
  if (!existsSync(exchanges)) return;
  mkdirSync(join(to, 'exchanges'), { recursive: true });
  for (const name of readdirSync(exchanges).filter((one) => one.endsWith('.jsonl')))
    copyLines(join(exchanges, name), join(to, 'exchanges', name));
};
