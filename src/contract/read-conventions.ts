import type { Conventions, RootConventions } from './conventions.ts';
import { isObject } from './pointer.ts';

const assayOf = (node: unknown): RootConventions => (isObject(node) && isObject(node['x-assay']) ? node['x-assay'] : {});

/** The root's conventions. The document must have been validated against the schema of `x-assay`. */
export const rootConventions = (document: Readonly<Record<string, unknown>>): RootConventions => assayOf(document);

/** The conventions of an operation: each of its own replaces the root's of that name as a whole. */
export const conventionsOf = (document: Readonly<Record<string, unknown>>, operation: Readonly<Record<string, unknown>>): Conventions => ({
  ...rootConventions(document),
  ...assayOf(operation),
});
