import type { CertificateFault, Exchange, NoAnswer } from '../../model/exchange.ts';

/** What became of a connection, and what to do about it. */
export type Advice = { readonly head: string; readonly advice: string };

export type Destination = {
  /** The base URL that was asked. */
  readonly url: URL;
  readonly timeoutMs: number;
  /** A handshake showed that the port of a plain address speaks TLS. */
  readonly speaksTls: boolean;
};

const faultAdvice: Readonly<Record<CertificateFault, (host: string) => string>> = {
  'self-signed': () =>
    'its certificate is signed by itself, and nobody here trusts it: where it is the one you expect, give it as http.ca (--set http.ca=file:PATH)',
  'unknown-issuer': () =>
    'its certificate was issued by an authority that is not trusted here: where it is your own, give its certificate as http.ca (--set http.ca=file:PATH)',
  expired: () => 'its certificate has expired: have it renewed, http.ca does not help here',
  'not-yet-valid': () =>
    'its certificate is not valid yet: look at the clock of this machine, or have the certificate mended; http.ca does not help here',
  'other-host': (host) =>
    `its certificate is made out to another host than ${host}: use the name it is made out to as base URL; http.ca does not help here`,
  invalid: () => 'its certificate does not verify: where it is the one you expect, give it as http.ca (--set http.ca=file:PATH)',
};

/** Of several faults the one first that http.ca cannot mend. */
const gravest: readonly CertificateFault[] = ['other-host', 'expired', 'not-yet-valid', 'self-signed', 'unknown-issuer', 'invalid'];

/** What OpenSSL says where the other side answers a handshake with something that is none. */
const noTls =
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|HTTP_REQUEST|wrong version number|packet length too long|http request/;

const tlsAdvice = ({ encryption, reply }: Exchange, { url }: Destination): Advice => {
  const head = `no TLS connection to ${url.host} comes about`;
  const fault = gravest.find((one) => encryption?.faults.includes(one));
  if (fault) return { head, advice: faultAdvice[fault](url.hostname) };
  if (encryption)
    return { head, advice: `it agrees to ${encryption.protocol} only, which is not spoken here any more: offer TLS 1.2 or newer` };
  const { message } = reply as NoAnswer;
  if (noTls.test(message))
    return {
      head,
      advice: `the port answers in plain text: write the base URL with http:// (http://${url.host}${url.pathname.replace(/\/$/, '')}), or name the port that speaks TLS`,
    };
  return { head, advice: `the handshake failed (${message}): look whether this port speaks TLS` };
};

const beginningOf = ({ raw }: Exchange): string => {
  const text = raw?.beginning?.slice(0, 24).replaceAll(/[^\x20-\x7e]/g, '·');
  return text === undefined || text === '' ? '' : `: what it sends begins with "${text}"`;
};

/** What no answer comes of, by where it broke. */
export const connectionAdvice = (exchange: Exchange, destination: Destination): Advice => {
  const { url, timeoutMs, speaksTls } = destination;
  const down = 'the target is down';
  const seconds = timeoutMs / 1_000;
  if (speaksTls)
    return {
      head: `no answer comes from ${url.host} over plain http`,
      advice: `the port speaks TLS: write the base URL with https:// (https://${url.host}${url.pathname.replace(/\/$/, '')})`,
    };
  const { failure } = exchange.reply as NoAnswer;
  switch (failure) {
    case 'refused':
      return {
        head: down,
        advice: `nothing accepts a connection at ${url.host}: start the service, or mend host and port of the base URL`,
      };
    case 'unresolved':
      return {
        head: `the host name "${url.hostname}" has no address`,
        advice: 'look at its spelling in the base URL, and at the network that knows it',
      };
    case 'connect-timeout':
      return {
        head: down,
        advice: `no connection to ${url.host} came about in time: look at host and port of the base URL, and at firewalls between`,
      };
    case 'tls':
      return tlsAdvice(exchange, destination);
    case 'timeout':
      return { head: down, advice: `it took the connection and gave no whole answer within ${seconds} s (http.timeoutMs)` };
    case 'malformed':
      return {
        head: `what answers at ${url.host} does not speak HTTP/1.1`,
        advice: `look at the port of the base URL${beginningOf(exchange)}`,
      };
    case 'reset':
    case 'closed':
      return {
        head: down,
        advice: `${url.host} takes the connection and closes it without a whole answer: look at the service and what stands before it`,
      };
    case 'too-large':
    case 'aborted':
    case 'other':
      return { head: down, advice: (exchange.reply as NoAnswer).message };
    default:
      return failure satisfies never;
  }
};
