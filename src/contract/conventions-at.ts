import type { Location } from '../model/location.ts';
import type { StatusList } from './conventions.ts';
import type { Contract, Operation } from './model.ts';
import { below, isObject, valueAt } from './pointer.ts';

/** Location of a word inside the `x-assay` of a node. */
const inside = (around: Location, path: readonly string[]): Location => {
  const assay = below(around.way.at(-1) ?? '#', 'x-assay');
  return { operation: around.operation, way: [...around.way, assay, ...path.map((_, n) => below(assay, ...path.slice(0, n + 1)))] };
};

/**
 * Location of the convention that applies to an operation: its own where it has one of that name, else the root's. Undefined where neither
 * has it.
 * @param word A path into `x-assay` such as `refusals.missing`.
 */
export const conventionLocation = (
  contract: Pick<Contract, 'document'>,
  operation: Operation | null,
  word: string,
): Location | undefined => {
  const path = word.split('.');
  const [name] = path;
  const around: Location[] = [...(operation ? [operation.location] : []), { operation: operation?.key ?? null, way: ['#'] }];
  for (const location of around) {
    const assay = valueAt(contract.document, below(location.way.at(-1) ?? '#', 'x-assay'));
    if (!isObject(assay) || name === undefined || assay[name] === undefined) continue;
    return valueAt(assay, below('', ...path)) === undefined ? undefined : inside(location, path);
  }
  return undefined;
};

/** Statuses with a meaning of their own: too slow (408), too many (429), and unless access is meant, no access (401, 403). */
const excluded = { always: [408, 429], unlessAboutAccess: [401, 403] } as const;

/**
 * The statuses that a convention names, none where it is absent. A class such as `4XX` is expanded, without the statuses that have a
 * meaning of their own: 408 and 429, and 401 and 403 unless the convention is `about` access.
 */
export const statuses = (convention: StatusList | undefined, about: 'fault' | 'access' = 'fault'): number[] => {
  if (convention === undefined) return [];
  const left: readonly number[] = about === 'access' ? excluded.always : [...excluded.always, ...excluded.unlessAboutAccess];
  return [convention.status].flat().flatMap((status) => {
    if (typeof status === 'number') return [status];
    const first = Number(status[0]) * 100;
    return Array.from({ length: 100 }, (_, n) => first + n).filter((one) => !left.includes(one));
  });
};

/** The statuses of a convention as people write them: `404 or 410`, `4XX`. */
export const statusWords = (convention: StatusList | undefined): string =>
  convention === undefined ? 'none' : [convention.status].flat().join(' or ');
