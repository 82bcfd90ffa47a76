import { describe, expect, test } from 'vitest';

import type { Verdict } from '../../src/model/verdict.ts';
import { junit } from '../../src/report/junit.ts';
import { xmlText } from '../../src/report/junit-xml.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, hostile, madeCase, madeRun } from './support/made-run.ts';
import { readXml, type XmlElement } from './support/read-xml.ts';

const text = junit({ record: parcelRecord(), directory: 'reports/2026-03-01T02-00-00Z-1a2b' });

/** What the common JUnit schema allows for each element: attributes (required ones with a mark) and child elements. */
const shapes: Readonly<Record<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }>> = {
  testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    attributes: ['name!', 'tests!', 'failures!', 'errors!', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package'],
    children: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name!', 'value!'], children: [] },
  testcase: {
    attributes: ['name!', 'classname!', 'time', 'file', 'line'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { attributes: ['message', 'type'], children: [] },
  error: { attributes: ['message', 'type'], children: [] },
  skipped: { attributes: ['message', 'type'], children: [] },
  'system-out': { attributes: [], children: [] },
};

const misfits = (element: XmlElement): string[] => {
  const shape = shapes[element.name];
  if (shape === undefined) return [`<${element.name}>`];
  const known = shape.attributes.map((name) => name.replace('!', ''));
  return [
    ...Object.keys(element.attributes)
      .filter((name) => !known.includes(name))
      .map((name) => `${element.name} has ${name}`),
    ...shape.attributes
      .filter((name) => name.endsWith('!') && element.attributes[name.slice(0, -1)] === undefined)
      .map((name) => `${element.name} lacks ${name}`),
    ...element.children.filter(({ name }) => !shape.children.includes(name)).map(({ name }) => `${name} in ${element.name}`),
    ...element.children.flatMap(misfits),
  ];
};

const casesOf = (document: XmlElement): readonly XmlElement[] =>
  document.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));
const only = (verdict: Verdict, level: 'must' | 'should' = 'must'): XmlElement | undefined => {
  const record = madeRun([{ name: 'depot', cases: [madeCase('a/b@#/c', 'P-1', verdict, { level })] }]);
  return casesOf(readXml(junit({ record, directory: 'd' })))[0];
};

describe('junit.xml', () => {
  test('reads like the golden file', async () => {
    await expect(text).toMatchFileSnapshot('golden/junit.xml');
  });

  test('matches the common JUnit schema', () => {
    const document = readXml(text);
    expect(misfits(document)).toEqual([]);
    expect(document.name).toBe('testsuites');
    expect(document.children.map(({ attributes }) => attributes['name'])).toEqual(['depot', 'spare']);
    expect(document.children[0]?.attributes['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u);
  });

  test('counts its test cases', () => {
    const document = readXml(text);
    const count = (element: XmlElement, name: string): number =>
      casesOf({ ...element, children: [element] }).filter(({ children }) => children.some((child) => child.name === name)).length;
    for (const suite of document.children) {
      const { tests, failures, errors, skipped } = suite.attributes;
      expect([tests, failures, errors, skipped].map(Number)).toEqual([
        suite.children.filter(({ name }) => name === 'testcase').length,
        count(suite, 'failure'),
        count(suite, 'error'),
        count(suite, 'skipped'),
      ]);
    }
    const sum = (name: string): number => document.children.reduce((total, { attributes }) => total + Number(attributes[name]), 0);
    for (const name of ['tests', 'failures', 'errors']) expect(Number(document.attributes[name])).toBe(sum(name));
  });

  test('names each case the same in every run', () => {
    const names = casesOf(readXml(text)).map(({ attributes }) => `${attributes['classname']} ${attributes['name']}`);
    expect(names[0]).toBe('depot.pagination PARCEL-1 pagination/maximum-size@#/a');
    expect(new Set(names).size).toBe(names.length);
  });

  test('fails for a broken must, with the finding', () => {
    const record = madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1')] }]);
    const [failure] = casesOf(readXml(junit({ record, directory: 'reports/r' })))[0]?.children ?? [];
    expect(failure?.attributes).toEqual({
      message: 'GET /parcels at #/data: expected at most 20 items, got 25 items',
      type: 'page-too-long',
    });
    expect(failure?.text).toContain('P-1: A list has at most 20 parcels (Parcel Service, "Lists", lines 10-12)');
    expect(failure?.text).toContain("replay:   assay replay reports/r 'a/b@#/c'");
  });

  test('does not fail for a warning, like the exit code', () => {
    const record = madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1', {}, { level: 'should' })] }]);
    expect(record.footer.targets[0]?.counts.should.fail).toBe(1);
    const [skipped, out] = casesOf(readXml(junit({ record, directory: 'd' })))[0]?.children ?? [];
    expect(skipped).toMatchObject({
      name: 'skipped',
      attributes: { message: 'warning, a broken should: GET /parcels at #/data: expected at most 20 items, got 25 items' },
    });
    expect(out).toMatchObject({ name: 'system-out' });
    expect(out?.text).toContain('expected: at most 20 items');
  });

  for (const [verdict, child] of [
    [{ kind: 'pass', judged: 1 }, undefined],
    [
      { kind: 'inconclusive', reason: 'met 429', exchanges: [] },
      { name: 'skipped', attributes: { message: 'inconclusive: met 429' } },
    ],
    [
      { kind: 'skipped', because: 'not-allowed', reason: 'needs flood' },
      { name: 'skipped', attributes: { message: 'not-allowed: needs flood' } },
    ],
    [
      { kind: 'observed', facts: [{ fact: 'size', at: 'outside', value: 20 }] },
      { name: 'skipped', attributes: { message: 'observed: size at outside: 20' } },
    ],
    [
      { kind: 'broken', error: 'a check threw\nat once' },
      { name: 'error', attributes: { message: 'a check threw at once', type: 'broken' } },
    ],
  ] as const) {
    test(`shows ${verdict.kind} as ${child?.name ?? 'an empty test case'}`, () => {
      expect(only(verdict)?.children.map(({ name, attributes }) => ({ name, attributes }))).toEqual(child === undefined ? [] : [child]);
    });
  }

  test('is valid XML whatever a server sends', () => {
    const endless = `${hostile}\u0000\u001B\uFFFE]]>${'e'.repeat(100_000)}`;
    const finding = { code: hostile, operation: hostile, where: endless, expected: endless, actual: endless };
    const record = madeRun([
      {
        name: 'depot',
        cases: [failedCase(`a@#${hostile}`, 'P-1', finding), madeCase('b@#', 'P-2', { kind: 'broken', error: endless })],
        more: { title: hostile },
      },
    ]);
    const document = junit({ record, directory: hostile });
    expect(misfits(readXml(document))).toEqual([]);
    expect(document.length).toBeLessThan(20_000);
  });
});

describe('XML text', () => {
  test('keeps white space of attributes, and leaves out what XML cannot contain', () => {
    const written = xmlText({ name: 'a', attributes: { b: 'tab\tline\nend\r"<&>' }, content: 'c\u0000\u000B\uD800 \u{1F600} \r]]>' });
    expect(written).toBe('<a b="tab&#9;line&#10;end&#13;&quot;&lt;&amp;&gt;">c \u{1F600} &#13;]]&gt;</a>\n');
  });
});
