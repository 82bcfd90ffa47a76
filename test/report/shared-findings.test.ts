import { describe, expect, test } from 'vitest';

import { explainCase } from '../../src/cli/explain/explain-case.ts';
import type { Case } from '../../src/model/case.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { answerGate } from '../../src/policy/gate.ts';
import { policyOf } from '../../src/policy/gate-policy.ts';
import { allureResult } from '../../src/report/allure/allure-result.ts';
import { gateMarkdown, githubAnnotations } from '../../src/report/index.ts';
import { htmlPage } from '../../src/report/page/page.ts';
import { jsonDocument } from '../../src/report/json-document.ts';
import { junit } from '../../src/report/junit.ts';
import { summary } from '../../src/report/summary.ts';
import { failedCase, madeRun, type MadeCase } from './support/made-run.ts';
import { pageOf } from './support/page-of.ts';
import { withClass } from './support/read-html.ts';
import { readXml, type XmlElement } from './support/read-xml.ts';

const at = (pointer: string, line = 58) => ({ documentedAt: { file: 'api/openapi.yaml', line, column: 7, pointer } });

/** A failure of one operation whose answer has a component that many share. */
const shelf = (n: number, pointer = '#/components/schemas/Error'): MadeCase =>
  failedCase(
    `schema/response-body@#/paths/~1shelves${n}/get`,
    'OAS-3',
    { operation: `GET /shelves${n}`, where: `#/rows/${n}`, code: 'schema-type', ...at(pointer) },
    { title: 'An answer fits its schema', check: 'schema/response-body' },
  );

const inferred: Partial<Case> = {
  level: 'should',
  inferred: [{ word: 'unknown.path', operation: null, why: 'HTTP answers 404 where nothing is.' }],
};

const record: RunRecord = madeRun([
  {
    name: 'depot',
    cases: [
      ...Array.from({ length: 40 }, (_, n) => shelf(n)),
      shelf(40, '#/components/schemas/Shelf'),
      failedCase(
        'schema/response-body@#/old',
        'OAS-3',
        { operation: 'GET /old', code: 'schema-type' },
        { title: 'An answer fits its schema' },
      ),
      failedCase('errors/lost@#/x-assay/unknown/path', 'CONV-64-INFERRED', { operation: 'outside', where: '', ...at('#', 1) }, inferred),
    ],
  },
]);

const input = { record, directory: 'reports/r' };
const gated = answerGate(record, policyOf({}), () => []);
const flat = (text: string): string => text.replaceAll(/\s+/gu, ' ');
const others = Array.from({ length: 39 }, (_, n) => `GET /shelves${n + 1}`);

describe('one breach of a component that forty operations share', () => {
  test('is one finding of the summary, with the list of operations', () => {
    const text = flat(summary(input));
    expect(text.match(/- OAS-3/gu)).toHaveLength(3);
    expect(text).toContain('- OAS-3 at 40 operations: An answer fits its schema');
    expect(text).toContain('document: api/openapi.yaml:58:7 #/components/schemas/Error');
    expect(text).toContain(`also at: ${others.join(', ').slice(0, 120)}`);
    for (const operation of others) expect(text).toContain(operation);
    for (const line of summary(input).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('is one finding of the page, which lists its other cases', () => {
    const { page, model } = pageOf(record);
    expect(withClass(page, 'finding')).toHaveLength(4);
    const [shared] = model.findings;
    expect(shared).toMatchObject({
      shared: ' at 40 operations',
      documented: 'api/openapi.yaml:58:7 #/components/schemas/Error',
    });
    expect(shared?.others).toHaveLength(39);
    expect(withClass(page, 'finding')[0]?.text).toContain('at 40 operations');
    for (const number of shared?.others ?? []) expect(model.cases[number]?.finding).toBe(0);
  });

  test('is one failure of the gate and one annotation at the line of the document', () => {
    const markdown = gateMarkdown(gated, 'reports/r', record);
    expect(markdown.match(/^- \*\*OAS-3\*\*/gmu)).toHaveLength(3);
    expect(markdown).toContain('- **OAS-3** at 40 operations An answer fits its schema (must)');
    for (const operation of others) expect(markdown).toContain(operation);
    const lines = githubAnnotations(gated)
      .split('\n')
      .filter((line) => line.includes('OAS-3'));
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^::error file=api\/openapi\.yaml,line=58,title=OAS-3 at 40 operations \(must\) of depot::/u);
    expect(lines[1]).toContain('api/openapi.yaml:58:7 #/components/schemas/Error');
    expect(lines[3]).toMatch(/^::error title=OAS-3 \(must\) of depot::/u);
  });

  test('stays forty cases for programs, with file and line', () => {
    const [target] = jsonDocument(input).targets;
    expect(target?.findings).toHaveLength(43);
    expect(target?.findings[3]).toMatchObject({ case: 'schema/response-body@#/paths/~1shelves3/get', ...at('#/components/schemas/Error') });
    const suites: XmlElement = readXml(junit(input));
    const cases = suites.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));
    expect(cases).toHaveLength(43);
    expect(cases[3]?.attributes).toMatchObject({ file: 'api/openapi.yaml', line: '58' });
    expect(cases[41]?.attributes['file']).toBeUndefined();
    expect(junit(input)).toContain('shared:   the same breach at 40 operations');
  });
});

describe('the one case that is looked at', () => {
  const [target] = record.targets;
  const planned = (target?.cases ?? []).find(({ id }) => id.includes('shelves3/'));

  test('says in its explanation where the document states it, and which operations show the same', () => {
    if (target === undefined || planned === undefined) throw new Error('the run has no such case');
    const opened = { record, directory: '/reports/r', displayPath: 'reports/r' };
    const more = new Map(explainCase(opened, { target, planned }).more);
    expect(more.get('Verdict')).toContain('document: api/openapi.yaml:58:7 #/components/schemas/Error');
    expect(more.get('The same breach')).toEqual(['shows at 40 operations:', 'GET /shelves0', ...others]);
    expect(more.get('What assay inferred')).toEqual([]);
  });

  test('says so as a result of Allure too', () => {
    if (target === undefined || planned === undefined) throw new Error('the run has no such case');
    const verdict = target.results.get(planned.id)?.verdict ?? { kind: 'broken', error: 'none' };
    const { description, statusDetails } = allureResult({ input, target, planned, verdict, shared: ' at 40 operations', attachments: [] });
    expect(description).toContain(
      'Document: `api/openapi.yaml:58:7 #/components/schemas/Error`\n\nThe same breach shows at 40 operations.',
    );
    expect(statusDetails.trace).toContain('document: api/openapi.yaml:58:7 #/components/schemas/Error');
    const warned = allureResult({ input, target, planned: { ...planned, ...inferred }, verdict, attachments: [] });
    expect(warned.description?.replaceAll('\\', '')).toContain(
      'assay inferred unknown.path of the whole document: HTTP answers 404 where nothing is.',
    );
  });
});

test('a case on an inferred word says in every report which one, why, and what to do about it', () => {
  const texts = [summary(input), htmlPage(input), gateMarkdown(gated, 'r', record), githubAnnotations(gated), junit(input)].map((text) =>
    flat(text.replaceAll('\\', '')),
  );
  for (const text of texts) {
    expect(text).toContain('unknown.path of the whole document: HTTP answers 404 where nothing is.');
    expect(text).toContain('to reject it, list it under notInferred of x-assay');
  }
  expect(jsonDocument(input).targets[0]?.findings.at(-1)?.inferred).toEqual(inferred.inferred);
});

describe('one breach that an API shows at every operation, each described by itself', () => {
  const told = (n: number, actual: string): MadeCase =>
    failedCase(
      `headers/media-type-declared@#/paths/~1shelves${n}/get`,
      'OAS-2',
      {
        operation: `GET /shelves${n}`,
        where: 'Content-Type',
        code: 'media-type-undeclared',
        expected: `application/problem+json with status 40${n}`,
        actual,
        exchanges: [`x${n}`],
        ...at(`#/paths/~1shelves${n}/get/responses/404`, 100 + n),
      },
      { title: 'An answer has a described media type', check: 'headers/media-type-declared' },
    );
  const made = madeRun([{ name: 'depot', cases: [...[0, 1, 3, 4, 5].map((n) => told(n, '"application/json"')), told(6, '"text/html"')] }]);
  const text = flat(summary({ record: made, directory: 'reports/r' }));

  test('is one finding where place, expectation and answer agree but for numbers, with the first places of the document', () => {
    expect(text).toContain('- OAS-2 at 5 operations: An answer has a described media type');
    expect(text).toContain('also at: GET /shelves1, GET /shelves3, GET /shelves4, GET /shelves5');
    expect(text).toContain('api/openapi.yaml:100:7 #/paths/~1shelves0/get/responses/404');
    expect(text).toContain('and 2 more');
  });

  test('is another finding where the answer differs', () => {
    expect(text).toContain('- OAS-2, in another location');
    expect(text).toContain('"text/html"');
    expect(text.match(/- OAS-2/gu)).toHaveLength(2);
  });
});

describe('one breach whose words name what each operation has of its own', () => {
  type Told = Parameters<typeof failedCase>[2] & { readonly operation: string };
  const groupsOf = (code: string, ...findings: readonly Told[]): readonly string[] => {
    const cases = findings.map((finding, n) =>
      failedCase(
        `query/kept@#/${n}`,
        'OAS-7',
        { code, exchanges: [`x${n}`], ...finding, ...at(`#/paths/${n}`, n + 1) },
        { title: 'It is kept', check: 'query/kept' },
      ),
    );
    const made = madeRun([{ name: 'depot', cases }]);
    return pageOf(made).model.findings.map(({ shared, others: more }) => `${more.length + 1}${shared}`);
  };
  const sort = (operation: string, list: string, more = ''): Told => ({
    operation,
    where: 'query sort',
    expected: `a 4xx to "sort" "ct-unlisted", which is none of ${list}`,
    actual: `status 200 (1 of 5 broken parameters were accepted: "sort" "ct-unlisted", which is none of ${list}${more})`,
  });

  test.for<readonly [string, readonly Told[], readonly string[]]>([
    [
      'a parameter with a list of its own at each operation',
      [
        sort('GET /shelves', '["name","-name"]'),
        sort('GET /parcels', '["weight","-weight","created_at","-… (70 characters)', '; "state" "ct-unlisted", which is none of ["a"]'),
        sort('GET /racks', '["code"]'),
      ],
      ['3 at 3 operations'],
    ],
    [
      'the name of the operation',
      ['GET /shelves', 'GET /parcels/{id}'].map((operation) => ({
        operation,
        where: 'status',
        expected: `401 to ${operation} without a credential`,
        actual: 'status 403',
      })),
      ['2 at 2 operations'],
    ],
    [
      'ids that came back',
      [
        {
          operation: 'POST /shelves',
          where: 'Idempotency-Key',
          expected: 'a refusal',
          actual: 'got 201 with she_2egz57n7dc, of the first',
        },
        { operation: 'POST /racks', where: 'Idempotency-Key', expected: 'a refusal', actual: 'got 201 with RACKYEP01, of the first' },
      ],
      ['2 at 2 operations'],
    ],
    [
      'the link that came',
      ['shelves', 'racks'].map((name) => ({
        operation: `GET /${name}`,
        where: 'Link',
        expected: 'nothing on the last page',
        actual: `"/v1/${name}?page=2"`,
      })),
      ['2 at 2 operations'],
    ],
    [
      'a member of the items of a page and of one resource',
      [
        {
          operation: 'GET /shelves',
          where: '#/items/0/bought',
          expected: 'a day',
          actual: '"2020-01-10T00:00:00Z", elsewhere "2021-02-11T00:00:00Z"',
        },
        { operation: 'GET /shelves/{id}', where: '#/bought', expected: 'a day', actual: '"2024-05-17T00:00:00Z"' },
      ],
      ['2 at 2 operations'],
    ],
  ])('is one finding: %s', ([, findings, groups]) => {
    expect(groupsOf('taken', ...findings)).toEqual(groups);
  });

  test.for<readonly [string, readonly Told[]]>([
    ['another parameter', [sort('GET /shelves', '["a"]'), { ...sort('GET /racks', '["a"]'), where: 'query order' }]],
    [
      'another demand at the same member',
      [
        { operation: 'POST /shelves', where: 'request body /name', expected: 'a refusal of "name" of blanks alone', actual: 'status 201' },
        {
          operation: 'POST /racks',
          where: 'request body /name',
          expected: 'a refusal of "name" that is longer than 40',
          actual: 'status 201',
        },
      ],
    ],
    [
      'another answer',
      [
        { operation: 'GET /shelves/{id}', where: '#/name', expected: '"Shelf"', actual: 'null' },
        { operation: 'GET /racks/{id}', where: '#/name', expected: '"Rack"', actual: '"rack"' },
      ],
    ],
    [
      'a member of the members of one resource, and one of the resource itself',
      [
        { operation: 'GET /orders/{id}', where: '#/lines/0/total', expected: 'a number', actual: 'a text' },
        { operation: 'GET /bills/{id}', where: '#/total', expected: 'a number', actual: 'a text' },
      ],
    ],
    [
      'other values at the same operation',
      ['viewer', 'guest'].map((role) => ({
        operation: 'POST /shelves',
        where: 'status',
        expected: `403 for "${role}"`,
        actual: 'status 201',
      })),
    ],
  ])('stays two: %s', ([, findings]) => {
    expect(groupsOf('taken', ...findings)).toEqual(['1', '1']);
  });

  test('two callers that may do too much at each of two operations are two findings', () => {
    const findings = ['POST /shelves', 'POST /racks'].flatMap((operation) =>
      ['viewer', 'guest'].map((role) => ({ operation, where: 'status', expected: `403 for "${role}"`, actual: 'status 201' })),
    );
    expect(groupsOf('taken', ...findings)).toEqual(['2 at 2 operations', '2 at 2 operations']);
  });
});
