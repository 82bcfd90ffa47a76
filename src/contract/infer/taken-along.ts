import type { Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { endsInParameter, isSamePath, pathAbove } from './path-template.ts';
import { fateIn, namesIn } from './told-removals.ts';

/**
 * The removal of the parent that takes along, by its own words, what a creation adds below it: `DELETE /shelves/{id}` for `POST /shelves/{id}/boxes`. Undefined
 * where none says so plainly.
 */
export const takenAlongBy = (
  document: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  { path }: Pick<Operation, 'path'>,
): Operation | undefined => {
  const parent = pathAbove(path);
  const remove = endsInParameter(parent) ? operations.find((one) => one.method === 'DELETE' && isSamePath(one.path, parent)) : undefined;
  if (remove === undefined) return undefined;
  const texts = saidIn(valueAt(document, remove.location.way.at(-1) ?? '#'));
  const names = { parent: namesIn(pathAbove(parent)), child: namesIn(path) };
  const besides = operations.filter((one) => isSamePath(pathAbove(one.path), parent)).flatMap((one) => namesIn(one.path));
  const fate = fateIn(texts, { ...names, all: [...new Set(besides)] });
  return fate === 'taken' ? remove : undefined;
};
