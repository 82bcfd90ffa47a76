import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onLoopback } from '../exchange/on-loopback.ts';
import { harbour, harbourPass, startHarbour } from '../worlds/self-describing.ts';
import { assay, emptyFolder, start } from './assay.ts';

const env = { HARBOUR_PASS: harbourPass };

test('what assay init writes runs as it is, only reads, and accuses a conformant server of nothing', async () => {
  const { origin, asked } = await startHarbour();
  const cwd = emptyFolder();
  const begun = await assay(['init', `${origin}/openapi.json`], { cwd, env });
  expect({ code: begun.code, stderr: begun.stderr }).toEqual({ code: 0, stderr: '' });
  const next = /Next:\n {2}assay (.*)\n$/.exec(begun.stdout)?.[1]?.split(' ') ?? [];
  expect(next).toEqual(['run', 'harbour']);
  const run = await assay([...next, '--json'], { cwd, env });
  const { targets } = JSON.parse(run.stdout) as { targets: [{ coverage: unknown; counts: Record<string, number> }] };
  expect(run.code, run.stdout.slice(0, 4000)).toBe(0);
  expect(targets[0].coverage).toMatchObject({ operations: 2, exercised: 2, reached: 2 });
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((line) => /^(?:PUT|PATCH|DELETE) \/api\/boats\/b/.test(line))).toEqual([]);
});

test('a document whose only server is production is not sent anything', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'harbour.json'), JSON.stringify({ ...harbour, servers: [{ url: 'https://harbour.example/v1' }] }));
  expect((await assay(['init', 'harbour.json'], { cwd, env })).code).toBe(0);
  const run = await assay(['run', 'harbour'], { cwd, env });
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/has no base URL: give --base-url URL/);
  const live = await assay(['run', 'harbour', '--base-url', 'https://harbour.example/v1'], { cwd, env });
  expect(live.code).toBe(2);
  expect(live.stderr).toMatch(/harbour\.example is documented as production/);
});

test.each([
  ['init', ''],
  ['lint', ''],
])('assay %s refuses a document of 50 MB with one sentence', async (command) => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'big.json'), `{"openapi":"3.1.0","x-big":"${'a'.repeat(50_000_000)}"}`);
  const { code, stdout, stderr } = await assay([command, 'big.json'], { cwd });
  expect(code).toBe(2);
  expect(stdout + stderr).toMatch(/Cannot read ".*big\.json": it has 5000\d+ bytes, more than the limit of 40000000\n$/);
  expect(readdirSync(cwd)).toEqual(['big.json']);
});

test('Ctrl-C stops assay init while an address does not answer, and nothing is left', async () => {
  const cwd = emptyFolder();
  let asked = (): void => {};
  const arrived = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const address = await onLoopback(createServer(() => asked()));
  const { child, finished } = start(['init', `${address}/openapi.json`], { cwd });
  await arrived;
  child.kill('SIGINT');
  expect(await finished).toMatchObject({ code: 3, stdout: '', stderr: 'Stopped: nothing is written.\n' });
  expect(readdirSync(cwd)).toEqual([]);
});
