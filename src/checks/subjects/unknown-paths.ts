import type { Contract } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';

/** Paths that a contract does not have: one of our own, and one that misspells the last letter of a path it has. */
export const unknownPaths = (contract: Contract): string[] => {
  const known = parameterlessReads(contract)[0]?.path;
  const misspelt = known === undefined ? [] : ['z', 'x'].map((letter) => known.slice(0, -1) + letter);
  const paths = [
    '/ct-no-such-path',
    ...misspelt.filter((path) => !contract.operations.some((operation) => operation.path === path)).slice(0, 1),
  ];
  return paths;
};
