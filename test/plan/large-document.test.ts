import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { prerequisitesFor } from '../../src/checks/kit/prerequisites.ts';
import { announcedRun } from '../../src/cli/run/announce.ts';
import { gatherOptions } from '../../src/config/given.ts';
import { runSettingsOf } from '../../src/config/run-settings.ts';
import { loadContract } from '../../src/contract/load.ts';
import { evaluateSchema } from '../../src/contract/schema/evaluate.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { madeTarget } from '../model/made-target.ts';

/** Components that each refer to several others, in circles, so that there are endless paths through them. */
const knotted = (operations: number, components: number): unknown => {
  const ref = (n: number) => ({ $ref: `#/components/schemas/Knot${n % components}` });
  const schemas = Object.fromEntries(
    Array.from({ length: components }, (_, n) => [
      `Knot${n}`,
      {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          ends: { type: 'array', items: ref(n * 3 + 1) },
          left: ref(n * 5 + 2),
          right: { nullable: true, allOf: [ref(n * 7 + 3)] },
          any: { anyOf: [{ type: 'string' }, ...Array.from({ length: 12 }, (__, w) => ref(n + w))] },
        },
      },
    ]),
  );
  const content = (n: number) => ({ 'application/json': { schema: ref(n) } });
  const paths = Object.fromEntries(
    Array.from({ length: operations }, (_, n) => [
      `/knots/${n}`,
      {
        get: {
          responses: { 200: { description: 'A knot.', content: content(n) }, default: { description: 'Else.', content: content(n + 1) } },
        },
      },
    ]),
  );
  return { openapi: '3.0.3', info: { title: 'Knots', version: '1' }, paths, components: { schemas } };
};

const write = (document: unknown): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-knots-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'knots.json');
  writeFileSync(file, JSON.stringify(document));
  return file;
};

const target = madeTarget({
  name: 'knots',
  contract: 'knots',
  baseUrl: 'http://127.0.0.1:9',
});

const runSettings = runSettingsOf(gatherOptions({}, {}));

test('components that refer to each other are planned once each, not once for each path to them', async () => {
  const contract = await loadContract(write(knotted(300, 120)));
  const plan = makePlan({ contract, target, checks, seed: 1 });
  const bodies = plan.cases.filter(({ check }) => check === 'schema/response-body');
  expect(bodies).toHaveLength(300);
  expect(Math.max(...bodies.map(({ places }) => places.length))).toBeLessThanOrEqual(4);
  // Rules are added from time to time: what must not grow is the size of one case.
  expect(JSON.stringify(plan.cases).length / plan.cases.length).toBeLessThan(550);
});

test('an answer is judged only by the schemas that it reaches', async () => {
  const contract = await loadContract(write(knotted(4, 2000)), { proven: true });
  const location = contract.operations[0]?.responses[0]?.content[0]?.schemaLocation;
  if (!location) throw new Error('The operation has no schema');
  const visits = evaluateSchema(contract, location, { name: 'a', any: { name: 'b', left: { name: 5 } }, right: null, left: { name: 7 } });
  expect(visits.flatMap((visit) => (visit.holds ? [] : [visit.instancePath]))).toEqual(['/any', '/left/name']);
});

test('the prerequisites of an operation are found once for each target', async () => {
  const contract = await loadContract(write(knotted(2, 3)));
  const [operation] = contract.operations;
  if (!operation) throw new Error('The document has no operation');
  const around = { contract, target };
  expect(prerequisitesFor(operation, around)).toBe(prerequisitesFor(operation, around));
  const elsewhere = { contract: { ...contract }, target: { ...target } };
  expect(prerequisitesFor(operation, elsewhere)).not.toBe(prerequisitesFor(operation, around));
  expect(prerequisitesFor(operation, elsewhere)).toEqual(prerequisitesFor(operation, around));
});

test('equal schemas are judged alike, but not those that differ in what JSON cannot express', async () => {
  const schemas = { first: { enum: [null] }, second: { enum: [Number.NaN] }, third: { enum: [null] } };
  const contract = await loadContract(write(knotted(1, 1)), { proven: true });
  const document = { ...contract.document, components: { schemas } };
  const breaches = (name: string) =>
    evaluateSchema({ ...contract, document }, { operation: null, way: [`#/components/schemas/${name}`] }, null).map(({ holds }) => holds);
  expect(['first', 'second', 'third'].map(breaches)).toEqual([[true], [false], [true]]);
});

test('a run of one target is sent without its document, a run of several keeps theirs for the comparison', async () => {
  const contract = await loadContract(write(knotted(1, 1)));
  const plan = makePlan({ contract, target, checks, seed: 1 });
  const run = { settings: runSettings, seed: 1, nonce: 'n', reports: [] };
  const one = announcedRun({ ...run, targets: [{ target, secrets: {}, contract, plan }] });
  expect(one.contracts.size).toBe(0);
  expect(Object.keys(one.targets[0]?.contract ?? {}).sort()).toEqual(['digest', 'name', 'requirements', 'title']);
  const other = { ...target, name: 'others' };
  const two = announcedRun({ ...run, targets: [target, other].map((each) => ({ target: each, secrets: {}, contract, plan })) });
  expect([...two.contracts]).toEqual([
    ['knots', contract],
    ['others', contract],
  ]);
});
