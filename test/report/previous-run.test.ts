import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createRecordWriter } from '../../src/model/record.ts';
import { previousRun } from '../../src/report/previous-run.ts';
import { folder, madeRun } from './support/made-run.ts';

/** Writes the record of a run that judged these targets, into a folder of its name. */
const written = (reports: string, run: string, targets: readonly string[], isComplete = true) => {
  const { header, footer } = madeRun(
    targets.map((name) => ({ name, cases: [] })),
    { run },
  );
  mkdirSync(join(reports, run));
  const writer = createRecordWriter(join(reports, run, 'run.jsonl'), header);
  if (isComplete) writer.close(footer);
};

const now = madeRun([{ name: 'depot', cases: [] }], { run: '2026-03-05T02-00-00Z-1a2b' });

test('the last run is the newest complete one before that judged a target of this one', () => {
  const reports = folder();
  written(reports, '2026-03-01T02-00-00Z-aaaa', ['depot']);
  written(reports, '2026-03-02T02-00-00Z-bbbb', ['depot', 'quay']);
  written(reports, '2026-03-03T02-00-00Z-cccc', ['quay']);
  written(reports, '2026-03-04T02-00-00Z-dddd', ['depot'], false);
  written(reports, '2026-03-06T02-00-00Z-eeee', ['depot']);
  mkdirSync(join(reports, '2026-03-04T03-00-00Z-ffff'));
  writeFileSync(join(reports, '2026-03-04T03-00-00Z-ffff', 'run.jsonl'), 'no record');
  expect(previousRun(now, join(reports, now.header.run))?.header.run).toBe('2026-03-02T02-00-00Z-bbbb');
});

test('there is no last run where nothing lies beside this one', () => {
  expect(previousRun(now, join(folder(), now.header.run))).toBeUndefined();
  expect(previousRun(now, '/nowhere/reports/r')).toBeUndefined();
});
