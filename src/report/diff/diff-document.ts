import type { RunDiff } from '../../policy/diff/diff-runs.ts';

/** What `assay diff --json` prints. Its JSON Schema is {@link diffDocumentSchema}. */
export type DiffDocument = ({ readonly format: 1 } & RunDiff) | IncomparableDocument;

/** One of the runs left no record. */
export type IncomparableDocument = { readonly format: 1; readonly exitCode: 3; readonly incomparable: string };

/** What changed between two runs, for programs. */
export const diffDocument = (difference: RunDiff): DiffDocument => ({ format: 1, ...difference });

/** Why runs cannot be compared at all, for programs. */
export const incomparableDocument = (incomparable: string): IncomparableDocument => ({ format: 1, exitCode: 3, incomparable });
