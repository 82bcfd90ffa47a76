import { describe, expect, test } from 'vitest';
import { accountsApart } from '../../../../src/checks/families/auth/accounts-apart.ts';
import { checkedFirst } from '../../../../src/checks/families/auth/credential-before-faults.ts';
import { credentialAccepted } from '../../../../src/checks/families/auth/credential-accepted.ts';
import {
  otherLocationRefused,
  otherSchemeRefused,
  schemeCaseRecorded,
} from '../../../../src/checks/families/auth/misplaced-credentials.ts';
import { expiredCredentialRefused, revokedCredentialRefused } from '../../../../src/checks/families/auth/unusable-credentials.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { Exchange } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, parcels, stated } from '../../support/judge.ts';
import { fault, page, parcelService, queryOf, type Twist } from '../../../worlds/parcels/service.ts';

const served: Reply = page([], null);
const listing = 'GET /parcels';

/** Answers requests to an operation whose credential has the given kind, form or name. */
const to =
  (operation: string, what: string, reply: Reply): Twist =>
  (request) => {
    const { credential } = request;
    const words = [credential.kind, 'form' in credential ? credential.form : '', 'name' in credential ? credential.name : ''];
    return request.operation === operation && words.includes(what) ? reply : undefined;
  };

describe('auth/credential-accepted', () => {
  const plain = (operation: string, reply: Reply): Twist => to(operation, 'valid', reply);
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service that accepts the credential everywhere passes', undefined, 'pass'],
    ['one read that refuses it fails', plain('GET /depots', fault(401)), 'fail credential-refused'],
    ['another error response to one read leaves only that read inconclusive', plain('GET /depots', fault(403)), 'pass'],
    ['a failure of one read leaves only that read inconclusive', plain('GET /depots', fault(503)), 'pass'],
    ['no answer to one read leaves only that read inconclusive', plain('GET /depots', 'no answer'), 'pass'],
    ['a quota that is used up everywhere is inconclusive', () => fault(429), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(credentialAccepted, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('the pass names an inconclusive read', async () => {
    const { verdict } = await judge(credentialAccepted, { answer: parcelService({ twist: plain('GET /depots', fault(403)) }) });
    expect(verdict).toMatchObject({ kind: 'pass', judged: 1, untried: [expect.stringContaining('GET /depots')] });
  });
});

describe('auth/other-scheme-refused', () => {
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service that accepts only its scheme passes', undefined, 'pass'],
    ['one that accepts Basic fails', to(listing, 'basic-scheme', served), 'fail credential-basic-scheme-accepted'],
    ['one that accepts any scheme name fails', to(listing, 'token-scheme', served), 'fail credential-token-scheme-accepted'],
    ['one that accepts the bare credential fails', to(listing, 'no-scheme', served), 'fail credential-no-scheme-accepted'],
    ['one that reports it as malformed is inconclusive', to(listing, 'no-scheme', fault(400)), 'inconclusive'],
    ['one that reports it as forbidden is inconclusive', to(listing, 'basic-scheme', fault(403)), 'inconclusive'],
    ['one above its quota is inconclusive', to(listing, 'token-scheme', fault(429)), 'inconclusive'],
    ['one that fails is inconclusive', to(listing, 'token-scheme', fault(500)), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(otherSchemeRefused, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('three forms are tried on one read', async () => {
    const { session } = await judge(otherSchemeRefused, { answer: parcelService() });
    expect(session.exchanges.map(({ request }) => [request.operation, request.credential])).toEqual(
      ['basic-scheme', 'token-scheme', 'no-scheme'].map((form) => [listing, { kind: 'misplaced', name: 'key', form }]),
    );
  });
});

describe('auth/other-place-refused', () => {
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service that reads only one location passes', undefined, 'pass'],
    ['one that reads another header fails', to(listing, 'api-key-header', served), 'fail credential-api-key-header-accepted'],
    ['one that reads the query fails', to(listing, 'api-key-query', served), 'fail credential-api-key-query-accepted'],
    ['one that refuses the unknown parameter first is inconclusive', to(listing, 'api-key-query', fault(400)), 'inconclusive'],
    ['no answer is inconclusive', to(listing, 'api-key-header', 'no answer'), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(otherLocationRefused, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });
});

test('a misplaced credential fails when it opens an answer without an end', async () => {
  const contract = await parcels();
  const [location] = otherSchemeRefused.locations(contract);
  if (!location) throw new Error('the contract has no read for credentials');
  const endless: Exchange['reply'] = { kind: 'no-answer', failure: 'timeout', begun: 200, message: 'no whole answer' };
  const answer: Exchange = { ...exchangeOf(readOf(listing), 'no answer'), reply: endless };
  const tried = [{ mistake: 'the credential without a scheme name', code: 'credential-no-scheme', answer }];
  const around = { contract, target: targetOf() };
  expect(stated({ verdict: otherSchemeRefused.judge(location, { tried, hasControl: true }, around) })).toBe(
    'fail credential-no-scheme-accepted',
  );
});

describe('auth/scheme-case-recorded', () => {
  test('the answers to both spellings are recorded', async () => {
    const { verdict } = await judge(schemeCaseRecorded, {
      answer: parcelService({ twist: to(listing, 'upper-case-scheme', served) }),
    });
    expect(verdict).toEqual({
      kind: 'observed',
      facts: [
        { fact: 'credential.lower-case-scheme', at: listing, value: 401 },
        { fact: 'credential.upper-case-scheme', at: listing, value: 200 },
      ],
    });
  });

  test('an answer that is not about the spelling is not recorded', async () => {
    const half = await judge(schemeCaseRecorded, { answer: parcelService({ twist: to(listing, 'lower-case-scheme', fault(429)) }) });
    expect(half.verdict).toMatchObject({ kind: 'observed', facts: [{ fact: 'credential.upper-case-scheme' }] });
    expect(stated(await judge(schemeCaseRecorded, { answer: () => 'no answer' }))).toBe('inconclusive');
  });
});

/** The contract with a 5xx ruled out for ended credentials. */
const withoutFailures = (contract: Contract): Contract => ({
  ...contract,
  operations: contract.operations.map((operation) => {
    const { auth } = operation.conventions;
    if (!auth) return operation;
    const unauthenticated = { ...auth.unauthenticated, ended: { never: '5XX' } } as const;
    return { ...operation, conventions: { ...operation.conventions, auth: { ...auth, unauthenticated } } };
  }),
});

describe.each([
  ['revoked', revokedCredentialRefused],
  ['expired', expiredCredentialRefused],
] as const)('auth/%s-credential-refused', (name, check) => {
  const target = targetOf({ credentials: ['key', name] });
  const ended = (reply: Reply): Twist => to(listing, name, reply);
  test.for<readonly [string, Twist, string]>([
    ['the status for an unknown credential passes', ended(fault(401)), 'pass'],
    ['an answer with success fails', ended(served), `fail ${name}-credential-accepted`],
    ['403 fails', ended(fault(403)), `fail ${name}-credential-other-status`],
    ['another error response is inconclusive', ended(fault(400)), 'inconclusive'],
    ['a failure is inconclusive', ended(fault(500)), 'inconclusive'],
    ['the quota is inconclusive', ended(fault(429)), 'inconclusive'],
    ['a valid credential that does not work is inconclusive', () => fault(401), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(check, { target, answer: parcelService({ twist }) }))).toBe(verdict);
  });

  test('is not sent where the valid one does not work', async () => {
    const { session } = await judge(check, { target, answer: () => fault(503) });
    expect(session.exchanges.map(({ request }) => request.credential)).toEqual([{ kind: 'valid', name: 'key' }]);
  });

  test('is skipped where the operator gives none', async () => {
    expect(stated(await judge(check, { answer: parcelService() }))).toBe('skipped');
  });

  test.for([
    ['a failure that the contract rules out, and that does not recur, passes', 1, 'pass'],
    ['one that recurs fails', 2, `fail ${name}-credential-other-status`],
  ] as const)('%s', async ([, times, verdict]) => {
    let failures = 0;
    const failing: Twist = ({ operation, credential }) => {
      if (credential.kind !== 'valid' || credential.name !== name) return undefined;
      return operation === listing && (failures += 1) <= times ? fault(503) : fault(401);
    };
    const contract = withoutFailures(await parcels());
    expect(stated(await judge(check, { contract, target, answer: parcelService({ twist: failing }) }))).toBe(verdict);
  });
});

describe('auth/checked-first', () => {
  const faulty =
    (fits: (request: PlannedRequest) => boolean, reply: Reply): Twist =>
    (request) =>
      request.credential.kind === 'none' && fits(request) ? reply : undefined;
  const query = (request: PlannedRequest): boolean => queryOf(request, 'count') === 'abc';
  const cutOff = ({ body }: PlannedRequest): boolean => body?.kind === 'text';
  const emptyObject = ({ body }: PlannedRequest): boolean => body?.kind === 'json';
  const unknownId = ({ operation }: PlannedRequest): boolean => operation?.endsWith('reroute') === true;
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service that checks the credential first passes', undefined, 'pass'],
    ['one that checks the query first fails', faulty(query, fault(400)), 'fail fault-before-credential-other-status'],
    ['one that parses the body first fails', faulty(cutOff, fault(400)), 'fail fault-before-credential-other-status'],
    ['one that checks the members first fails', faulty(emptyObject, fault(422)), 'fail fault-before-credential-other-status'],
    ['one that looks up the resource first fails', faulty(unknownId, fault(404)), 'fail fault-before-credential-other-status'],
    ['one that answers 403 is inconclusive', faulty(query, fault(403)), 'inconclusive'],
    ['one that checks the media type first is inconclusive', faulty(cutOff, fault(415)), 'inconclusive'],
    ['one that fails is inconclusive', faulty(emptyObject, fault(500)), 'inconclusive'],
    ['a faulty call that is carried out is inconclusive', faulty(emptyObject, { status: 201 }), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(checkedFirst, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('each fault is sent once, none with a credential', async () => {
    const { session } = await judge(checkedFirst, { answer: parcelService() });
    expect(session.exchanges.map(({ sent, request }) => [sent.method, request.faults.join(' '), request.credential.kind])).toEqual([
      ['GET', 'credential-missing query-unparsable', 'none'],
      ['POST', 'credential-missing member-missing', 'none'],
      ['POST', 'credential-missing body-unparsable', 'none'],
      ['POST', 'credential-missing', 'none'],
    ]);
    expect(session.exchanges[0]?.sent.target).toBe('/parcels?count=abc');
  });

  test('without permissions only the read is sent', async () => {
    const { session, verdict } = await judge(checkedFirst, { answer: parcelService(), target: targetOf({ allow: [] }) });
    expect(verdict.kind).toBe('pass');
    expect(session.exchanges.map(({ sent }) => sent.method)).toEqual(['GET']);
  });
});

describe('auth/accounts-apart', () => {
  const target = targetOf({ credentials: ['key', 'other'] });
  const item = (number: unknown): unknown => ({ number, label: 'theirs', zone: 'north', phase: 'done' });
  const others = (reply: Reply): Twist => to(listing, 'other', reply);
  test.for<readonly [string, Twist, number, string]>([
    ['lists without a common item pass', others(page([item('pk-777')], null)), 13, 'pass'],
    ['an empty list of the other account passes', others(served), 13, 'pass'],
    ['an empty list of the own account passes', others(page([item('pk-777')], null)), 0, 'pass'],
    ['an item of both accounts fails', others(page([item('pk-777'), item('pk-100003')], null)), 13, 'unconfirmed accounts-mixed'],
    ['two empty lists are inconclusive', others(served), 0, 'inconclusive'],
    ['an error response is inconclusive', others(fault(403)), 13, 'inconclusive'],
    ['a list without an end is inconclusive', others(page([item('pk-777')], 'from 0')), 13, 'inconclusive'],
    ['numeric ids are inconclusive, because each account may count from 1', others(page([item(1)], null)), 13, 'inconclusive'],
    ['a list without ids is inconclusive', others(page([{ label: 'theirs' }], null)), 0, 'inconclusive'],
  ])('%s', async ([, twist, count, verdict]) => {
    expect(stated(await judge(accountsApart, { target, at: listing, answer: parcelService({ twist, count }) }))).toBe(verdict);
  });

  test('an item on a later page counts, and the page that shows it is the first exchange', async () => {
    const twist: Twist = (request) => {
      if (request.credential.kind !== 'valid' || request.credential.name !== 'other' || request.operation !== listing) return undefined;
      return queryOf(request, 'after') === undefined ? page([item('pk-777')], 'from 1') : page([item('pk-100012')], null);
    };
    const { verdict, session } = await judge(accountsApart, { target, at: listing, answer: parcelService({ twist }) });
    const breach = verdict.kind === 'unconfirmed' ? verdict.verdict.finding : undefined;
    expect(breach).toMatchObject({ where: '/number', actual: '"pk-100012" in both' });
    const evidence = session.exchanges.find(({ id }) => id === breach?.exchanges[0]);
    expect(evidence?.request).toMatchObject({
      credential: { name: 'other' },
      query: [
        ['count', '10'],
        ['after', 'from 1'],
      ],
    });
  });

  test('items are identified by their member id where the contract names no other', async () => {
    const depots = (ids: readonly string[]): Reply => ({ status: 200, json: { result: { list: ids.map((id) => ({ id })) } } });
    const twist: Twist = ({ operation, credential }) => {
      if (operation !== 'GET /depots' || credential.kind !== 'valid') return undefined;
      return depots(credential.name === 'other' ? ['d-1', 'd-2'] : ['d-2', 'd-3']);
    };
    expect(stated(await judge(accountsApart, { target, at: 'GET /depots', answer: parcelService({ twist }) }))).toBe(
      'unconfirmed accounts-mixed',
    );
  });
});
