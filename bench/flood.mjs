// How fast a burst is: requests per second of the engine and of a plain client of undici that only reads the answers, one after the other, against the same server in a
// process of its own on 127.0.0.1. Run `npm run build` first. Prints one JSON document.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';

const self = fileURLToPath(import.meta.url);
const [task, port] = process.argv.slice(2);
const calls = 12_000;
const width = 16;
const page = { data: Array.from({ length: 5 }, (_, at) => ({ id: `item-${at}`, name: `Item ${at}`, size: at })), more: false };

if (task === 'serve') {
  let left = 1e9;
  const server = createServer((_request, response) => {
    left -= 1;
    response.setHeader('content-type', 'application/json').setHeader('x-ratelimit-remaining', left).end(JSON.stringify(page));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit(0));
} else if (task === 'burst') {
  const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
  const [{ loadContract }, { openLine }, { createBrake }] = await Promise.all(
    ['contract/load.js', 'runner/engine/line.js', 'runner/engine/limits.js'].map(load),
  );
  const contract = await loadContract('cloudnexus');
  const directory = mkdtempSync(join(tmpdir(), 'assay-flood-'));
  const target = {
    name: 'bench',
    contract: contract.name,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    urls: {},
    credentials: ['key'],
    flood: { maxRequests: calls },
    maxCreates: 0,
    allow: ['flood', 'plaintext'],
    fixtures: {},
    values: {},
    durations: {},
    http: { timeoutMs: 5000, headers: {} },
  };
  const nothing = () => undefined;
  const hooks = { onWait: nothing, onCreated: nothing, onChanged: nothing, onRemoved: nothing, saw: nothing };
  const brake = createBrake(new AbortController().signal);
  const line = await openLine(
    { contract, target, secrets: { key: 'a-key-of-the-bench-0001' }, options: { seed: 1, nonce: 'bench' }, directory },
    brake,
    hooks,
  );
  const operation = contract.operations.find(({ method, path }) => method === 'GET' && !path.includes('{'));
  const request = {
    operation: operation.key,
    method: 'GET',
    path: operation.path,
    pathValues: {},
    query: [],
    headers: [],
    credential: { kind: 'valid', name: 'key' },
    faults: [],
  };
  const since = performance.now();
  const exchanges = await line.sessionOf(1).burst(request, { most: calls, withinMs: 60_000, width, enough: () => false });
  const seconds = (performance.now() - since) / 1000;
  const good = exchanges.filter(({ reply }) => reply.kind === 'answer' && reply.status === 200).length;
  await line.close();
  rmSync(directory, { recursive: true });
  const sent = exchanges.at(-1).sentAt + exchanges.at(-1).tookMs - exchanges[0].sentAt;
  process.send({ good, perSecond: Math.round(calls / (sent / 1000)), withEvaluation: Math.round(calls / seconds) });
  process.disconnect();
} else if (task === 'plain') {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: width });
  let taken = 0;
  const since = performance.now();
  const one = async () => {
    while (taken++ < calls) await (await pool.request({ path: '/v1/instances', method: 'GET' })).body.text();
  };
  await Promise.all(Array.from({ length: width }, one));
  const seconds = (performance.now() - since) / 1000;
  await pool.close();
  process.send({ perSecond: Math.round(calls / seconds) });
  process.disconnect();
} else {
  const answerOf = (child) =>
    new Promise((resolve, reject) => {
      child.once('message', resolve).once('error', reject);
      child.once('exit', (code) => reject(new Error(`The process of the bench ended with ${code}`)));
    });
  const rounds = Number(task ?? 3);
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    const server = fork(self, ['serve']);
    const at = await answerOf(server);
    const burst = await answerOf(fork(self, ['burst', String(at)]));
    const plain = await answerOf(fork(self, ['plain', String(at)]));
    server.disconnect();
    measured.push({ burst, plain, ratio: +(plain.perSecond / burst.perSecond).toFixed(2) });
  }
  console.log(
    JSON.stringify({ what: `bursts of ${calls} reads, ${width} at a time, against plain reads`, rounds: measured }, undefined, 2),
  );
}
