import { compare, plan, run } from 'assay';

import { startServer } from './server.ts';

/** Two versions of a service, judged by one contract and compared. */
const [before, after] = [await startServer(), await startServer()];
const folder = process.argv[2] ?? `reports/${Date.now()}`;
const targets = {
  before: { contract: './openapi.yaml', baseUrl: before.url },
  after: { contract: './openapi.yaml', baseUrl: after.url },
};

try {
  const planned = await plan({ targets });
  for (const { target, cases, requests } of planned.targets) console.log(`${target}: ${cases.length} cases, at most ${requests} requests`);

  const result = await run({
    targets,
    out: folder,
    // Everything that waits ends after two minutes.
    signal: AbortSignal.timeout(120_000),
    on: {
      finding: ({ target, case: { requirement, title }, finding }) => console.log(`${target}: ${requirement} ${title}: got ${finding.actual}`),
      warning: (message) => console.error(message),
    },
  });
  for (const { target, words, requests } of result.targets) console.log(`${target}: ${words} (${requests} requests)`);

  const { outcomes } = await compare({ runs: [result.directory], page: `${result.directory}/difference.html` });
  console.log(`${outcomes.filter(({ state }) => state === 'differs').length} requirements differ`);
  process.exitCode = result.exitCode;
} finally {
  await Promise.all([before.close(), after.close()]);
}
