import { describe, expect, test } from 'vitest';
import type { Probe, Surroundings } from '../../../../src/checks/kit/define.ts';
import { secureRead } from '../../../../src/checks/families/transport/handshake.ts';
import { readUnderVersion } from '../../../../src/checks/requests/under-version.ts';
import { httpsServed } from '../../../../src/checks/families/transport/tls.ts';
import { plainHttpNotServed, plainHttpRecorded } from '../../../../src/checks/families/transport/plain-http.ts';
import { segmentServed, unknownSegmentNotServed } from '../../../../src/checks/families/versioning/segments.ts';
import { unknownVersion } from '../../../../src/checks/subjects/version-segment.ts';
import { operationOf } from '../../../../src/contract/operation.ts';
import type { Exchange, NoAnswer, TransportFailure } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import { unmetPrerequisites } from '../../../../src/plan/unmet-prerequisites.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { fakeSession, targetOf } from '../../support/fake-session.ts';
import { judge, parcels, stated } from '../../support/judge.ts';
import { fault, page, parcelService } from '../../../worlds/parcels/service.ts';

const listing = 'GET /parcels';
const served: Reply = page([], null);

/** An exchange that ended before HTTP. */
const broken = (failure: TransportFailure, message = 'no answer', request = readOf(listing)): Exchange => ({
  ...exchangeOf(request, 'no answer'),
  reply: { kind: 'no-answer', failure, message },
});

const answered = (reply: Reply): Exchange => exchangeOf(readOf(listing), reply);

const judged = async <M>(probe: Probe<M>, result: M): Promise<string> => {
  const around: Surroundings = { contract: await parcels(), target: targetOf() };
  const [location] = probe.locations(around.contract);
  if (!location) throw new Error(`${probe.id} finds no location`);
  return stated({ verdict: probe.judge(location, result, around) });
};

const prerequisitesOf = async (probe: Probe, over: Partial<Target>): Promise<string[]> => {
  const contract = await parcels();
  const target = targetOf(over);
  return probe
    .locations(contract)
    .flatMap((location) => unmetPrerequisites(probe.prerequisites(location, { contract, target }), target).map(({ reason }) => reason));
};

describe('transport/https-served', () => {
  const refused = broken(
    'tls',
    'no connection: the TLS handshake failed (ECONNRESET: closed before secure TLS connection was established)',
  );
  const noTls = broken('tls', 'no connection: the TLS handshake failed (ERR_SSL_WRONG_VERSION_NUMBER: wrong version number)');
  const selfSigned = broken('tls', 'no connection: the TLS handshake failed (DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate)');
  const otherName = broken('tls', 'no connection: the TLS handshake failed (ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match)');
  const wantsOurs = broken('tls', 'no connection: the TLS handshake failed (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: alert)');
  const to = (location: string, status = 301): Exchange => answered({ status, headers: [['Location', location]] });
  test.for<readonly [string, readonly Exchange[], string]>([
    ['an answer passes', [answered(served)], 'pass'],
    ['an answer after a handshake that failed passes', [refused, answered(served)], 'pass'],
    ['a redirect to plain HTTP fails', [to('http://parcels.example/v3/parcels')], 'fail redirected-to-clear'],
    ['a redirect to plain HTTP in capital letters fails', [to('HTTP://parcels.example/', 308)], 'fail redirected-to-clear'],
    ['a redirect that stays encrypted decides nothing', [to('https://parcels.example/')], 'inconclusive'],
    ['a redirect to a path decides nothing', [to('/login', 302)], 'inconclusive'],
    ['an http address in a success passes', [{ ...to('http://x', 200) }], 'pass'],
    ['a handshake refused three times fails', [refused, refused, noTls], 'fail handshake-refused'],
    ['a certificate that does not verify decides nothing', [selfSigned], 'inconclusive'],
    ['a certificate for another name decides nothing', [otherName], 'inconclusive'],
    ['a service that asks for a client certificate decides nothing', [wantsOurs], 'inconclusive'],
    ['a port that is closed decides nothing', [broken('refused')], 'inconclusive'],
    ['no connection in time decides nothing', [broken('connect-timeout')], 'inconclusive'],
    ['another success than the declared one decides nothing', [answered({ status: 202 })], 'inconclusive'],
    ['an error response decides nothing', [answered(fault(401))], 'inconclusive'],
    ['a failure decides nothing', [answered(fault(500))], 'inconclusive'],
  ])('%s', async ([, result, verdict]) => {
    expect(await judged(httpsServed, result)).toBe(verdict);
  });

  test('whether the certificate verifies is a fact', async () => {
    const around = { contract: await parcels(), target: targetOf() };
    const [location] = httpsServed.locations(around.contract);
    if (!location) throw new Error('no location');
    const fact = { fact: 'transport.certificate-verifies', at: listing };
    expect(httpsServed.judge(location, [answered(served)], around)).toMatchObject({ facts: [{ ...fact, value: true }] });
    expect(httpsServed.judge(location, [selfSigned], around)).toMatchObject({ facts: [{ ...fact, value: false }] });
    expect(httpsServed.judge(location, [broken('refused')], around)).toMatchObject({ facts: [] });
  });

  test.for<readonly [string, readonly NoAnswer['failure'][], number]>([
    ['a handshake is tried at most three times', ['tls', 'tls', 'tls', 'tls'], 3],
    ['another failure is not repeated', ['refused'], 1],
    ['another failure after a refused handshake is not repeated', ['tls', 'refused'], 2],
  ])('%s', async ([, failures, times]) => {
    const left = [...failures];
    const session = fakeSession({ contract: await parcels(), answer: () => 'no answer' });
    const send = async (request: PlannedRequest): Promise<Exchange> => broken(left.shift() ?? 'other', 'no answer', request);
    const result = await secureRead.run(
      { ...session, send, run: (one, parameters) => one.run({ ...session, send }, parameters) },
      { operation: listing },
    );
    expect(result).toHaveLength(times);
  });

  test('a target without encryption is skipped, with the reason', async () => {
    expect(await prerequisitesOf(httpsServed, { baseUrl: 'http://127.0.0.1:1/v3' })).toEqual([expect.stringContaining('baseUrl')]);
    expect(await prerequisitesOf(httpsServed, { baseUrl: 'https://127.0.0.1:1/v3' })).toEqual([]);
  });
});

describe('transport/plain-http-not-served', () => {
  test.for<readonly [string, Exchange, string]>([
    ['a closed port passes', broken('refused'), 'pass'],
    ['a connection that is reset passes', broken('reset'), 'pass'],
    ['a connection that is closed without an answer passes', broken('closed'), 'pass'],
    ['a redirect passes', answered({ status: 301, headers: [['Location', 'https://parcels.example/']] }), 'pass'],
    ['an error response passes', answered(fault(400)), 'pass'],
    ['401 passes', answered(fault(401)), 'pass'],
    ['a success fails', answered(served), 'fail plain-http-served'],
    ['another success fails', answered({ status: 204 }), 'fail plain-http-served'],
    ['no answer in time decides nothing', broken('timeout'), 'inconclusive'],
    ['no connection in time decides nothing', broken('connect-timeout'), 'inconclusive'],
    ['a name without an address decides nothing', broken('unresolved'), 'inconclusive'],
    ['an answer that is not HTTP decides nothing', broken('malformed'), 'inconclusive'],
    ['the quota decides nothing', answered(fault(429)), 'inconclusive'],
    ['a failure decides nothing', answered(fault(502)), 'inconclusive'],
  ])('%s', async ([, result, verdict]) => {
    expect(await judged(plainHttpNotServed, result)).toBe(verdict);
  });

  const urls = { plain: 'http://127.0.0.1:2/v3' };
  test('the same read is sent to both addresses with the same credential, that for plain HTTP where there is one', async () => {
    for (const credentials of [['key'], ['key', 'plain']] as const) {
      const { session } = await judge(plainHttpNotServed, { answer: parcelService(), target: targetOf({ urls, credentials }) });
      expect(session.exchanges.map(({ request, sent }) => [sent.target, request.base, request.credential, request.faults])).toEqual([
        ['/parcels?count=1', undefined, { kind: 'valid', name: credentials.at(-1) }, []],
        ['/parcels?count=1', { kind: 'named', name: 'plain' }, { kind: 'valid', name: credentials.at(-1) }, []],
      ]);
    }
  });

  test('nothing is sent to the plain address while the base URL does not work', async () => {
    const { session, verdict } = await judge(plainHttpNotServed, { answer: () => fault(401), target: targetOf({ urls }) });
    expect(verdict.kind).toBe('inconclusive');
    expect(session.exchanges).toHaveLength(1);
  });

  test.for<readonly [string, Partial<Target>, readonly string[]]>([
    ['an address is needed', {}, [expect.stringContaining('urls.plain')]],
    ['an encrypted address does not count', { urls: { plain: 'https://parcels.example/v3' } }, [expect.stringContaining('urls.plain')]],
    [
      'the base URL does not count',
      { baseUrl: 'http://127.0.0.1:2/v3', urls: { plain: 'http://127.0.0.1:2/v3/' } },
      [expect.stringContaining('urls.plain')],
    ],
    ['another machine needs the permission', { urls: { plain: 'http://parcels.example/v3' } }, [expect.stringContaining('plaintext')]],
    ['another machine with the permission is fine', { urls: { plain: 'http://parcels.example/v3' }, allow: ['plaintext'] }, []],
    ['this machine needs no permission', { urls, allow: [] }, []],
    ['this machine has several names', { urls: { plain: 'http://api.localhost:2' }, allow: [] }, []],
    [
      'a name that begins like this machine is another machine',
      { urls: { plain: 'http://127.0.0.1.example' }, allow: [] },
      [expect.stringContaining('plaintext')],
    ],
  ])('%s', async ([, over, reasons]) => {
    expect(await prerequisitesOf(plainHttpNotServed, over)).toEqual(reasons);
    expect(await prerequisitesOf(plainHttpRecorded, over)).toEqual(reasons);
  });
});

describe('transport/plain-http-recorded', () => {
  const factsOf = async (exchange: Exchange): Promise<unknown> => {
    const around = { contract: await parcels(), target: targetOf() };
    const [location] = plainHttpRecorded.locations(around.contract);
    const verdict = location && plainHttpRecorded.judge(location, exchange, around);
    return verdict?.kind === 'observed' ? verdict.facts.map(({ fact, value }) => [fact.split('-').at(-1), value]) : verdict;
  };

  test.for<readonly [string, Exchange, readonly (readonly [string, unknown])[]]>([
    ['a closed port', broken('refused'), [['outcome', 'refused']]],
    ['no answer in time', broken('timeout'), [['outcome', 'timeout']]],
    [
      'a redirect',
      answered({ status: 301, headers: [['Location', 'https://parcels.example/v3/parcels']], text: '<html>' }),
      [
        ['outcome', 301],
        ['location', 'https://parcels.example/v3/parcels'],
        ['body', 'no JSON'],
      ],
    ],
    [
      'an error response with the error of the contract',
      answered(fault(403)),
      [
        ['outcome', 403],
        ['location', null],
        ['body', 'JSON: fault'],
      ],
    ],
    [
      'an empty answer',
      answered({ status: 426 }),
      [
        ['outcome', 426],
        ['location', null],
        ['body', 'none'],
      ],
    ],
  ])('%s is recorded', async ([, exchange, facts]) => {
    expect(await factsOf(exchange)).toEqual(facts);
  });
});

describe('versioning/segment-served', () => {
  const at = (versioned: Reply, unversioned: Reply): { versioned: Exchange; unversioned: Exchange } => ({
    versioned: answered(versioned),
    unversioned: answered(unversioned),
  });
  test.for<readonly [string, Reply, Reply, string]>([
    ['a service under its version passes', served, fault(404), 'pass'],
    ['a service with and without its version passes', served, served, 'pass'],
    ['a service only without its version fails', fault(404), served, 'fail version-not-in-path'],
    ['a service at neither path decides nothing', fault(404), fault(404), 'inconclusive'],
    ['403 decides nothing', fault(403), served, 'inconclusive'],
    ['a failure decides nothing', fault(500), served, 'inconclusive'],
  ])('%s', async ([, versioned, unversioned, verdict]) => {
    expect(await judged(segmentServed, at(versioned, unversioned))).toBe(verdict);
  });

  const baseUrl = 'https://127.0.0.1:1/v3';
  test('the same read is sent to both paths, and the answer without the version is a fact', async () => {
    const { session, verdict } = await judge(segmentServed, {
      target: targetOf({ baseUrl }),
      answer: ({ base }) => (base === undefined ? served : fault(404)),
    });
    expect(session.exchanges.map(({ request }) => request.base)).toEqual([undefined, { kind: 'version', segment: null }]);
    expect(verdict).toMatchObject({ kind: 'pass', facts: [{ fact: 'version.path-without-version', at: listing, value: 404 }] });
  });

  test('a service behind another prefix is skipped', async () => {
    for (const probe of [segmentServed, unknownSegmentNotServed]) {
      expect(await prerequisitesOf(probe, { baseUrl: 'https://127.0.0.1:1/proxy' })).toEqual([expect.stringContaining('"v3"')]);
      expect(await prerequisitesOf(probe, { baseUrl: 'https://127.0.0.1:1/v13' })).toEqual([expect.stringContaining('"v3"')]);
      expect(await prerequisitesOf(probe, { baseUrl })).toEqual([]);
    }
  });
});

describe('versioning/unknown-segment-not-served', () => {
  test.for<readonly [string, Reply, string]>([
    ['not found passes', fault(404), 'pass'],
    ['gone passes', fault(410), 'pass'],
    ['malformed passes', fault(400), 'pass'],
    ['served fails', served, 'fail unknown-version-served'],
    ['401 decides nothing', fault(401), 'inconclusive'],
    ['403 decides nothing', fault(403), 'inconclusive'],
    ['the quota decides nothing', fault(429), 'inconclusive'],
    ['a redirect decides nothing', { status: 302 }, 'inconclusive'],
    ['a failure decides nothing', fault(503), 'inconclusive'],
    ['no answer decides nothing', 'no answer', 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(await judged(unknownSegmentNotServed, answered(reply))).toBe(verdict);
  });

  test('the unknown version differs from the documented one, whatever its form', () => {
    expect(['v2', 'v999', '2026-04-01', 'v1.3', 'stable'].map(unknownVersion)).toEqual([
      'v999',
      'v9999',
      '999-04-01',
      'v999.3',
      'stable-ct-999',
    ]);
  });

  test('only the version is replaced', async () => {
    const session = fakeSession({ contract: await parcels(), answer: () => served });
    expect(readUnderVersion(session, operationOf(session.contract, listing), 'v999')).toMatchObject({
      base: { kind: 'version', segment: 'v999' },
      path: '/parcels',
      faults: [],
    });
  });
});
