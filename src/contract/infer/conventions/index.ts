import { inferAuthentication, inferForbidden, inferForeign } from './access.ts';
import { inferCollections } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { inferErrorCodes, inferErrorsInStatus } from './errors.ts';
import { inferFilters } from './filters.ts';
import { inferOrdering } from './ordering/infer-ordering.ts';
import { inferOfferedOrders } from './ordering/offered-orders.ts';
import { inferPagination } from './pagination.ts';
import { inferQuota } from './quotas.ts';
import { inferResources } from './resources.ts';
import { inferClientMistakes, inferRefusals, inferUnknown } from './refusals.ts';
import { inferStreams } from './streams.ts';

/** Every reading, in the order in which `assay init` prints them. */
const inferences: readonly Inference[] = [
  inferAuthentication,
  inferForeign,
  inferForbidden,
  inferCollections,
  inferPagination,
  inferFilters,
  inferOrdering,
  inferOfferedOrders,
  inferResources,
  inferRefusals,
  inferUnknown,
  inferClientMistakes,
  inferErrorCodes,
  inferErrorsInStatus,
  inferQuota,
  inferStreams,
];

/**
 * What the structure, the schemas and the names of a document say about how its API behaves, as words of `x-assay`: what a person
 * who reads it would take for granted. Each one is marked as inferred, so that what rests on it warns and never fails a run.
 */
export const inferConventions = (view: DocumentView): readonly Suggestion[] => inferences.flatMap((infer) => infer(view));
