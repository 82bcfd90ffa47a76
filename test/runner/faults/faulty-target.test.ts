import { describe, test } from 'vitest';
import { nullServers } from '../../../src/reference/index.ts';
import { json, loginPage, pass, quotaUsedUp, errorResponse } from './answers.ts';
import type { Deed, Fault } from './fault-proxy.ts';
import { judgedRun } from './judged-run.ts';
import { judgeThrough } from './judge-through.ts';

const always =
  (deed: Deed): Fault =>
  () =>
    deed;

const from =
  (first: number, deed: Deed): Fault =>
  ({ number }) =>
    number >= first ? deed : pass;

const every =
  (nth: number, deed: Deed): Fault =>
  ({ number }) =>
    number % nth === 0 ? deed : pass;

/** Checks that send little, for the kinds of requirements that a spoilt answer could seem to break. */
const little = ['status', 'auth', 'pagination', 'errors/unknown-*', 'body/*-refused', 'schema', 'headers/declared'];

describe.concurrent('a target that refuses from the start', () => {
  test.for<[string, Fault, RegExp]>([
    ['429', always(errorResponse(429)), /refuses every read with 429: the quota of credential `key` is used up/],
    ['429 with Retry-After: 1', always(errorResponse(429, { 'Retry-After': '1' })), /refuses every read with 429/],
    ['429 with Retry-After: 3600', always(quotaUsedUp), /refuses every read with 429/],
    ['401', always(errorResponse(401)), /the target refuses credential `key` \(GET \/instances: 401/],
    ['403', always(errorResponse(403)), /the target refuses credential `key` \(GET \/instances: 403/],
    ['404', always(errorResponse(404)), /no operation exists under this base URL/],
    ['500', always(errorResponse(500)), /the target is down \(GET \/instances: 500/],
    ['closed connections', always({ kind: 'drop' }), /the target is down \(GET \/instances: no answer \(closed\)/],
    ['answers that are cut', always({ kind: 'cut' }), /the target is down \(GET \/instances: no answer \(closed\)/],
    ['a login page', always(loginPage), /answers every read with an HTML page where the document declares application\/json/],
    ['redirections', always({ kind: 'answer', status: 302, headers: { Location: '/login' } }), /redirects every read/],
  ])('by %s is not judged: 3', async ([, fault, why], { expect }) => {
    const run = await judgeThrough(fault);
    expect(run.ending).toMatch(/^preflight: /);
    expect(run.ending).toMatch(why);
    expect(run.exitCode).toBe(3);
    expect(run.accusations()).toEqual([]);
    expect(run.decided()).toEqual([]);
    expect(run.requests).toBeLessThanOrEqual(6);
  });

  test.for([
    ['closed-port', 5000, /the target is down \(GET \/instances: no answer \(refused\)/],
    ['silent', 2000, /the target is down \(GET \/instances: no answer \(timeout\)/],
  ] as const)('as the null server %s is not judged: 3', async ([name, timeoutMs, why], { expect }) => {
    const server = await nullServers[name]?.start();
    if (!server) throw new Error(`There is no null server "${name}"`);
    const run = await judgedRun({ server, timeoutMs });
    await server.close();
    expect(run.ending).toMatch(why);
    expect(run.exitCode).toBe(3);
    expect(run.decided()).toEqual([]);
    expect(run.requests).toBe(3);
  });
});

describe.concurrent('a target that answers success to everything', () => {
  test.for<[string, Deed]>([
    ['an empty object', json({})],
    ['an empty page', json({ data: [], pagination: { next_cursor: null, has_more: false } })],
  ])('as %s passes no must and is reported for accepting unauthenticated callers: 1', async ([, deed], { expect }) => {
    const run = await judgeThrough(always(deed), { only: little });
    expect(run.ids('must', 'pass')).toEqual([]);
    expect(run.ids('must', 'fail')).toContain('NEXUS-118');
    expect(run.ids('must', 'broken')).toEqual([]);
    expect(run.exitCode).toBe(1);
  });
});

// One after another: beside others a run may not send its next request within its own short limit.
describe('a target that stops working during the run', () => {
  test.for<[string, Deed, RegExp, number?]>([
    ['dies', { kind: 'die' }, /the target is down \(GET \/instances: no answer \(refused\)/],
    ['falls silent', { kind: 'delay', ms: 600_000 }, /the target is down \(GET \/instances: no answer \(timeout\)/, 1_500],
    ['closes every connection', { kind: 'drop' }, /the target is down \(GET \/instances: no answer \(closed\)/],
    ['answers 503', errorResponse(503), /the target is down \(GET \/instances: 503/],
    ['refuses the key', errorResponse(401), /the target refuses credential `key` \(GET \/instances: 401/],
    ['refuses with 429', quotaUsedUp, /refuses every read with 429/, 1_500],
  ])('because it %s is soon left alone, without a finding: 3', async ([, deed, why, timeoutMs = 5_000], { expect }) => {
    const run = await judgeThrough(from(40, deed), { only: little, timeoutMs });
    expect(run.ending).toMatch(/^interrupted: during the run /);
    expect(run.ending).toMatch(why);
    expect(run.exitCode).toBe(3);
    expect(run.accusations()).toEqual([]);
    expect(run.requests).toBeLessThan(120);
  });

  test('and never fully worked is left alone too, though its reads are refused in different ways: 3', async ({ expect }) => {
    const mixed: Fault = ({ target }) => errorResponse(target.includes('/instances') ? 401 : 503);
    const run = await judgeThrough(mixed, { only: little });
    expect(run.ending).toMatch(/^interrupted: during the run not one read works \(GET \/instances: 401, GET \/networks: 503/);
    expect(run.exitCode).toBe(3);
    expect(run.ids('must', 'pass')).toEqual([]);
    expect(run.requests).toBeLessThan(120);
  });

  test('passes no requirement about error responses only because it refuses everything', async ({ expect }) => {
    const run = await judgeThrough(from(6, errorResponse(401)), { only: ['NEXUS-118', 'NEXUS-120'] });
    expect(run.ids('must', 'pass')).toEqual([]);
    expect(run.exitCode).toBe(3);
  });

  test('and comes back is judged further: 0', async ({ expect }) => {
    const run = await judgeThrough(({ number }) => (number === 40 ? { kind: 'die', backAfterMs: 400 } : pass), {
      only: little,
    });
    expect(run.ending).toBe('');
    expect(run.accusations()).toEqual([]);
    expect(run.ids('must', 'pass')).toEqual(expect.arrayContaining(['NEXUS-18', 'NEXUS-114', 'NEXUS-118']));
    expect(run.exitCode).toBe(0);
  });
});

describe('a target that is only hard to reach', () => {
  test.for<[string, Fault]>([
    ['closes every second connection before it answers', every(2, { kind: 'drop' })],
    ['loses every second answer', every(2, { kind: 'drop', after: 'answering' })],
    ['cuts every second answer in the middle', every(2, { kind: 'cut' })],
    ['exceeds the time limit for every tenth answer', every(10, { kind: 'delay', ms: 60_000 })],
    ['takes long, but within the limit, for every tenth answer', every(10, { kind: 'delay', ms: 200 })],
  ])('because it %s has no finding: 0', async ([, fault], { expect }) => {
    const run = await judgeThrough(fault, {
      only: ['status', 'auth', 'errors/unknown-*', 'pagination/size-*', 'schema'],
      timeoutMs: 1_000,
    });
    expect(run.accusations()).toEqual([]);
    expect(run.ids('must', 'broken')).toEqual([]);
    expect(run.ending).toBe('');
    expect(run.exitCode).toBe(0);
  });
});
