// Runs the engine against a service until somebody kills this process. Arguments: a file with contract, target and plan as V8 writes
// them, the folder of the run, a nonce.
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';

const [job, directory, nonce] = process.argv.slice(2);
const { runPlan } = await import(new URL('../../dist/bundle/run-plan.js', import.meta.url).href);
const { contract, target, plan } = deserialize(readFileSync(job));
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
    (event) => {
      // What may be killed begins here: before, nothing but loading and reading happens.
      if (event.type === 'preflight') process.stdout.write('ready\n');
    },
    new AbortController().signal,
  );
}
