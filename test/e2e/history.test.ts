import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { parseHistory } from '../../src/policy/history/parse-history.ts';
import { targetHistories } from '../../src/policy/history/target-history.ts';
import { madeCase, madeRun } from '../report/support/made-run.ts';
import { writtenRun } from '../report/support/written-run.ts';
import { assay, emptyFolder, start } from './assay.ts';

const [writers, linesOfEach] = [3, 10];

/** Appends runs to a history, as fast as it can: what a run does when it ends. */
const writer = `
  const [file, record, name, count] = process.argv.slice(1);
  const { appendHistory } = await import(${JSON.stringify(new URL('../../dist/cli/run/append-history.js', import.meta.url).href)});
  const { readRecord } = await import(${JSON.stringify(new URL('../../dist/model/record.js', import.meta.url).href)});
  const made = readRecord(record);
  for (let at = 0; at < Number(count); at++) {
    const why = appendHistory(file, { ...made, header: { ...made.header, run: name + '-' + at } });
    if (why !== undefined) throw new Error(why);
  }
`;

test('writers at the same time lose and mix no line', async () => {
  const cwd = emptyFolder();
  // Lines of some ten kilobytes are longer than any buffer on the way to the disk.
  const cases = Array.from({ length: 1500 }, (_, at) => madeCase(`a/check@#/${at}`, `P-${at}`, { kind: 'pass', judged: 1 }));
  const directory = writtenRun(join(cwd, 'run'), madeRun([{ name: 'depot', cases }]));
  const file = join(cwd, 'history.jsonl');
  const codes = await Promise.all(
    Array.from(
      { length: writers },
      (_, at) =>
        new Promise<number | null>((resolve) => {
          const args = ['--input-type=module', '-e', writer, file, join(directory, 'run.jsonl'), `w${at}`, String(linesOfEach)];
          spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }).on('exit', resolve);
        }),
    ),
  );
  expect(codes).toEqual([0, 0, 0]);
  const { lines, damaged } = parseHistory(readFileSync(file, 'utf8').split('\n'));
  expect(damaged).toEqual([]);
  expect(new Set(lines.map(({ run }) => run)).size).toBe(writers * linesOfEach);
  expect(targetHistories(lines)[0]?.requirements).toHaveLength(1500);
});

test('each run is added, tells how often its findings were seen, and renews the page', async () => {
  const cwd = emptyFolder();
  const server = start(['serve', 'cloudnexus', '--defect', 'region-filter-ignored'], { cwd });
  await server.printed('\n');
  const { url, credentials, quota } = JSON.parse(server.stdout()) as {
    readonly url: string;
    readonly credentials: Readonly<Record<string, string>>;
    readonly quota: unknown;
  };
  const target = { contract: 'cloudnexus', baseUrl: url, credentials: { key: 'env:NEXUS_KEY' }, quota };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { nexus: target } }));
  const env = { NEXUS_KEY: credentials['key'] ?? '' };
  const run = () => assay(['run', 'nexus', '--only', 'NEXUS-23'], { cwd, env });
  const first = await run();
  expect(first.stdout).toContain('✗ NEXUS-23');
  // One run says nothing about how often.
  expect(first.stdout).not.toMatch(/broken since|^history/mu);
  expect(existsSync(join(cwd, 'reports', 'history.html'))).toBe(true);
  const second = await run();
  expect(second.stdout).toMatch(/✗ NEXUS-23.*\n.*\n {4}broken since \d+ \w+ \d{4}, 2 runs\n/u);
  expect(second.stdout).toMatch(/^history {4}reports\/history\.html$/mu);
  const { lines, damaged } = parseHistory(readFileSync(join(cwd, 'reports', 'history.jsonl'), 'utf8').split('\n'));
  expect(damaged).toEqual([]);
  expect(lines).toMatchObject([
    { target: 'nexus', ended: 'complete', latency: { 'GET /instances': expect.any(Array) } },
    { target: 'nexus' },
  ]);
  expect(lines.map(({ requirements }) => requirements !== undefined)).toEqual([true, false]);
  for (const { run: name } of lines)
    expect(readFileSync(join(cwd, 'reports', 'history.html'), 'utf8')).toContain(`"page":"${name}/index.html"`);
  // The key never reaches the history or its page.
  for (const name of ['history.jsonl', 'history.html'])
    expect(readFileSync(join(cwd, 'reports', name), 'utf8')).not.toContain(env.NEXUS_KEY);
  server.child.kill();
  await server.finished;
});
