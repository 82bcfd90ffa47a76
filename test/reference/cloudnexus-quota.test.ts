import { describe, expect, test } from 'vitest';
import type { Answered } from './client.ts';
import { clientOf, onTheWire, opened } from './client.ts';
import { startReference } from '../../src/reference/index.ts';

const numbers = ({ headers }: Answered) => ({
  limit: headers['x-ratelimit-limit'],
  remaining: headers['x-ratelimit-remaining'],
  reset: Number(headers['x-ratelimit-reset']),
});

/** Long enough not to end during a test. */
const hour = 3600;

describe('the quota', () => {
  test('is 600 calls in 2 seconds by default', async () => {
    const ask = await opened();
    expect(ask.reference.quota).toEqual({ limit: 600, windowSeconds: 2 });
    expect(numbers(await ask('/instances?limit=1'))).toMatchObject({ limit: '600', remaining: '599' });
  });

  test.each([
    [{}, 'pro'],
    [{ quota: { limit: 30, windowSeconds: 2 } }, undefined],
    [{ quota: { limit: 60, windowSeconds: 2 }, plan: 'free' }, 'free'],
    [{ defect: 'enterprise-limit-below-2000' }, 'enterprise'],
    [{ defect: 'enterprise-limit-below-2000', quota: { limit: 30, windowSeconds: 2 } }, undefined],
  ])('with %j is that of the plan %s', async (options, plan) => {
    expect((await opened(options)).reference.plan).toBe(plan);
  });

  test('is counted down on every answer to a valid key, errors included, until 429', async () => {
    const ask = await opened({ quota: { limit: 6, windowSeconds: hour } });
    const answers: Answered[] = [];
    for (const target of [
      '/instances',
      '/networks',
      '/volumes',
      '/no-such-path',
      '/instances?limit=abc',
      '/instances',
      '/instances',
      '/networks',
    ]) {
      answers.push(await ask(target));
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 400, 200, 429, 429]);
    expect(answers.map((answer) => numbers(answer).remaining)).toEqual(['5', '4', '3', '2', '1', '0', '0', '0']);
    expect(new Set(answers.map((answer) => numbers(answer).limit))).toEqual(new Set(['6']));
    expect(new Set(answers.map((answer) => numbers(answer).reset)).size).toBe(1);
    expect(answers.map(({ headers }) => headers['retry-after'] !== undefined)).toEqual(answers.map(({ status }) => status === 429));
    expect(answers.at(-1)?.json).toEqual({ error: { code: 429, message: expect.any(String) } });
  });

  test('is counted for each key', async () => {
    const ask = await opened({ quota: { limit: 1, windowSeconds: hour } });
    await ask('/instances');
    expect((await ask('/instances')).status).toBe(429);
    expect((await ask('/instances', { authorization: `Bearer ${ask.reference.credentials['second']}` })).status).toBe(200);
  });

  test('ends within the window, and Reset and Retry-After give the same moment', async () => {
    const ask = await opened({ quota: { limit: 1, windowSeconds: hour } });
    const before = Math.floor(Date.now() / 1000);
    const { reset } = numbers(await ask('/instances'));
    const refused = await ask('/instances');
    const after = Math.ceil(Date.now() / 1000);
    expect(reset).toBeGreaterThanOrEqual(before + hour);
    expect(reset).toBeLessThanOrEqual(after + hour);
    const wait = Number(refused.headers['retry-after']);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(wait).toBeGreaterThanOrEqual(reset - after - 1);
    expect(wait).toBeLessThanOrEqual(hour);
  });

  test('accepts calls again after Retry-After', async () => {
    const ask = await opened({ quota: { limit: 1, windowSeconds: 0.5 } });
    await ask('/instances');
    const refused = await ask('/instances');
    expect(refused.status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, Number(refused.headers['retry-after']) * 1000));
    expect((await ask('/instances')).status).toBe(200);
  });

  test('is exact in a burst: the limit is accepted and no more', async () => {
    const reference = await startReference({ vendor: 'cloudnexus', quota: { limit: 600, windowSeconds: hour } });
    const ask = clientOf(reference);
    const answers: Answered[] = [];
    const askOn = async (): Promise<void> => {
      for (let sent = 0; sent < 65; sent += 1) answers.push(await ask('/instances?limit=1'));
    };
    await Promise.all(Array.from({ length: 20 }, askOn));
    await reference.close();
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(600);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(700);
  });
});

test('header names keep the letter case of the document', async () => {
  const ask = await opened({ quota: { limit: 1, windowSeconds: hour } });
  await ask('/instances');
  const text = await onTheWire(ask, '/instances');
  for (const name of ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After', 'Content-Type']) {
    expect(text).toContain(`\r\n${name}: `);
  }
});
