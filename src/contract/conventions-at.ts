import type { Place } from '../model/place.ts';
import type { Statuses } from './conventions.ts';
import type { Contract, Operation } from './model.ts';
import { below, isObject, valueAt } from './pointer.ts';

/** Place of a word inside the `x-assay` of a node. */
const inside = (around: Place, path: readonly string[]): Place => {
  const assay = below(around.way.at(-1) ?? '#', 'x-assay');
  return { operation: around.operation, way: [...around.way, assay, ...path.map((_, n) => below(assay, ...path.slice(0, n + 1)))] };
};

/**
 * Place of the convention that holds for an operation: its own where it has one of that name, else the root's.
 * `word` is a path into `x-assay` such as `refusals.missing`; undefined where neither says it.
 */
export const conventionPlace = (contract: Contract, operation: Operation | null, word: string): Place | undefined => {
  const path = word.split('.');
  const [name] = path;
  const around: Place[] = [...(operation ? [operation.place] : []), { operation: operation?.key ?? null, way: ['#'] }];
  for (const place of around) {
    const assay = valueAt(contract.document, below(place.way.at(-1) ?? '#', 'x-assay'));
    if (!isObject(assay) || name === undefined || assay[name] === undefined) continue;
    return valueAt(assay, below('', ...path)) === undefined ? undefined : inside(place, path);
  }
  return undefined;
};

/** The statuses a convention names; none where it is absent. */
export const statuses = (convention: Statuses | undefined): number[] => {
  if (convention === undefined) return [];
  return typeof convention.status === 'number' ? [convention.status] : [...convention.status];
};
