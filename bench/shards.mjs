// What shards as processes at the same time bring on one machine: the same targets judged by one run, and by 2 and 4 shards, each `assay run --shard i/n` in processes of its own.
// Every target has a key of its own, so that no quota is shared and nothing waits for it. The numbers of shards take turns within a round. Everything is on 127.0.0.1. Run
// `npm run build` first. Prints one JSON document, or a table with --markdown. `merge` is measured apart, as it follows the last shard.
//   npm run bench:shards -- [--targets 40] [--shards 1,2,4] [--rounds 3] [--only schema,status] [--markdown]
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fleetProject, startFleet } from './fleet-lab.mjs';
import { childrenMs } from './processor-time.mjs';

const self = fileURLToPath(import.meta.url);
const main = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    targets: { type: 'string', default: '40' },
    shards: { type: 'string', default: '1,2,4' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
});

/** Each target has its own key. */
const ownKeys = { inRow: 1, number: Infinity };

/** The services, in a process of their own, so that their processor time is none of the runs'. */
const serve = async () => {
  const fleet = await startFleet(ownKeys);
  process.send(fleet.url);
  process.on('message', () => process.send(fleet.requests()));
  process.on('disconnect', () => process.exit(0));
};

const answerOf = (child) =>
  new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`the process of the services ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer);
    });
  });

const compare = async () => {
  const [targets, rounds] = [Number(values.targets), Number(values.rounds)];
  const numbers = values.shards.split(',').map(Number);
  const cwd = mkdtempSync(join(tmpdir(), 'assay-shards-'));
  process.on('exit', () => rmSync(cwd, { recursive: true, force: true }));
  const server = fork(self, ['serve']);
  const { files, env } = fleetProject(await answerOf(server), targets, ownKeys);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const requests = () => {
    server.send('requests');
    return answerOf(server);
  };
  const assay = (...args) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [main, ...args], {
        cwd,
        env: { PATH: process.env.PATH, HOME: cwd, CI: 'true', ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', (text) => (stderr += text));
      child.on('close', (code) =>
        code === 0 || code === 1 ? resolve() : reject(new Error(`assay ${args.join(' ')} ended with ${code}: ${stderr.slice(-2000)}`)),
      );
    });
  const measured = async (work) => {
    const [since, cpu, asked] = [performance.now(), childrenMs(), await requests()];
    await work();
    const seconds = (performance.now() - since) / 1000;
    return { seconds, processorSeconds: (childrenMs() - cpu) / 1000, requests: (await requests()) - asked };
  };
  const how = ['--seed', '7', '--report', 'summary', '--quiet', ...(values.only === undefined ? [] : ['--only', values.only])];
  const judged = async (of, name) => {
    const parts = Array.from({ length: of }, (_none, n) => join(name, String(n + 1)));
    const run = await measured(() =>
      Promise.all(parts.map((out, n) => assay('run', ...(of === 1 ? [] : ['--shard', `${n + 1}/${of}`]), '--out', out, ...how))),
    );
    const merge =
      of === 1 ? undefined : await measured(() => assay('merge', ...parts, '--out', `${name}-whole`, '--report', 'summary', '--quiet'));
    rmSync(join(cwd, name), { recursive: true });
    return { ...run, perSecond: run.requests / run.seconds, mergeSeconds: merge?.seconds };
  };
  const results = new Map(numbers.map((of) => [of, []]));
  for (let round = 0; round < rounds; round++) for (const of of numbers) results.get(of).push(await judged(of, `round-${round}-of-${of}`));
  server.disconnect();

  const spread = (list, digits) => {
    const sorted = list.toSorted((a, b) => a - b);
    return {
      median: sorted[Math.floor(sorted.length / 2)].toFixed(digits),
      least: sorted[0].toFixed(digits),
      most: sorted.at(-1).toFixed(digits),
    };
  };
  const first = results.get(numbers[0]);
  const rows = numbers.map((of) => {
    const all = results.get(of);
    return {
      shards: of,
      requests: spread(
        all.map((one) => one.requests),
        0,
      ).median,
      seconds: spread(
        all.map(({ seconds }) => seconds),
        1,
      ),
      perSecond: spread(
        all.map(({ perSecond }) => perSecond),
        1,
      ),
      // Compared within a round, as the load of the machine changes between rounds.
      timesTheFirst: spread(
        all.map(({ perSecond }, round) => perSecond / first[round].perSecond),
        2,
      ),
      processorSeconds: spread(
        all.map(({ processorSeconds }) => processorSeconds),
        1,
      ),
      ...(of === 1
        ? {}
        : {
            mergeSeconds: spread(
              all.map(({ mergeSeconds }) => mergeSeconds),
              1,
            ),
          }),
    };
  });
  if (!values.markdown) {
    console.log(
      JSON.stringify(
        { what: `${targets} targets, each with a key of its own, in shards at the same time`, node: process.version, rounds, rows },
        undefined,
        2,
      ),
    );
    return;
  }
  const shown = ({ median, least, most } = { median: '' }) => (least === undefined ? median : `${median} (${least}–${most})`);
  console.log('| shards | requests | until the end, s | requests/s | × one | processor, s | `merge`, s |');
  console.log('|---|---|---|---|---|---|---|');
  for (const row of rows)
    console.log(
      `| ${row.shards} | ${row.requests} | ${shown(row.seconds)} | ${shown(row.perSecond)} | ${shown(row.timesTheFirst)} | ${shown(row.processorSeconds)} | ${shown(row.mergeSeconds)} |`,
    );
};

await (positionals[0] === 'serve' ? serve() : compare());
