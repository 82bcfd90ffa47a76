import { describe, expect, test } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerGate } from '../../src/policy/gate.ts';
import { policyOf } from '../../src/policy/gate-policy.ts';
import { gateDocument, gateMarkdown, githubAnnotations, jsonDocument, jsonDocumentSchema, junit, summary } from '../../src/report/index.ts';
import { gateDocumentSchema } from '../../src/report/gate/gate-schema.ts';
import { writeReports } from '../../src/report/write-reports.ts';
import { failedCase, folder as folderOf, madeRun } from './support/made-run.ts';

const first = 'errors/no-failure@#/paths/~1parcels/get';
const second = 'schema/body@#/paths/~1parcels/get';
const warning = 'headers/date@#/paths/~1parcels/get';
const record = madeRun([
  {
    name: 'depot',
    cases: [
      failedCase(second, 'P-2', { code: 'schema-required', where: '#/data', actual: 'no such member' }, { check: 'schema/body' }),
      failedCase(first, 'P-1', { code: 'server-failure', where: 'status', actual: '500' }, { check: 'errors/no-failure' }),
      failedCase(warning, 'P-3', { code: 'header-absent', where: 'Date', actual: 'none' }, { check: 'headers/date', level: 'should' }),
      failedCase('schema/other@#', 'P-4', { where: '#/id', exchanges: ['x9'] }, { check: 'schema/other' }),
    ],
  },
]);
const input = { record, directory: 'reports/r' };
const answer = answerGate(record, policyOf({}), () => []);

describe('findings that follow from another are shown below it', () => {
  test('without a change of counts and exit code', () => {
    expect(record.footer.targets[0]?.counts).toMatchObject({ must: { fail: 3 }, should: { fail: 1 } });
    expect(record.footer.exitCode).toBe(1);
    expect(answer.line).toBe('no: depot: 3 musts are broken (P-2, P-1, P-4)');
  });

  test('in the summary', () => {
    const text = summary(input).replaceAll(/\s+/gu, ' ');
    expect(text.match(/- P-\d:/gu)).toEqual(['- P-1:', '- P-4:']);
    expect(text).toMatch(
      /- P-1:.* follows: probably a consequence: P-2 \(must\).* follows: probably a consequence: P-3 \(should\).*- P-4:/u,
    );
    expect(text).not.toContain('### Warnings');
  });

  test('in the JSON document', () => {
    const document = jsonDocument(input);
    expect(document.targets[0]?.findings.map(({ case: id, consequenceOf }) => [id, consequenceOf])).toEqual([
      [second, first],
      [first, undefined],
      [warning, first],
      ['schema/other@#', undefined],
    ]);
    expect(new Ajv2020({ strict: false }).validate(jsonDocumentSchema, JSON.parse(JSON.stringify(document)))).toBe(true);
  });

  test('in the answer of the gate, in the section of their weight', () => {
    const text = gateMarkdown(answer, 'reports/r', record);
    expect(text.match(/^- \*\*P-\d\*\*/gmu)).toEqual(['- **P-1**', '- **P-4**', '- **P-3**']);
    expect(text).toContain('  - probably a consequence: **P-2** ');
    expect(text).toContain(`  - probably a consequence of \`${first}\``);
    expect(new Ajv2020({ strict: false }).validate(gateDocumentSchema, JSON.parse(JSON.stringify(gateDocument(answer, 'reports/r'))))).toBe(
      true,
    );
    expect(githubAnnotations(answer)).toContain(`Probably a consequence of ${first}. `);
  });

  test('in junit.xml, where each is still a test case', () => {
    const text = junit(input);
    expect(text.match(/<testcase /gu)).toHaveLength(4);
    expect(text.match(/<failure /gu)).toHaveLength(3);
    expect(text.match(/message="[^"]*probably a consequence of errors\/no-failure@/gu)).toHaveLength(2);
  });

  test('on the page and in the results of Allure', async () => {
    const directory = folderOf();
    await writeReports({ record, directory, list: ['html', 'allure'] });
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    const order = [...page.matchAll(/href="#finding\/depot\/([^"]+)"|aria-label="Probably consequences"/gu)];
    expect(order.map(([text, id]) => (id === undefined ? text : decodeURIComponent(id)))).toEqual([
      first,
      'aria-label="Probably consequences"',
      second,
      warning,
      'schema/other@#',
    ]);
    const allure = join(directory, 'allure-results');
    const shown = readdirSync(allure)
      .filter((name) => name.endsWith('-result.json'))
      .map((name) => readFileSync(join(allure, name), 'utf8'))
      .filter((text) => text.includes(`probably a consequence of ${first}`));
    expect(shown).toHaveLength(2);
  });
});
