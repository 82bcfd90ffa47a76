import { readMoment } from '../../contract/moment.ts';
import { isObject } from '../../contract/pointer.ts';

/** Equal as JSON; lists of plain values without regard to their order. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a) && Array.isArray(b)) {
    const sorted = (list: readonly unknown[]): string[] => list.map(canonical).sort();
    return sorted(a).join() === sorted(b).join();
  }
  return canonical(a) === canonical(b);
};

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  ) ?? 'undefined';

/** The moments that a count may name: seconds since 1970, or milliseconds. */
const countedMoments = (value: unknown): number[] => (typeof value === 'number' ? [value * 1000, value] : []);

/** One answer often cuts a moment to whole seconds, and another rounds it. */
const roundingMs = 2000;

/** The same value, moments to within two seconds, also where one is written as a date and the other as a count. */
export const isSameValue = (a: unknown, b: unknown): boolean => {
  const [one, other] = [readMoment(a)?.ms, readMoment(b)?.ms];
  const isNear = (first: number, second: number): boolean => Math.abs(first - second) <= roundingMs;
  if (one !== undefined && other !== undefined) return isNear(one, other);
  if (one !== undefined && typeof b === 'number') return countedMoments(b).some((moment) => isNear(one, moment));
  if (other !== undefined && typeof a === 'number') return countedMoments(a).some((moment) => isNear(other, moment));
  return isSame(a, b);
};
