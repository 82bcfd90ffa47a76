import type { Target } from '../../src/model/target.ts';

/** A target with one key and no permissions that answers within two seconds; `more` replaces settings. */
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
