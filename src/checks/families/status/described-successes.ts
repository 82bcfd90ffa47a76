import type { Operation } from '../../../contract/model.ts';
import { at, type Subject } from '../../kit/define.ts';

/** A 2xx response that a document describes for an operation. */
export type DescribedSuccess = Subject & { readonly operation: Operation };

/** All 2xx responses that a document describes for some operations. */
export const describedSuccesses = (operations: readonly Operation[]): DescribedSuccess[] =>
  operations.flatMap((operation) =>
    operation.responses
      .filter(({ status }) => status.startsWith('2'))
      .map(({ location }) => at({ ...location, operation: operation.key }, { operation })),
  );
