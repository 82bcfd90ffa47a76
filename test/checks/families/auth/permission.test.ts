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

/** Replaces the answer to a credential at an operation. */
const given =
  (name: CredentialName, operation: string, reply: Reply): Twist =>
  (request) =>
    request.operation === operation && named(request, name) ? reply : undefined;

/** A service with a read-only credential. The twist comes first, where there is one. */
const readOnly =
  (twist?: Twist): Twist =>
  (request, honest) =>
    twist?.(request, honest) ?? (named(request, 'restricted') && request.method !== 'GET' ? fault(403) : undefined);

describe('auth/permission-missing-refused for a creation', () => {
  const target = targetOf({ credentials: ['key', 'restricted'] });
  const verdictOf = async (twist?: Twist): Promise<string> =>
    stated(await judge(permissionMissingRefused, { target, at: create, answer: parcelService({ twist: readOnly(twist) }) }));
  test.for<readonly [string, Reply, string]>([
    ['403 passes', fault(403), 'pass'],
    ['201 fails', { status: 201 }, 'fail permission-missing-accepted'],
    ['401 fails', fault(401), 'fail permission-missing-other-status'],
    ['404 fails', fault(404), 'fail permission-missing-other-status'],
    ['400 is inconclusive', fault(400), 'inconclusive'],
    ['422 is inconclusive', fault(422), 'inconclusive'],
    ['a conflict is inconclusive', fault(409), 'inconclusive'],
    ['the quota is inconclusive', fault(429), 'inconclusive'],
    ['a failure is inconclusive', fault(500), 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(await verdictOf(given('restricted', create, reply))).toBe(verdict);
  });

  test('a credential that may not even read is inconclusive, and nothing is created', async () => {
    const twist = given('restricted', 'GET /parcels', fault(403));
    const { verdict, session } = await judge(permissionMissingRefused, {
      target,
      at: create,
      answer: parcelService({ twist: readOnly(twist) }),
    });
    expect(verdict.kind).toBe('inconclusive');
    expect(session.exchanges.map(({ sent }) => sent.method)).toEqual(['GET']);
  });

  test('the body is valid', async () => {
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

describe('auth/permission-missing-refused for an action', () => {
  const target = targetOf({
    credentials: ['key', 'restricted'],
    durations: { 'created.listed': 5, 'created.settled': 10, 'action.through': 5 },
  });
  const service = (twist?: Twist) => parcelService({ twist: readOnly(twist) });
  test.for<readonly [string, Twist | undefined, string]>([
    ['403 passes', undefined, 'pass'],
    ['202 fails', given('restricted', action, { status: 202 }), 'fail permission-missing-accepted'],
    ['401 fails', given('restricted', action, fault(401)), 'fail permission-missing-other-status'],
    ['404 for a resource that is listed fails', given('restricted', action, fault(404)), 'fail permission-missing-other-status'],
    ['a conflict is inconclusive', given('restricted', action, fault(409)), 'inconclusive'],
    ['a failure is inconclusive', given('restricted', action, fault(503)), 'inconclusive'],
    [
      'an action that is refused for every credential is inconclusive',
      ({ operation }) => (operation === action ? fault(409) : undefined),
      'inconclusive',
    ],
    ['a resource that was not created is inconclusive', ({ operation }) => (operation === create ? fault(422) : undefined), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(permissionMissingRefused, { target, at: action, answer: service(twist) }))).toBe(verdict);
  });

  test('404 to a credential that does not see the resource is inconclusive', async () => {
    const twist: Twist = (request) => {
      if (!named(request, 'restricted')) return undefined;
      return request.operation === action ? fault(404) : page([], null);
    };
    expect(stated(await judge(permissionMissingRefused, { target, at: action, answer: service(twist) }))).toBe('inconclusive');
  });

  test('the resource is in a state in which the action was accepted, and at most one is created', async () => {
    const { session } = await judge(permissionMissingRefused, { target, at: action, answer: service() });
    const acts = session.exchanges.filter(({ request }) => request.operation === action).map(({ request }) => request);
    expect(acts.at(-1)).toMatchObject({ credential: { name: 'restricted' }, pathValues: { parcel: 'pk-900000' } });
    expect(acts.at(-2)).toMatchObject({ credential: { name: 'key' }, pathValues: { parcel: 'pk-900000' } });
    expect(session.exchanges.filter(({ request }) => request.operation === create)).toHaveLength(1);
  });

  test('a long wait requires the permission slow', async () => {
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
    ['403 passes', fault(403), 'pass'],
    ['201 fails', { status: 201 }, 'fail blocked-value-accepted'],
    ['422 fails', fault(422), 'fail blocked-value-other-status'],
    ['400 fails', fault(400), 'fail blocked-value-other-status'],
    ['not found is inconclusive', fault(404), 'inconclusive'],
    ['a refused credential is inconclusive', fault(401), 'inconclusive'],
    ['a conflict is inconclusive', fault(409), 'inconclusive'],
    ['the quota is inconclusive', fault(429), 'inconclusive'],
    ['a failure is inconclusive', fault(500), 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await judge(blockedValueRefused, { target, answer: parcelService({ twist: blocked(reply) }) }))).toBe(verdict);
  });

  test('the rest of the body is valid', async () => {
    const { session } = await judge(blockedValueRefused, { target, answer: parcelService() });
    expect(session.exchanges.map(({ request }) => request.body)).toEqual([
      { kind: 'json', value: { label: 'ct-test-blocked-zone-label', zone: 'south', size: 'small', sender: 'post' } },
    ]);
  });

  test('is skipped where the operator has not configured the value', async () => {
    expect(stated(await judge(blockedValueRefused, { answer: parcelService() }))).toBe('skipped');
  });
});

describe('limits/exhausted-account-refused', () => {
  const target = targetOf({ credentials: ['key', 'exhausted'] });
  /** Answers creations in the exhausted account with these replies in turn, and then repeats the last one. */
  const full = (...replies: readonly Reply[]): Twist => {
    let turn = 0;
    return (request) =>
      request.operation === create && named(request, 'exhausted')
        ? (replies[Math.min(turn++, replies.length - 1)] ?? fault(422))
        : undefined;
  };
  test.for<readonly [string, Twist, string]>([
    ['the documented error response passes', full(fault(422)), 'pass'],
    ['201 fails', full({ status: 201 }), 'fail account-exhausted-accepted'],
    ['400 fails', full(fault(400)), 'fail account-exhausted-other-status'],
    ['403 fails', full(fault(403)), 'fail account-exhausted-other-status'],
    ['429 twice, a window apart, fails', full(fault(429)), 'fail account-exhausted-other-status'],
    ['429 once and then 422 passes', full(fault(429), fault(422)), 'pass'],
    ['429 once and then 201 fails', full(fault(429), { status: 201 }), 'fail account-exhausted-accepted'],
    ['a refused credential is inconclusive', full(fault(401)), 'inconclusive'],
    ['not found is inconclusive', full(fault(404)), 'inconclusive'],
    ['a conflict is inconclusive', full(fault(409)), 'inconclusive'],
    ['a failure is inconclusive', full(fault(500)), 'inconclusive'],
    ['no answer is inconclusive', full('no answer'), 'inconclusive'],
    ['a credential that may not read is inconclusive', given('exhausted', 'GET /parcels', fault(401)), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(exhaustedAccountRefused, { target, answer: parcelService({ twist }) }))).toBe(verdict);
  });

  test('a 429 to a read as well shows that the 429 is about the request quota', async () => {
    let reads = 0;
    const slow = full(fault(429));
    const twist: Twist = (request, honest) =>
      request.operation === 'GET /parcels' && named(request, 'exhausted') && reads++ > 0 ? fault(429) : slow(request, honest);
    expect(stated(await judge(exhaustedAccountRefused, { target, answer: parcelService({ twist }) }))).toBe('inconclusive');
  });

  test('the check waits only after a 429: one window and a tolerance', async () => {
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

  test('the answer to each odd request is recorded for its operation', async () => {
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

  test('no odd request removes anything', async () => {
    const { session } = await judge(oddRequestsRecorded, { answer: parcelService() });
    expect(session.exchanges.map(({ request }) => request.method)).toEqual(['POST', 'PUT', 'GET']);
  });

  test('an empty list of the other account leaves that part out', async () => {
    const answer = parcelService({ count: 0 });
    expect(await factsOf({ answer, target: targetOf({ credentials: ['key', 'other'] }) })).toHaveLength(3);
  });

  test('a 429 is not recorded', async () => {
    expect(stated(await judge(oddRequestsRecorded, { answer: () => fault(429) }))).toBe('inconclusive');
  });
});
