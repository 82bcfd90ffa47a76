const partsOf = (version: string): readonly number[] => version.split('.').map((part) => Number.parseInt(part, 10));

/**
 * Whether something was added after a version. Without a version of its own (old records) it counts as older; without a version to compare
 * with, nothing is newer.
 */
export const isNewer = (since: string | undefined, asOf: string | undefined): boolean => {
  if (since === undefined || asOf === undefined) return false;
  const [left, right] = [partsOf(since), partsOf(asOf)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
};
