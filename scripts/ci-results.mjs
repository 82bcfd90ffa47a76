// Reads what Vitest's JSON reporter wrote in one run of the continuous integration:
//   node scripts/ci-results.mjs again FOLDER  prints script and file of what is to be tried once more, alone
//   node scripts/ci-results.mjs sum FOLDER    tells each failure, prints the sum as the last line, and exits with 1 where something failed
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const [what, folder] = process.argv.slice(2);

/** So many files may depend on the moment; where more fail, something is wrong. */
const mostAgain = 6;

/** What a whole run writes. */
const parts = ['test-computing', 'test-vendors', 'test-long', 'test-running'];

const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const reportsOf = (isAgain) =>
  names
    .filter((name) => name.startsWith('again-') === isAgain)
    .map((name) => ({ name, report: JSON.parse(readFileSync(join(folder, name), 'utf8')) }));
const fileOf = ({ name }) => relative(process.cwd(), name).split(sep).join('/');

const first = reportsOf(false);
const again = new Map(reportsOf(true).flatMap(({ report }) => report.testResults.map((suite) => [fileOf(suite), suite])));
/** Did a command end badly although no test of it failed, as after an error outside of tests. */
const isUnexplained = ({ name, report }) => {
  const file = join(folder, name.replace(/json$/, 'code'));
  const isBad = existsSync(file) && readFileSync(file, 'utf8').trim() !== '0';
  return isBad && report.testResults.every(({ status }) => status !== 'failed');
};
const others = [
  ...['run check', 'start'].filter((name) => existsSync(join(folder, `${name.replace('run ', '')}.txt`))),
  ...parts.filter((part) => !names.includes(`${part}.json`)).map((part) => `run ${part.replace('-', ':')}`),
  ...[...first, ...reportsOf(true)].filter(isUnexplained).map(({ name }) => `run ${name}: no test failed, and it ended with an error`),
];
const suites = first.flatMap(({ name, report }) =>
  report.testResults.map((suite) => ({ script: name.replace(/\.json$/, '').replace('-', ':'), suite })),
);

if (what === 'again') {
  const failed = suites.filter(({ suite }) => suite.status === 'failed');
  if (others.length === 0 && failed.length <= mostAgain) for (const { script, suite } of failed) console.log(`${script}\t${fileOf(suite)}`);
} else {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const messagesOf = ({ failureMessages }) => failureMessages.join('\n');
  for (const { suite: before } of suites) {
    const last = again.get(fileOf(before)) ?? before;
    if (last !== before)
      for (const test of before.assertionResults.filter(({ status }) => status === 'failed'))
        console.log(`failed beside others, tried again alone: ${fileOf(before)}: ${test.fullName}\n${messagesOf(test)}`);
    // A log of this length is read from its end.
    if (last.status === 'failed' && last.message) console.log(`failed: ${fileOf(last)}\n${last.message}`);
    // A file that cannot be loaded has no tests.
    if (last.status === 'failed' && !last.assertionResults.some(({ status }) => status === 'failed')) sum.failed += 1;
    for (const test of last.assertionResults) {
      if (test.status === 'failed') console.log(`failed: ${fileOf(last)}: ${test.fullName}\n${messagesOf(test)}`);
      else if (test.failureMessages.length > 0)
        console.log(`passed at the second attempt: ${fileOf(last)}: ${test.fullName}\n${messagesOf(test)}`);
      sum[test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped'] += 1;
    }
  }
  for (const other of others) console.log(`failed: npm ${other}`);
  sum.failed += others.length;
  console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}
