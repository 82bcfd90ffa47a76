import { statuses } from '../../contract/conventions-at.ts';
import type { Operation } from '../../contract/model.ts';

/**
 * Statuses that may refuse a value of a query parameter where no single one is documented: those for a malformed and for an
 * unusable request (RFC 9110 sections 15.5.1 and 15.5.21), and those that the contract names for either.
 */
export const queryRefusals = ({ conventions }: Pick<Operation, 'conventions'>): number[] => {
  const { query, value } = conventions.refusals ?? {};
  return [...new Set([400, 422, ...statuses(query), ...statuses(value)])];
};
