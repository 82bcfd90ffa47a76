import { nodeOf } from '../model/location.ts';
import type { DocumentedAt } from '../model/verdict.ts';
import type { Contract, Operation } from './model.ts';
import { below, valueAt } from './pointer.ts';

/** Is a node a word of `x-assay`. */
export const isWord = (pointer: string): boolean => pointer.includes('/x-assay');

/**
 * Where a document states what a node of its contract holds. A word of `x-assay` that nobody wrote follows from the operation, or from its security
 * requirement where it is about credentials (OpenAPI 3.1, Operation Object and Security Requirement Object).
 * @param node Fragment pointer in the document of the contract.
 * @param key Key of the operation that was judged.
 */
export const documentedAt = (contract: Contract, node: string, key: string): DocumentedAt => {
  const spot = contract.spotOf(node);
  const operation = contract.operations.find((one) => one.key === key);
  if (!isWord(node) || isWord(spot.pointer) || operation === undefined) return spot;
  return contract.spotOf(/\/x-assay\/auth(?:\/|$)/u.test(node) ? securityOf(contract, operation) : nodeOf(operation.location));
};

const securityOf = ({ document }: Contract, { location }: Operation): string => {
  const own = below(nodeOf(location), 'security');
  const found = [own, '#/security'].find((pointer) => valueAt(document, pointer) !== undefined);
  return found ?? nodeOf(location);
};
