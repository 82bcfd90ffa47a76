import { describe, expect, test } from 'vitest';

import type { Verdict } from '../../../src/model/verdict.ts';
import { parcelRecord } from '../parcel-record.ts';
import { failedCase, madeCase, madeRun, storedExchange } from '../support/made-run.ts';
import { pageOf } from '../support/page-of.ts';

const checks = new Map([
  [
    'pagination/maximum-size',
    { title: 'A page is never larger than the maximum', why: 'Clients reserve room for it.', fix: 'Cut the page.' },
  ],
]);

describe('the data of the page', () => {
  test('has every case once, under its id', () => {
    const record = parcelRecord();
    const { model } = pageOf(record);
    expect(model.cases.map(({ id }) => id)).toEqual(record.targets.flatMap(({ cases }) => cases.map(({ id }) => id)));
    for (const { finding, outcome } of model.cases) expect(finding !== undefined).toBe(outcome === 'fail');
  });

  test('has everything about a failure: where it is stated, what was expected and what came, how often, and how to see it again', () => {
    const cases = [failedCase('pagination/maximum-size@#/a', 'PARCEL-1')];
    const { model } = pageOf(madeRun([{ name: 'depot', cases }]), [storedExchange({ body: { data: [1] } })], { checks });
    expect(model.requirements[0]).toMatchObject({
      id: 'PARCEL-1',
      level: 'must',
      source: 'stated in Parcel Service, “Lists”, lines 10-12',
    });
    expect(model.findings[0]).toMatchObject({
      operation: 'GET /parcels',
      where: '#/data',
      expected: 'at most 20 items',
      actual: '25 items',
      often: '1 of 3 times',
      replay: "assay replay reports/r 'pagination/maximum-size@#/a'",
    });
    expect(model.causes).toEqual([
      {
        kind: 'must',
        check: 'pagination/maximum-size',
        title: 'A page is never larger than the maximum',
        why: 'Clients reserve room for it.',
        fix: 'Cut the page.',
        code: 'page-too-long',
        findings: [0],
      },
    ]);
  });

  test('groups findings by cause: the same check and the same code, musts first', () => {
    const cases = [
      failedCase('a/one@#/1', 'P-1', { code: 'x', exchanges: ['x1'] }),
      failedCase('a/one@#/2', 'P-2', { code: 'y', exchanges: ['x2'] }),
      failedCase('a/one@#/3', 'P-3', { code: 'x', exchanges: ['x3'] }),
      failedCase('b/two@#/4', 'P-4', { code: 'x', exchanges: ['x4'] }),
      failedCase('a/one@#/5', 'P-5', { code: 'x', exchanges: ['x5'] }, { level: 'should' }),
    ];
    const { model } = pageOf(madeRun([{ name: 'depot', cases }]));
    const nameOf = (at: number): string | undefined =>
      model.requirements[model.cases[model.findings[at]?.case ?? -1]?.requirement ?? -1]?.id;
    expect(model.causes.map(({ kind, findings }) => [kind, ...findings.map(nameOf)])).toEqual([
      ['must', 'P-1', 'P-3'],
      ['must', 'P-2'],
      ['must', 'P-4'],
      ['warning', 'P-5'],
    ]);
  });

  test('has equal reasons once', () => {
    const open: Verdict = { kind: 'inconclusive', reason: 'a page was answered with 429', exchanges: ['x5'] };
    const left: Verdict = { kind: 'skipped', because: 'not-allowed', reason: 'needs the permission "flood"' };
    const cases = [madeCase('a@#', 'P-1', open), madeCase('b@#', 'P-2', left), madeCase('c@#', 'P-3', open), madeCase('d@#', 'P-4', left)];
    const { model } = pageOf(madeRun([{ name: 'depot', cases }]));
    expect(model.reasons).toEqual(['a page was answered with 429', 'not-allowed: needs the permission "flood"']);
    expect(model.cases.map(({ reason }) => reason)).toEqual([0, 1, 0, 1]);
  });

  test('has the facts, and the parts that were not tried', () => {
    const cases = [
      madeCase(
        'a@#',
        'P-1',
        { kind: 'observed', facts: [{ fact: 'order', at: 'GET /parcels', value: { by: ['/id'] } }] },
        { level: 'observe' },
      ),
      madeCase('b@#', 'P-2', {
        kind: 'pass',
        judged: 1,
        untried: ['POST /parcels: needs the permission "mutation"'],
        facts: [{ fact: 'size', at: 'outside', value: 20 }],
      }),
    ];
    const { model } = pageOf(madeRun([{ name: 'depot', cases }]));
    expect(model.facts).toEqual([
      { case: 0, fact: 'order', at: 'GET /parcels', value: '{"by":["/id"]}' },
      { case: 1, fact: 'size', at: 'outside', value: '20' },
    ]);
    expect(model.cases[1]).toMatchObject({ judged: 1, untried: ['POST /parcels: needs the permission "mutation"'] });
  });
});

describe('what changed since the last run', () => {
  const before = madeRun(
    [
      {
        name: 'depot',
        cases: [
          failedCase('a/one@#/1', 'P-1'),
          madeCase('a/two@#/2', 'P-2', { kind: 'pass', judged: 1 }),
          failedCase('a/three@#/3', 'P-3'),
          failedCase('a/four@#/4', 'P-4'),
        ],
      },
    ],
    { run: '2026-02-28T02-00-00Z-aaaa', startedAt: '2026-02-28T02:00:00.000Z' },
  );
  const now = madeRun([
    {
      name: 'depot',
      cases: [
        failedCase('a/one@#/1', 'P-1'),
        failedCase('a/two@#/2', 'P-2'),
        madeCase('a/three@#/3', 'P-3', { kind: 'pass', judged: 1 }),
        failedCase('a/four@#/4', 'P-4', { code: 'another' }),
      ],
    },
  ]);

  test('is told for the run and for each finding', () => {
    const { model } = pageOf(now, [], { previous: before });
    expect(model.changes).toMatchObject({ run: '2026-02-28T02-00-00Z-aaaa', isOtherContract: false });
    expect(model.changes?.rows.map(({ kind, requirement }) => [kind, requirement])).toEqual([
      ['regression', 'P-2'],
      ['changed', 'P-4'],
      ['fix', 'P-3'],
    ]);
    expect(model.findings.map(({ since }) => since)).toEqual(['still', 'new', 'changed']);
  });

  test('is not told of targets that the last run did not judge, or judged by another contract', () => {
    const other = madeRun([{ name: 'quay', cases: [failedCase('a/one@#/1', 'P-1')] }]);
    expect(pageOf(now, [], { previous: other }).model.changes?.rows).toEqual([]);
    expect(pageOf(now, [], { previous: other }).model.findings.map(({ since }) => since)).toEqual([undefined, undefined, undefined]);
  });
});
