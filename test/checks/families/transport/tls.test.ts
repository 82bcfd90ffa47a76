import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { certificateVerifies, handshakeCompletes, httpsServed, protocolCurrent } from '../../../../src/checks/families/transport/tls.ts';
import type { CertificateFault, Exchange, TransportFailure } from '../../../../src/model/exchange.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { unmetPrerequisites } from '../../../../src/plan/unmet-prerequisites.ts';
import { berths } from '../../../worlds/writes-in-clear-contract.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { parcels, stated } from '../../support/judge.ts';

const listing = 'GET /berths';
const here = 'https://127.0.0.1:1';
const documented = 'https://api.berths.example/v1';

const agreed = (protocol: string, ...faults: readonly CertificateFault[]): Pick<Exchange, 'encryption'> => ({
  encryption: { protocol, faults },
});
const none: Pick<Exchange, 'encryption'> = {};

const answered = (reply: Reply = { status: 200, json: {} }, encryption = agreed('TLSv1.3')): Exchange => ({
  ...exchangeOf(readOf(listing), reply),
  ...encryption,
});

const broken = (encryption = none, failure: TransportFailure = 'tls', message = 'ECONNRESET'): Exchange => ({
  ...exchangeOf(readOf(listing), 'no answer'),
  reply: { kind: 'no-answer', failure, message },
  ...encryption,
});

const alert = broken(none, 'tls', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE');
const notTls = broken(none, 'tls', 'ERR_SSL_WRONG_VERSION_NUMBER');
const old = broken(agreed('TLSv1.1'), 'tls', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
const unverified = (...faults: readonly CertificateFault[]): Exchange =>
  broken(agreed('TLSv1.3', ...faults), 'tls', 'DEPTH_ZERO_SELF_SIGNED_CERT');

const verdictOf = async (probe: Probe, result: readonly Exchange[], baseUrl = here, as: 'usual' | 'entry' = 'usual'): Promise<Verdict> => {
  const around = { contract: await berths(), target: targetOf({ baseUrl }) };
  const [location] = probe.locations(around.contract);
  if (!location) throw new Error(`${probe.id} finds no location`);
  const verdict = as === 'usual' ? probe.judge(location, result, around) : probe.entry?.judge(location, result, around);
  if (!verdict || verdict.kind === 'unconfirmed') throw new Error(`${probe.id} gives no verdict`);
  return verdict;
};

describe('transport/certificate-verifies', () => {
  test.for<readonly [string, readonly Exchange[], string, string]>([
    ['an answer passes', [answered()], here, 'pass'],
    ['an error response is an answer too', [answered({ status: 401 })], here, 'pass'],
    ['an answer after a handshake that failed passes', [alert, answered()], here, 'pass'],
    ['a certificate for another host fails', [unverified('other-host')], here, 'fail certificate-does-not-verify'],
    ['one that has expired fails', [unverified('expired')], here, 'fail certificate-does-not-verify'],
    ['one that is not valid yet fails', [unverified('not-yet-valid')], here, 'fail certificate-does-not-verify'],
    ['one that signs itself fails', [unverified('self-signed')], here, 'fail certificate-does-not-verify'],
    ['one that is broken in another way fails', [unverified('invalid')], here, 'fail certificate-does-not-verify'],
    ['an unknown issuer at a host of the operator decides nothing', [unverified('unknown-issuer')], here, 'inconclusive'],
    ['an unknown issuer at a documented host fails', [unverified('unknown-issuer')], documented, 'fail certificate-does-not-verify'],
    ['an unknown issuer excuses no other fault', [unverified('expired', 'unknown-issuer')], here, 'fail certificate-does-not-verify'],
    ['a connection that breaks after the handshake decides nothing', [broken(agreed('TLSv1.3'))], here, 'inconclusive'],
    ['a handshake that does not complete decides nothing', [alert, alert, alert], documented, 'inconclusive'],
    ['a closed port decides nothing', [broken(none, 'refused')], here, 'inconclusive'],
    ['no connection in time decides nothing', [broken(none, 'connect-timeout')], here, 'inconclusive'],
  ])('%s', async ([, result, baseUrl, verdict]) => {
    expect(stated({ verdict: await verdictOf(certificateVerifies, result, baseUrl) })).toBe(verdict);
    expect(stated({ verdict: await verdictOf(certificateVerifies, result, baseUrl, 'entry') })).toBe(verdict);
  });

  test('the finding names every fault', async () => {
    expect(await verdictOf(certificateVerifies, [unverified('other-host', 'expired', 'self-signed')])).toMatchObject({
      finding: { actual: 'it is for another host, has expired, is signed by itself', where: 'TLS' },
    });
  });

  test('the version of the protocol is a fact, and whether the certificate verifies', async () => {
    const factsOf = async (exchange: Exchange): Promise<unknown> => {
      const verdict = await verdictOf(certificateVerifies, [exchange]);
      return 'facts' in verdict ? verdict.facts?.map(({ fact, value }) => [fact, value]) : undefined;
    };
    expect(await factsOf(answered())).toEqual([
      ['transport.protocol', 'TLSv1.3'],
      ['transport.certificate-verifies', true],
    ]);
    expect(await factsOf(unverified('unknown-issuer'))).toEqual([
      ['transport.protocol', 'TLSv1.3'],
      ['transport.certificate-verifies', false],
    ]);
    expect(await factsOf(broken(none, 'refused'))).toBeUndefined();
  });
});

describe('transport/protocol-current', () => {
  test.for<readonly [string, readonly Exchange[], string]>([
    ['TLS 1.3 passes', [answered()], 'pass'],
    ['TLS 1.2 passes', [answered({ status: 404 }, agreed('TLSv1.2'))], 'pass'],
    ['a certificate that does not verify shows nothing about the protocol', [unverified('expired')], 'pass'],
    ['TLS 1.1 fails', [old, old, old], 'fail protocol-outdated'],
    ['SSL fails', [broken(agreed('SSLv3'))], 'fail protocol-outdated'],
    ['no handshake decides nothing', [alert, alert, alert], 'inconclusive'],
    ['a closed port decides nothing', [broken(none, 'refused')], 'inconclusive'],
  ])('%s', async ([, result, verdict]) => {
    expect(stated({ verdict: await verdictOf(protocolCurrent, result) })).toBe(verdict);
    expect(stated({ verdict: await verdictOf(protocolCurrent, result, here, 'entry') })).toBe(verdict);
  });
});

describe('transport/handshake-completes', () => {
  test.for<readonly [string, readonly Exchange[], string, string]>([
    ['an answer passes', [answered()], here, 'pass'],
    ['a certificate that does not verify shows nothing about the handshake', [unverified('self-signed')], here, 'pass'],
    ['a handshake that succeeds at last passes', [alert, broken(agreed('TLSv1.2'))], here, 'pass'],
    ['three refused handshakes fail', [alert, alert, alert], here, 'fail handshake-refused'],
    ['an outdated protocol fails', [old, old, old], here, 'fail handshake-refused'],
    ['two refused handshakes and a closed port decide nothing', [alert, alert, broken(none, 'refused')], here, 'inconclusive'],
    ['a port without TLS at a documented host fails', [notTls, notTls, notTls], documented, 'fail handshake-refused'],
  ])('%s', async ([, result, baseUrl, verdict]) => {
    expect(stated({ verdict: await verdictOf(handshakeCompletes, result, baseUrl) })).toBe(verdict);
    expect(stated({ verdict: await verdictOf(handshakeCompletes, result, baseUrl, 'entry') })).toBe(verdict);
  });

  test('in preflight a port without TLS may be a mistake of the operator', async () => {
    for (const probe of [handshakeCompletes, httpsServed]) {
      expect(stated({ verdict: await verdictOf(probe, [notTls, notTls, notTls], here, 'entry') })).toBe('inconclusive');
      expect(stated({ verdict: await verdictOf(probe, [notTls, notTls, notTls], documented, 'entry') })).toBe('fail handshake-refused');
      expect(stated({ verdict: await verdictOf(probe, [alert, notTls, notTls], here, 'entry') })).toBe('fail handshake-refused');
    }
  });
});

describe('transport/https-served in preflight', () => {
  test('a redirect of every read to plain HTTP fails', async () => {
    const down = answered({ status: 301, headers: [['Location', 'http://127.0.0.1:2/berths']] });
    expect(stated({ verdict: await verdictOf(httpsServed, [down], here, 'entry') })).toBe('fail redirected-to-clear');
  });
});

test('a target without encryption is skipped, with the reason', async () => {
  const contract = await parcels();
  for (const probe of [certificateVerifies, protocolCurrent, handshakeCompletes]) {
    const [location] = probe.locations(contract);
    if (!location) throw new Error('no location');
    const needsAt = (baseUrl: string): string[] => {
      const target = targetOf({ baseUrl });
      return unmetPrerequisites(probe.prerequisites(location, { contract, target }), target).map(({ reason }) => reason);
    };
    expect(needsAt('http://127.0.0.1:1')).toEqual([expect.stringContaining('baseUrl')]);
    expect(needsAt('HTTPS://127.0.0.1:1')).toEqual([]);
  }
});
