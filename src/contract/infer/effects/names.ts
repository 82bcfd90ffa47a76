import type { Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import type { Named } from '../words.ts';
import { actsAs } from '../acting.ts';

export type NamedOf = (operation: Operation) => Named;

/** The names that a document gives each of its operations. */
export const namesIn =
  (document: Readonly<Record<string, unknown>>): NamedOf =>
  ({ method, patches, path, operationId, location }) => {
    const node = valueAt(document, location.way.at(-1) ?? '#');
    const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : undefined;
    return { method: actsAs({ method, patches }), path, operationId, summary };
  };
