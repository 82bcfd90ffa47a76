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

/** Moments are often cut to whole seconds in one place and rounded in another. */
const roundingMs = 2000;

/** The same value, moments to within two seconds, also where one is written as a date and the other as a count. */
export const isSameValue = (a: unknown, b: unknown): boolean => {
  const [one, other] = [readMoment(a)?.ms, readMoment(b)?.ms];
  const isNear = (moment: number, reported: number): boolean => Math.abs(moment - reported) <= roundingMs;
  if (one !== undefined && other !== undefined) return isNear(one, other);
  if (one !== undefined && typeof b === 'number') return countedMoments(b).some((reported) => isNear(one, reported));
  if (other !== undefined && typeof a === 'number') return countedMoments(a).some((reported) => isNear(other, reported));
  return isSame(a, b);
};
