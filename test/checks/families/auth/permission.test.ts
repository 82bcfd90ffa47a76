import { describe, expect, test } from 'vitest';
import { permissionMissingRefused } from '../../../../src/checks/families/auth/permission-missing-refused.ts';
import { blockedValueRefused } from '../../../../src/checks/families/body/value-refused.ts';
import { oddRequestsRecorded } from '../../../../src/checks/families/errors/odd-requests-recorded.ts';
import { exhaustedAccountRefused } from '../../../../src/checks/families/limits/exhausted-account-refused.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { CredentialName, PlannedRequest } from '../../../../src/model/request.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, parcelService, type Twist } from '../../../worlds/parcels/service.ts';

const create = 'POST /parcels';
const action = 'POST /parcels/{parcel}/reroute';

const named = ({ credential }: PlannedRequest, name: CredentialName): boolean => credential.kind === 'valid' && credential.name === name;

/** Answers a credential at an operation. */
const given =
  (name: CredentialName, operation: string, reply: Reply): Twist =>
  (request) =>
    request.operation === operation && named(request, name) ? reply : undefined;

/** A service in which a credential may only read, with at most one twist before that. */
const readOnly =
  (twist?: Twist): Twist =>
  (request, honest) =>
    twist?.(request, honest) ?? (named(request, 'restricted') && request.method !== 'GET' ? fault(403) : undefined);

describe('auth/permission-missing-refused where something is created', () => {
  const target = targetOf({ credentials: ['key', 'restricted'] });
  const verdictOf = async (twist?: Twist): Promise<string> =>
    stated(await judge(permissionMissingRefused, { target, at: create, answer: parcelService({ twist: readOnly(twist) }) }));
  test.for<readonly [string, Reply, string]>([
    ['forbidden passes', fault(403), 'pass'],
    ['created fails', { status: 201 }, 'fail permission-missing-accepted'],
    ['called unknown fails', fault(401), 'fail permission-missing-other-status'],
    ['hidden fails', fault(404), 'fail permission-missing-other-status'],
    ['a blamed body decides nothing', fault(400), 'inconclusive'],
    ['blamed values decide nothing', fault(422), 'inconclusive'],
    ['a conflict decides nothing', fault(409), 'inconclusive'],
    ['the quota decides nothing', fault(429), 'inconclusive'],
    ['a failure decides nothing', fault(500), 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(await verdictOf(given('restricted', create, reply))).toBe(verdict);
  });

  test('a credential that may not even read decides nothing, and creates nothing', async () => {
    const twist = given('restricted', 'GET /parcels', fault(403));
    const { verdict, session } = await judge(permissionMissingRefused, {
      target,
      at: create,
      answer: parcelService({ twist: readOnly(twist) }),
    });
    expect(verdict.kind).toBe('inconclusive');
    expect(session.exchanges.map(({ sent }) => sent.method)).toEqual(['GET']);
  });

  test('the body is one that would be accepted', async () => {
    const { session } = await judge(permissionMissingRefused, { target, at: create, answer: parcelService({ twist: readOnly() }) });
    expect(session.exchanges.at(-1)?.request).toMatchObject({
      body: { value: { label: 'ct-test-restricted-first-label', zone: 'north', size: 'small', sender: 'post' } },
      faults: ['credential-forbidden'],
    });
  });

  test('nothing is tried without the credential or the permissions', async () => {
    expect(stated(await judge(permissionMissingRefused, { at: create, answer: parcelService() }))).toBe('skipped');
    const untrusting = targetOf({ credentials: ['key', 'restricted'], allow: ['mutation'] });
    expect(stated(await judge(permissionMissingRefused, { target: untrusting, at: create, answer: parcelService() }))).toBe('skipped');
  });
});

describe('auth/permission-missing-refused where something is acted on', () => {
  const target = targetOf({
    credentials: ['key', 'restricted'],
    durations: { 'created.listed': 5, 'created.settled': 10, 'action.through': 5 },
  });
  const service = (twist?: Twist) => parcelService({ twist: readOnly(twist) });
  test.for<readonly [string, Twist | undefined, string]>([
    ['forbidden passes', undefined, 'pass'],
    ['done fails', given('restricted', action, { status: 202 }), 'fail permission-missing-accepted'],
    ['called unknown fails', given('restricted', action, fault(401)), 'fail permission-missing-other-status'],
    ['hidden although it is listed fails', given('restricted', action, fault(404)), 'fail permission-missing-other-status'],
    ['a conflict decides nothing', given('restricted', action, fault(409)), 'inconclusive'],
    ['a failure decides nothing', given('restricted', action, fault(503)), 'inconclusive'],
    ['an action that nobody may make decides nothing', ({ operation }) => (operation === action ? fault(409) : undefined), 'inconclusive'],
    ['a thing that was not created decides nothing', ({ operation }) => (operation === create ? fault(422) : undefined), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(permissionMissingRefused, { target, at: action, answer: service(twist) }))).toBe(verdict);
  });

  test('hidden from an account that does not see it decides nothing', async () => {
    const twist: Twist = (request) => {
      if (!named(request, 'restricted')) return undefined;
      return request.operation === action ? fault(404) : page([], null);
    };
    expect(stated(await judge(permissionMissingRefused, { target, at: action, answer: service(twist) }))).toBe('inconclusive');
  });

  test('the thing is in a state in which the action was accepted, and one is created at the most', async () => {
    const { session } = await judge(permissionMissingRefused, { target, at: action, answer: service() });
    const acts = session.exchanges.filter(({ request }) => request.operation === action).map(({ request }) => request);
    expect(acts.at(-1)).toMatchObject({ credential: { name: 'restricted' }, pathValues: { parcel: 'pk-900000' } });
    expect(acts.at(-2)).toMatchObject({ credential: { name: 'key' }, pathValues: { parcel: 'pk-900000' } });
    expect(session.exchanges.filter(({ request }) => request.operation === create)).toHaveLength(1);
  });

  test('the operator is asked for patience where the wait is long', async () => {
    const slow = targetOf({ credentials: ['key', 'restricted'] });
    expect(stated(await judge(permissionMissingRefused, { target: slow, at: action, answer: service() }))).toBe('skipped');
    const patient = targetOf({ credentials: ['key', 'restricted'], allow: ['mutation', 'permanent', 'slow'] });
    expect(stated(await judge(permissionMissingRefused, { target: patient, at: action, answer: service() }))).toBe('pass');
  });
});

describe('body/blocked-value-refused', () => {
  const target = targetOf({ fixtures: { sender: 'post', closedZone: 'south' } });
  const isBlocked = ({ body }: PlannedRequest): boolean => body?.kind === 'json' && isObject(body.value) && body.value['zone'] === 'south';
  const blocked =
    (reply: Reply): Twist =>
    (request) =>
      request.operation === create && isBlocked(request) ? reply : undefined;
  test.for<readonly [string, Reply, string]>([
    ['forbidden passes', fault(403), 'pass'],
    ['created fails', { status: 201 }, 'fail blocked-value-accepted'],
    ['called unknown fails', fault(422), 'fail blocked-value-other-status'],
    ['called malformed fails', fault(400), 'fail blocked-value-other-status'],
    ['not found decides nothing', fault(404), 'inconclusive'],
    ['a refused credential decides nothing', fault(401), 'inconclusive'],
    ['a conflict decides nothing', fault(409), 'inconclusive'],
    ['the quota decides nothing', fault(429), 'inconclusive'],
    ['a failure decides nothing', fault(500), 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await judge(blockedValueRefused, { target, answer: parcelService({ twist: blocked(reply) }) }))).toBe(verdict);
  });

  test('all else in the body is usable', async () => {
    const { session } = await judge(blockedValueRefused, { target, answer: parcelService() });
    expect(session.exchanges.map(({ request }) => request.body)).toEqual([
      { kind: 'json', value: { label: 'ct-test-blocked-zone-label', zone: 'south', size: 'small', sender: 'post' } },
    ]);
  });

  test('a value that only the operator knows is not guessed', async () => {
    expect(stated(await judge(blockedValueRefused, { answer: parcelService() }))).toBe('skipped');
  });
});

describe('limits/exhausted-account-refused', () => {
  const target = targetOf({ credentials: ['key', 'exhausted'] });
  /** One answer after another to creations in the account that is full, the last one for ever. */
  const full = (...replies: readonly Reply[]): Twist => {
    let turn = 0;
    return (request) =>
      request.operation === create && named(request, 'exhausted')
        ? (replies[Math.min(turn++, replies.length - 1)] ?? fault(422))
        : undefined;
  };
  test.for<readonly [string, Twist, string]>([
    ['the documented refusal passes', full(fault(422)), 'pass'],
    ['created fails', full({ status: 201 }), 'fail account-exhausted-accepted'],
    ['called malformed fails', full(fault(400)), 'fail account-exhausted-other-status'],
    ['called forbidden fails', full(fault(403)), 'fail account-exhausted-other-status'],
    ['told to slow down twice, a window apart, fails', full(fault(429)), 'fail account-exhausted-other-status'],
    ['told to slow down once and refused then passes', full(fault(429), fault(422)), 'pass'],
    ['told to slow down once and created then fails', full(fault(429), { status: 201 }), 'fail account-exhausted-accepted'],
    ['a refused credential decides nothing', full(fault(401)), 'inconclusive'],
    ['not found decides nothing', full(fault(404)), 'inconclusive'],
    ['a conflict decides nothing', full(fault(409)), 'inconclusive'],
    ['a failure decides nothing', full(fault(500)), 'inconclusive'],
    ['no answer decides nothing', full('no answer'), 'inconclusive'],
    ['a credential that may not read decides nothing', given('exhausted', 'GET /parcels', fault(401)), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(exhaustedAccountRefused, { target, answer: parcelService({ twist }) }))).toBe(verdict);
  });

  test('reads that are refused as well show that it was the quota of requests', async () => {
    let reads = 0;
    const slow = full(fault(429));
    const twist: Twist = (request, honest) =>
      request.operation === 'GET /parcels' && named(request, 'exhausted') && reads++ > 0 ? fault(429) : slow(request, honest);
    expect(stated(await judge(exhaustedAccountRefused, { target, answer: parcelService({ twist }) }))).toBe('inconclusive');
  });

  test('only a refusal by the quota of requests is waited for, one window and a tolerance', async () => {
    const soon = await judge(exhaustedAccountRefused, { target, answer: parcelService({ twist: full(fault(422)) }) });
    expect(soon.session.pausedMs()).toBe(0);
    const late = await judge(exhaustedAccountRefused, { target, answer: parcelService({ twist: full(fault(429), fault(422)) }) });
    expect(late.session.pausedMs()).toBe(12_000);
    const quota = { limit: 600, windowSeconds: 3 };
    const own = await judge(exhaustedAccountRefused, {
      target: { ...target, quota },
      answer: parcelService({ twist: full(fault(429), fault(422)) }),
    });
    expect(own.session.pausedMs()).toBe(5_000);
    const labels = own.session.exchanges.flatMap(({ request: { body } }) =>
      body?.kind === 'json' && isObject(body.value) ? [body.value['label']] : [],
    );
    expect(new Set(labels).size).toBe(2);
  });
});

describe('errors/odd-requests-recorded', () => {
  const factsOf = async (input: Parameters<typeof judge>[1]): Promise<unknown> => {
    const { verdict } = await judge(oddRequestsRecorded, input);
    return verdict.kind === 'observed' ? verdict.facts.map(({ fact, at, value }) => [fact, at, value]) : verdict;
  };

  test('each odd request is a fact about its operation', async () => {
    const target = targetOf({ credentials: ['key', 'other'] });
    const twist: Twist = (request, honest) => {
      if (named(request, 'other')) return page([{ number: 'pk-777777', label: 'theirs' }], null);
      if (request.pathValues['parcel'] === 'pk-777777') return fault(403);
      if (request.pathValues['parcel'] === 'not-an-id') return fault(400);
      return request.method === 'PUT' ? { status: 405 } : honest(request);
    };
    expect(await factsOf({ target, answer: parcelService({ twist }) })).toEqual([
      ['unknown.malformed-id', action, 400],
      ['unknown.undocumented-method', action, 405],
      ['unknown.read-by-id', action, 404],
      ['unknown.id-of-other-account', action, 403],
    ]);
  });

  test('without permissions only the read is sent', async () => {
    const { session } = await judge(oddRequestsRecorded, {
      target: targetOf({ allow: [], credentials: ['key', 'other'] }),
      answer: parcelService(),
    });
    expect(session.exchanges.map(({ request }) => [request.operation, request.method, request.path])).toEqual([
      [null, 'GET', '/parcels/{parcel}'],
    ]);
  });

  test('nothing is removed by any of them', async () => {
    const { session } = await judge(oddRequestsRecorded, { answer: parcelService() });
    expect(session.exchanges.map(({ request }) => request.method)).toEqual(['POST', 'PUT', 'GET']);
  });

  test('an empty list of the other account leaves that part out', async () => {
    const answer = parcelService({ count: 0 });
    expect(await factsOf({ answer, target: targetOf({ credentials: ['key', 'other'] }) })).toHaveLength(3);
  });

  test('what the quota refused is no fact', async () => {
    expect(stated(await judge(oddRequestsRecorded, { answer: () => fault(429) }))).toBe('inconclusive');
  });
});
