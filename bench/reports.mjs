// What `assay report` costs for a record of many cases: processor time, wall time and most memory of the command, for all formats and for each alone. The record is made from that
// of a short run by repeating its cases, so that it has no findings to speak of. Run `npm run build` first; needs Linux. Prints one JSON document.
// Usage: node bench/reports.mjs [--cases 10000] [--rounds 5] [--formats all,html,allure] [MAIN…]   MAIN: dist/bundle/main.js of other builds, which are measured in turn with this one.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { childrenMs } from './processor-time.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    formats: { type: 'string', default: 'all,html,allure' },
  },
});
const own = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const mains = [own, ...positionals.map((path) => resolve(path))];
const room = mkdtempSync(join(tmpdir(), 'assay-reports-'));
process.on('exit', () => rmSync(room, { recursive: true, force: true }));

const digest = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Repeats the cases of a record, with their verdicts, until there are so many, and chains its lines anew (docs/record.md). Returns the number of cases. */
const repeatCases = (path, wanted) => {
  const lines = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { previous: _previous, seal: _seal, ...members } = JSON.parse(line);
      return members;
    });
  const times = Math.ceil(wanted / lines.filter(({ type }) => type === 'case').length);
  const repeated = lines.flatMap((line) => {
    if (line.type !== 'case' && line.type !== 'verdict') return [line];
    return Array.from({ length: times }, (_none, n) => {
      if (n === 0) return line;
      return line.type === 'case' ? { ...line, case: { ...line.case, id: `${line.case.id}-${n}` } } : { ...line, id: `${line.id}-${n}` };
    });
  });
  let previous = null;
  const written = repeated.map((members) => {
    const line = JSON.stringify({ ...members, previous });
    const sealed = members.type === 'end' ? `${line.slice(0, -1)},"seal":"${digest(line)}"}` : line;
    previous = digest(sealed);
    return sealed;
  });
  writeFileSync(path, `${written.join('\n')}\n`);
  return repeated.filter(({ type }) => type === 'case').length;
};

const peakMb = (pid) => {
  try {
    return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

const measured = (main, format) =>
  new Promise((ended, failed) => {
    const before = childrenMs();
    const since = performance.now();
    const child = spawn(process.execPath, [main, 'report', record, ...(format === 'all' ? [] : ['--report', format])], {
      cwd: room,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let most = 0;
    const look = setInterval(() => (most = Math.max(most, peakMb(child.pid))), 20);
    child.on('error', failed).on('close', (code) => {
      clearInterval(look);
      if (code !== 0) return failed(new Error(`assay report ended with ${code}`));
      return ended({ cpuMs: childrenMs() - before, wallMs: performance.now() - since, mb: most });
    });
  });

/** Median, least and most of what was measured, in whole numbers. */
const spread = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return { median: Math.round(sorted[Math.floor(sorted.length / 2)]), least: Math.round(sorted[0]), most: Math.round(sorted.at(-1)) };
};

const record = join(room, 'record');
const made = spawnSync(process.execPath, [own, 'demo', 'cloudnexus', '--profile', 'smoke', '--seed', '7', '--out', record], {
  cwd: room,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (made.status !== 0) throw new Error(`assay demo ended with ${made.status}`);
const cases = repeatCases(join(record, 'run.jsonl'), Number(values.cases));
const rows = mains.flatMap((main) => values.formats.split(',').map((format) => ({ main, format, rounds: [] })));
// The first start leaves compiled code.
for (const main of mains) await measured(main, 'junit');
for (let round = 0; round < Number(values.rounds); round++)
  for (const { main, format, rounds } of rows) rounds.push(await measured(main, format));
console.log(
  JSON.stringify(
    {
      node: process.version,
      cases,
      rounds: Number(values.rounds),
      results: rows.map(({ main, format, rounds }) => ({
        main,
        format,
        cpuMs: spread(rounds.map(({ cpuMs }) => cpuMs)),
        wallMs: spread(rounds.map(({ wallMs }) => wallMs)),
        mb: spread(rounds.map(({ mb }) => mb)),
      })),
    },
    undefined,
    2,
  ),
);
