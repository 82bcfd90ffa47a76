import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** Digests of the shipped documents in which the build, with this code, found no problem; the sources have no such file. */
const provenByBuild = fileURLToPath(new URL('./proven-documents.json', import.meta.url));

let proven: Set<string> | undefined;
const provenDocuments = (): Set<string> => {
  proven ??= new Set(existsSync(provenByBuild) ? (JSON.parse(readFileSync(provenByBuild, 'utf8')) as readonly string[]) : []);
  return proven;
};

/** Digests of the documents without problems so far (SHA-256, hexadecimal). The build writes them beside this file. */
export const provenDigests = (): readonly string[] => [...provenDocuments()];

/** Whether this process or the build judged a document before and found no problem. Judging takes most of the time of loading. */
export type Proof = {
  readonly isKnown: boolean;
  /** Remembers that the document has no problem. */
  remember(): void;
};

/** The proof for a document with its present content. */
export const proofOf = (document: Readonly<Record<string, unknown>>): Proof => {
  const digest = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  return { isKnown: provenDocuments().has(digest), remember: () => void provenDocuments().add(digest) };
};
