import {
  changeDirections,
  type ChangeVerdict,
  changeVerdicts,
  type DocumentChange,
  documentChangeKinds,
} from '../../contract/compare/change.ts';
import type { ExitCode } from '../../model/record.ts';
import { count, described, exitCode, listOf, object, printed, text, texts } from '../schema-forms.ts';

/** Where a node is written. */
export type ChangedPlace = { readonly file: string; readonly line: number; readonly column: number; readonly pointer: string };

/** A change between two documents with its places. */
export type PlacedChange = Omit<DocumentChange, 'before' | 'after'> & {
  readonly before: ChangedPlace;
  readonly after: ChangedPlace;
};

/** What `assay diff OLD.yaml NEW.yaml --json` prints. Its JSON Schema is {@link documentsDiffSchema}. */
export type DocumentsDiff = {
  readonly format: 1;
  readonly old: string;
  readonly new: string;
  readonly exitCode: ExitCode;
  /** Operations that both documents have. */
  readonly compared: number;
  readonly counts: Readonly<Record<ChangeVerdict, number>>;
  /** Errors in the documents, each in one line. */
  readonly problems: readonly string[];
  readonly changes: readonly PlacedChange[];
};

const place = object({
  file: described('Path from the working directory, or a whole path where the file is not below it'),
  line: { type: 'integer', minimum: 1 },
  column: { type: 'integer', minimum: 1 },
  pointer: described('JSON pointer in that file'),
});

const change = object({
  verdict: { enum: changeVerdicts },
  kind: {
    oneOf: Object.entries(documentChangeKinds).map(([kind, description]) => ({ const: kind, description })),
  },
  operations: { ...texts, description: 'Operation keys, or `webhook NAME METHOD` and so on; empty for the whole document' },
  direction: { enum: [...changeDirections, null], description: 'Null for an operation as a whole' },
  where: described('`query sort`, `body /kind`, `200 /owner/name` in the first of the operations; `*` is any element'),
  message: text,
  before: { ...place, description: 'In the older document; the nearest node around what is not there' },
  after: { ...place, description: 'The same in the newer document' },
});

/** JSON Schema (2020-12) of {@link DocumentsDiff}. */
export const documentsDiffSchema = printed(
  'What changed between two OpenAPI documents (assay diff OLD.yaml NEW.yaml --json)',
  object({
    format: { const: 1 },
    old: text,
    new: text,
    exitCode,
    compared: count,
    counts: object({ breaking: count, unclear: count, compatible: count }),
    problems: texts,
    changes: listOf(change),
  }),
);
