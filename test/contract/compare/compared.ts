import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentChange } from '../../../src/contract/compare/change.ts';
import { compareDocuments } from '../../../src/contract/compare/compare-documents.ts';
import { readCompared } from '../../../src/contract/compare/compared-document.ts';

/** The changes from one document to another, as `assay diff` finds them. */
export const changesBetween = async (before: object, after: object): Promise<readonly DocumentChange[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-compare-'));
  try {
    const [old, fresh] = await Promise.all(
      [before, after].map((document, at) => {
        writeFileSync(join(folder, `${at}.json`), JSON.stringify(document));
        return readCompared(`${at}.json`, folder, {});
      }),
    );
    if (old === undefined || fresh === undefined) throw new Error('There are two documents');
    return compareDocuments(old, fresh).changes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Verdict and kind of each change, sorted. */
export const told = (changes: readonly DocumentChange[]): readonly string[] =>
  changes.map(({ verdict, kind }) => `${verdict} ${kind}`).sort();
