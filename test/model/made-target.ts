import type { Target } from '../../src/model/target.ts';

/** A target with one key that may only be read, and takes two seconds at the most to answer; with more said, another one. */
export const madeTarget = (stated: Pick<Target, 'name' | 'contract' | 'baseUrl'> & Partial<Target>): Target => ({
  urls: {},
  credentials: ['key'],
  flood: { maxRequests: 10 },
  maxCreates: 1,
  allow: [],
  fixtures: {},
  durations: {},
  values: {},
  http: { timeoutMs: 2000, headers: {} },
  ...stated,
});
