import { describe, expect, test } from 'vitest';
import { noServerError } from '../../../../src/checks/families/errors/no-server-error.ts';
import { unknownIdRefused } from '../../../../src/checks/families/errors/unknown-id.ts';
import { unknownPathRefused } from '../../../../src/checks/families/errors/unknown-path-refused.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, parcelService, queryOf, type Twist } from '../../../worlds/parcels/service.ts';

describe('errors/unknown-path-refused', () => {
  const misspelt =
    (reply: Reply): Twist =>
    ({ path }) =>
      path === '/parcelz' ? reply : undefined;
  test.for<readonly [Reply, string]>([
    [fault(404), 'pass'],
    [{ status: 200, text: '<html>' }, 'fail unknown-path-accepted'],
    [{ status: 301 }, 'fail unknown-path-other-status'],
    [fault(400), 'fail unknown-path-other-status'],
    [fault(405), 'fail unknown-path-other-status'],
    [fault(422), 'fail unknown-path-other-status'],
    [fault(401), 'inconclusive'],
    [fault(403), 'inconclusive'],
    [fault(409), 'inconclusive'],
    [fault(429), 'inconclusive'],
    [fault(502), 'inconclusive'],
    ['no answer', 'inconclusive'],
  ])('an answer of $0.status to a misspelt path', async ([reply, verdict]) => {
    expect(stated(await judge(unknownPathRefused, { answer: parcelService({ twist: misspelt(reply) }) }))).toBe(verdict);
  });

  test('one made-up path and one misspelt path are called with the credential', async () => {
    const { session } = await judge(unknownPathRefused, { answer: parcelService() });
    expect(session.exchanges.map(({ request }) => [request.operation, request.path, request.credential.kind])).toEqual([
      [null, '/ct-no-such-path', 'valid'],
      [null, '/parcelz', 'valid'],
    ]);
  });
});

describe('errors/unknown-id-refused', () => {
  const rerouting =
    (reply: Reply): Twist =>
    ({ operation }) =>
      operation?.endsWith('reroute') ? reply : undefined;
  test.for<readonly [Reply, string]>([
    [fault(404), 'pass'],
    [{ status: 202 }, 'fail unknown-id-accepted'],
    [fault(405), 'fail unknown-id-other-status'],
    [fault(422), 'fail unknown-id-other-status'],
    [fault(400), 'fail unknown-id-other-status'],
    [fault(401), 'inconclusive'],
    [fault(403), 'inconclusive'],
    [fault(409), 'inconclusive'],
    [fault(429), 'inconclusive'],
    [fault(500), 'inconclusive'],
  ])('an answer of $0.status to an id of the shape of a listed one', async ([reply, verdict]) => {
    expect(stated(await judge(unknownIdRefused, { answer: parcelService({ twist: rerouting(reply) }) }))).toBe(verdict);
  });

  test("a 400 to an id in the run's own shape is inconclusive", async () => {
    const answer = parcelService({ count: 0, twist: rerouting(fault(400)) });
    expect(stated(await judge(unknownIdRefused, { answer }))).toBe('inconclusive');
  });

  test("an id in the run's own shape that is accepted fails", async () => {
    const answer = parcelService({ count: 0, twist: rerouting({ status: 202 }) });
    expect(stated(await judge(unknownIdRefused, { answer }))).toBe('fail unknown-id-accepted');
  });

  test('the id has the shape of a listed one, and is not listed', async () => {
    const { session } = await judge(unknownIdRefused, { answer: parcelService() });
    const id = session.exchanges.at(-1)?.request.pathValues['parcel'] ?? '';
    expect(id).toMatch(/^pk-\d{6}$/);
    expect(id).not.toMatch(/^pk-1000(0\d|1[0-2])$/);
  });
});

describe('errors/no-server-error', () => {
  /** Answers the first `times` fitting requests with 500. */
  const failing = (fits: (request: PlannedRequest) => boolean, times = Infinity): Twist => {
    let left = times;
    return (request) => (fits(request) && left-- > 0 ? fault(500) : undefined);
  };
  const emptyList = ({ body }: PlannedRequest): boolean => body?.kind === 'json' && Array.isArray(body.value);
  test.for<readonly [string, Twist | undefined, string]>([
    ['4xx answers pass', undefined, 'pass'],
    ['two 5xx to a truncated body fail', failing(({ body }) => body?.kind === 'text'), 'fail server-error'],
    ['two 5xx to a list as the body fail', failing(emptyList), 'fail server-error'],
    ['two 5xx to a made-up cursor fail', failing((request) => queryOf(request, 'after') === '!!'), 'fail server-error'],
    ['two 5xx to an unknown path fail', failing(({ operation }) => operation === null), 'fail server-error'],
    ['two 5xx to an unknown id fail', failing(({ faults }) => faults.includes('unknown-id')), 'fail server-error'],
    ['two 5xx to a call without a credential fail', failing(({ credential }) => credential.kind === 'none'), 'fail server-error'],
    ['a 5xx that does not recur is inconclusive', failing(emptyList, 1), 'inconclusive'],
    ['a service that is down is inconclusive', failing(() => true), 'inconclusive'],
    [
      'a 5xx while the valid read fails as well is inconclusive',
      failing(
        (request) =>
          emptyList(request) || (request.faults.length === 0 && request.operation === 'GET /parcels' && queryOf(request, 'count') === '1'),
      ),
      'inconclusive',
    ],
    ['a faulty request that is accepted passes', ({ body }) => (body?.kind === 'empty' ? { status: 201 } : undefined), 'pass'],
    ['an error response with another status passes', ({ operation }) => (operation === null ? fault(418) : undefined), 'pass'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(noServerError, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('a 5xx that another check received is repeated with a valid read in between', async () => {
    const request = readOf('GET /depots', { query: [['odd', '1']], faults: ['query-unknown-value'] });
    const earlier = exchangeOf(request, fault(500), { id: 'x900' });
    const answer = parcelService({ twist: (asked) => (queryOf(asked, 'odd') ? fault(500) : undefined) });
    const { session, verdict } = await judge(noServerError, { answer, earlierErrors: [earlier], at: 'GET /depots' });
    expect(verdict).toMatchObject({ kind: 'fail', finding: { operation: 'GET /depots', exchanges: ['x900', 'x5', 'x2'] } });
    // The service gets time to recover from a temporary failure.
    const again = '/depots?odd=1';
    expect(session.exchanges.slice(-4).map(({ sent }) => sent.target)).toEqual(['/parcels?count=1', again, again, again]);
    expect(session.pausedMs()).toBe(6000);
  });

  test('without permissions only reads and unknown paths are tried', async () => {
    const { session, verdict } = await judge(noServerError, { answer: parcelService(), target: targetOf({ allow: [] }) });
    expect(verdict.kind).toBe('pass');
    expect(session.exchanges.map(({ sent }) => `${sent.method} ${sent.target}`)).toEqual([
      'GET /ct-no-such-path',
      'GET /parcelz',
      'GET /parcels?count=1',
      'GET /parcels?count=abc',
      'GET /parcels?after=%21%21',
      'GET /depots',
    ]);
  });

  test('every kind of faulty request is sent where it is allowed', async () => {
    const { session } = await judge(noServerError, { answer: parcelService() });
    const faults = new Set(session.exchanges.flatMap(({ request }) => request.faults));
    expect([...faults].sort()).toEqual([
      'body-empty',
      'body-unparsable',
      'body-wrong-type',
      'credential-missing',
      'cursor-made-up',
      'member-missing',
      'query-unparsable',
      'unknown-id',
      'unknown-path',
      'value-unusable',
    ]);
  });

  test('only 429 answers are inconclusive', async () => {
    const answer = parcelService({ twist: ({ operation }) => (operation === 'GET /depots' ? fault(429) : undefined) });
    expect(stated(await judge(noServerError, { answer, at: 'GET /depots' }))).toBe('inconclusive');
  });

  test('a success that is not a page still counts as the valid read', async () => {
    const twist: Twist = (request) => {
      if (request.faults.includes('credential-missing')) return fault(500);
      return request.operation === 'GET /parcels' ? page([], null) : undefined;
    };
    expect(stated(await judge(noServerError, { answer: parcelService({ twist }), at: 'GET /depots' }))).toBe('fail server-error');
  });
});
