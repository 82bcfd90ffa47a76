import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { createRecordWriter, readRecord, type RecordFooter } from '../../src/model/record.ts';
import { writeAllure } from '../../src/report/allure/write-allure.ts';
import { htmlPage } from '../../src/report/page/page.ts';
import { gateMarkdown, jsonDocument, jsonDocumentSchema, summary } from '../../src/report/index.ts';
import { junit } from '../../src/report/junit.ts';
import { answerGate } from '../../src/policy/gate.ts';
import { policyOf } from '../../src/policy/gate-policy.ts';
import { parcelEntries, parcelFooter, parcelHeader } from '../model/hand-written-run.ts';
import { hostile, madeCase, madeRun } from './support/made-run.ts';
import { madeCoverage, madeOperation, madeUnreached, withCoverage } from './support/made-coverage.ts';
import { pageOf } from './support/page-of.ts';
import { allIn, readHtml } from './support/read-html.ts';

const mutation = { kind: 'permission', name: 'mutation' } as const;
const map = [
  madeOperation('GET /parcels'),
  madeOperation('GET /parcels/{id}', { judged: 0, why: 'a page was answered with 429' }),
  madeOperation('GET /labels', { state: 'reached', why: 'answered 404' }),
  madeUnreached('POST /parcels', 'needs the permission "mutation"'),
];
const coverage = madeCoverage(map, {
  unexercised: [
    { reason: 'answered 404', operations: ['GET /labels'] },
    { reason: 'needs the permission "mutation"', lacks: [mutation], operations: ['POST /parcels'] },
  ],
});
const plain = madeRun([{ name: 'depot', cases: [madeCase('a@#', 'P-1', { kind: 'pass', judged: 1 })] }]);
const record = withCoverage(plain, coverage);
const unspaced = (text: string): string => text.replaceAll(/\s+/gu, ' ');
const gated = (of: typeof record, needed?: number) =>
  answerGate(of, policyOf({ evidence: { must: 0.8, ...(needed === undefined ? {} : { operations: needed }) } }), () => []);

describe('the coverage of a run', () => {
  test('is told in the summary, with what would reach more', () => {
    const text = unspaced(summary({ record, directory: 'r' }));
    expect(text).toContain('1 of 1 must judged, 2 of 4 operations exercised (3 reached).');
    expect(text).toContain(
      'Seen: 3 of 7 documented statuses, 3 of 3 media types of answers, 15 of 21 schema branches. Sent: 3 of 6 parameters, 0 of 90 listed values, 0 of 1 media type of bodies, 3 of 6 security alternatives.',
    );
    expect(text).toContain('### Operations not exercised: 2 of 4 - answered 404 GET /labels');
    expect(text).toContain('### Operations exercised and not judged: 1 of 4 - a page was answered with 429 GET /parcels/{id}');
    expect(text).toContain('### What would reach more - --allow mutation → +1 operation');
  });

  test('is in the JSON document with its totals, and the document fits its schema', () => {
    const document = jsonDocument({ record, directory: 'r' });
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonDocumentSchema);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(document.targets[0]?.coverage).toMatchObject({
      operations: 4,
      exercised: 2,
      reached: 3,
      map,
      totals: { judged: 2, undocumented: 3, statuses: { seen: 3, of: 7 }, values: { seen: 0, of: 90 }, requestTypes: { seen: 0, of: 1 } },
    });
  });

  test('is a table in the page, one row an operation, with what each did not see', () => {
    const { page, model } = pageOf(record);
    const rows = allIn(page).filter(({ name, text }) => name === 'tr' && /(?:GET|POST) \//u.test(text));
    expect(rows.map(({ text }) => /(?:GET|POST) [\w/{}]+/u.exec(unspaced(text))?.[0])).toEqual(map.map(({ operation }) => operation));
    expect(rows.map(({ text }) => /(?:not )?reached/u.exec(text)?.[0])).toEqual([undefined, undefined, 'reached', 'not reached']);
    const [parcels, , labels] = model.operations;
    expect(labels?.coverage).toMatchObject({
      why: 'answered 404',
      tallies: expect.arrayContaining([expect.objectContaining({ seen: 1, of: 2 })]),
    });
    const told = JSON.stringify(parcels?.coverage);
    for (const part of ['not documented', '418', 'text/html', 'query sort', 'and 28 more', '200 /owner null', 'never left out'])
      expect(told).toContain(part);
    expect(page.text).toContain('--allow mutation → +1 operation');
  });

  test('is in the properties of JUnit, the environment of Allure and the Markdown of the gate', () => {
    const xml = junit({ record, directory: 'r' });
    for (const [name, value] of Object.entries({ operations: '2/4', reached: '3/4', judged: '2/4', statuses: '3/7', security: '3/6' }))
      expect(xml).toContain(`<property name="coverage.${name}" value="${value}"/>`);
    const folder = mkdtempSync(join(tmpdir(), 'assay-coverage-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeAllure({ record, directory: 'r' }, [], folder);
    expect(readFileSync(join(folder, 'environment.properties'), 'utf8')).toMatch(
      /coverage\.depot ?= ?2 of 4 operations exercised \(3 reached\)\. Seen/u,
    );
    const markdown = gateMarkdown(gated(record), 'r', record);
    expect(markdown).toContain('### Coverage');
    expect(markdown).toMatch(/\| `POST \/parcels` \| unreached \| 0 \| 0 \| 0 of 1 \|/u);
  });

  test('decides the gate where operations are required, in its first line', () => {
    expect(gated(record, 0.5).line).toMatch(/^yes: .*2 of 4 operations exercised \(50%\), 50% required/u);
    expect(gated(record, 0.8)).toMatchObject({
      answer: 'no',
      exitCode: 3,
      line: 'no: depot: not enough evidence: 2 of 4 operations exercised (50%), 80% required; cheapest: --allow mutation → +1 operation',
    });
  });

  test('survives the record; one of an older version is left out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-coverage-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const through = (name: string, given: object) => {
      const path = join(folder, name);
      const writer = createRecordWriter(path, parcelHeader);
      for (const entry of parcelEntries) writer.append(entry);
      const targets = parcelFooter.targets.map((one, at) => (at === 0 ? { ...one, coverage: given } : one));
      writer.close({ ...parcelFooter, targets } as RecordFooter);
      return readRecord(path).footer.targets[0]?.coverage;
    };
    expect(through('new.jsonl', coverage)).toEqual(coverage);
    const old = { operations: 2, reached: 1, notSelected: 0, unreached: [{ reason: 'r', operations: ['GET /a'] }], unusedCredentials: [] };
    expect(through('old.jsonl', old)).toBeUndefined();
  });

  test('is only text, whatever a document says', () => {
    const bad = madeOperation(`GET /${hostile}`, {
      judged: 0,
      why: hostile,
      statuses: { seen: [hostile], unseen: [hostile], undocumented: [hostile] },
      branches: { seen: 0, of: 1, unseen: [hostile] },
    });
    const evil = withCoverage(plain, madeCoverage([bad]));
    const text = htmlPage({ record: evil, directory: 'r' });
    const page = readHtml(text);
    expect(allIn(page).filter(({ name }) => name === 'img')).toEqual([]);
    expect(allIn(page).filter(({ name }) => name === 'script')).toHaveLength(2);
    for (const one of [
      text,
      junit({ record: evil, directory: 'r' }),
      summary({ record: evil, directory: 'r' }),
      gateMarkdown(gated(evil), 'r', evil),
    ])
      expect(['\u0007', '\u202E'].filter((character) => one.includes(character))).toEqual([]);
  });

  test('of 1,200 operations is written in a bounded size, and a long table is folded', () => {
    const many = Array.from({ length: 1200 }, (_, at) => madeOperation(`GET /parcels/${at}/{id}`));
    const large = withCoverage(plain, madeCoverage(many));
    const text = htmlPage({ record: large, directory: 'r' });
    const markdown = gateMarkdown(gated(large), 'r', large);
    junit({ record: large, directory: 'r' });
    expect(summary({ record: large, directory: 'r' }).split('\n').length).toBeLessThan(60);
    expect(text.length).toBeLessThan(3_500_000);
    expect(text).toMatch(/Show 11\d\d more operations/u);
    expect(markdown).toContain('and 1150 more in the record');
  });

  test('is absent where the record has none', () => {
    expect(htmlPage({ record: plain, directory: 'r' })).not.toContain('Coverage of the contract</summary>');
    expect(summary({ record: plain, directory: 'r' })).not.toContain('What would reach more');
    expect(junit({ record: plain, directory: 'r' })).not.toContain('coverage.');
  });
});
