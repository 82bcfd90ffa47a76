import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import { NotTried } from '../../../src/checks/kit/define.ts';
import type { Session } from '../../../src/checks/kit/session.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { steadyNow } from '../../../src/exchange/clock.ts';
import { createCreatedLedger } from '../../../src/exchange/created-ledger.ts';
import { readCreated } from '../../../src/exchange/read-created.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { cleanUpRun } from '../../../src/runner/clean-up/clean-up-run.ts';
import { type Leftover, removeLeftovers } from '../../../src/runner/clean-up/removal.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { boxContract, boxKey, startBoxes } from '../../worlds/left-behind.ts';
import { madeTarget } from '../../model/made-target.ts';

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'assay-clean-up-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

const targetAt = (url: string, sandbox?: string, listedSeconds = 1): Target =>
  madeTarget({
    name: 'boxes',
    contract: 'boxes',
    baseUrl: url,
    urls: sandbox === undefined ? {} : { sandbox },
    allow: ['mutation'],
    durations: { 'created.listed': listedSeconds },
  });

type Running = { readonly sandbox?: string; readonly stopAt?: (event: RunEvent) => boolean };

const run = async (url: string, directory: string, { sandbox, stopAt }: Running = {}): Promise<RunEvent[]> => {
  const contract = await loadContract(boxContract());
  const target = targetAt(url, sandbox);
  const plan = makePlan({ contract, target, checks, seed: 1 });
  const events: RunEvent[] = [];
  const stop = new AbortController();
  await runPlan(
    { contract, plan, target, secrets: { key: boxKey }, options: { seed: 1, nonce: 'n1', concurrency: 2 }, directory },
    (event) => {
      events.push(event);
      if (stopAt?.(event)) stop.abort();
    },
    stop.signal,
  );
  return events;
};

describe('a run on a contract with a removal', () => {
  test.each(['whole', 'wrapped', 'empty'] as const)(
    'removes what it created, and nothing else, when a creation is answered %s',
    async (answer) => {
      const boxes = await startBoxes();
      boxes.answer = answer;
      boxes.add('somebody else');
      const directory = folder();
      const events = await run(boxes.url, directory);
      expect(events.filter(({ type }) => type === 'created').length).toBeGreaterThan(0);
      expect(events.flatMap((event) => (event.type === 'removed' ? [event.outcome] : []))).not.toContain('failed');
      expect(boxes.labels()).toEqual(['somebody else']);
      expect(readCreated(directory).filter(({ state }) => state !== 'removed' && state !== 'refused')).toEqual([]);
    },
  );

  test('finds by its name a resource whose creation was not answered', async () => {
    const boxes = await startBoxes();
    boxes.answer = 'none';
    const events = await run(boxes.url, folder());
    expect(events.some(({ type }) => type === 'created')).toBe(true);
    expect(boxes.labels()).toEqual([]);
  });

  test('removes it also when it is interrupted', async () => {
    const boxes = await startBoxes();
    const events = await run(boxes.url, folder(), { stopAt: ({ type }) => type === 'created' });
    expect(events.at(-1)).toMatchObject({ type: 'ended', stopped: { reason: 'interrupted' } });
    expect(boxes.labels()).toEqual([]);
  });
});

describe('a resource in the sandbox', () => {
  test('is removed there, and the one with the same id in the live service is kept', async () => {
    const [live, sandbox] = [await startBoxes(), await startBoxes()];
    for (const label of ['one', 'two', 'three']) live.add(label);
    const directory = folder();
    const events = await run(live.url, directory, { sandbox: sandbox.url });
    expect(
      events.flatMap((event) => (event.type === 'verdict' && event.case.check === 'sandbox/apart' ? [event.verdict.kind] : [])),
    ).toEqual(['pass']);
    const there = readCreated(directory).filter(({ base }) => base === 'sandbox');
    expect(there).toMatchObject([{ operation: 'POST /boxes', collection: 'box', id: '1', state: 'removed' }]);
    expect([live.labels(), sandbox.labels()]).toEqual([['one', 'two', 'three'], []]);
  });
});

describe('cleaning up after a killed run', () => {
  const cleanUp = async (url: string, directory: string, sandbox?: string) =>
    cleanUpRun(
      { contract: await loadContract(boxContract()), target: targetAt(url, sandbox), secrets: { key: boxKey }, directory },
      new AbortController().signal,
    );

  test('removes the resources of the ledger, by id or by name, once, and keeps similar ones of others', async () => {
    const boxes = await startBoxes();
    const directory = folder();
    const ledger = createCreatedLedger(directory, 'boxes');
    for (const label of ['ct-n1-known', 'ct-n1-unknown', 'ct-n1-never-sent'])
      ledger.reserve({ operation: 'POST /boxes', collection: 'box', label });
    ledger.close();
    for (const label of ['ct-n1-known', 'ct-n1-unknown', 'ct-n1-known-by-somebody-else', 'ct-n2-known']) boxes.add(label);
    const removals = await cleanUp(boxes.url, directory);
    expect(removals.map(({ label, outcome }) => [label, outcome])).toEqual([
      ['ct-n1-never-sent', 'gone'],
      ['ct-n1-unknown', 'removed'],
      ['ct-n1-known', 'removed'],
    ]);
    expect(boxes.labels()).toEqual(['ct-n1-known-by-somebody-else', 'ct-n2-known']);
    expect(await cleanUp(boxes.url, directory)).toEqual([]);
  });

  test('two openings of one ledger by one process do not mix up their creations', async () => {
    const boxes = await startBoxes();
    const directory = folder();
    const first = createCreatedLedger(directory, 'boxes');
    first.reserve({ operation: 'POST /boxes', collection: 'box', label: 'ct-n1-first' });
    first.removed({ ...readCreated(directory)[0]!, id: '17' });
    first.close();
    const second = createCreatedLedger(directory, 'boxes');
    second.reserve({ operation: 'POST /boxes', collection: 'box', label: 'ct-n1-second' });
    second.close();
    boxes.add('ct-n1-second');
    expect(await cleanUp(boxes.url, directory)).toMatchObject([{ label: 'ct-n1-second', outcome: 'removed' }]);
    expect(boxes.labels()).toEqual([]);
  });

  test('looks for resources of the sandbox only there', async () => {
    const [live, sandbox] = [await startBoxes(), await startBoxes()];
    const directory = folder();
    const ledger = createCreatedLedger(directory, 'boxes');
    const creation = { operation: 'POST /boxes', collection: 'box', label: 'ct-n1-there' };
    ledger.reserve({ ...creation, base: 'sandbox' });
    ledger.close();
    for (const boxes of [live, sandbox]) boxes.add('ct-n1-there');
    const unknown = { outcome: 'failed', reason: expect.stringContaining('add urls.sandbox') };
    expect(await cleanUp(live.url, directory)).toMatchObject([unknown]);
    expect(await cleanUp(live.url, directory, sandbox.url)).toMatchObject([{ base: 'sandbox', outcome: 'removed' }]);
    expect([live.labels(), sandbox.labels()]).toEqual([['ct-n1-there'], []]);
    expect(await cleanUp(live.url, directory, sandbox.url)).toEqual([]);
  });

  test('removes nothing when two resources have the name', async () => {
    const boxes = await startBoxes();
    const directory = folder();
    const ledger = createCreatedLedger(directory, 'boxes');
    ledger.reserve({ operation: 'POST /boxes', collection: 'box', label: 'ct-n1-twin' });
    ledger.close();
    boxes.add('ct-n1-twin');
    boxes.add('ct-n1-twin');
    expect(await cleanUp(boxes.url, directory)).toMatchObject([
      { outcome: 'failed', reason: expect.stringContaining('2 resources have its name') },
    ]);
    expect(boxes.labels()).toHaveLength(2);
  });

  test('reads a ledger whose last line was cut', async () => {
    const directory = folder();
    const ledger = createCreatedLedger(directory, 'boxes');
    ledger.reserve({ operation: 'POST /boxes', collection: 'box', label: 'ct-n1-a' });
    ledger.close();
    const { appendFileSync } = await import('node:fs');
    appendFileSync(join(directory, 'created.jsonl'), '{"at":1,"target":"bo');
    expect(readCreated(directory).map(({ label, state }) => [label, state])).toEqual([['ct-n1-a', 'reserved']]);
  });
});

describe('a creation without an answer that no list shows', () => {
  const timeoutMs = 4000;

  /** The pauses of a clean-up that finds nothing of a creation. */
  const pausesFor = async (
    leftover: Partial<Leftover>,
    outcome: string,
    target = targetAt('http://127.0.0.1:9'),
  ): Promise<readonly number[]> => {
    const pauses: number[] = [];
    const session = {
      contract: await loadContract(boxContract()),
      target: { ...target, http: { ...target.http, timeoutMs } },
      now: () => Date.now(),
      send: async () => {
        throw new NotTried('unsupported', 'nothing is sent here');
      },
      run: async () => ({ end: 'ended', pages: [], items: [] }),
      pause: async (ms: number) => void pauses.push(ms),
    } as unknown as Session;
    const [removal] = await removeLeftovers(session, [{ collection: 'box', label: 'ct-n-1', entry: 'a', ...leftover }], () => undefined);
    expect(removal?.outcome).toBe(outcome);
    return pauses;
  };
  const ago = (ms: number): number => Date.now() - ms;

  test('is looked for once more, but not where the first look came after all that it may take', async () => {
    const [soon] = await pausesFor({ sentAt: ago(1000) }, 'failed');
    expect(soon).toBeGreaterThan(2500);
    expect(soon).toBeLessThanOrEqual(3000);
    const [later] = await pausesFor({ sentAt: ago(timeoutMs + 1500) }, 'gone');
    expect(later).toBeGreaterThan(0);
    expect(later).toBeLessThanOrEqual(500);
    expect(await pausesFor({ sentAt: ago(timeoutMs + 2500) }, 'gone')).toEqual([]);
    // The clock was set back since.
    expect(await pausesFor({ sentAt: ago(-60_000) }, 'failed')).toEqual([timeoutMs]);
  });

  test('may be listed as late as the target needs for that', async () => {
    const slow = targetAt('http://127.0.0.1:9', undefined, 60);
    expect(await pausesFor({ answeredAt: steadyNow() - 50_000 }, 'gone', slow)).toEqual([2000]);
    expect(await pausesFor({ answeredAt: steadyNow() - 61_000 }, 'gone', slow)).toEqual([]);
    expect(await pausesFor({ answeredAt: steadyNow() - 2500 }, 'gone')).toEqual([]);
    expect(await pausesFor({}, 'gone')).toEqual([2000]);
  });
});

describe('a clean-up that is out of time', () => {
  test('sends nothing more, waits for nothing more, and says what may be left', async () => {
    const contract = await loadContract(boxContract());
    const over = (): never => {
      throw new NotTried('stopped', 'it was not removed: a clean-up takes at most 60 s');
    };
    let pauses = 0;
    const session = {
      contract,
      target: targetAt('http://127.0.0.1:9'),
      now: () => Date.now(),
      send: async () => over(),
      run: async () => over(),
      async pause() {
        pauses += 1;
        over();
      },
    } as unknown as Session;
    const removals = await removeLeftovers(
      session,
      [
        { collection: 'box', label: 'ct-n-1', id: '1', entry: 'a' },
        { collection: 'box', label: 'ct-n-2', entry: 'b', sentAt: Date.now() },
      ],
      () => undefined,
    );
    expect(removals.map(({ entry, outcome, reason }) => [entry, outcome, reason])).toEqual([
      ['b', 'failed', 'it was not removed: a clean-up takes at most 60 s'],
      ['a', 'failed', 'it was not removed: a clean-up takes at most 60 s'],
    ]);
    expect(pauses).toBeLessThanOrEqual(1);
  });
});
