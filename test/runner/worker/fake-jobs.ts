import { readFileSync } from 'node:fs';

import type { Case } from '../../../src/model/case.ts';
import type { RunJob } from '../../../src/runner/worker/job.ts';

const template: Case = JSON.parse(readFileSync(new URL('fake-case.json', import.meta.url), 'utf8'));

/** A case of the fake worker, which makes its own from the same file. */
export const fakeCase = (number: number): Case => ({
  ...template,
  id: template.id.replace('%', String(number)),
  check: template.check.replace('%', String(number)),
  requirement: template.requirement.replace('%', String(number)),
});

/** A job for one of the engines of the fake worker, `name` or `name:cases`. */
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
  plan: { contract: engine, target, seed: 1, cases: [], undecided: [], digest: 'd' },
  contractDigest: 'd',
  concurrency: 1,
});
