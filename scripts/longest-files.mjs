// Writes test/longest-files.json: the files of tests that take longest, the longest first, from what Vitest's JSON reporter wrote:
//   npm run test:vendors -- --reporter=json --outputFile.json=vendors.json; npm run test:running -- …; node scripts/longest-files.mjs vendors.json running.json
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What takes less begins in time by its size. */
const leastMs = 20_000;

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
if (reports.length === 0) {
  console.error('usage: node scripts/longest-files.mjs REPORT.json…');
  process.exit(2);
}
const files = reports
  .flatMap(({ testResults }) => testResults)
  .map(({ name, startTime, endTime }) => ({ name: relative(root, name).replaceAll('\\', '/'), ms: endTime - startTime }))
  .filter(({ ms }) => ms >= leastMs)
  .toSorted((a, b) => b.ms - a.ms);
writeFileSync(
  new URL('../test/longest-files.json', import.meta.url),
  `${JSON.stringify(
    files.map(({ name }) => name),
    undefined,
    2,
  )}\n`,
);
