import type { Case } from '../../src/model/case.ts';
import type { RecordEntry, RecordFooter, RecordHeader } from '../../src/model/record.ts';

/** A case of the made-up parcel service. */
export const parcelCase = (id: string, requirement: string, more: Partial<Case> = {}): Case => ({
  id,
  check: id.split('@')[0] ?? id,
  requirement,
  title: 'A list has at most 20 parcels',
  level: 'must',
  area: 'pagination',
  kind: 'probe',
  phase: 'read',
  places: [{ operation: 'GET /parcels', way: ['#', '#/paths/~1parcels/get'] }],
  untried: [],
  cost: { requests: 2, creates: 0 },
  ...more,
});

export const parcelHeader: RecordHeader = {
  type: 'run',
  format: 1,
  run: '2026-03-01T02-00-00Z-1a2b',
  assay: '0.1.0',
  demo: false,
  startedAt: '2026-03-01T02:00:00.000Z',
  seed: 7,
  nonce: '1a2b',
  options: { allow: ['mutation'] },
  targets: [
    { target: 'depot', contract: 'parcels', baseUrl: 'http://127.0.0.1:4010/v1', planDigest: 'p1', undecided: ['PARCEL-9'] },
    { target: 'spare', contract: 'parcels', baseUrl: 'http://127.0.0.1:4011/v1', planDigest: 'p1', undecided: ['PARCEL-9'] },
  ],
};

const basis = { area: 'pagination', level: 'must', basis: 'stated', section: 'Lists', lines: '10-12' } as const;

/** Every type of line, every kind of verdict, with and without the optional members. */
export const parcelEntries: readonly RecordEntry[] = [
  { type: 'requirement', target: 'depot', requirement: { id: 'PARCEL-1', title: 'A list has at most 20 parcels', ...basis } },
  { type: 'case', target: 'depot', case: parcelCase('pagination/maximum-size@#/a', 'PARCEL-1') },
  {
    type: 'case',
    target: 'depot',
    case: parcelCase('auth/refused@#/b', 'PARCEL-2', { skip: { because: 'not-allowed', reason: 'allow lacks flood' } }),
  },
  { type: 'case', target: 'depot', case: parcelCase('schema/response-body@#/c', 'PARCEL-3', { kind: 'watch' }) },
  { type: 'case', target: 'depot', case: parcelCase('ordering/seen@#/d', 'PARCEL-4', { level: 'observe' }) },
  { type: 'case', target: 'depot', case: parcelCase('filtering/only-matching@#/e', 'PARCEL-5', { level: 'should' }) },
  { type: 'case', target: 'depot', case: parcelCase('status/declared@#/f', 'PARCEL-6') },
  { type: 'case', target: 'spare', case: parcelCase('pagination/maximum-size@#/a', 'PARCEL-1') },
  { type: 'preflight', target: 'depot', result: { kind: 'ready', answersEverything: false, notes: ['3 parcels found'] } },
  { type: 'preflight', target: 'spare', result: { kind: 'stopped', reason: 'the target is down' } },
  {
    type: 'verdict',
    target: 'depot',
    id: 'pagination/maximum-size@#/a',
    verdict: {
      kind: 'fail',
      judged: 3,
      breaches: 1,
      finding: {
        code: 'page-too-long',
        operation: 'GET /parcels',
        where: '/data',
        expected: 'at most 20 items',
        actual: '25 items',
        exchanges: ['x4', 'x2'],
      },
      untried: ['GET /archive'],
    },
    seconds: 0.25,
  },
  {
    type: 'verdict',
    target: 'depot',
    id: 'auth/refused@#/b',
    verdict: { kind: 'skipped', because: 'not-allowed', reason: 'allow lacks flood' },
    seconds: 0,
  },
  {
    type: 'verdict',
    target: 'depot',
    id: 'schema/response-body@#/c',
    verdict: { kind: 'inconclusive', reason: 'no parcel was seen', exchanges: ['x1'], unseen: true },
    seconds: 0,
  },
  { type: 'verdict', target: 'depot', id: 'ordering/seen@#/d', verdict: { kind: 'observed' }, seconds: 0 },
  { type: 'fact', target: 'depot', id: 'ordering/seen@#/d', fact: 'order', at: 'GET /parcels', value: { by: ['/id'] } },
  { type: 'fact', target: 'depot', id: 'ordering/seen@#/d', fact: 'direction', at: 'GET /parcels', value: null },
  { type: 'verdict', target: 'depot', id: 'filtering/only-matching@#/e', verdict: { kind: 'pass', judged: 12 }, seconds: 0.5 },
  { type: 'verdict', target: 'depot', id: 'status/declared@#/f', verdict: { kind: 'broken', error: 'a check threw' }, seconds: 0 },
  { type: 'created', target: 'depot', collection: 'parcels', label: 'ct-1a2b-first' },
];

const none = { pass: 0, fail: 0, inconclusive: 0, skipped: 0, observed: 0, broken: 0 };

export const parcelFooter: RecordFooter = {
  type: 'end',
  targets: [
    {
      target: 'depot',
      ended: { kind: 'stopped', reason: 'budget', message: '40 requests were sent' },
      requests: 40,
      created: 1,
      seconds: 2.5,
      counts: {
        must: { ...none, fail: 1, inconclusive: 1, skipped: 1, broken: 1 },
        should: { ...none, pass: 1 },
        observe: { ...none, observed: 1 },
      },
      exitCode: 4,
    },
    {
      target: 'spare',
      ended: { kind: 'lost', reason: 'the worker was silent' },
      requests: 0,
      created: 0,
      seconds: 1,
      counts: { must: { ...none, broken: 1 }, should: none, observe: none },
      exitCode: 4,
    },
  ],
  exitCode: 4,
  seconds: 2.75,
};
