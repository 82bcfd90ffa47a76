import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { summary, writeReports } from '../../src/report/index.ts';
import { defaultReports, isReportName, reportNames } from '../../src/model/report-names.ts';
import { parcelRecord } from './parcel-record.ts';
import { folder, folderWith, storedExchange } from './support/made-run.ts';

const record = parcelRecord();
const text = summary({ record, directory: 'reports/2026-03-01T02-00-00Z-1a2b' });

const unwrapped = (lines: string): string => lines.replaceAll(/\s+/gu, ' ');

const withPreflight = (preflight: RunRecord['targets'][number]['preflight']): RunRecord => ({
  ...record,
  targets: record.targets.map((target) => Object.assign({}, target, { preflight })),
  footer: { ...record.footer, targets: record.footer.targets.map((end) => Object.assign({}, end, { ended: { kind: 'complete' } })) },
});

describe('the summary', () => {
  test('reads like the golden file', async () => {
    await expect(text).toMatchFileSnapshot('golden/summary.md');
  });

  test('keeps to 80 columns, except for words that must stay whole', () => {
    const wide = text.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '));
    expect(wide.filter((line) => !line.startsWith('      actual:   xxx'))).toEqual([]);
  });

  test('shows control characters of a target as text', () => {
    expect(text).toContain(String.raw`red \u{1b}[31mtext\nand`);
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u);
  });

  test('shortens what a target sent, and says by how much', () => {
    expect(unwrapped(text)).toContain('x… (50 more characters)');
  });

  test('puts broken requirements before everything else', () => {
    const titles = [...text.matchAll(/^### (.*)$/gmu)].map(([, title]) => title);
    expect(titles.slice(0, 8)).toEqual([
      'Broken requirements',
      'Warnings',
      'Broken in assay itself',
      'Inconclusive',
      'Skipped',
      'Passed, except for parts that were not tried',
      'Created and not removed by this run',
      'Broken in assay itself',
    ]);
  });

  test('says how to replay a failure, on lines that a shell reads as one', () => {
    expect(text).toContain(
      "      replay:   assay replay reports/2026-03-01T02-00-00Z-1a2b \\\n                'pagination/maximum-size@#/a' --target depot\n",
    );
  });

  test('joins requirements with the same reason', () => {
    expect(text).toContain('- PARCEL-13, PARCEL-14\n\n      a page was answered with 429\n');
    expect(text).toContain('- PARCEL-2, PARCEL-11\n\n      not-allowed: allow lacks flood\n');
    expect(text).not.toContain('nothing of it was seen');
  });

  test('says that a pass proves nothing if the target answers everything', () => {
    const ready = withPreflight({ kind: 'ready', answersEverything: true, notes: ['2 parcels found'] });
    const note = unwrapped(summary({ record: ready, directory: 'd' }));
    expect(note).toContain('so nothing counts as');
    expect(note).toContain('2 parcels found');
    expect(unwrapped(text)).not.toContain('so nothing counts as');
  });
});

describe('the reports', () => {
  test('are written by name into the directory of the run', async () => {
    const directory = join(folder(), 'run');
    expect(await writeReports({ record, directory, list: ['summary', 'summary'] })).toEqual([join(directory, 'summary.md')]);
    expect(readdirSync(directory)).toEqual(['summary.md']);
    expect(readFileSync(join(directory, 'summary.md'), 'utf8')).toContain('# assay: exit code 4');
  });

  test('replace those of the same name, and read the exchanges of the run from its folder', async () => {
    const directory = folderWith([storedExchange({ id: 'x4', body: { told: 'by the server' } })]);
    for (let time = 0; time < 2; time++) await writeReports({ record, directory, list: reportNames });
    expect(readdirSync(directory).toSorted()).toEqual([
      'allure-results',
      'compare.html',
      'exchanges',
      'exchanges.har',
      'github.txt',
      'gl-code-quality-report.json',
      'index.html',
      'junit.xml',
      'report.md',
      'results.jsonl',
      'results.sarif',
      'summary.md',
    ]);
    expect(readFileSync(join(directory, 'index.html'), 'utf8')).toContain('by the server');
    expect(existsSync(join(directory, 'allure-results', 'categories.json'))).toBe(true);
  });

  test('are the same whenever they are written again', async () => {
    const directory = folderWith([storedExchange({ id: 'x4' })]);
    const written = async (): Promise<string[]> => {
      await writeReports({ record, directory, list: reportNames.filter((name) => name !== 'allure') });
      return readdirSync(directory, { withFileTypes: true })
        .filter((one) => one.isFile())
        .map(({ name: file }) => file)
        .map((file) => readFileSync(join(directory, file), 'utf8'));
    };
    const first = await written();
    expect(first.length).toBe(10);
    expect(await written()).toEqual(first);
  });

  test('have a fixed list of names', () => {
    expect(reportNames).toEqual(['summary', 'html', 'junit', 'compare', 'allure', 'sarif', 'github', 'gitlab', 'har', 'markdown', 'jsonl']);
    expect(defaultReports).toEqual(['summary', 'html', 'junit', 'compare']);
    expect([isReportName('summary'), isReportName('toString'), isReportName('sarf')]).toEqual([true, false, false]);
  });

  test('include a comparison only if there are several targets', async () => {
    const directory = folder();
    const [first] = record.targets;
    await writeReports({ record: { ...record, targets: first ? [first] : [] }, directory, list: ['compare', 'junit'] });
    expect(readdirSync(directory)).toEqual(['junit.xml']);
  });
});
