import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** Digests of the shipped documents that the build found without fault with this very code; the sources have no such file. */
const provenByBuild = fileURLToPath(new URL('./proven-documents.json', import.meta.url));

let proven: Set<string> | undefined;
const provenDocuments = (): Set<string> => {
  proven ??= new Set(existsSync(provenByBuild) ? (JSON.parse(readFileSync(provenByBuild, 'utf8')) as readonly string[]) : []);
  return proven;
};

/** Digests of the documents that were found without fault so far, SHA-256, hexadecimal: for the build, which writes them beside this file. */
export const provenDigests = (): readonly string[] => [...provenDocuments()];

/** What was found without fault once, by this process or by the build, need not be judged again: that takes longer than all else of loading. */
export type Proof = {
  readonly isKnown: boolean;
  /** Remembers that nothing is wrong with the document. */
  remember(): void;
};

/** The proof of a document as it is now. */
export const proofOf = (document: Readonly<Record<string, unknown>>): Proof => {
  const digest = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  return { isKnown: provenDocuments().has(digest), remember: () => void provenDocuments().add(digest) };
};
