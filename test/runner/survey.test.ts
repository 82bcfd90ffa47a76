import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { surveyChecks } from '../../src/checks/families/survey/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { Target } from '../../src/model/target.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { runPlan } from '../../src/runner/engine/run-plan.ts';
import { madeTarget } from '../model/made-target.ts';
import { gardenKey, greenhouse, writeDocument } from '../worlds/without-x-assay-document.ts';
import { startGreenhouse } from '../worlds/without-x-assay-service.ts';

/** Surveys a service that takes nearly everything, by a document that was not written for it. */
const survey = async (url: string, allow: Target['allow']): Promise<ReadonlyMap<string, string>> => {
  const contract = await loadContract(writeDocument(greenhouse), { survey: true });
  const target = madeTarget({ name: 'greenhouse', contract: 'greenhouse', baseUrl: url, maxCreates: 2, allow, survey: true });
  const plan = makePlan({ contract, target, checks: surveyChecks, seed: 1 });
  const directory = mkdtempSync(join(tmpdir(), 'assay-survey-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets: { key: gardenKey }, options: { seed: 1, nonce: 'n1', concurrency: 2 }, directory },
    (event) => events.push(event),
    new AbortController().signal,
  );
  return new Map(events.flatMap((event) => (event.type === 'verdict' ? [[event.id.replace(/@.*$/u, ''), event.verdict.kind]] : [])));
};

test('a survey sends nothing unsafe without a permission', async () => {
  const house = await startGreenhouse();
  const verdicts = await survey(house.url, []);
  expect(verdicts.get('survey/unknown-path')).toBe('observed');
  expect(verdicts.get('survey/body-empty')).toBe('skipped');
  expect(house.asked.filter((line) => !/^(?:GET|HEAD) /u.test(line))).toEqual([]);
});

test.each<[string, Target['allow']]>([
  ['mutation', ['mutation']],
  ['mutation and permanent', ['mutation', 'permanent']],
])('a survey with %s changes nothing that was there, and accuses nobody', async (_, allow) => {
  const house = await startGreenhouse();
  const before = structuredClone(house.before());
  const single = structuredClone(house.single);
  const verdicts = await survey(house.url, allow);
  expect(house.before()).toEqual(before);
  expect(house.single).toEqual(single);
  expect(house.asked.some((line) => line.startsWith('POST '))).toBe(true);
  expect(verdicts.get('survey/body-empty')).toBe('observed');
  expect([...verdicts.values()].filter((kind) => !['observed', 'skipped', 'inconclusive'].includes(kind))).toEqual([]);
});
