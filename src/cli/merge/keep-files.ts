import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Part } from './parts.ts';

/** The copy of a fetched document in the folder of a run. */
export const documentIn = (directory: string, document: string): string => join(directory, 'documents', basename(document));

const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).toSorted() : []);

/** The files of exchanges by their numbers, which is the order of the groups. */
const exchangeFiles = (part: Part): readonly string[] =>
  filesIn(join(part.directory, 'exchanges'))
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => join(part.directory, 'exchanges', name));

/** How many lines the files of the merged run have to have, as the records of the parts tell; those of parts of older versions are left out. */
export const keptLines = (parts: readonly Part[]): Readonly<Record<string, number>> => {
  const written = ({ record }: Part, name: string): number | undefined => record.footer.files?.[name];
  const exchanges = parts
    .flatMap((part) => exchangeFiles(part).map((file) => written(part, `exchanges/${basename(file)}`)))
    .flatMap((count, n) => (count === undefined ? [] : [[`exchanges/${n + 1}.jsonl`, count] as const]));
  const created = parts.flatMap((part) => written(part, 'created.jsonl') ?? []);
  return Object.fromEntries([
    ...exchanges,
    ...(created.length === 0 ? [] : [['created.jsonl', created.reduce((sum, one) => sum + one)] as const]),
  ]);
};

/**
 * Copies what the parts left beside their records: exchanges, the ledger of created resources, and documents that were fetched.
 * @param directory Of the merged run, absolute.
 */
export const keepFiles = (parts: readonly Part[], directory: string): void => {
  const exchanges = parts.flatMap(exchangeFiles);
  if (exchanges.length > 0) mkdirSync(join(directory, 'exchanges'), { recursive: true });
  for (const [n, file] of exchanges.entries()) copyFileSync(file, join(directory, 'exchanges', `${n + 1}.jsonl`));
  for (const part of parts) {
    const ledger = join(part.directory, 'created.jsonl');
    if (existsSync(ledger)) {
      const text = readFileSync(ledger, 'utf8');
      // A line that a kill cut off must not be joined with the next one.
      appendFileSync(join(directory, 'created.jsonl'), text === '' || text.endsWith('\n') ? text : `${text}\n`);
    }
    for (const name of filesIn(join(part.directory, 'documents'))) {
      mkdirSync(join(directory, 'documents'), { recursive: true });
      copyFileSync(join(part.directory, 'documents', name), documentIn(directory, name));
    }
  }
};
