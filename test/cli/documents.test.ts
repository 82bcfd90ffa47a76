import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

import { compareDocumentSchema } from '../../src/report/compare/compare-schema.ts';
import { diffDocumentSchema } from '../../src/report/diff/diff-schema.ts';
import { gateDocumentSchema } from '../../src/report/gate/gate-schema.ts';
import { failedCase, hostile, madeCase, madeRun, storedExchange, type MadeCase } from '../report/support/made-run.ts';
import { writtenRun } from '../report/support/written-run.ts';
import { assay, emptyFolder, fakeIo } from './support.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });

/** Errors of a text against a schema. */
const faultsOf = (schema: object, text: string): unknown => {
  const validate = ajv.compile(schema);
  const value: unknown = JSON.parse(text);
  return validate(value) ? [] : validate.errors;
};

const fact = (value: unknown) => [{ fact: 'size', at: 'GET /parcels', value }];

/** A verdict of each kind; the first three differ in the second run. */
const casesOf = (turn: number): readonly MadeCase[] => [
  turn === 0 ? madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1, facts: fact(1) }) : failedCase('a/1@#', 'P-1', { actual: hostile }),
  turn === 0
    ? failedCase('a/2@#', 'P-2')
    : madeCase('a/2@#', 'P-2', { kind: 'inconclusive', reason: 'met 429', exchanges: ['x1'], unseen: true }),
  madeCase('a/3@#', 'P-3', { kind: 'observed', facts: fact(turn) }, { level: 'observe' }),
  madeCase('a/4@#', 'P-4', { kind: 'pass', judged: 3, untried: ['PUT /parcels: allow lacks mutation'] }),
  madeCase('a/5@#', 'P-5', { kind: 'skipped', because: 'not-allowed', reason: 'allow lacks flood' }),
  madeCase('a/6@#', 'P-6', { kind: 'broken', error: 'TypeError' }),
  failedCase('a/7@#', 'P-7', {}, { level: 'should' }),
];

const folderOf = (): string => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'reports'));
  for (const [turn, run] of ['one', 'two'].entries()) {
    const made = madeRun([{ name: 'depot', cases: casesOf(turn) }], { run, assay: `0.${turn}.0` });
    const faulty = storedExchange({
      id: 'x2',
      status: 404,
      body: { message: hostile },
      request: { faults: ['unknown-id'], pathValues: { id: 'p-1' } },
    });
    writtenRun(join(cwd, 'reports', run), made, [storedExchange({ body: { id: 1, more: turn } }), faulty]);
  }
  writeFileSync(
    join(cwd, 'known.yaml'),
    `- { target: 'dep*', requirement: P-1, operation: GET /parcels, finding: { code: page-too-long }, owner: o, reason: r, expires: 2020-01-01 }\n- { case: 'a/7@#', owner: o, reason: r, expires: 2020-01-01 }\n`,
  );
  return cwd;
};

test.each([
  ['gate', gateDocumentSchema, ['gate', '--run', 'two', '--known-failures', 'known.yaml']],
  ['gate of no record', gateDocumentSchema, ['gate', '--run', 'torn']],
  ['diff', diffDocumentSchema, ['diff', 'one', 'two']],
  ['diff without exchanges', diffDocumentSchema, ['diff', 'one', 'bare']],
  ['diff with no record', diffDocumentSchema, ['diff', 'one', 'torn']],
  ['compare', compareDocumentSchema, ['compare', 'one', 'two']],
  ['compare without exchanges', compareDocumentSchema, ['compare', 'one', 'bare']],
  ['compare with no record', compareDocumentSchema, ['compare', 'one', 'torn']],
])('the output of %s matches its published schema', async (_, schema, args) => {
  const cwd = folderOf();
  writtenRun(join(cwd, 'reports', 'torn'), madeRun([{ name: 'depot', cases: [] }]));
  writeFileSync(join(cwd, 'reports', 'torn', 'run.jsonl'), '{');
  writtenRun(join(cwd, 'reports', 'bare'), madeRun([{ name: 'depot', cases: casesOf(1) }], { run: 'bare' }));
  rmSync(join(cwd, 'reports', 'bare', 'exchanges'), { recursive: true });
  const { stdout } = await assay([...args, '--json'], fakeIo({ cwd }));
  expect(faultsOf(schema, stdout)).toEqual([]);
});

test.each([
  ['gate', gateDocumentSchema, ['gate', '--run', 'two']],
  ['diff', diffDocumentSchema, ['diff', 'one', 'two']],
  ['compare', compareDocumentSchema, ['compare', 'one', 'two']],
])('the schema of %s has every member', async (_, schema, args) => {
  const { stdout } = await assay([...args, '--json'], fakeIo({ cwd: folderOf() }));
  expect(faultsOf(schema, stdout.replace('"format"', '"another": 1,\n "format"'))).not.toEqual([]);
});
