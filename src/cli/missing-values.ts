import { prerequisitesFor } from '../checks/kit/prerequisites.ts';
import { requiredSchemes } from '../contract/credential-placement.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { tokensOf } from '../contract/pointer.ts';
import { permissions, type Target } from '../model/target.ts';

/** A value that a request needs, and that neither the document nor a generator gives. */
export type MissingValue = {
  readonly operation: Operation;
  /** A parameter, or a member of the body. */
  readonly name: string;
  readonly inPath: boolean;
};

/** A target at which everything is allowed and every credential is given, so that only the document can be at fault. */
const withEverything = (contract: Contract): Target => ({
  name: contract.name,
  contract: contract.source,
  baseUrl: 'http://127.0.0.1',
  urls: {},
  credentials: ['key'],
  schemes: requiredSchemes(contract.document),
  flood: { maxRequests: 1 },
  maxCreates: 1,
  allow: permissions,
  fixtures: {},
  durations: {},
  values: {},
  http: { timeoutMs: 1, headers: {} },
});

/** The values that an operator has to give (`values` of a target), for operations that can be used, in the order of the document. */
export const missingValues = (contract: Contract): readonly MissingValue[] => {
  const target = withEverything(contract);
  return contract.operations
    .filter(({ unsupported }) => unsupported === undefined)
    .flatMap((operation) => {
      const paths = prerequisitesFor(operation, { contract, target }).flatMap((need) => (need.kind === 'config' ? [need.path] : []));
      return [...new Set(paths)].flatMap((path) => {
        const [, key, name] = tokensOf(path);
        if (name === undefined || key !== operation.key) return [];
        return [{ operation, name, inPath: operation.path.includes(`{${name}}`) }];
      });
    });
};

/** Parameters in the paths of reads that take the id of a resource which only a run with `mutation` creates: a run that only reads needs values. */
export const createdOnly = (contract: Contract): readonly string[] => {
  const target = withEverything(contract);
  const reads = contract.operations.filter(
    (operation) =>
      operation.unsupported === undefined &&
      operation.effect === 'safe' &&
      prerequisitesFor(operation, { contract, target }).some(({ kind }) => kind === 'permission'),
  );
  return [...new Set(reads.flatMap(({ path }) => Array.from(path.matchAll(/\{([^{}]+)\}/gu), ([, name = '']) => name)))];
};
