// What one judged exchange costs, and whether memory grows with their number: a probe of the bench sends plain reads through the engine, which paces, masks, records and judges each of
// them by every check that watches, against a plain client of undici that only reads the answers, both at the same server in a process of its own on 127.0.0.1.
// Run `npm run build` first. Prints one JSON document. Rates are by wall time and fall on a busy machine; processor time is that of the client's process alone.
// With several processes, the judged calls are shared out among so many of them, as the shards of a run would be; the plain client stays one process.
// The server answers at once, or after so many milliseconds, as one that asks a database does: at once, the client alone decides the rate.
// Usage: node bench/exchanges.mjs [--calls 20000] [--rounds 3] [--width 10] [--processes 1] [--answer-after 0]
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';

const self = fileURLToPath(import.meta.url);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    calls: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    width: { type: 'string', default: '10' },
    processes: { type: 'string', default: '1' },
    'answer-after': { type: 'string', default: '0' },
  },
});
const [task, port] = positionals;
const [calls, rounds, width, processes, answerAfter] = [
  values.calls,
  values.rounds,
  values.width,
  values.processes,
  values['answer-after'],
].map(Number);
/** How often memory is looked at, after the collector ran. */
const looks = 10;

const page = {
  items: Array.from({ length: 5 }, (_none, at) => ({ id: `item-${at}`, name: `Item ${at}`, size: at, made: '2026-11-23T00:00:00Z' })),
  more: false,
};
const text = { type: 'string' };
const item = {
  type: 'object',
  required: ['id', 'name', 'size', 'made'],
  properties: { id: text, name: text, size: { type: 'integer', minimum: 0 }, made: { ...text, format: 'date-time' } },
};
const list = {
  type: 'object',
  required: ['items', 'more'],
  properties: { items: { type: 'array', items: item }, more: { type: 'boolean' } },
};
const document = {
  openapi: '3.1.0',
  info: { title: 'Items', version: '1' },
  paths: {
    '/items': {
      get: {
        operationId: 'listItems',
        responses: { 200: { description: 'All items.', content: { 'application/json': { schema: list } } } },
      },
    },
  },
};

const rounded = (number, digits = 0) => Number(number.toFixed(digits));

/** Does as many calls as wanted, so many at a time, and tells what they cost. */
const measured = async (one) => {
  globalThis.gc();
  const [cpu, since] = [process.cpuUsage(), performance.now()];
  const memory = [];
  let [done, nextLook] = [0, calls / looks];
  const go = async () => {
    while (done < calls) {
      done += 1;
      await one();
      if (done < nextLook) continue;
      nextLook += calls / looks;
      // The collector's own time is part of no call.
      const before = process.cpuUsage();
      globalThis.gc();
      const { user, system } = process.cpuUsage(before);
      cpu.user += user;
      cpu.system += system;
      memory.push(rounded(process.memoryUsage().heapUsed / 2 ** 20, 1));
    }
  };
  await Promise.all(Array.from({ length: width }, go));
  const seconds = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: Math.round(calls / seconds),
    microsecondsOfCpu: Math.round((user + system) / calls),
    heapMb: memory,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
};

const serve = () => {
  const octets = Buffer.from(JSON.stringify(page));
  const server = createServer((request, response) => {
    request.resume();
    const answer = () => response.writeHead(200, { 'content-type': 'application/json', 'content-length': octets.length }).end(octets);
    if (answerAfter > 0) setTimeout(answer, answerAfter);
    else answer();
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit(0));
};

const judge = async () => {
  const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
  const [{ loadContract }, { makePlan }, { checks }, { runPlan }, { pass }] = await Promise.all(
    ['contract/load.js', 'plan/make-plan.js', 'checks/index.js', 'runner/engine/run-plan.js', 'checks/kit/define.js'].map(load),
  );
  const directory = mkdtempSync(join(tmpdir(), 'assay-exchanges-'));
  const file = join(directory, 'items.json');
  writeFileSync(file, JSON.stringify(document));
  const contract = await loadContract(file);
  const target = {
    name: 'bench',
    contract: file,
    baseUrl: `http://127.0.0.1:${port}`,
    urls: {},
    credentials: [],
    flood: { maxRequests: 0 },
    maxCreates: 0,
    allow: [],
    fixtures: {},
    values: {},
    durations: {},
    http: { timeoutMs: 5000, headers: {} },
  };
  const [operation] = contract.operations;
  const request = {
    operation: operation.key,
    method: 'GET',
    path: operation.path,
    pathValues: {},
    query: [],
    headers: [],
    credential: { kind: 'none' },
    faults: [],
  };
  let result;
  const reads = {
    kind: 'probe',
    id: 'bench/reads',
    title: 'Plain reads are answered',
    why: 'They are measured.',
    fix: 'Answer them.',
    phase: 'read',
    exclusive: 'nothing',
    locations: () => [operation.location],
    prerequisites: () => [],
    cost: () => ({ requests: calls, creates: 0 }),
    async run(_location, session) {
      result = await measured(() => session.send(request));
    },
    judge: () => pass(calls),
  };
  const all = [...checks, reads];
  const plan = makePlan({ contract, target, checks: all, seed: 1 });
  const watching = plan.cases.filter(({ kind, skip }) => kind === 'watch' && skip === undefined);
  const [first] = watching;
  const own = { ...first, id: 'bench/reads', check: reads.id, kind: 'probe', phase: 'read', places: [operation.location] };
  const verdicts = {};
  await runPlan(
    {
      contract,
      plan: { ...plan, cases: [own, ...watching] },
      target,
      secrets: {},
      checks: all,
      options: { seed: 1, nonce: 'bench', concurrency: 1 },
      directory,
    },
    (event) => {
      if (event.type === 'verdict') verdicts[event.verdict.kind] = (verdicts[event.verdict.kind] ?? 0) + 1;
    },
    new AbortController().signal,
  );
  rmSync(directory, { recursive: true });
  process.send({ ...result, watching: watching.length, verdicts });
  process.disconnect();
};

const plain = async () => {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: width });
  const result = await measured(async () => {
    const { body } = await pool.request({ path: '/items', method: 'GET' });
    await body.json();
  });
  await pool.close();
  process.send(result);
  process.disconnect();
};

const tasks = { serve, judge, plain };
if (task !== undefined) await tasks[task]();
else {
  const answerOf = (child) =>
    new Promise((resolve, reject) => {
      child.once('message', resolve).once('error', reject);
      child.once('exit', (code) => reject(new Error(`The process of the bench ended with ${code}`)));
    });
  const start = (name, share, ...more) => {
    const own = ['--calls', String(Math.round(calls / share)), '--width', String(width), '--answer-after', String(answerAfter)];
    return fork(self, [name, ...more, ...own], { execArgv: ['--expose-gc'] });
  };
  /** What several processes did at the same time. */
  const together = (parts) => ({
    perSecond: parts.reduce((sum, { perSecond }) => sum + perSecond, 0),
    microsecondsOfCpu: Math.round(parts.reduce((sum, { microsecondsOfCpu }) => sum + microsecondsOfCpu, 0) / parts.length),
    parts,
  });
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const server = start('serve', 1);
    const at = String(await answerOf(server));
    const parts = await Promise.all(Array.from({ length: processes }, () => answerOf(start('judge', processes, at))));
    const judged = processes === 1 ? parts[0] : together(parts);
    const bare = await answerOf(start('plain', 1, at));
    server.disconnect();
    results.push({
      judged,
      plain: bare,
      rateRatio: rounded(judged.perSecond / bare.perSecond, 2),
      cpuRatio: rounded(judged.microsecondsOfCpu / bare.microsecondsOfCpu, 2),
    });
  }
  console.log(
    JSON.stringify(
      {
        what: `${calls} judged reads, ${width} at a time in each of ${processes}, against plain reads, each answered after ${answerAfter} ms`,
        node: process.version,
        rounds: results,
      },
      undefined,
      2,
    ),
  );
}
