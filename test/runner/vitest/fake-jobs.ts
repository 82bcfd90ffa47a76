import type { Case } from '../../../src/model/case.ts';
import type { RunJob } from '../../../src/runner/vitest/job.ts';

export const fakeCase = (number: number): Case => ({
  id: `family/check-${number}@#/paths/~1parcels`,
  check: `family/check-${number}`,
  requirement: `PARCEL-${number}`,
  title: 'A list has %s parcels, $x and `more`',
  level: 'must',
  area: 'schema',
  kind: 'probe',
  phase: 'read',
  places: [],
  untried: [],
  cost: { requests: 1, creates: 0 },
});

/** A job for one of the engines of the fake suite, `name` or `name:cases`. */
export const fakeJob = (target: string, engine: string, more: { readonly key?: string; readonly group?: string } = {}): RunJob => ({
  target: {
    name: target,
    contract: engine,
    baseUrl: 'http://127.0.0.1:1',
    urls: {},
    credentials: ['key'],
    flood: { maxRequests: 0 },
    maxCreates: 0,
    allow: [],
    fixtures: {},
    durations: {},
    values: {},
    http: { timeoutMs: 0, headers: {} },
    ...(more.group === undefined ? {} : { quota: { limit: 1, windowSeconds: 1, group: more.group } }),
  },
  secrets: { key: more.key ?? `key of ${target}` },
  contract: engine,
  isProven: true,
  seed: 1,
  nonce: 'n',
  selection: { only: [], skip: [] },
  concurrency: 1,
  planDigest: 'd',
});
