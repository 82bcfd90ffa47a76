import { isObject } from '../model/json.ts';

/** Keys from the outermost inwards; indices of a list as decimal text. */
export type Path = readonly string[];

/** JSON Pointer (RFC 6901) of a path. */
export const pointerOf = (path: Path): string => path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Path of a JSON Pointer (RFC 6901). */
export const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at a path; undefined where there is none. */
export const valueAtPath = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, part) => {
    if (Array.isArray(inner)) return inner[Number(part)];
    return isObject(inner) && Object.hasOwn(inner, part) ? inner[part] : undefined;
  }, value);

/** The same value with another one at a path of object keys; missing objects on the way are created. */
export const withValueAt = (value: unknown, path: Path, placed: unknown): unknown => {
  const [first, ...rest] = path;
  if (first === undefined) return placed;
  const around = isObject(value) ? value : {};
  const inner = Object.hasOwn(around, first) ? around[first] : undefined;
  return { ...around, [first]: withValueAt(inner, rest, placed) };
};
