import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Case } from '../../src/model/case.ts';
import { createRecordWriter, readRecord } from '../../src/model/record.ts';
import type { RecordEntry, RecordFooter, RecordHeader, RunRecord } from '../../src/model/record.ts';
import type { Level } from '../../src/model/requirement.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { countRequirements } from '../../src/policy/counts.ts';
import { joinExitCodes, targetExitCode } from '../../src/policy/exit-code.ts';
import { judgedRequirements } from '../../src/policy/judged-requirements.ts';
import { parcelCase, parcelEntries, parcelFooter, parcelHeader } from '../model/hand-written-run.ts';

/** Writes a record to a file and reads it again, as reports do. */
const throughFile = (header: RecordHeader, entries: readonly RecordEntry[], footer: RecordFooter): RunRecord => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-report-'));
  try {
    const path = join(directory, 'run.jsonl');
    const writer = createRecordWriter(path, header);
    for (const entry of entries) writer.append(entry);
    writer.close(footer);
    return readRecord(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const judged = (check: string, requirement: string, level: Level, verdict: Verdict, more: Partial<Case> = {}): readonly RecordEntry[] => {
  const made = parcelCase(`${check}@#/paths/~1parcels/get`, requirement, { title: `Requirement ${requirement}`, level, ...more });
  return [
    { type: 'case', target: 'depot', case: made },
    { type: 'verdict', target: 'depot', id: made.id, verdict, seconds: 0.1 },
  ];
};

const finding = { code: 'wrong-order', operation: 'GET /parcels', where: '/data/3/weight', exchanges: ['x9'] };
const bySize = 'every parcel is at least as heavy as the one before it, counted in grams, as the parameter sort=weight asks for';

/** Entries that fill every section of a summary. */
const manyEntries: readonly RecordEntry[] = [
  ...parcelEntries,
  ...judged('ordering/by-weight', 'PARCEL-10', 'should', {
    kind: 'fail',
    judged: 240,
    breaches: 1,
    finding: { ...finding, expected: bySize, actual: 'red \u001B[31mtext\nand `code` <b>' },
  }),
  ...judged('ordering/by-age', 'PARCEL-10', 'should', {
    kind: 'fail',
    judged: 2,
    breaches: 2,
    finding: {
      ...finding,
      exchanges: ['x9', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6'],
      where: '',
      expected: 'oldest first',
      actual: 'x'.repeat(450),
    },
  }),
  ...judged('auth/one', 'PARCEL-11', 'must', { kind: 'skipped', because: 'not-allowed', reason: 'allow lacks flood' }),
  ...judged('auth/two', 'PARCEL-12', 'must', { kind: 'pass', judged: 2, untried: ['POST /parcels: needs the permission "mutation"'] }),
  ...judged('pages/one', 'PARCEL-13', 'must', { kind: 'inconclusive', reason: 'a page was answered with 429', exchanges: ['x5'] }),
  ...judged('pages/two', 'PARCEL-13', 'must', { kind: 'inconclusive', reason: 'nothing of it was seen', exchanges: [], unseen: true }),
  ...judged('pages/three', 'PARCEL-14', 'must', { kind: 'inconclusive', reason: 'a page was answered with 429', exchanges: ['x6'] }),
];

const counted = (record: RunRecord): RecordFooter => {
  const targets = record.targets.flatMap((target) => {
    const end = record.footer.targets.find((each) => each.target === target.target);
    if (end === undefined) return [];
    const requirements = judgedRequirements(target, end.ended);
    return [{ ...end, counts: countRequirements(requirements), exitCode: targetExitCode(requirements, end.ended) }];
  });
  return { ...record.footer, targets, exitCode: joinExitCodes(targets.map(({ exitCode }) => exitCode)) };
};

/** The hand-written run with more verdicts, counted by the policy. */
export const parcelRecord = (): RunRecord =>
  throughFile(parcelHeader, manyEntries, counted(throughFile(parcelHeader, manyEntries, parcelFooter)));
