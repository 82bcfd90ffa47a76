import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import { evaluateSchema } from '../../src/contract/schema/evaluate.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { madeTarget } from '../model/made-target.ts';

/** Components that each lead to several others, in circles: the ways through them are beyond counting. */
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

test('components that lead to each other in many ways are planned with as much as they say, not with each way to them', async () => {
  const contract = await loadContract(write(knotted(300, 120)));
  const since = performance.now();
  const plan = makePlan({ contract, target, checks, seed: 1 });
  expect(performance.now() - since).toBeLessThan(4000);
  const bodies = plan.cases.filter(({ check }) => check === 'schema/response-body');
  expect(bodies).toHaveLength(300);
  expect(Math.max(...bodies.map(({ places }) => places.length))).toBeLessThanOrEqual(4);
  expect(JSON.stringify(plan.cases).length).toBeLessThan(3_000_000);
});

test('one answer is judged without what it does not come to', async () => {
  const contract = await loadContract(write(knotted(4, 2000)), { proven: true });
  const place = contract.operations[0]?.responses[0]?.content[0]?.schemaPlace;
  if (!place) throw new Error('The operation has no schema');
  const since = performance.now();
  const visits = evaluateSchema(contract, place, { name: 'a', any: { name: 'b', left: { name: 5 } }, right: null, left: { name: 7 } });
  expect(performance.now() - since).toBeLessThan(1500);
  expect(visits.flatMap((visit) => (visit.holds ? [] : [visit.instancePath]))).toEqual(['/any', '/left/name']);
});
