import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import { readCreated } from '../../../src/exchange/read-created.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { depot, startDepot } from '../../worlds/traps-for-seed-data.ts';
import { cards, gardenKey, greenhouse, writeDocument } from '../../worlds/without-x-assay-document.ts';
import { startGreenhouse } from '../../worlds/without-x-assay-service.ts';
import { madeTarget } from '../../model/made-target.ts';
import { seed } from '../../seed.ts';

const targetAt = (url: string, allow: Target['allow'], values: Target['values'] = {}, maxCreates = 2): Target =>
  madeTarget({
    name: 'greenhouse',
    contract: 'greenhouse',
    baseUrl: url,
    maxCreates,
    allow,
    values,
  });

const judge = async (
  url: string,
  allow: Target['allow'],
  values: Target['values'] = {},
  document: unknown = greenhouse,
  maxCreates?: number,
) => {
  const contract = await contractIn(writeDocument(document));
  const target = targetAt(url, allow, values, maxCreates);
  const plan = makePlan({ contract, target, checks, seed });
  const directory = mkdtempSync(join(tmpdir(), 'assay-harm-run-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets: { key: gardenKey }, options: { seed, nonce: 'n1', concurrency: 2 }, directory },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const skipped = new Map(
    events.flatMap((event) => (event.type === 'verdict' && event.verdict.kind === 'skipped' ? [[event.id, event.verdict.reason]] : [])),
  );
  return {
    events,
    left: readCreated(directory).filter(({ state }) => state !== 'removed' && state !== 'refused'),
    reasonOf: (operation: string): string | undefined => {
      const [method = '', path = ''] = operation.split(' ');
      return skipped.get(`status/documented-call@#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}`);
    },
  };
};

const untouched = { settings: 'as they were', maintenance: false, passwords: 0, imports: 0, watered: 0, recounts: 0 };

/** Harmful requests, and the permissions that they need. */
const harmful = [
  'DELETE /plants',
  'POST /plants/bulk_delete',
  'POST /plants/{plantId}/water',
  'PUT /settings',
  'PATCH /settings',
  'POST /maintenance',
  'POST /imports',
  'POST /gardeners/{gardener}/password-reset',
  'POST /recount',
  'POST /crates',
];

describe('a run on a document without x-assay', () => {
  test('sends nothing unsafe without a permission', async () => {
    const house = await startGreenhouse();
    await judge(house.url, []);
    expect(house.asked.filter((line) => !/^(?:GET|HEAD) /u.test(line))).toEqual([]);
  });

  test.each<[string, Target['allow']]>([
    ['mutation', ['mutation']],
    ['mutation and permanent', ['mutation', 'permanent']],
  ])('with %s changes no existing resource, and removes what it created', async (_, allow) => {
    const house = await startGreenhouse();
    const before = structuredClone(house.before());
    const { reasonOf, left, events } = await judge(house.url, allow);
    expect(house.single).toEqual(untouched);
    // The answer to a POST of a profile names an existing one; the service changed it by itself.
    const { 'profiles/1': _changed, ...rest } = house.before();
    const { 'profiles/1': _old, ...wanted } = before;
    expect(rest).toEqual(wanted);
    expect(house.before()['profiles/1']).toBeDefined();
    for (const operation of harmful) expect(reasonOf(operation), operation).toContain('"destructive"');
    // Left out are permanent creations, and what may leave a trace.
    if (!allow.includes('permanent'))
      for (const operation of ['POST /visits', 'POST /search']) expect(reasonOf(operation), operation).toContain('"permanent"');

    // Everything else was tried on resources of the run.
    for (const line of ['PUT /plants/', 'PATCH /plants/', 'DELETE /plants/', 'PUT /labels/ct-n1-', 'DELETE /notes/'])
      expect(
        house.asked.some((asked) => asked.startsWith(line)),
        line,
      ).toBe(true);
    expect(house.asked.filter((line) => /^(PUT|DELETE) \/beds\/\d+\/rows\/\d+$/.test(line)).length).toBeGreaterThanOrEqual(2);
    const stays = house.since().map((path) => path.split('/')[0]);
    expect(new Set(stays)).toEqual(new Set(allow.includes('permanent') ? ['badges', 'visits'] : ['badges']));

    // What still exists is reported, with the reason; so is what the service removes by a HEAD, and goes on showing.
    expect(new Set(left.map(({ collection, isCall }) => (isCall ? 'call' : collection)))).toEqual(
      new Set(['/badges', '/notes', '/profiles', ...(allow.includes('permanent') ? ['POST /visits', 'call'] : [])]),
    );
    const failed = events.flatMap((event) => (event.type === 'removed' && event.outcome === 'failed' ? [event.reason] : []));
    expect(failed.filter((reason) => reason.includes('403')).length).toBeGreaterThan(0);
    expect(
      failed.filter((reason) => reason.includes('POST /profiles was answered 200 with the id 1, and nothing shows that it is new')).length,
    ).toBeGreaterThan(0);
    expect(events.filter((event) => event.type === 'verdict' && event.verdict.kind === 'broken')).toEqual([]);
  });

  test('uses no id of the operator for a change, unless that has its own permission', async () => {
    const house = await startGreenhouse();
    const values = { 'DELETE /plants/{plantId}': { plantId: 2 }, 'PUT /plants/{plantId}': { plantId: 3 } };
    const { reasonOf } = await judge(house.url, ['mutation', 'permanent'], values);
    for (const operation of Object.keys(values)) expect(reasonOf(operation)).toContain('"destructive"');
    expect(house.asked.filter((line) => /^(DELETE|PUT) \/plants\/[123]$/.test(line))).toEqual([]);
    await judge(house.url, ['mutation', 'destructive'], values);
    expect(house.asked).toContain('DELETE /plants/2');
  });

  test('does not treat a resource as its own that two creations report', async () => {
    const house = await startGreenhouse();
    const { left, events } = await judge(house.url, ['mutation'], {}, cards, 40);
    expect(house.before()['cards/1']).toBeDefined();
    expect(house.asked.filter((line) => line.startsWith('DELETE ') && !line.includes('/ct-'))).toEqual([]);
    expect(new Set(left.map(({ unknown }) => unknown))).toEqual(
      new Set([
        'two creations reported the same resource, 1, which may have been there before',
        'POST /cards was answered 200 with the id 1, and nothing shows that it is new',
      ]),
    );
    const failed = events.flatMap((event) => (event.type === 'removed' && event.outcome === 'failed' ? [event.reason] : []));
    expect(failed.length).toBe(left.length);
  });

  test.each<[string, Target['allow']]>([
    ['mutation', ['mutation']],
    ['mutation and permanent', ['mutation', 'permanent']],
  ])('with %s does not change what operations reach in undocumented ways', async (_, allow) => {
    const house = await startDepot();
    const { reasonOf, left, events } = await judge(house.url, allow, {}, depot);
    expect(house.before()).toEqual(house.wanted());
    for (const operation of ['GET /logout', 'GET /bins/delete', 'GET /cache.flush', 'POST /almacen/reordenar', 'POST /almacen/vaciar']) {
      expect(reasonOf(operation), operation).toContain('"destructive"');
      expect(house.asked).not.toContain(operation);
    }
    // Only a state that no job has may be asked for: to see whether that is refused.
    expect(house.asked.filter((line) => line.startsWith('DELETE /jobs/') && !line.includes('/ct-'))).toEqual([]);

    // Operations on distinguishable resources are tried on those of the run, and none of these is left.
    for (const line of ['PUT /bins/1', 'PATCH /bins/1', 'DELETE /bins/1', 'PUT /mugs/ct-n1-', 'DELETE /mugs/m1'])
      expect(
        house.asked.some((asked) => asked.startsWith(line)),
        line,
      ).toBe(true);
    expect(new Set(house.since().map((key) => key.split('/')[0]))).toEqual(new Set(allow.includes('permanent') ? ['jobs'] : []));
    expect(new Set(left.map(({ collection }) => collection))).toEqual(
      new Set(['/cards', '/boards', ...(allow.includes('permanent') ? ['POST /jobs'] : [])]),
    );
    expect(left.find(({ collection }) => collection === '/cards')?.unknown).toBe('its creation reported 1, which was there before');
    expect(events.filter((event) => event.type === 'verdict' && event.verdict.kind === 'broken')).toEqual([]);
  });

  test('with destructive calls a GET with a name for a change, and reports that it was called', async () => {
    const house = await startDepot();
    const { events } = await judge(house.url, ['mutation', 'destructive'], {}, depot);
    expect(house.asked).toContain('GET /logout');
    const called = events.flatMap((event) => (event.type === 'changed' && event.kind === 'called' ? [event.operation] : []));
    expect(called).toEqual(expect.arrayContaining(['GET /logout', 'GET /cache.flush', 'POST /almacen/vaciar']));
  });

  test('with destructive sends them, and reports what each did', async () => {
    const house = await startGreenhouse();
    const { events, left } = await judge(house.url, ['mutation', 'destructive']);
    // The import is also sent with mistakes, which this service does not refuse.
    expect(house.single).toMatchObject({ maintenance: true, recounts: 1 });
    expect(house.single.imports).toBeGreaterThan(1);
    const called = events.flatMap((event) => (event.type === 'changed' && event.kind === 'called' ? [event.operation] : []));
    expect(called).toEqual(
      expect.arrayContaining(['DELETE /plants', 'POST /plants/bulk_delete', 'PUT /settings', 'POST /maintenance', 'POST /imports']),
    );
    expect(left.filter(({ isCall }) => isCall).map(({ operation }) => operation)).toEqual(expect.arrayContaining(['POST /imports']));
  });

  test('has no conflict with itself in a second run', async () => {
    const house = await startGreenhouse();
    const first = await judge(house.url, ['mutation']);
    const once = house.asked.length;
    const second = await judge(house.url, ['mutation']);
    const statuses = ({ events }: typeof first) => events.flatMap((event) => (event.type === 'verdict' ? [event.verdict.kind] : []));
    expect(house.asked.length - once).toBe(once);
    expect(statuses(second)).toEqual(statuses(first));
  });
});
