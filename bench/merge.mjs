// What `assay merge` costs for many parts with many cases: processor time, wall time and most memory of the command, for numbers of parts that grow. The records are made up: each part judges
// targets of its own, of which all have the same document and plan, as in a fleet, or each its own. Run `npm run build` first; needs Linux. Prints one JSON document.
// Usage: node bench/merge.mjs [--parts 5,20] [--cases 10000] [--targets 10] [--alike yes|no] [--report summary] [MAIN…]   MAIN: dist/bundle/main.js of other builds, measured in turn with this one.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { childrenMs } from './processor-time.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    parts: { type: 'string', default: '5,20' },
    cases: { type: 'string', default: '10000' },
    targets: { type: 'string', default: '10' },
    alike: { type: 'string', default: 'yes' },
    report: { type: 'string', default: 'summary' },
  },
});
const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const [{ createRecordWriter, recordFormat }, { planDigest, runDigest }] = await Promise.all(
  ['model/record.js', 'plan/plan-digest.js'].map(load),
);
const mains = [fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url)), ...positionals.map((path) => resolve(path))];
const perTarget = Math.round(Number(values.cases) / Number(values.targets));
const contractDigest = createHash('sha256').update('made').digest('hex');

const casesOf = (target) =>
  Array.from({ length: perTarget }, (_none, n) => {
    const operation = `GET /things${n % 80}/{id}`;
    const node = `#/paths/~1things${n % 80}~1{id}/get/responses/200/content/application~1json/schema/properties/p${n}`;
    return {
      id: `schema/response-body@${values.alike === 'yes' ? node : `${node}-${target}`}`,
      check: 'schema/response-body',
      requirement: `OAS-${n % 200}`,
      title: `The answer of ${operation} has the members and types that its schema describes, in place ${n}`,
      level: 'must',
      area: 'schema',
      kind: 'watch',
      phase: 'closing',
      places: [{ operation, way: ['#', `#/paths/~1things${n % 80}~1{id}`, `#/paths/~1things${n % 80}~1{id}/get`, node] }],
      untried: [],
      cost: { requests: 0, creates: 0 },
    };
  });
const none = { pass: 0, fail: 0, inconclusive: 0, skipped: 0, observed: 0, broken: 0 };
const counts = { must: { ...none, pass: perTarget }, should: none, observe: none };

/** Writes the parts of a made-up run. */
const writeParts = (folder, of) => {
  const names = Array.from({ length: of * Number(values.targets) }, (_none, n) => `t${n}`);
  const partOf = (n) => (n % of) + 1;
  const baseUrl = 'http://127.0.0.1:1';
  const digests = new Map(names.map((target) => [target, planDigest(contractDigest, target, 7, casesOf(target))]));
  const plan = runDigest(
    names.map((target) => ({ target, digest: digests.get(target) })),
    { of, inTurn: false },
  );
  for (let index = 1; index <= of; index++) {
    const own = names.filter((_name, n) => partOf(n) === index);
    const directory = join(folder, String(index));
    mkdirSync(directory, { recursive: true });
    const writer = createRecordWriter(join(directory, 'run.jsonl'), {
      type: 'run',
      format: recordFormat,
      run: `2026-03-01T02-00-00Z-${String(index).padStart(4, '0')}`,
      assay: '0.1.0',
      demo: false,
      startedAt: '2026-03-01T02:00:00.000Z',
      seed: 7,
      nonce: `n${index}`,
      options: { only: [], skip: [], allow: Object.fromEntries(own.map((name) => [name, []])) },
      shard: {
        index,
        of,
        inTurn: false,
        plan,
        targets: names.map((target, n) => ({
          target,
          contract: 'made',
          baseUrl,
          planDigest: digests.get(target),
          cases: perTarget,
          parts: [partOf(n)],
        })),
        cases: own.length * perTarget,
      },
      targets: own.map((target) => ({ target, contract: 'made', contractDigest, baseUrl, planDigest: digests.get(target), undecided: [] })),
    });
    for (const target of own) {
      const cases = casesOf(target);
      for (const one of cases) writer.append({ type: 'case', target, case: one });
      for (const { id } of cases) writer.append({ type: 'verdict', target, id, verdict: { kind: 'pass', judged: 3 }, seconds: 0.01 });
    }
    writer.close({
      type: 'end',
      targets: own.map((target) => ({ target, ended: { kind: 'complete' }, requests: 3, created: 0, seconds: 1, counts, exitCode: 0 })),
      exitCode: 0,
      seconds: 1,
    });
  }
};

const peakMb = (pid) => {
  try {
    return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

const merge = async (main, folder) => {
  const [since, cpu] = [performance.now(), childrenMs()];
  const child = spawn(process.execPath, [main, 'merge', 'parts', '--out', 'merged', '--report', values.report, '--quiet'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let [peak, stderr] = [0, ''];
  child.stderr.on('data', (text) => (stderr += text));
  const looking = setInterval(() => (peak = Math.max(peak, peakMb(child.pid))), 20);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(looking);
  rmSync(join(folder, 'merged'), { recursive: true, force: true });
  if (code !== 0) throw new Error(`assay merge ended with ${code}: ${stderr}`);
  return {
    seconds: +((performance.now() - since) / 1000).toFixed(1),
    cpuSeconds: +((childrenMs() - cpu) / 1000).toFixed(1),
    peakMb: Math.round(peak),
  };
};

const results = [];
for (const of of values.parts.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-merge-'));
  try {
    writeParts(join(folder, 'parts'), of);
    for (const main of mains) results.push({ parts: of, casesOfAPart: Number(values.cases), main, ...(await merge(main, folder)) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(JSON.stringify({ ...values, results }, undefined, 2));
