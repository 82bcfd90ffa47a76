import { describe, expect, test } from 'vitest';
import { duplicateRefused } from '../../../../src/checks/families/body/duplicate-refused.ts';
import {
  emptyObjectRefused,
  emptyRefused,
  missingMemberRefused,
  unparsableRefused,
  wrongTypeRefused,
} from '../../../../src/checks/families/body/form-refused.ts';
import { longTextNotFailed, unparsableNotFailed, wrongTypeNotFailed } from '../../../../src/checks/families/body/not-failed.ts';
import { unlistedValueRefused, unusableValuesRefused } from '../../../../src/checks/families/body/value-refused.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { detailsPresent } from '../../../../src/checks/families/errors/details.ts';
import { queryUnparsableRefused } from '../../../../src/checks/families/query/numbers-refused.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, parcels, stated } from '../../support/judge.ts';
import { fault, page, parcelService, queryOf, type Twist } from '../../../worlds/parcels/service.ts';

const isCreation = ({ operation }: PlannedRequest): boolean => operation === 'POST /parcels';

const creating =
  (reply: Reply): Twist =>
  (request) =>
    isCreation(request) ? reply : undefined;

/** Answers to a request with one mistake in its body, and their verdicts, where 400 or 422 is documented. */
const answers = (code: string, documented: 400 | 422): readonly (readonly [Reply, string])[] => [
  [fault(documented), 'pass'],
  [{ status: 201 }, `fail ${code}-accepted`],
  [{ status: 204 }, `fail ${code}-accepted`],
  [fault(documented === 400 ? 422 : 400), `fail ${code}-other-status`],
  [fault(401), 'inconclusive'],
  [fault(403), 'inconclusive'],
  [fault(404), 'inconclusive'],
  [fault(409), 'inconclusive'],
  [fault(415), 'inconclusive'],
  [fault(429), 'inconclusive'],
  [fault(500), 'inconclusive'],
  [{ status: 302 }, 'inconclusive'],
  ['no answer', 'inconclusive'],
];

const statusIn = (reply: Reply): string => (reply === 'no answer' ? reply : String(reply.status));

const probes: readonly (readonly [probe: Probe, code: string, documented: 400 | 422, node?: string])[] = [
  [missingMemberRefused, 'missing-member', 400, 'properties/label'],
  [missingMemberRefused, 'missing-member', 400, 'properties/sender'],
  [unlistedValueRefused, 'unlisted-value', 422],
  [unparsableRefused, 'unparsable-body', 400],
  [emptyRefused, 'empty-body', 400],
  [unusableValuesRefused, 'unusable-values', 422],
];

describe.for(probes)('$0.id at $3', ([probe, code, documented, node]) => {
  test('the honest service passes', async () => {
    expect(stated(await judge(probe, { answer: parcelService(), ...(node === undefined ? {} : { node }) }))).toBe('pass');
  });

  test.for(answers(code, documented).map(([reply, verdict]) => [statusIn(reply), reply, verdict] as const))(
    'an answer of %s gives its verdict',
    async ([, reply, verdict]) => {
      const answer = parcelService({ twist: creating(reply) });
      expect(stated(await judge(probe, { answer, ...(node === undefined ? {} : { node }) }))).toBe(verdict);
    },
  );

  test('nothing is sent without the permissions', async () => {
    const { session, locations } = await judge(probe, { answer: parcelService(), target: targetOf({ allow: ['mutation'] }) });
    expect(locations).toEqual([]);
    expect(session.exchanges).toEqual([]);
  });
});

test('a body without one member contains the others, valid and fresh', async () => {
  const { session } = await judge(missingMemberRefused, { answer: parcelService(), node: 'properties/size' });
  expect(session.exchanges.map(({ request }) => request.body)).toEqual([
    { kind: 'json', value: { label: 'ct-test-no-size-label', zone: 'north', sender: 'post' } },
  ]);
  expect(session.exchanges.map(({ request }) => request.faults)).toEqual([['member-missing']]);
});

test('a fixture is a prerequisite of every member except its own', async () => {
  const contract = await parcels();
  const around = { contract, target: targetOf({ fixtures: {} }) };
  const members = missingMemberRefused
    .locations(contract)
    .filter((location) => missingMemberRefused.prerequisites(location, around).some(({ kind }) => kind === 'fixture'))
    .map(({ way }) => way.at(-1)?.split('/').at(-1));
  expect(members).toEqual(['label', 'zone', 'size']);
});

test('the unlisted value is the one that the contract gives', async () => {
  const { session } = await judge(unlistedValueRefused, { answer: parcelService() });
  expect(session.exchanges[0]?.request.body).toEqual({
    kind: 'json',
    value: { label: 'ct-test-odd-size-label', zone: 'north', size: 'enormous', sender: 'post' },
  });
});

test('a complete body without usable values needs no fixture', async () => {
  const { session, verdict } = await judge(unusableValuesRefused, { answer: parcelService(), target: targetOf({ fixtures: {} }) });
  expect(verdict.kind).toBe('pass');
  expect(session.exchanges[0]?.request.body).toEqual({
    kind: 'json',
    value: { label: 'ct-test-unusable-label', zone: 'zone-nowhere', size: 'enormous', sender: 'ct-no-such-sender' },
  });
});

test('an empty body is sent as an empty object and as no body', async () => {
  const { session } = await judge(emptyRefused, { answer: parcelService() });
  expect(session.exchanges.map(({ request }) => request.body?.kind)).toEqual(['json', 'empty']);
  const onlyNothing: Twist = ({ body }) => (body?.kind === 'empty' ? { status: 201 } : undefined);
  expect(stated(await judge(emptyRefused, { answer: parcelService({ twist: onlyNothing }) }))).toBe('fail empty-body-accepted');
  const notAccepted: Twist = ({ body }) => (body?.kind === 'empty' ? fault(411) : undefined);
  expect(stated(await judge(emptyRefused, { answer: parcelService({ twist: notAccepted }) }))).toBe('inconclusive');
});

test('a finding states the mistake, both statuses and its exchange', async () => {
  const { verdict } = await judge(missingMemberRefused, {
    answer: parcelService({ twist: creating(fault(422)) }),
    node: 'properties/label',
  });
  expect(verdict).toMatchObject({
    kind: 'fail',
    judged: 1,
    breaches: 1,
    finding: {
      operation: 'POST /parcels',
      where: 'request body /label',
      expected: 'status 400 to a body without "label"',
      actual: 'status 422',
      exchanges: ['x1'],
    },
  });
});

describe('checks that make the same mistake', () => {
  test.for<readonly [Probe, Probe]>([
    [unparsableRefused, unparsableNotFailed],
    [wrongTypeRefused, wrongTypeNotFailed],
    [emptyRefused, emptyObjectRefused],
  ])('share the requests of $0.id', async ([first, second]) => {
    const { session } = await judge(first, { answer: parcelService() });
    const before = session.exchanges.length;
    const locations = second.locations(session.contract);
    const result = await Promise.all(locations.map((location) => second.run(location, session)));
    const shared = result.flatMap((one) => (isObject(one) && 'exchanges' in one ? one['exchanges'] : one));
    expect(shared).toEqual(session.exchanges.slice(0, shared.length));
    expect(session.exchanges.length).toBe(before);
  });
});

describe('mistakes that must not be answered with a 5xx', () => {
  test.for<readonly [string, Reply, string]>([
    ['a 400 passes', fault(400), 'pass'],
    ['a success passes', { status: 201 }, 'pass'],
    ['a 500 is unconfirmed', fault(500), 'unconfirmed server-error'],
    ['a 429 is inconclusive', fault(429), 'inconclusive'],
    ['no answer is inconclusive', 'no answer', 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    for (const probe of [unparsableNotFailed, wrongTypeNotFailed, longTextNotFailed]) {
      expect(stated(await judge(probe, { answer: parcelService({ twist: creating(reply) }) }))).toBe(verdict);
    }
  });

  test('a long text has thousands of letters, and the rest of the body is valid', async () => {
    const { session } = await judge(longTextNotFailed, { answer: parcelService() });
    const [body] = session.exchanges.flatMap(({ request }) => (request.body?.kind === 'json' ? [request.body.value] : []));
    const label = 'ct-test-very-long-label-'.padEnd(5000, 'abcdefghij');
    expect(body).toEqual({ label, zone: 'north', size: 'small', sender: 'post' });
  });
});

describe('errors/details-present', () => {
  test.for<readonly [string, Reply, string]>([
    ['details that name a member', fault(422, ['zone']), 'pass'],
    ['no details', fault(422), 'fail details-missing'],
    ['details that are null', { status: 422, json: { fault: { code: 422, text: 'Wrong', hints: null } } }, 'fail details-missing'],
    ['an empty list of details', fault(422, []), 'fail details-empty'],
    ['a map of details', { status: 422, json: { fault: { hints: { zone: 'Wrong' } } } }, 'fail details-missing'],
    ['a body that is not JSON', { status: 422, text: 'Wrong' }, 'fail details-missing'],
    ['a body that cannot be decoded', { status: 422, undecodable: true }, 'inconclusive'],
    ['another error response', fault(400), 'inconclusive'],
    ['a success', { status: 201 }, 'inconclusive'],
    ['a server error', fault(500), 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await judge(detailsPresent, { answer: parcelService({ twist: creating(reply) }) }))).toBe(verdict);
  });

  test('shares its request with the check of the status', async () => {
    const { session } = await judge(detailsPresent, { answer: parcelService() });
    const before = session.exchanges.length;
    const [location] = unusableValuesRefused.locations(session.contract);
    if (!location) throw new Error('the contract has no location for it');
    await unusableValuesRefused.run(location, session);
    expect(session.exchanges.length).toBe(before);
  });
});

describe('query/unparsable-refused', () => {
  const asked =
    (reply: Reply): Twist =>
    (request) =>
      queryOf(request, 'count') === 'abc' ? reply : undefined;
  test.for<readonly [Reply, string]>([
    [fault(400), 'pass'],
    [page([], null), 'fail unparsable-query-accepted'],
    [fault(422), 'fail unparsable-query-other-status'],
    [fault(404), 'inconclusive'],
    [fault(401), 'inconclusive'],
    [fault(500), 'inconclusive'],
  ])('an answer of $0.status gives its verdict', async ([reply, verdict]) => {
    expect(stated(await judge(queryUnparsableRefused, { answer: parcelService({ twist: asked(reply) }) }))).toBe(verdict);
  });

  test('only a parameter that takes only numbers is tried', async () => {
    const { session } = await judge(queryUnparsableRefused, { answer: parcelService() });
    expect(session.exchanges.map(({ sent }) => sent.target)).toEqual(['/parcels?count=abc']);
  });
});

describe('body/duplicate-refused', () => {
  const second =
    (reply: Reply): Twist =>
    ({ faults }) =>
      faults.includes('duplicate') ? reply : undefined;
  test.for<readonly [string, Twist | undefined, string]>([
    ['the documented error response passes', undefined, 'pass'],
    ['a second creation fails', second({ status: 201 }), 'fail duplicate-accepted'],
    ['another status for the value fails', second(fault(422)), 'fail duplicate-other-status'],
    ['another status that names the repeated member fails', second(fault(422, ['label'])), 'fail duplicate-other-status'],
    ['an error response that names it at the end of a path fails', second(fault(400, ['body.label'])), 'fail duplicate-other-status'],
    ['an error response that names another member is inconclusive', second(fault(422, ['sender'])), 'inconclusive'],
    ['an exhausted quota is inconclusive', second(fault(429)), 'inconclusive'],
    ['a missing permission is inconclusive', second(fault(403)), 'inconclusive'],
    ['no answer is inconclusive', second('no answer'), 'inconclusive'],
    ['a creation that is refused is inconclusive', creating(fault(422)), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(duplicateRefused, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('the first request is repeated once the list shows the resource', async () => {
    const { session, verdict } = await judge(duplicateRefused, { answer: parcelService({ hiddenForReads: 12 }) });
    expect(verdict.kind).toBe('pass');
    const creations = session.exchanges.filter(({ request }) => isCreation(request)).map(({ request }) => request.body);
    expect(creations.length).toBe(2);
    expect(creations[0]).toEqual(creations[1]);
    expect(session.pausedMs()).toBeGreaterThan(0);
    expect(session.pausedMs()).toBeLessThan(5000);
  });

  test('a resource that is never listed is waited for and not created again', async () => {
    const { session, verdict } = await judge(duplicateRefused, { answer: parcelService({ hiddenForReads: 1000 }) });
    expect(verdict).toMatchObject({ kind: 'inconclusive' });
    expect(session.exchanges.filter(({ request }) => isCreation(request)).length).toBe(1);
    expect(session.pausedMs()).toBeGreaterThanOrEqual(59_000);
    expect(session.pausedMs()).toBeLessThanOrEqual(60_000);
  });

  test('the wait is not longer than the duration that the target declares', async () => {
    const target = targetOf({ durations: { 'created.listed': [1, 3] } });
    const { session } = await judge(duplicateRefused, { answer: parcelService({ hiddenForReads: 1000 }), target });
    expect(session.pausedMs()).toBeLessThanOrEqual(3000);
  });

  test('the check does not wait after a success without a list', async () => {
    const twist: Twist = ({ operation }) => (operation === 'GET /parcels' ? { status: 200, json: {} } : undefined);
    const { session, verdict } = await judge(duplicateRefused, { answer: parcelService({ twist }) });
    expect(verdict.kind).toBe('inconclusive');
    expect(session.pausedMs()).toBe(0);
  });
});
