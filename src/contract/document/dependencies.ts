import { itemAt } from '../path-items.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import { loosenKeyword } from './omit-keyword.ts';
import { methods } from './structure.ts';
import type { Fragile, Mutable } from './walk.ts';

/** Which parts of a document depend on which: operations, path items, components, and other targets of references. */
export type Dependencies = {
  /** Records that a walk begins at a pointer. */
  begin(pointer: string): void;
  /** Records that the node at one pointer depends on the node at another. */
  use(from: string, target: string, fragile: Fragile | undefined): void;
  /** Records that everything that depends on a pointer cannot be used, because of the defect with this number. */
  disable(pointer: string, defect: number): void;
  /** Records that a schema now accepts more than its author wrote. */
  weaken(pointer: string): void;
  /** Loosens a keyword that could refuse a valid value, because something below it was left out. */
  giveUp(fragile: Fragile): void;
  /** Loosens the keywords that could refuse a valid value because of a weakened schema that they refer to; returns all loosened keywords. */
  settleFragile(): readonly Fragile[];
  /** Keys of the operations that cannot be used, by the number of the defect. */
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

  /** The part of the document that a pointer belongs to. */
  const sectionOf = (pointer: string): string => {
    const [known] = operationAt.exec(pointer) ?? /^#\/paths\/[^/]+/.exec(pointer) ?? /^#\/components\/[^/]+\/[^/]+/.exec(pointer) ?? [];
    if (known !== undefined) return known;
    for (let at = pointer; at.includes('/'); at = at.slice(0, at.lastIndexOf('/'))) if (starts.has(at)) return at;
    return pointer;
  };

  /** The given parts and every part that depends on one of them. */
  const dependingOn = (parts: Iterable<string>): Set<string> => {
    for (const { from, target } of uses.slice(counted)) {
      const to = sectionOf(target);
      users.set(to, (users.get(to) ?? new Set()).add(sectionOf(from)));
    }
    counted = uses.length;
    const found = new Set(parts);
    for (const part of found) for (const user of users.get(part) ?? []) found.add(user);
    return found;
  };

  const loosen = (fragile: Fragile): boolean => {
    const before = givenUp.get(fragile.schema) ?? [];
    if (before.some(({ keyword }) => keyword === fragile.keyword)) return false;
    givenUp.set(fragile.schema, [...before, fragile]);
    loosenKeyword(fragile.schema, fragile.keyword);
    weakened.add(sectionOf(fragile.pointer));
    return true;
  };

  /** What is below a keyword that is removed needs nothing; what is around it has one that accepts more below it. */
  const giveUp = (fragile: Fragile): boolean => {
    const inwards: Fragile[] = [];
    for (let one: Fragile | undefined = fragile; one !== undefined; one = one.around) inwards.unshift(one);
    const removed = inwards.findIndex(({ keyword }) => keyword !== 'oneOf');
    return inwards.slice(0, removed === -1 ? undefined : removed + 1).filter(loosen).length > 0;
  };

  return {
    begin: (pointer) => void starts.add(pointer),
    use: (from, target, fragile) => void uses.push({ from, target, fragile }),
    disable: (pointer, defect) => void disabled.push({ pointer, defect }),
    weaken: (pointer) => void weakened.add(sectionOf(pointer)),
    giveUp: (fragile) => void giveUp(fragile),
    settleFragile() {
      for (let isSettled = weakened.size === 0; !isSettled;) {
        const affected = dependingOn(weakened);
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
          const affected = dependingOn([sectionOf(pointer)]);
          return [defect, operations.filter(({ parts }) => parts.some((part) => affected.has(part))).map(({ key }) => key)];
        }),
      );
    },
  };
};

/** Each operation with its parts: itself, its path, and its path item, which may be elsewhere. */
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
