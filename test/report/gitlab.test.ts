import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { gitlabCodeQuality } from '../../src/report/gitlab.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { failedCase, madeRun } from './support/made-run.ts';
import { documented, emptyRun, hostileRun, knownFailure, manyFindings, withKnown } from './support/wide-runs.ts';

/** The format as the documentation of GitLab describes it ("Code Quality report format"). */
const isValid = new Ajv2020().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^[^./]' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
});

type Issue = {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
};

const issuesOf = (record: RunRecord, more: Partial<ReportInput> = {}): readonly Issue[] => {
  const value: unknown = JSON.parse(gitlabCodeQuality({ record, directory: 'reports/r', ...more }));
  expect(isValid(value), JSON.stringify(isValid.errors)).toBe(true);
  return value as readonly Issue[];
};

describe('the code quality report for GitLab', () => {
  test('has each broken promise at its line, named from the root of the repository', () => {
    const record = madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1', { documentedAt: documented(12) })] }]);
    const [issue] = issuesOf(record, { repository: { root: '/src', below: 'depot' } });
    expect(issue).toMatchObject({
      description: 'depot: P-1 A list has at most 20 parcels: GET /parcels at #/data: expected at most 20 items, got 25 items',
      check_name: 'a/b',
      severity: 'critical',
      location: { path: 'depot/api/openapi.yaml', lines: { begin: 12 } },
    });
    expect(issuesOf({ ...record, header: { ...record.header, run: 'later' } })[0]?.fingerprint).toBe(issue?.fingerprint);
  });

  test('takes severities from the strictness, and tells what is known or follows', () => {
    const cases = [
      failedCase('a/one@#', 'P-1', { code: 'a' }),
      failedCase('a/two@#', 'P-2', { code: 'b' }, { level: 'should' }),
      failedCase('a/three@#', 'P-3', { code: 'c' }),
    ];
    const record = withKnown(madeRun([{ name: 'depot', cases }]), [
      knownFailure({ requirement: 'P-3', excuses: ['a/three@#'] }),
      knownFailure({ requirement: 'P-9', state: 'expired', told: 'its last day was 2026-02-01' }),
    ]);
    expect(issuesOf(record).map(({ severity, description }) => [severity, description.slice(0, 60)])).toEqual([
      ['critical', 'depot: known failure P-9: its last day was 2026-02-01'],
      ['critical', 'depot: P-1 A list has at most 20 parcels: GET /parcels at #/'],
      ['minor', 'depot: probably a consequence of a/one@#: P-2 A list has at '],
      ['info', 'depot: known failure until 2026-03-31, team-lists: P-3 A lis'],
    ]);
  });

  test('is an empty list for an empty run', () => {
    expect(gitlabCodeQuality({ record: emptyRun(), directory: 'd' })).toBe('[]\n');
  });

  test('keeps what a server sends on one short line', () => {
    for (const { description } of issuesOf(hostileRun())) {
      expect(description.length).toBeLessThan(560);
      expect(description).not.toMatch(/[\p{Cc}\u202E\uFEFF]/u);
    }
    expect(issuesOf(hostileRun()).length).toBe(2);
  });

  test('has all of hundreds, each with a fingerprint of its own', () => {
    const issues = issuesOf(manyFindings(600));
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(600);
  });
});
