import type { Contract, Operation } from '../model.ts';
import { isObject } from '../pointer.ts';

type Side = { readonly document: Contract['document']; readonly operations: readonly Operation[] };

/** Operations of two documents that are the same one to a client. */
export type MatchedOperations = {
  readonly pairs: readonly { readonly before: Operation; readonly after: Operation; readonly isMoved: boolean }[];
  readonly removed: readonly Operation[];
  readonly added: readonly Operation[];
};

/** A path template without the names of its variables, which no client sends. */
const unnamed = (path: string): string => path.replaceAll(/\{[^{}]*\}/g, '{}');

/** The names of the variables of a path template, in their order. */
export const variablesOf = (path: string): readonly string[] => [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');

/** The path that every server address of a document ends with; undefined where they differ. */
const basePath = ({ document }: Side): string | undefined => {
  const list = document['servers'];
  const paths = (Array.isArray(list) ? list.filter(isObject) : []).map(({ url }) =>
    typeof url === 'string' ? url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/iu, '').replace(/\/+$/u, '') : '',
  );
  return new Set(paths).size > 1 ? undefined : (paths[0] ?? '');
};

/**
 * Matches operations by method and path template, whatever the variables are called; then those that are left by their whole address, because a base path
 * may move from the server to the paths.
 */
export const matchOperations = (old: Side, fresh: Side): MatchedOperations => {
  const pairs = new Map<Operation, { before: Operation; after: Operation; isMoved: boolean }>();
  const left = new Set(fresh.operations);
  const match = (nameOf: (side: Side, operation: Operation) => string | undefined, isMoved: boolean): void => {
    const named = new Map<string, Operation>();
    for (const operation of left) {
      const name = nameOf(fresh, operation);
      if (name !== undefined && !named.has(name)) named.set(name, operation);
    }
    for (const before of old.operations) {
      if (pairs.has(before)) continue;
      const name = nameOf(old, before);
      const after = name === undefined ? undefined : named.get(name);
      if (after === undefined || !left.has(after)) continue;
      pairs.set(before, { before, after, isMoved });
      left.delete(after);
    }
  };
  match((_, { key }) => key, false);
  match((_, { method, path }) => `${method} ${unnamed(path)}`, false);
  match((side, { method, path }) => {
    const base = basePath(side);
    return base === undefined ? undefined : `${method} ${unnamed(base + path)}`;
  }, true);
  return {
    pairs: old.operations.flatMap((operation) => pairs.get(operation) ?? []),
    removed: old.operations.filter((operation) => !pairs.has(operation)),
    added: [...left],
  };
};
