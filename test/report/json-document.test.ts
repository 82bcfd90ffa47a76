import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { jsonDocument, jsonDocumentSchema } from '../../src/report/index.ts';
import { parcelRecord } from './parcel-record.ts';

const document = jsonDocument({ record: parcelRecord(), directory: 'reports/r' });
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonDocumentSchema);

describe('the JSON document', () => {
  test('matches its schema, also after it was written and parsed', () => {
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('has the states of the known failures of the run', () => {
    const record = parcelRecord();
    const stale = {
      requirement: 'PARCEL-1',
      target: 'dep*',
      owner: 'o',
      reason: 'r',
      expires: '2026-01-01',
      file: 'known.yaml',
      line: 3,
    } as const;
    const knownFailures = [{ ...stale, state: 'expired', told: 'its last day was 2026-01-01', excuses: [] }] as const;
    const targets = record.footer.targets.map((end) => (end.target === 'depot' ? { ...end, knownFailures } : end));
    const withKnown = jsonDocument({ record: { ...record, footer: { ...record.footer, targets } }, directory: 'reports/r' });
    expect([validate(withKnown), validate.errors]).toEqual([true, null]);
    expect(withKnown.targets.map((one) => one.knownFailures)).toEqual([knownFailures, undefined]);
  });

  test('has the failed cases and no others', () => {
    expect(
      document.targets.map(({ target, findings }) => [target, findings.map((finding) => [finding.requirement, finding.case])]),
    ).toEqual([
      [
        'depot',
        [
          ['PARCEL-1', 'pagination/maximum-size@#/a'],
          ['PARCEL-10', 'ordering/by-weight@#/paths/~1parcels/get'],
          ['PARCEL-10', 'ordering/by-age@#/paths/~1parcels/get'],
        ],
      ],
      ['spare', []],
    ]);
    expect(document.targets[0]?.findings[0]).toEqual({
      requirement: 'PARCEL-1',
      check: 'pagination/maximum-size',
      level: 'must',
      operation: 'GET /parcels',
      outcome: 'fail',
      reason: 'at /data: expected at most 20 items, got 25 items',
      case: 'pagination/maximum-size@#/a',
      replay: "assay replay reports/r 'pagination/maximum-size@#/a' --target depot",
    });
  });

  test('counts requirements once and lists the undecided separately', () => {
    expect(document.targets[0]?.counts).toEqual({
      must: { pass: 1, fail: 1, inconclusive: 3, skipped: 2, observed: 0, broken: 1 },
      should: { pass: 1, fail: 1, inconclusive: 0, skipped: 0, observed: 0, broken: 0 },
      observe: { pass: 0, fail: 0, inconclusive: 0, skipped: 0, observed: 1, broken: 0 },
    });
    expect(document.targets[0]?.undecided).toEqual(['PARCEL-9']);
  });
});

describe('the schema of the JSON document', () => {
  const [target] = document.targets;
  const [finding] = target?.findings ?? [];
  const inside: readonly (readonly [string, object, (changed: object) => unknown])[] = [
    ['document', document, (changed) => changed],
    ['target', target ?? {}, (changed) => ({ ...document, targets: [changed] })],
    ['counts', target?.counts ?? {}, (changed) => ({ ...document, targets: [{ ...target, counts: changed }] })],
    ['finding', finding ?? {}, (changed) => ({ ...document, targets: [{ ...target, findings: [changed] }] })],
  ];
  for (const [name, whole, placed] of inside) {
    for (const member of Object.keys(whole)) {
      test(`requires ${member} in the ${name}`, () => {
        const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== member));
        expect(validate(placed(rest))).toBe(false);
      });
    }
    test(`has every member of the ${name}`, () => {
      expect(validate(placed(whole))).toBe(true);
      expect(validate(placed({ ...whole, rumour: 1 }))).toBe(false);
    });
  }
});
