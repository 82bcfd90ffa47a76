import { below, isObject, referenceTarget, valueAt } from '../pointer.ts';
import { omitKeyword } from './omit-keyword.ts';
import { methods } from './structure.ts';
import type { Fragile, Mutable } from './walk.ts';

/** Which parts of a document rest on which: operations, path items, components, and what else references name. */
export type Dependencies = {
  /** A walk begins at a place. */
  begin(pointer: string): void;
  /** What stands at one place rests on what stands at another. */
  use(from: string, target: string, fragile: Fragile | undefined): void;
  /** Whatever rests on a place cannot be used, because of the defect with this number. */
  disable(pointer: string, defect: number): void;
  /** A schema accepts more than its author wrote. */
  weaken(pointer: string): void;
  /** Takes out a keyword that could refuse a right value, because something below it was left out. */
  giveUp(fragile: Fragile): void;
  /** Takes out the keywords that could refuse a right value because of something that they refer to; gives all that were. */
  settleFragile(): readonly Fragile[];
  /** Keys of the operations that each defect keeps from being used. */
  disabledOperations(document: Mutable): ReadonlyMap<number, readonly string[]>;
};

const operationAt = new RegExp(`^#/paths/[^/]+/(${methods.join('|')})(?=/|$)`);

export const createDependencies = (): Dependencies => {
  const starts = new Set<string>();
  const uses: { readonly from: string; readonly target: string; readonly fragile: Fragile | undefined }[] = [];
  const disabled: { readonly pointer: string; readonly defect: number }[] = [];
  const weakened = new Set<string>();
  const givenUp = new Map<Mutable, Fragile[]>();
  const users = new Map<string, Set<string>>();
  let counted = 0;

  /** The part that a place belongs to. */
  const sectionOf = (pointer: string): string => {
    const [known] = operationAt.exec(pointer) ?? /^#\/paths\/[^/]+/.exec(pointer) ?? /^#\/components\/[^/]+\/[^/]+/.exec(pointer) ?? [];
    if (known !== undefined) return known;
    for (let at = pointer; at.includes('/'); at = at.slice(0, at.lastIndexOf('/'))) if (starts.has(at)) return at;
    return pointer;
  };

  /** Every part that rests on one of these, those included. */
  const restingOn = (parts: Iterable<string>): Set<string> => {
    for (const { from, target } of uses.slice(counted)) {
      const to = sectionOf(target);
      users.set(to, (users.get(to) ?? new Set()).add(sectionOf(from)));
    }
    counted = uses.length;
    const found = new Set(parts);
    for (const part of found) for (const user of users.get(part) ?? []) found.add(user);
    return found;
  };

  const giveUp = (fragile: Fragile): boolean => {
    const before = givenUp.get(fragile.schema) ?? [];
    if (before.some(({ keyword }) => keyword === fragile.keyword)) return false;
    givenUp.set(fragile.schema, [...before, fragile]);
    omitKeyword(fragile.schema, fragile.keyword);
    weakened.add(sectionOf(fragile.pointer));
    return true;
  };

  return {
    begin: (pointer) => void starts.add(pointer),
    use: (from, target, fragile) => void uses.push({ from, target, fragile }),
    disable: (pointer, defect) => void disabled.push({ pointer, defect }),
    weaken: (pointer) => void weakened.add(sectionOf(pointer)),
    giveUp: (fragile) => void giveUp(fragile),
    settleFragile() {
      for (let isSettled = weakened.size === 0; !isSettled;) {
        const affected = restingOn(weakened);
        isSettled = true;
        for (const { target, fragile } of uses)
          if (fragile !== undefined && affected.has(sectionOf(target)) && giveUp(fragile)) isSettled = false;
      }
      return [...givenUp.values()].flat();
    },
    disabledOperations(document) {
      const operations = operationParts(document, sectionOf);
      return new Map(
        disabled.map(({ pointer, defect }) => {
          const affected = restingOn([sectionOf(pointer)]);
          return [defect, operations.filter(({ parts }) => parts.some((part) => affected.has(part))).map(({ key }) => key)];
        }),
      );
    },
  };
};

/** Each operation with the parts it consists of: itself, and its path item, which may stand elsewhere. */
const operationParts = (document: Mutable, sectionOf: (pointer: string) => string): { key: string; parts: string[] }[] => {
  const paths = isObject(document['paths']) ? document['paths'] : {};
  return Object.keys(paths).flatMap((path) => {
    const here = below('#/paths', path);
    const there = itemAt(document, here);
    const item = valueAt(document, there);
    if (!isObject(item)) return [];
    return methods
      .filter((method) => isObject(item[method]))
      .map((method) => ({
        key: `${method.toUpperCase()} ${path}`,
        parts: [here, sectionOf(there), sectionOf(below(there, method))],
      }));
  });
};

/** Where the path item stands that a path names, perhaps by references. */
export const itemAt = (document: Mutable, pointer: string): string => {
  let at = pointer;
  for (let step = 0; step < 32; step++) {
    const value = valueAt(document, at);
    if (!isObject(value) || typeof value['$ref'] !== 'string') return at;
    at = referenceTarget(value['$ref']);
  }
  return at;
};
