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

  test('one path of ours and one misspelt path are asked for with the credential', async () => {
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

  test('a malformed id of our own shape decides nothing', async () => {
    const answer = parcelService({ count: 0, twist: rerouting(fault(400)) });
    expect(stated(await judge(unknownIdRefused, { answer }))).toBe('inconclusive');
  });

  test('an id of our own shape that is accepted fails all the same', async () => {
    const answer = parcelService({ count: 0, twist: rerouting({ status: 202 }) });
    expect(stated(await judge(unknownIdRefused, { answer }))).toBe('fail unknown-id-accepted');
  });

  test('the id looks like a listed one and is none of them', async () => {
    const { session } = await judge(unknownIdRefused, { answer: parcelService() });
    const id = session.exchanges.at(-1)?.request.pathValues['parcel'] ?? '';
    expect(id).toMatch(/^pk-\d{6}$/);
    expect(id).not.toMatch(/^pk-1000(0\d|1[0-2])$/);
  });
});

describe('errors/no-server-error', () => {
  /** The first `times` requests that fit are answered with a failure. */
  const failing = (fits: (request: PlannedRequest) => boolean, times = Infinity): Twist => {
    let left = times;
    return (request) => (fits(request) && left-- > 0 ? fault(500) : undefined);
  };
  const emptyList = ({ body }: PlannedRequest): boolean => body?.kind === 'json' && Array.isArray(body.value);
  test.for<readonly [string, Twist | undefined, string]>([
    ['refusals pass', undefined, 'pass'],
    ['a cut body that is a failure twice fails', failing(({ body }) => body?.kind === 'text'), 'fail server-error'],
    ['a list as body that is a failure twice fails', failing(emptyList), 'fail server-error'],
    ['a made-up cursor that is a failure twice fails', failing((request) => queryOf(request, 'after') === '!!'), 'fail server-error'],
    ['an unknown path that is a failure twice fails', failing(({ operation }) => operation === null), 'fail server-error'],
    ['an unknown id that is a failure twice fails', failing(({ faults }) => faults.includes('unknown-id')), 'fail server-error'],
    [
      'a call without a credential that is a failure twice fails',
      failing(({ credential }) => credential.kind === 'none'),
      'fail server-error',
    ],
    ['a failure that does not come again decides nothing', failing(emptyList, 1), 'inconclusive'],
    ['a service that is down decides nothing', failing(() => true), 'inconclusive'],
    [
      'a failure while the valid read fails as well decides nothing',
      failing(
        (request) =>
          emptyList(request) || (request.faults.length === 0 && request.operation === 'GET /parcels' && queryOf(request, 'count') === '1'),
      ),
      'inconclusive',
    ],
    ['a faulty request that is accepted is judged elsewhere', ({ body }) => (body?.kind === 'empty' ? { status: 201 } : undefined), 'pass'],
    ['a refusal of another kind is judged elsewhere', ({ operation }) => (operation === null ? fault(418) : undefined), 'pass'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(noServerError, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('a failure that another check met is repeated with a valid read in between', async () => {
    const request = readOf('GET /depots', { query: [['odd', '1']], faults: ['query-unknown-value'] });
    const earlier = exchangeOf(request, fault(500), { id: 'x900' });
    const answer = parcelService({ twist: (asked) => (queryOf(asked, 'odd') ? fault(500) : undefined) });
    const { session, verdict } = await judge(noServerError, { answer, earlierErrors: [earlier], at: 'GET /depots' });
    expect(verdict).toMatchObject({ kind: 'fail', finding: { operation: 'GET /depots', exchanges: ['x900', 'x5', 'x2'] } });
    // What fails for a moment gets the time to recover.
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

  test('every listed kind of faulty request is sent where it is allowed', async () => {
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

  test('requests that only the quota refused show nothing', async () => {
    const answer = parcelService({ twist: ({ operation }) => (operation === 'GET /depots' ? fault(429) : undefined) });
    expect(stated(await judge(noServerError, { answer, at: 'GET /depots' }))).toBe('inconclusive');
  });

  test('a success that is no page still counts as the valid read', async () => {
    const twist: Twist = (request) => {
      if (request.faults.includes('credential-missing')) return fault(500);
      return request.operation === 'GET /parcels' ? page([], null) : undefined;
    };
    expect(stated(await judge(noServerError, { answer: parcelService({ twist }), at: 'GET /depots' }))).toBe('fail server-error');
  });
});
