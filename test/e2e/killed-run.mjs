// Runs the engine against a service until this process is killed. Arguments: a file with contract, target and plan as V8 serialises them,
// the folder of the run, a nonce.
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';

const [job, directory, nonce] = process.argv.slice(2);
const { runPlan } = await import(new URL('../../dist/bundle/run-plan.js', import.meta.url).href);
const { contract: read, target, plan } = deserialize(readFileSync(job));
const contract = { ...read, spotOf: (pointer) => ({ file: read.source, line: 1, column: 1, pointer }) };
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
      // From here on the process may be killed: before, it only loads and reads.
      if (event.type === 'preflight') process.stdout.write('ready\n');
    },
    new AbortController().signal,
  );
}
