import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';

import { ending, verdictLines } from '../../src/report/ending.ts';
import { screenOf } from '../../src/cli/screen.ts';
import { findCase } from '../../src/cli/replay/find-case.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, madeRun } from './support/made-run.ts';

const record = parcelRecord();
const directory = 'reports/2026-03-01T02-00-00Z-1a2b';
const on = (width: number, colours = false, more: Partial<Parameters<typeof ending>[0]> = {}): string =>
  ending({ record, directory, reports: ['summary', 'html'], isLatest: true, ...more }, { width, colours, links: false });

// oxlint-disable-next-line no-control-regex -- what colours are made of
const withoutColours = (text: string): string => text.replaceAll(/\u001b\[\d+m/gu, '');

describe('the end of a run', () => {
  test('reads like the golden file', async () => {
    await expect(on(100)).toMatchFileSnapshot('golden/ending.txt');
  });

  test('names the worst findings, musts first, each with where and what', () => {
    const lines = on(100).split('\n');
    const marks = lines.filter((line) => /^[✗!] /u.test(line));
    expect(marks).toEqual(['✗ PARCEL-1 must: A list has at most 20 parcels', '! PARCEL-10 should: Requirement PARCEL-10']);
    expect(lines[lines.indexOf(marks[0] ?? '') + 1]).toBe('    depot, GET /parcels at /data: expected at most 20 items, got 25 items');
    expect(on(200)).toMatch(/^ {4}depot, GET \/parcels at .*, and 1 other breach: expected /mu);
  });

  test('replays a requirement by its id where that names the case that is told', () => {
    const at = { file: 'openapi.yaml', line: 7, column: 1, pointer: '#/components/schemas/Box' };
    const shared = (n: number) =>
      failedCase(`a/one@#/${n}`, 'P-1', { code: 'd', operation: `GET /${n}`, documentedAt: at, exchanges: [`x${n}`] });
    const run = (...cases: readonly ReturnType<typeof failedCase>[]) => madeRun([{ name: 'depot', cases }]);
    const [one, several] = [
      run(shared(1), shared(2)),
      run(failedCase('a/one@#/0', 'P-1', { code: 'c', where: '#/x', expected: 'e', actual: 'f', exchanges: ['x9'] }), shared(1), shared(2)),
    ];
    expect(on(100, false, { record: one })).toMatch(/^next {7}assay replay latest P-1$/mu);
    expect(findCase(one, 'P-1', undefined).planned.id).toBe('a/one@#/1');
    // What more operations show is told, and the requirement alone would be another case.
    expect(on(100, false, { record: several })).toMatch(/^next {7}assay replay latest '?a\/one@#\/1'?$/mu);
    expect(findCase(several, 'P-1', undefined).planned.id).toBe('a/one@#/0');
  });

  test('keeps where, expected and got on a narrow terminal, each shortened', () => {
    expect(on(60)).toMatch(/^ {4}depot, GET \/parc\S*…: expected .+…, got .+…$/mu);
    expect(on(60)).toContain('depot, GET /parc…: expected at most 20 it…, got 25 items');
    expect(on(34)).toMatch(/^ BROKEN {2}depot: Cut short,\n {2}1 must broken, 1 warning,\n {2}1 not judged/mu);
    expect(on(34)).toMatch(/^ {2}\d+ of \d+ musts? judged,\n {2}\d+ requests? in [\d.]+ s,/mu);
  });

  test('says how often earlier runs saw a finding', () => {
    const seen = (target: string, id: string) => (id === 'PARCEL-1' ? `failed in 2 of the last 14 nights at ${target}\u001b` : undefined);
    const lines = on(100, false, { seen }).split('\n');
    const at = lines.findIndex((line) => line.startsWith('✗ PARCEL-1'));
    expect(lines[at + 2]).toBe(String.raw`    failed in 2 of the last 14 nights at depot\u{1b}`);
    expect(lines.length).toBe(on(100).split('\n').length + 1);
  });

  test('says how many findings it leaves out', () => {
    const [depot, ...targets] = record.targets;
    const [planned] = depot?.cases ?? [];
    if (depot === undefined || planned === undefined) throw new Error('The record has no case');
    const results = new Map(depot.results);
    const cases = [1, 2, 3, 4, 5].map((n) => {
      const made = { ...planned, id: `a/b@#/${n}`, requirement: `MORE-${n}` };
      const finding = { code: `code-${n}`, operation: 'GET /parcels', where: '', expected: 'a', actual: `b${n}`, exchanges: [] };
      results.set(made.id, { seconds: 0, verdict: { kind: 'fail', judged: 1, breaches: 1, finding } });
      return made;
    });
    const more = { ...record, targets: [{ ...depot, cases: [...depot.cases, ...cases], results }, ...targets] };
    expect(on(100, false, { record: more })).toMatch(/^ {2}and \d+ more findings$/mu);
  });

  test('fits the width of the terminal, except for what is to be copied', () => {
    for (const width of [30, 60, 100]) {
      const wide = on(width)
        .split('\n')
        .filter((line) => [...line].length > width && !/^(?:page|everything|record|next) /u.test(line));
      expect(wide, String(width)).toEqual([]);
    }
  });

  test('has the same words with colours as without', () => {
    expect(on(100, true)).toContain('\u001b[');
    expect(withoutColours(on(100, true))).toBe(on(100));
  });

  test('shows control characters of a target as text', () => {
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(on(400)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u);
  });

  test('tells what unlocks more only where the run of a target is complete', () => {
    const ended = { kind: 'complete' } as const;
    const whole = { ...record, footer: { ...record.footer, targets: record.footer.targets.map((end) => ({ ...end, ended })) } };
    expect(on(100)).not.toContain('not tried');
    expect(on(200, false, { record: whole })).toMatch(/^2 promises of depot not tried: `assay doctor …`/mu);
  });

  test('names the comparison of several targets', () => {
    expect(on(100, false, { reports: ['html', 'compare'] })).toMatch(/^compared +reports\/2026-03-01T02-00-00Z-1a2b\/compare\.html$/mu);
    expect(on(100, false, { reports: ['html', 'sarif', 'har'], also: ['results.sarif', 'exchanges.har'] })).toMatch(
      /^also +reports\/2026-03-01T02-00-00Z-1a2b\/results\.sarif\n +reports\/2026-03-01T02-00-00Z-1a2b\/exchanges\.har$/mu,
    );
    expect(on(100, false, { reports: ['html', 'junit'] })).not.toMatch(/^also/mu);
    expect(on(100)).not.toContain('compare.html');
  });

  test('names no file that was not written, and the folder of a run that is not the latest', () => {
    const text = on(100, false, { reports: ['junit'], isLatest: false });
    expect(text).not.toMatch(/^(?:page|everything)/mu);
    expect(text).toMatch(/^next +assay replay reports\/2026-03-01T02-00-00Z-1a2b /mu);
  });
});

test('the verdict alone is one line for each target', () => {
  const lines = verdictLines(record);
  expect(lines).toHaveLength(record.targets.length);
  expect(lines[0]).toMatch(/^BROKEN depot: .*1 must broken, 1 warning, 1 not judged by a fault of assay/u);
});

test('the page is a link where the terminal follows links, with the same words', () => {
  const screen = { width: 400, colours: false, links: true };
  const text = ending({ record, directory, reports: ['html'], isLatest: true }, screen);
  // oxlint-disable-next-line no-control-regex -- what a link is made of
  expect(text).toMatch(/\u001b\]8;;file:\/\/\/\S+\/index\.html\u0007reports\/\S+\/index\.html\u001b\]8;;\u0007/u);
  expect(stripVTControlCharacters(text)).toBe(
    ending({ record, directory, reports: ['html'], isLatest: true }, { ...screen, links: false }),
  );
});

describe('colours', () => {
  const screen = (isTerminal: boolean, env: Readonly<Record<string, string>> = {}): boolean =>
    screenOf({ stdout: { write: () => undefined, isTerminal, columns: () => 80 }, env }).colours;

  test.for([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ] as const)('terminal %s with %o: %s', ([isTerminal, env, expected]) => {
    expect(screen(isTerminal, env)).toBe(expected);
  });
});
