// How long a large document takes to plan, and how much memory: `npm run bench:documents` for made-up documents,
// `npm run bench:documents -- FILE…` for documents of yours. Run `npm run build` first. Nothing is sent. Prints a table.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { largeDocument, shapes } from './large-document.mjs';

const command = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const longestMs = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));

/** Tells the greatest memory of the process at its end. */
const probe = join(folder, 'probe.mjs');
writeFileSync(
  probe,
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => { try { writeFileSync(process.env.BENCH_RSS, String(process.resourceUsage().maxRSS)); } catch {} });`,
);

const plan = (file, more) => {
  const rss = join(folder, 'rss');
  const since = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', probe, command, 'run', file, '--base-url', 'http://127.0.0.1:9', '--dry-run', ...more],
    { env: { ...process.env, BENCH_RSS: rss, BENCH_KEY: 'bench' }, encoding: 'utf8', timeout: longestMs, maxBuffer: 2 ** 28 },
  );
  const seconds = (performance.now() - since) / 1000;
  return { status, stderr, seconds, rssMb: status === null ? NaN : Number(readFileSync(rss, 'utf8')) / 1024 };
};

const rowOf = (name, file) => {
  const document = parse(readFileSync(file, 'utf8'));
  const items = Object.values(document.paths ?? {});
  const operations = items.flatMap((item) => Object.keys(item ?? {}).filter((key) => methods.includes(key))).length;
  const first = plan(file, []);
  // A document may ask for a credential; nothing is sent with it.
  const done = first.status === 2 ? plan(file, ['--credential', 'key=env:BENCH_KEY']) : first;
  return {
    document: name,
    operations,
    MB: +(statSync(file).size / 2 ** 20).toFixed(1),
    seconds: +done.seconds.toFixed(1),
    'MB RSS': Math.round(done.rssMb),
    exit: done.status ?? 'none in time',
    ...(done.status === 0 ? {} : { said: done.stderr.split('\n')[0]?.slice(0, 80) }),
  };
};

try {
  const files = process.argv.slice(2).map((file) => [basename(file), file]);
  if (files.length === 0) {
    for (const [name, shape] of Object.entries(shapes)) {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(largeDocument(shape)));
      files.push([`made up: ${name}`, file]);
    }
  }
  console.table(files.map(([name, file]) => rowOf(name, file)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
