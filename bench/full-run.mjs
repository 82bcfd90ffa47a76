// What a full run without a burst costs, compared with a client that only sends as many plain reads: CPU and memory, as ratios.
// Everything is on 127.0.0.1. Run `npm run build` first. Prints one JSON document.
import { Pool } from 'undici';

const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const [{ loadContract }, { makePlan }, { checks }, { runPlan }, { startReference }] = await Promise.all(
  ['contract/load.js', 'plan/make-plan.js', 'checks/index.js', 'runner/engine/run-plan.js', 'reference/index.js'].map(load),
);

const cpuMs = async (work) => {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const since = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1000, wallMs: performance.now() - since, rssMb: process.memoryUsage().rss / 2 ** 20 };
};

const judge = async (contract, server) => {
  const target = {
    name: 'bench',
    contract: contract.name,
    baseUrl: server.url,
    urls: server.urls,
    credentials: Object.keys(server.credentials),
    quota: { ...server.quota, exclusive: true },
    flood: { maxRequests: 2500 },
    maxCreates: 12,
    allow: ['mutation', 'permanent'],
    fixtures: server.fixtures,
    values: {},
    http: { timeoutMs: 5000, headers: {} },
    durations: { 'created.listed': 4, 'created.settled': 6, 'action.through': 4, 'action.done': 6 },
  };
  const plan = makePlan({ contract, target, checks, seed: 1 });
  let requests = 0;
  await runPlan(
    { contract, plan, target, secrets: server.credentials, options: { seed: 1, nonce: 'bench', concurrency: 4 } },
    (event) => {
      if (event.type === 'ended') ({ requests } = event);
    },
    new AbortController().signal,
  );
  return requests;
};

const plainReads = async (server, requests) => {
  const { origin, pathname } = new URL(server.url);
  const pool = new Pool(origin, { connections: 4 });
  const headers = { authorization: `Bearer ${server.credentials.key}` };
  for (let n = 0; n < requests; n++) {
    const { body } = await pool.request({ path: `${pathname}/instances?limit=20`, method: 'GET', headers });
    await body.json();
  }
  await pool.close();
};

const rounds = Number(process.argv[2] ?? 3);
const contract = await loadContract('cloudnexus');
const measured = [];
for (let round = 0; round < rounds; round++) {
  const server = await startReference({ vendor: 'cloudnexus', quota: { limit: 100_000, windowSeconds: 2 } });
  const run = await cpuMs(() => judge(contract, server));
  const peer = await cpuMs(() => plainReads(server, run.result));
  measured.push({
    requests: run.result,
    runCpuMs: Math.round(run.cpuMs),
    peerCpuMs: Math.round(peer.cpuMs),
    cpuRatio: +(run.cpuMs / peer.cpuMs).toFixed(2),
    runWallMs: Math.round(run.wallMs),
    rssMb: Math.round(run.rssMb),
  });
  await server.close();
}
console.log(
  JSON.stringify(
    { what: 'full run without a burst against as many plain reads, server in the same process', rounds: measured },
    undefined,
    2,
  ),
);
