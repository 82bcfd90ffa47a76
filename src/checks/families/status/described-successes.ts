import type { Operation } from '../../../contract/model.ts';
import { at, type Subject } from '../../kit/define.ts';

/** An answer of success that a document describes for an operation. */
export type DescribedSuccess = Subject & { readonly operation: Operation };

/** The answers of success that a document describes for operations. */
export const describedSuccesses = (operations: readonly Operation[]): DescribedSuccess[] =>
  operations.flatMap((operation) =>
    operation.responses
      .filter(({ status }) => status.startsWith('2'))
      .map(({ location }) => at({ ...location, operation: operation.key }, { operation })),
  );
