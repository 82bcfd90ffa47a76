// Runs the engine against a service until somebody kills this process. Arguments: base URL, contract, folder, nonce.
const [url, contractPath, directory, nonce] = process.argv.slice(2);
const dist = new URL('../../dist/', import.meta.url);
const load = (path) => import(new URL(path, dist).href);
const [{ loadContract }, { makePlan }, { checks }, { runPlan }] = await Promise.all([
  load('contract/load.js'),
  load('plan/make-plan.js'),
  load('checks/index.js'),
  load('runner/engine/run-plan.js'),
]);
const contract = await loadContract(contractPath);
const target = {
  name: 'boxes',
  contract: contractPath,
  baseUrl: url,
  urls: {},
  credentials: ['key'],
  flood: { maxRequests: 10 },
  maxCreates: 5,
  allow: ['mutation'],
  fixtures: {},
  durations: { 'created.listed': 1 },
  values: {},
  http: { timeoutMs: 2000, headers: {} },
};
const plan = makePlan({ contract, target, checks, seed: 1 });
process.stdout.write('ready\n');
for (;;) {
  await runPlan(
    {
      contract,
      plan,
      target,
      secrets: { key: process.env.BOX_KEY },
      options: { seed: 1, nonce: `${nonce}-${Date.now()}`, concurrency: 2 },
      directory,
    },
    () => undefined,
    new AbortController().signal,
  );
}
