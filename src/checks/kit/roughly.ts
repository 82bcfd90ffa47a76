const spans = [
  [1000, 'under a second'],
  [10_000, 'under 10 seconds'],
  [60_000, 'under a minute'],
  [300_000, 'under 5 minutes'],
] as const;

/** A time in words that stay the same from run to run; spans shorter than `leastMs` are not told apart. */
export const roughly = (ms: number, leastMs = 0): string =>
  spans.find(([most]) => ms < most && most >= leastMs)?.[1] ?? '5 minutes or more';
