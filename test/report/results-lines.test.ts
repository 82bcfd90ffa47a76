import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { gitlabCodeQuality } from '../../src/report/gitlab.ts';
import { type CaseLine, resultsLines, type TargetLine } from '../../src/report/results-lines.ts';
import { resultsLineSchema } from '../../src/report/results-schema.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, madeRun } from './support/made-run.ts';
import { commanding, documented, emptyRun, hostileRun, knownFailure, manyFindings, withKnown } from './support/wide-runs.ts';

const ajv = new Ajv2020({ strict: false, discriminator: false });
ajvFormats.default(ajv);
const isLine = ajv.compile<TargetLine | CaseLine>(resultsLineSchema);

const linesOf = (record: RunRecord): readonly (TargetLine | CaseLine)[] =>
  resultsLines({ record, directory: 'reports/r' })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (!isLine(value)) throw new Error(`${ajv.errorsText(isLine.errors)}: ${line}`);
      return value;
    });
const casesOf = (record: RunRecord): readonly CaseLine[] => linesOf(record).flatMap((line) => (line.type === 'case' ? [line] : []));

describe('results.jsonl', () => {
  test('has a line for each target, and one for each of its cases, valid by the schema', () => {
    expect(linesOf(parcelRecord()).map((line) => `${line.target} ${line.type}`)).toEqual([
      'depot target',
      ...Array.from({ length: 13 }, () => 'depot case'),
      'spare target',
      'spare case',
    ]);
  });

  test('says of each outcome what there is to say', () => {
    const told = new Map(casesOf(parcelRecord()).map(({ target, case: id, outcome, reason }) => [`${target} ${id}`, [outcome, reason]]));
    expect(told.get('depot pagination/maximum-size@#/a')).toEqual([
      'fail',
      'GET /parcels at /data: expected at most 20 items, got 25 items',
    ]);
    expect(told.get('depot filtering/only-matching@#/e')).toEqual(['pass', undefined]);
    expect(told.get('depot auth/refused@#/b')).toEqual(['skipped', 'allow lacks flood']);
    expect(told.get('depot ordering/seen@#/d')).toEqual(['observed', undefined]);
    expect(told.get('depot status/declared@#/f')).toEqual(['broken', 'a check threw']);
    expect(told.get('spare pagination/maximum-size@#/a')).toEqual(['broken', 'the worker was silent']);
  });

  test('has the finding, its fingerprint and what excuses it', () => {
    const record = withKnown(
      madeRun([{ name: 'depot', cases: [failedCase('a/b@#', 'P-1', { documentedAt: documented(3), node: '#/x' })] }]),
      [knownFailure({ excuses: ['a/b@#'] })],
    );
    const [line] = casesOf(record);
    expect(line).toMatchObject({
      judged: 3,
      breaches: 1,
      finding: { code: 'page-too-long', documentedAt: documented(3) },
      known: { owner: 'team-lists', reason: 'NX-481', expires: '2026-03-31' },
      replay: "assay replay reports/r 'a/b@#'",
    });
    const [issue] = JSON.parse(gitlabCodeQuality({ record, directory: 'd' })) as readonly { readonly fingerprint: string }[];
    expect(line?.fingerprint).toBe(issue?.fingerprint);
  });

  test('keeps what a server sends on its line, and no character of it that a terminal obeys', () => {
    const text = resultsLines({ record: hostileRun(), directory: 'd' });
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u202E\uFEFF]/u);
    const cases = casesOf(hostileRun());
    expect(cases.length).toBe(5);
    expect(cases[0]?.finding?.expected).toBe(commanding);
  });

  test('is empty for an empty run', () => {
    expect(resultsLines({ record: emptyRun(), directory: 'd' })).toBe('');
    expect(linesOf(madeRun([{ name: 'depot', cases: [] }])).map(({ type }) => type)).toEqual(['target']);
  });

  test('leaves none of hundreds out', () => {
    expect(casesOf(manyFindings(600)).length).toBe(600);
  });
});
