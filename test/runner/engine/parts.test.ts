import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/checks/kit/define.ts';
import type { Operation } from '../../../src/contract/model.ts';
import type { Case } from '../../../src/model/case.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { hexFor } from '../../../src/runner/engine/chance.ts';
import { createCreations } from '../../../src/runner/engine/creations.ts';
import { inOrder } from '../../../src/runner/engine/in-order.ts';
import { listenersFirst } from '../../../src/runner/engine/listeners-first.ts';
import { createBrake, throwIfNotAllowed, throwIfStopped } from '../../../src/runner/engine/limits.ts';
import { runInTurn } from '../../../src/runner/engine/run-in-turn.ts';
import { sleep } from '../../../src/runner/engine/session.ts';
import { answered } from '../../contract/support.ts';

const creating = { key: 'POST /parcels', effect: 'creates-permanently' } as Operation;
const give = (status: number) => async (): Promise<Exchange[]> => [answered(status, {})];
const reasonOf = (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => 'sent',
    (error: unknown) => String(error),
  );

describe('creations', () => {
  test('are limited, and a refused one returns its reservation', async () => {
    const creations = createCreations(2);
    for (const status of [400, 422, 409, 429]) await creations.aroundAll(creating, 1, give(status));
    expect(creations.count()).toBe(0);
    await creations.aroundAll(creating, 1, give(201));
    await creations.aroundAll(creating, 1, give(500));
    expect(creations.count()).toBe(2);
    expect(await reasonOf(creations.aroundAll(creating, 1, give(201)))).toMatch(/more than 2 resources/);
  });

  test('of one operation are sent one after another, so that the last reservation is never shared', async () => {
    const creations = createCreations(1);
    const order: string[] = [];
    const slow = async (): Promise<Exchange[]> => {
      order.push('first sent');
      await sleep(20, new AbortController().signal);
      order.push('first answered');
      return [answered(201, {})];
    };
    const both = await Promise.all([
      reasonOf(creations.aroundAll(creating, 1, slow)),
      reasonOf(creations.aroundAll(creating, 1, async () => (order.push('second sent'), [answered(201, {})]))),
    ]);
    expect(order).toEqual(['first sent', 'first answered']);
    expect(both[1]).toMatch(/more than 1 resources/);
  });

  test('that are sent together are reserved together, and refused ones are returned', async () => {
    const creations = createCreations(3);
    await creations.aroundAll(creating, 3, async () => [answered(201, {}), answered(409, {}), answered(409, {})]);
    expect(creations.count()).toBe(1);
    expect(await reasonOf(creations.aroundAll(creating, 3, give(201)))).toMatch(/more than 3 resources/);
  });

  test('a transport failure uses its reservation, because the resource may exist', async () => {
    const creations = createCreations(1);
    await creations.aroundAll(creating, 1, async () => [
      { ...answered(200, {}), reply: { kind: 'no-answer', failure: 'reset', message: 'reset' } },
    ]);
    expect(creations.count()).toBe(1);
  });
});

describe('the order of exchanges', () => {
  test('is that of announcing, whatever arrives first, without waiting for a value that never comes', () => {
    const seen: string[] = [];
    const order = inOrder<string>((resource) => seen.push(resource));
    const [a, b, c] = [order.expect(), order.expect(), order.expect()];
    c('c');
    expect(seen).toEqual([]);
    a('a');
    b(undefined);
    expect(seen).toEqual(['a', 'c']);
  });
});

describe('what listens to the target', () => {
  test('begins before the other reads, and nothing else is moved', () => {
    const probes = ['status/a', 'streaming/b', 'auth/c', 'streaming/d'].map((check) => ({ check, phase: 'read' }) as Case);
    const checks = probes.map(
      ({ check }) => ({ id: check, kind: 'probe', ...(check.startsWith('streaming') && { listens: true }) }) as Check,
    );
    const order = (phase: 'read' | 'mutate'): string[] =>
      listenersFirst(
        probes.map((one) => ({ ...one, phase })),
        checks,
      ).map(({ check }) => check);
    expect(order('read')).toEqual(['streaming/b', 'streaming/d', 'status/a', 'auth/c']);
    expect(order('mutate')).toEqual(['status/a', 'streaming/b', 'auth/c', 'streaming/d']);
  });
});

describe('work in turn', () => {
  test('runs concurrently up to the width, and exclusive work alone', async () => {
    const log: string[] = [];
    let now = 0;
    let most = 0;
    const work = (name: string, exclusive = false) => ({
      exclusive,
      async run() {
        now += 1;
        most = Math.max(most, now);
        if (exclusive) log.push(`${name} beside ${now - 1}`);
        await sleep(5, new AbortController().signal);
        now -= 1;
        log.push(name);
      },
    });
    await runInTurn([work('a'), work('b'), work('c'), work('alone', true), work('d')], 2);
    expect(most).toBe(2);
    expect(log).toEqual(['a', 'b', 'c', 'alone beside 0', 'alone', 'd']);
  });
});

describe('the brake', () => {
  test('is pulled once and names the first reason', () => {
    const outer = new AbortController();
    const brake = createBrake(outer.signal);
    expect(() => throwIfStopped(brake)).not.toThrow();
    brake.pull({ reason: 'budget', message: 'spent' });
    outer.abort();
    expect(brake.pulled()).toEqual({ reason: 'budget', message: 'spent' });
    expect(brake.signal.aborted).toBe(true);
    expect(() => throwIfStopped(brake)).toThrow('spent');
  });

  test('ends a sleep early', async () => {
    const brake = createBrake(AbortSignal.abort());
    await sleep(600_000, brake.signal);
    expect(brake.pulled()?.reason).toBe('interrupted');
  });
});

describe('the last guard', () => {
  const described = { method: 'POST', path: '/parcels', key: 'POST /parcels', effect: 'creates-permanently' };
  const contract = {
    operations: [described],
    resourceTypes: [{}],
    inferredResourceTypes: [],
    lastingResourceTypes: [],
  } as unknown as Parameters<typeof throwIfNotAllowed>[1];
  const target = (allow: readonly string[]) => ({ allow }) as unknown as Parameters<typeof throwIfNotAllowed>[2];
  const request = (method: string, over: object = {}) =>
    ({
      operation: null,
      method,
      path: '/parcels',
      pathValues: {},
      query: [],
      headers: [],
      faults: [],
      credential: { kind: 'none' },
      ...over,
    }) as Parameters<typeof throwIfNotAllowed>[0];
  const own = { isOwn: () => false, isFresh: () => false };

  test('stops unsafe requests and permanent creations without their permissions', () => {
    expect(() => throwIfNotAllowed(request('GET'), contract, target([]), own)).not.toThrow();
    expect(() => throwIfNotAllowed(request('DELETE'), contract, target([]), own)).toThrow(/"mutation"/);
    expect(() => throwIfNotAllowed(request('POST'), contract, target(['mutation']), own)).toThrow(/"permanent"/);
    expect(() => throwIfNotAllowed(request('POST'), contract, target(['mutation', 'permanent']), own)).not.toThrow();
  });

  test('lets requests that x-assay does not describe change resources of the run only', () => {
    const inferred = { method: 'PUT', path: '/parcels/{no}', key: 'PUT /parcels/{no}', effect: 'changes', inferred: { why: 'so' } };
    const bare = {
      operations: [inferred],
      resourceTypes: [],
      inferredResourceTypes: [],
      lastingResourceTypes: [],
    } as unknown as typeof contract;
    const put = (no: string, over: object = {}) => request('PUT', { path: '/parcels/{no}', pathValues: { no }, ...over });
    const ours = { isOwn: ([, no]: readonly string[]) => no === '7', isFresh: () => false };
    const allowed = target(['mutation', 'permanent']);
    expect(() => throwIfNotAllowed(put('7'), bare, allowed, ours)).not.toThrow();
    expect(() => throwIfNotAllowed(put('8', { faults: ['unknown-id'] }), bare, allowed, ours)).not.toThrow();
    for (const no of ['8', '', '.', '..']) expect(() => throwIfNotAllowed(put(no), bare, allowed, ours)).toThrow(/"destructive"/);
    expect(() => throwIfNotAllowed(put('8', { faults: ['body-empty'] }), bare, allowed, ours)).toThrow(/"destructive"/);
    const literal = request('PUT', { path: '/parcels/8', operation: null });
    expect(() => throwIfNotAllowed(literal, bare, allowed, ours)).toThrow(/"destructive"/);
    expect(() => throwIfNotAllowed(put('8'), bare, target(['mutation', 'destructive']), ours)).not.toThrow();
  });

  test('treats a request as a server may treat it', () => {
    const overriding = request('GET', { headers: [['X-HTTP-Method-Override', 'DELETE']] });
    expect(() => throwIfNotAllowed(overriding, contract, target([]), own)).toThrow(/"mutation"/);
    const bare = { ...contract, resourceTypes: [] };
    expect(() => throwIfNotAllowed(request('PUT'), bare, target(['mutation', 'permanent']), own)).toThrow(/"destructive"/);
    expect(() => throwIfNotAllowed(request('PUT'), bare, target(['mutation', 'destructive']), own)).not.toThrow();
  });
});

describe('chance', () => {
  test('depends on seed and label alone', () => {
    expect(hexFor(1, 'a', 8)).toBe(hexFor(1, 'a', 8));
    expect(hexFor(1, 'a', 80)).toMatch(/^[0-9a-f]{80}$/);
    expect(new Set([hexFor(1, 'a', 8), hexFor(2, 'a', 8), hexFor(1, 'b', 8)]).size).toBe(3);
  });
});
