import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { RunEvent } from '../../src/model/event.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { runPlan } from '../../src/runner/engine/run-plan.ts';
import { madeTarget } from '../model/made-target.ts';
import { gardenKey, greenhouse, writeDocument } from '../worlds/without-x-assay-document.ts';
import { startGreenhouse } from '../worlds/without-x-assay-service.ts';

const failing: ReadonlySet<string> = new Set(['errors/unknown-id-refused', 'schema/response-body']);

test('a check that fails on the document is broken by itself, and the others judge the service', async () => {
  const house = await startGreenhouse();
  const contract = await loadContract(writeDocument(greenhouse));
  const target = madeTarget({ name: 'greenhouse', contract: 'greenhouse', baseUrl: house.url, allow: [] });
  const some = checks.map((check) =>
    failing.has(check.id)
      ? {
          ...check,
          locations: (): never => {
            throw new SyntaxError('Invalid escape');
          },
        }
      : check,
  );
  const plan = makePlan({ contract, target, checks: some, seed: 1 });
  const directory = mkdtempSync(join(tmpdir(), 'assay-failing-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets: { key: gardenKey }, options: { seed: 1, nonce: 'n1', concurrency: 2 }, directory },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const verdicts = events.flatMap((event) => (event.type === 'verdict' ? [event] : []));
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken').map(({ id, verdict }) => [id, verdict])).toEqual(
    [...failing].map((id) => [`${id}@#`, { kind: 'broken', error: 'The check failed on the document: Invalid escape' }]),
  );
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'pass').length).toBeGreaterThan(10);
});
