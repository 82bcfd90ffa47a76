import type { Conventions, RootConventions } from './conventions.ts';
import { isObject } from './pointer.ts';

const assayOf = (node: unknown): RootConventions => (isObject(node) && isObject(node['x-assay']) ? node['x-assay'] : {});

/** The root's conventions. The document has been validated against the schema of `x-assay` before. */
export const rootConventions = (document: Readonly<Record<string, unknown>>): RootConventions => assayOf(document);

/** What holds for an operation: each convention of its own replaces the root's of that name as a whole. */
export const conventionsOf = (document: Readonly<Record<string, unknown>>, operation: Readonly<Record<string, unknown>>): Conventions => ({
  ...rootConventions(document),
  ...assayOf(operation),
});
