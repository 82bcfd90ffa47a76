// How long documents take to plan, how much memory that needs, and whether they load. `npm run bench:documents` uses made-up
// documents, `npm run bench:documents -- [--markdown] FILE…` those that you name. Run `npm run build` first. Sends no requests
// and prints a table.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { largeDocument, shapes } from './large-document.mjs';

const command = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const longestMs = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));

/** Writes the peak memory of the process when it exits. */
const probe = join(folder, 'probe.mjs');
writeFileSync(
  probe,
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => { try { writeFileSync(process.env.BENCH_RSS, String(process.resourceUsage().maxRSS)); } catch {} });`,
);

const environment = { ...process.env, BENCH_KEY: 'bench' };

const plan = (file) => {
  const rss = join(folder, 'rss');
  rmSync(rss, { force: true });
  const since = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', probe, command, 'run', file, '--base-url', 'http://127.0.0.1:9', '--dry-run', '--quiet'],
    { env: { ...environment, BENCH_RSS: rss }, encoding: 'utf8', timeout: longestMs, maxBuffer: 2 ** 28 },
  );
  const seconds = (performance.now() - since) / 1000;
  return { status, stderr, seconds, rssMb: existsSync(rss) ? Number(readFileSync(rss, 'utf8')) / 1024 : NaN };
};

/** What `lint` reports about the document. */
const lint = (file) => {
  const { stdout } = spawnSync(process.execPath, [command, 'lint', '--json', file], {
    env: environment,
    encoding: 'utf8',
    timeout: longestMs,
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout).documents[0];
};

/** The version near the beginning of the document. */
const versionOf = (file) => /["']?(?:openapi|swagger)["']?\s*:\s*["']?([\d.]+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 'none';

const outcomeOf = ({ status, stderr }, { state, unsupported, problems = [] }) => {
  if (status === null) return 'no answer in time';
  if (status === 2) return `refused: ${stderr.split('\n')[0].replaceAll(/"[^"]*\//g, '"')}`;
  if (status !== 0) return `crashed: ${stderr.split('\n')[0]}`;
  if (state !== 'read') return state;
  if (unsupported > 0) return `loads, ${unsupported} not judged`;
  return problems.length > 0 ? 'loads with notes' : 'loads';
};

const rowOf = (name, file) => {
  const done = plan(file);
  const report = lint(file);
  return {
    document: name,
    version: versionOf(file),
    operations: report.operations ?? '',
    problems: report.problems?.length ?? '',
    outcome: outcomeOf(done, report),
    MB: +(statSync(file).size / 2 ** 20).toFixed(1),
    seconds: +done.seconds.toFixed(1),
    'MB RSS': Math.round(done.rssMb),
  };
};

const markdown = (rows) => {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(names),
    line(names.map(() => '---')),
    ...rows.map((row) => line(names.map((name) => String(row[name]).replaceAll('|', '\\|')))),
  ].join('\n');
};

try {
  const given = process.argv.slice(2);
  const files = given.filter((one) => one !== '--markdown').map((file) => [basename(file), file]);
  if (files.length === 0) {
    for (const [name, shape] of Object.entries(shapes)) {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(largeDocument(shape)));
      files.push([`made up: ${name}`, file]);
    }
  }
  const rows = files.map(([name, file]) => rowOf(name, file));
  if (given.includes('--markdown')) console.log(markdown(rows));
  else console.table(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
