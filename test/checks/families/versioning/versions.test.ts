import { beforeAll, describe, expect, test } from 'vitest';
import type { Fold, Probe } from '../../../../src/checks/kit/define.ts';
import { checkById } from '../../../../src/checks/index.ts';
import { neighbours } from '../../../../src/checks/subjects/version-segment.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import { atlas } from '../../../worlds/versions-in-paths.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

let contract: Contract;
beforeAll(async () => {
  contract = await atlas();
});

type Twist = (request: PlannedRequest) => Reply | undefined;

const zones: Reply = { status: 200, json: { zones: ['a', 'b', 'c'] } };
const missing: Reply = { status: 404 };

/** An honest service of maps; the reply of a twist replaces its own. */
const service = (twist: Twist = () => undefined) => {
  const maps = new Map<string, { no: string; title: string; phase: string }>([['m0', { no: 'm0', title: 'old', phase: 'flat' }]]);
  return (request: PlannedRequest): Reply => {
    const twisted = twist(request);
    if (twisted) return twisted;
    const { method, path, pathValues, body } = request;
    const { no = '' } = pathValues;
    const title = body?.kind === 'json' ? String((body.value as { title?: unknown }).title) : undefined;
    const map = maps.get(no);
    if (path === '/v5/zones') return zones;
    if (path === '/v4/maps' && method === 'GET') return { status: 200, json: { maps: [...maps.values()], more: false, then: null } };
    if (path === '/v4/maps') {
      if (title === undefined) return { status: 400 };
      const made = { no: `m${maps.size}`, title, phase: 'flat' };
      maps.set(made.no, made);
      return { status: 201, json: made };
    }
    if (!map || !path.startsWith('/v4/maps/')) return missing;
    if (path.endsWith('/fold')) return { status: 202 };
    if (method === 'DELETE') return maps.delete(no) ? { status: 204 } : missing;
    if (method === 'PATCH' && title !== undefined) map.title = title;
    return { status: 200, json: map };
  };
};

const target = targetOf({ baseUrl: 'https://atlas.example', fixtures: { foldable: 'm0' } });

const ask = (id: string, twist?: Twist, over: Partial<Target> = {}): Promise<Judged> =>
  judge(checkById(id) as Probe, { contract, target: { ...target, ...over }, answer: service(twist), ...spots[id] });

/** The location that is judged, for checks that find more than one. */
const spots: Readonly<Record<string, { readonly at: string }>> = {
  'docs/path-recorded': { at: 'GET /v5/zones' },
  'docs/list-length-recorded': { at: 'GET /v5/zones' },
};

const called =
  (method: string, path: string, reply: Reply): Twist =>
  (request) =>
    request.method === method && request.path === path ? reply : undefined;

const factsOf = async (id: string, twist?: Twist): Promise<unknown> => {
  const { verdict } = await ask(id, twist);
  return verdict.kind === 'observed' ? Object.fromEntries(verdict.facts.map(({ fact, value }) => [fact, value])) : verdict.kind;
};

describe('versioning/operations-served', () => {
  const id = 'versioning/operations-served';
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service with all operations passes', undefined, 'pass'],
    ['a refused list decides nothing', called('GET', '/v4/maps', { status: 401 }), 'inconclusive'],
    ['a failing list decides nothing', called('GET', '/v4/maps', { status: 503 }), 'inconclusive'],
    ['a list that is not served fails', called('GET', '/v4/maps', missing), 'fail operation-not-there'],
    ['a creation that is not served fails', called('POST', '/v4/maps', missing), 'fail operation-not-there'],
    ['a change that is not served fails', called('PATCH', '/v4/maps/{no}', { status: 405 }), 'fail operation-not-there'],
    ['a change of a resource that was read fails with 404', called('PATCH', '/v4/maps/{no}', missing), 'fail operation-not-there'],
    ['a removal that is not served fails', called('DELETE', '/v4/maps/{no}', { status: 501 }), 'fail operation-not-there'],
    ['an action that is not served fails', called('POST', '/v4/maps/{no}/fold', missing), 'fail operation-not-there'],
    ['an action that the state of the resource forbids passes', called('POST', '/v4/maps/{no}/fold', { status: 409 }), 'pass'],
    ['a refused change passes', called('PATCH', '/v4/maps/{no}', { status: 403 }), 'pass'],
    ['a path that only a sample call names is not judged', called('GET', '/v5/zones', missing), 'pass'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await ask(id, twist))).toBe(verdict);
  });

  test('a read that does not find a listed resource fails, an action on an unknown one does not', async () => {
    expect(stated(await ask(id, called('GET', '/v4/maps/{no}', missing)))).toBe('fail operation-not-there');
    const elsewhere = await ask(id, undefined, { fixtures: { foldable: 'm-unknown' } });
    expect(stated(elsewhere)).toBe('pass');
  });

  test('names the operations that could not be called', async () => {
    const { verdict, session } = await ask(id, undefined, { allow: [], fixtures: {} });
    expect(verdict).toMatchObject({ kind: 'pass', untried: expect.arrayContaining([expect.stringContaining('POST /v4/maps: ')]) });
    expect(session.exchanges.every(({ request: { method } }) => method === 'GET')).toBe(true);
  });
});

describe('versioning/some-segment-serves', () => {
  const both =
    (own: number, usual: number): Twist =>
    (request) =>
      request.path === '/v5/zones' ? { status: own } : request.path === '/v4/zones' ? { status: usual } : undefined;
  test.for([
    [200, 404, 'pass'],
    [404, 200, 'pass'],
    [404, 404, 'fail read-not-served'],
    [301, 410, 'fail read-not-served'],
    [204, 501, 'fail read-not-served'],
    [404, 401, 'inconclusive'],
    [500, 404, 'inconclusive'],
    [404, 429, 'inconclusive'],
  ] as const)('%i under its own version and %i under the usual one: %s', async ([own, usual, verdict]) => {
    expect(stated(await ask('versioning/some-segment-serves', both(own, usual)))).toBe(verdict);
  });

  test('sends the key, although it may be left out', async () => {
    const { session } = await ask('versioning/some-segment-serves');
    expect(session.exchanges.map(({ request: { path, credential } }) => [path, credential.kind])).toEqual([
      ['/v5/zones', 'valid'],
      ['/v4/zones', 'valid'],
    ]);
  });
});

describe('a version in the paths of operations', () => {
  test.for<readonly [string, string, Twist | undefined, string]>([
    ['unknown-segment-not-served', 'an unknown version that is not served passes', undefined, 'pass'],
    [
      'unknown-segment-not-served',
      'an unknown version that is served fails',
      called('GET', '/v999/maps', zones),
      'fail unknown-version-served',
    ],
    ['segment-served', 'the documented version that is served passes', undefined, 'pass'],
    [
      'segment-served',
      'a service without a version fails',
      ({ path }) => (path === '/v4/maps' ? missing : path === '/maps' ? zones : undefined),
      'fail version-not-in-path',
    ],
  ])('versioning/%s: %s', async ([id, , twist, verdict]) => {
    expect(stated(await ask(`versioning/${id}`, twist))).toBe(verdict);
  });
});

describe('the records of versions', () => {
  test('hold the status without a version, under the next one, and under an unknown one', async () => {
    expect(await factsOf('versioning/other-segments-recorded', called('GET', '/maps', { status: 302 }))).toEqual({
      'version.path-without-version': 302,
      'version.next': 404,
      'version.unknown': 404,
    });
    expect(await factsOf('versioning/other-segments-recorded', ({ path }) => (path === '/v4/maps' ? undefined : { status: 429 }))).toBe(
      'inconclusive',
    );
  });

  test('hold the status of a sample path under its own version and the usual one', async () => {
    expect(await factsOf('docs/path-recorded')).toEqual({
      'docs.path': { status: 200, members: ['zones'] },
      'docs.path-under-usual-version': 404,
    });
  });

  test('know the neighbours of a version', () => {
    expect(['v1', 'v2', '2026', 'stable'].map(neighbours)).toEqual([['v2'], ['v3', 'v1'], ['2027', '2025'], []]);
  });
});

describe('versioning/deprecation-recorded', () => {
  const fold = checkById('versioning/deprecation-recorded') as Fold<unknown>;
  const at = Date.parse('2026-01-01T00:00:00Z');
  const concluded = (...replies: readonly (readonly [Reply, Partial<PlannedRequest>?])[]) => {
    const states = replies.map(([reply, over]) =>
      fold.step(fold.init(), exchangeOf(readOf('GET /v4/maps', over), reply, { sentAt: at }), contract),
    );
    return fold.conclude(states.reduce(fold.merge, fold.init()), { contract, target });
  };
  const announcing = (name: string, value: string): readonly [Reply] => [{ status: 200, headers: [[name, value]] }];
  const value = (deprecation: readonly string[], sunset: readonly string[]) => ({
    kind: 'observed',
    facts: [{ value: { deprecation, sunset } }],
  });

  test('records that nothing is announced', () => {
    expect(concluded([missing])).toMatchObject(value([], []));
    expect(concluded(['no answer'])).toMatchObject({ kind: 'inconclusive' });
  });

  test('records what is announced, and how far ahead', () => {
    expect(concluded(announcing('deprecation', '@1'), announcing('Sunset', 'Thu, 01 Oct 2026 00:00:00 GMT'))).toMatchObject(
      value(['@1'], ['Thu, 01 Oct 2026 00:00:00 GMT (within 12 months)']),
    );
    expect(concluded(announcing('Sunset', 'Wed, 01 Jan 2025 00:00:00 GMT'))).toMatchObject(value([], [expect.stringMatching(/\(past\)$/)]));
    expect(concluded(announcing('Sunset', 'Sat, 01 Jan 2028 00:00:00 GMT'))).toMatchObject(
      value([], [expect.stringMatching(/more than 18/)]),
    );
    expect(concluded(announcing('Sunset', 'soon'))).toMatchObject(value([], ['soon (no date)']));
  });

  test('records of many values only that they vary', () => {
    expect(concluded(...[1, 2, 3, 4, 5].map((n) => announcing('Deprecation', `@${n}`)))).toMatchObject(value(['varies'], []));
  });

  test('ignores answers of other versions', () => {
    const end: Reply = { status: 200, headers: [['Deprecation', '@1']] };
    const elsewhere = { base: { kind: 'version', segment: 'v9' } } as const;
    expect(concluded([end, elsewhere], [end, readOf('GET /v5/zones')], [end, { operation: null }])).toMatchObject({ kind: 'inconclusive' });
  });
});

describe('status/plain-call-not-refused', () => {
  test.for<readonly [Reply, string]>([
    [{ status: 200, json: [] }, 'pass'],
    [{ status: 400 }, 'fail refused'],
    [{ status: 405 }, 'fail refused'],
    [{ status: 422 }, 'fail refused'],
    [{ status: 501 }, 'fail refused'],
    [{ status: 204 }, 'inconclusive'],
    [{ status: 404 }, 'inconclusive'],
    [{ status: 410 }, 'inconclusive'],
    [{ status: 301 }, 'inconclusive'],
    [{ status: 401 }, 'inconclusive'],
    [{ status: 503 }, 'inconclusive'],
    ['no answer', 'inconclusive'],
  ])('%j: %s', async ([reply, verdict]) => {
    expect(stated(await ask('status/plain-call-not-refused', called('GET', '/v4/maps', reply)))).toBe(verdict);
  });
});

describe('auth/printed-scheme-accepted', () => {
  const key = ({ credential }: PlannedRequest): string => (credential.kind === 'misplaced' ? credential.form : credential.kind);
  test.for<readonly [string, Twist | undefined, string]>([
    ['accepted as documented passes', undefined, 'pass'],
    [
      'small letters only fails',
      (one) => (key(one) === 'lower-case-scheme' ? undefined : { status: 401 }),
      'unconfirmed printed-spelling-refused',
    ],
    ['refused in both spellings decides nothing', () => ({ status: 401 }), 'inconclusive'],
    ['forbidden decides nothing', () => ({ status: 403 }), 'inconclusive'],
    [
      'small letters that are accepted where the documented spelling is not decide nothing',
      (one) => (key(one) === 'valid' ? { status: 401 } : undefined),
      'inconclusive',
    ],
    [
      'a page for small letters decides nothing',
      (one) => ({ status: key(one) === 'lower-case-scheme' ? 200 : 401, text: '<p>' }),
      'inconclusive',
    ],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await ask('auth/printed-scheme-accepted', twist))).toBe(verdict);
  });
});

describe('the records of a documentation', () => {
  const paged =
    (last: Reply): Twist =>
    ({ path, query }) => {
      if (path !== '/v5/zones') return undefined;
      return query.some(([name]) => name === 'from') ? last : { status: 200, json: { zones: ['a', 'b'], more: true, then: 'c' } };
    };

  test('hold the length of a list, over all its pages', async () => {
    expect(await factsOf('docs/list-length-recorded')).toEqual({ 'docs.list-length': 3 });
    expect(await factsOf('docs/list-length-recorded', paged(zones))).toEqual({ 'docs.list-length': 5 });
    expect(await factsOf('docs/list-length-recorded', called('GET', '/v5/zones', { status: 200, json: ['a'] }))).toEqual({
      'docs.list-length': 1,
    });
  });

  test('hold the length of a list under the usual version, where its own is not served', async () => {
    const moved: Twist = ({ path }) => (path === '/v5/zones' ? missing : path === '/v4/zones' ? zones : undefined);
    expect(await factsOf('docs/list-length-recorded', moved)).toEqual({ 'docs.list-length': 3 });
  });

  test('hold no length where a list does not end, or is none', async () => {
    expect(await factsOf('docs/list-length-recorded', paged(missing))).toBe('inconclusive');
    expect(await factsOf('docs/list-length-recorded', paged({ status: 200, json: { zones: [], more: true, then: 'c' } }))).toBe(
      'inconclusive',
    );
    expect(await factsOf('docs/list-length-recorded', ({ path }) => (path.endsWith('zones') ? missing : undefined))).toBe('inconclusive');
    expect(await factsOf('docs/list-length-recorded', called('GET', '/v5/zones', { status: 200, json: {} }))).toBe('inconclusive');
  });

  test.for([
    [79, 'below'],
    [100, 'about'],
    [121, 'above'],
  ] as const)('a median of %i ms is recorded as %s the documented 100 ms', async ([tookMs, word]) => {
    const { verdict, session } = await judge(checkById('docs/round-trip-recorded') as Probe, {
      contract,
      target,
      answer: service(),
      tookMs,
    });
    expect(verdict).toMatchObject({ kind: 'observed', facts: [{ value: `${word} the printed figure` }] });
    expect(session.exchanges).toHaveLength(21);
  });

  test('hold no median where reads fail', async () => {
    expect(await factsOf('docs/round-trip-recorded', called('GET', '/v4/maps', { status: 429 }))).toBe('inconclusive');
  });

  test('hold the host of the base URL, and whether it is documented', () => {
    const fold = checkById('docs/host-recorded') as Fold<unknown>;
    const recorded = (baseUrl: string) => fold.conclude(fold.init(), { contract, target: { ...target, baseUrl } });
    const fact = (host: string, isPrinted: boolean) => ({ kind: 'observed', facts: [{ fact: 'docs.host', value: { host, isPrinted } }] });
    expect(recorded('https://atlas.example')).toMatchObject(fact('atlas.example', true));
    expect(recorded('https://north.atlas.example:8443')).toMatchObject(fact('north.atlas.example', true));
    expect(recorded('https://south.atlas.example')).toMatchObject(fact('south.atlas.example', false));
    expect(recorded('http://127.0.0.1:4010')).toMatchObject(fact('127.0.0.1', false));
  });
});
