import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import { readCreated } from '../../src/exchange/read-created.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { cleanUpRun } from '../../src/runner/clean-up/clean-up-run.ts';
import { boxContract, boxKey, startBoxes } from '../worlds/left-behind.ts';
import { emptyFolder } from './assay.ts';
import { madeTarget } from '../model/made-target.ts';

const script = fileURLToPath(new URL('killed-run.mjs', import.meta.url));
const kills = 50;
const beside = 5;

/** Milliseconds after which a run is killed that has created nothing. */
const longestMs = 5000;

/** Resolves when a run has created something, whatever the speed of the machine. */
const firstCreation = async (directory: string): Promise<void> => {
  for (let waited = 0; waited < longestMs && readCreated(directory).length === 0; waited += 5) await sleep(5);
};

/** Starts a run and kills it that many milliseconds after something; by default its first output. */
const runAndKill = (args: readonly string[], afterMs: number, something: () => Promise<void> = async () => {}): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] ?? '', BOX_KEY: boxKey },
    });
    child.stdout.once('data', () => void something().then(() => setTimeout(() => child.kill('SIGKILL'), afterMs)));
    child.once('close', () => resolve());
  });

test('after each of fifty kills at a random moment clean-up removes what the run created and nothing else', async () => {
  const boxes = await startBoxes();
  const contractPath = boxContract();
  const contract = await loadContract(contractPath);
  const target = madeTarget({
    name: 'boxes',
    contract: contractPath,
    baseUrl: boxes.url,
    maxCreates: 5,
    allow: ['mutation'],
  });
  // Another client uses the same account in the meantime.
  const mine: string[] = [];
  let n = 0;
  const otherClient = setInterval(() => {
    const label = `other ${++n}`;
    boxes.add(label);
    mine.push(label);
    if (mine.length > 20) boxes.drop(mine.shift() ?? '');
  }, 5);
  let wereCreated = 0;
  const root = emptyFolder();
  // Made once, so that the fifty processes only have to run.
  const job = join(root, 'job');
  // What locates a node in the files is a function, which no serialisation keeps; the run does without it.
  const { spotOf: _spotOf, ledger: _ledger, ...serialisable } = contract;
  const hurried = { ...target, durations: { 'created.listed': 1 } };
  writeFileSync(
    job,
    serialize({ contract: serialisable, target: hurried, plan: makePlan({ contract, target: hurried, checks, seed: 1 }) }),
  );
  const one = async (index: number): Promise<void> => {
    const directory = join(root, String(index));
    const args = [job, directory, `k${index}`];
    // Half of them at any moment, the others while something is there.
    await (index % 2 === 0
      ? runAndKill(args, Math.floor(Math.random() * 300))
      : runAndKill(args, Math.floor(Math.random() * 50), () => firstCreation(directory)));
    wereCreated += readCreated(directory).length;
    const removals = await cleanUpRun({ contract, target, secrets: { key: boxKey }, directory }, new AbortController().signal);
    expect(removals.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  };
  for (let index = 0; index < kills; index += beside) await Promise.all(Array.from({ length: beside }, (_, at) => one(index + at)));
  clearInterval(otherClient);
  expect(wereCreated).toBeGreaterThan(kills / 3);
  expect(boxes.labels().filter((label) => label.startsWith('ct-'))).toEqual([]);
  expect(boxes.labels().toSorted()).toEqual([...mine].sort());
});
