import { resolve } from 'node:path';
import { deliveriesIn, type DescribedDelivery } from '../deliveries.ts';
import type { ReferencePolicy } from '../document/files.ts';
import type { Operation } from '../model.ts';
import type { Problem } from '../problem.ts';
import { readDocument, type SpotOf } from '../read-document.ts';
import { readOperations } from '../read-operations.ts';
import { createReader } from '../reader.ts';
import { shippedDocument } from '../load.ts';

/** A document as far as it is compared. */
export type ComparedDocument = {
  readonly document: Readonly<Record<string, unknown>>;
  readonly operations: readonly Operation[];
  readonly deliveries: readonly DescribedDelivery[];
  readonly problems: readonly Problem[];
  readonly spotOf: SpotOf;
};

/**
 * Reads a document that is compared with another one: a shipped contract by name, or a document by path.
 * @throws {ContractError} as `loadContract` does for what cannot be used as a whole; other defects are among the problems.
 */
export const readCompared = async (nameOrPath: string, cwd: string, references: ReferencePolicy): Promise<ComparedDocument> => {
  const file = shippedDocument(nameOrPath) ?? resolve(cwd, nameOrPath);
  const { document, problems, unsupported, spotOf } = await readDocument(file, {
    overlays: [],
    references,
    isProven: false,
    isStrict: false,
  });
  const reader = createReader(document, file);
  const operations = readOperations(reader, unsupported, () => undefined);
  return { document, operations, deliveries: deliveriesIn(reader, operations), problems, spotOf };
};
