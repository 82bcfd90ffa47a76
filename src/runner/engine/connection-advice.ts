import type { CertificateFault, Exchange, NoAnswer } from '../../model/exchange.ts';

/** Why a connection failed, and what to do about it. */
export type Advice = { readonly head: string; readonly advice: string };

export type Destination = {
  /** The base URL. */
  readonly url: URL;
  readonly timeoutMs: number;
  /** A handshake showed that the port of a plain address speaks TLS. */
  readonly speaksTls: boolean;
};

const faultAdvice: Readonly<Record<CertificateFault, (host: string) => string>> = {
  'self-signed': () =>
    'its certificate is self-signed and not trusted here: if it is the one you expect, give it as http.ca (--set http.ca=file:PATH)',
  'unknown-issuer': () =>
    'its certificate was issued by an authority that is not trusted here: if it is your own, give its certificate as http.ca (--set http.ca=file:PATH)',
  expired: () => 'its certificate has expired: have it renewed, http.ca does not help here',
  'not-yet-valid': () =>
    'its certificate is not valid yet: check the clock of this machine, or replace the certificate; http.ca does not help here',
  'other-host': (host) =>
    `its certificate is for another host than ${host}: use the name in the certificate as base URL; http.ca does not help here`,
  invalid: () => 'its certificate does not verify: if it is the one you expect, give it as http.ca (--set http.ca=file:PATH)',
};

/** Faults in order: first those that http.ca cannot solve. */
const gravest: readonly CertificateFault[] = ['other-host', 'expired', 'not-yet-valid', 'self-signed', 'unknown-issuer', 'invalid'];

/** What OpenSSL reports where the server answers a handshake with something else. */
const noTls =
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|HTTP_REQUEST|wrong version number|packet length too long|http request/;

/** The alerts of a server that wants a client certificate, or another one (RFC 8446, section 6.2). */
const wantsCertificate = /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_CERTIFICATE_UNKNOWN|ALERT_ACCESS_DENIED/;

const tlsAdvice = ({ encryption, reply }: Exchange, { url }: Destination): Advice => {
  const head = `no TLS connection to ${url.host} can be made`;
  const refusal = wantsCertificate.exec((reply as NoAnswer).message);
  if (refusal?.[0] === 'CERTIFICATE_REQUIRED')
    return { head, advice: 'the server demands a client certificate: give http.cert and http.key' };
  if (refusal) return { head, advice: 'the server does not accept the client certificate: give another one as http.cert and http.key' };
  const fault = gravest.find((one) => encryption?.faults.includes(one));
  if (fault) return { head, advice: faultAdvice[fault](url.hostname) };
  if (encryption)
    return { head, advice: `it supports ${encryption.protocol} only, which is not supported here any more: offer TLS 1.2 or newer` };
  const { message } = reply as NoAnswer;
  if (noTls.test(message))
    return {
      head,
      advice: `the port answers in plain text: write the base URL with http:// (http://${url.host}${url.pathname.replace(/\/$/, '')}), or use the port that speaks TLS`,
    };
  const [, why = message] = /\((.*)\)$/su.exec(message) ?? [];
  return { head, advice: `the handshake failed (${why}): check whether this port speaks TLS` };
};

const beginningOf = ({ raw }: Exchange): string => {
  const text = raw?.beginning?.slice(0, 24).replaceAll(/[^\x20-\x7e]/g, '·');
  return text === undefined || text === '' ? '' : `: its answer begins with "${text}"`;
};

/** Why there is no answer, by where the connection broke. */
export const connectionAdvice = (exchange: Exchange, destination: Destination): Advice => {
  const { url, timeoutMs, speaksTls } = destination;
  const down = 'the target is down';
  const seconds = timeoutMs / 1_000;
  if (speaksTls)
    return {
      head: `no answer from ${url.host} over plain http`,
      advice: `the port speaks TLS: write the base URL with https:// (https://${url.host}${url.pathname.replace(/\/$/, '')})`,
    };
  const { failure } = exchange.reply as NoAnswer;
  switch (failure) {
    case 'refused':
      return {
        head: down,
        advice: `nothing accepts a connection at ${url.host}: start the service, or correct host and port of the base URL`,
      };
    case 'unresolved':
      return {
        head: `the host name "${url.hostname}" has no address`,
        advice: 'check its spelling in the base URL, and the network that resolves it',
      };
    case 'connect-timeout':
      return {
        head: down,
        advice: `no connection to ${url.host} was made in time: check host and port of the base URL, and firewalls between`,
      };
    case 'proxy':
      return {
        head: `no connection to ${url.host}`,
        advice: `${(exchange.reply as NoAnswer).message.replace(/^no connection: /u, '')}; which proxy is used is said by http.proxy, else HTTPS_PROXY and HTTP_PROXY, and NO_PROXY names hosts that need none`,
      };
    case 'tls':
      return tlsAdvice(exchange, destination);
    case 'timeout':
      return { head: down, advice: `it accepted the connection and gave no whole answer within ${seconds} s (http.timeoutMs)` };
    case 'malformed':
      if (exchange.raw?.beginning?.startsWith('HTTP/1.'))
        return {
          head: `the answers of ${url.host} cannot be read`,
          advice: `${(exchange.reply as NoAnswer).message}: check the service and any proxy in front of it`,
        };
      return {
        head: `the server at ${url.host} does not speak HTTP/1.1`,
        advice: `check the port of the base URL${beginningOf(exchange)}`,
      };
    case 'reset':
    case 'closed':
      return {
        head: down,
        advice: `${url.host} accepts the connection and closes it without a whole answer: check the service and any proxy in front of it`,
      };
    case 'too-large':
    case 'aborted':
    case 'other':
      return { head: down, advice: (exchange.reply as NoAnswer).message };
    default:
      return failure satisfies never;
  }
};
