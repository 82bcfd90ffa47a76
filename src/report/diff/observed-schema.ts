import { changeKinds, type ObservedChange } from '../../model/observed-changes.ts';
import type { ExitCode } from '../../model/record.ts';
import { count, exitCode, flag, listOf, object, printed, text } from '../schema-forms.ts';

/** What `assay diff --observed --json` prints. Its JSON Schema is {@link observedDiffSchema}. */
export type ObservedDiffDocument = {
  readonly format: 1;
  readonly old: string;
  readonly new: string;
  readonly exitCode: ExitCode;
  /** Operations of the older file that the newer one has too. */
  readonly compared: number;
  readonly changes: readonly (ObservedChange & { readonly breaking: boolean })[];
};

const change = object({
  operation: text,
  kind: { enum: Object.keys(changeKinds) },
  where: text,
  before: text,
  after: text,
  breaking: flag,
});

/** JSON Schema (2020-12) of {@link ObservedDiffDocument}. */
export const observedDiffSchema = printed(
  'What changed between what two runs have seen (assay diff --observed --json)',
  object({ format: { const: 1 }, old: text, new: text, exitCode, compared: count, changes: listOf(change) }),
);
