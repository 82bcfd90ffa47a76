import type { TransportFailure } from '../model/exchange.ts';
import { BrokenExchange, ExchangeStopped } from './connection.ts';

/** A failure below HTTP, for the record. */
export type Failure = { readonly failure: TransportFailure; readonly message: string };

const failureOfCode: Readonly<Record<string, TransportFailure>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  EHOSTDOWN: 'refused',
  ENETUNREACH: 'refused',
  ENETDOWN: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EAI_FAIL: 'unresolved',
  EAI_NODATA: 'unresolved',
  EAI_NONAME: 'unresolved',
  ETIMEDOUT: 'connect-timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  EPROTO: 'tls',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'malformed',
  // undici asserts that a status has three digits that begin with 1 or more; `HTTP/1.1 099` fails there.
  ERR_ASSERTION: 'malformed',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
};

/** Codes of OpenSSL and of Node's own certificate checks. */
const tlsCode =
  /^(ERR_TLS|ERR_SSL|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|ERROR_IN_)/;

const sentences: Readonly<Record<TransportFailure, string>> = {
  refused: 'no connection: the host refused it or cannot be reached',
  unresolved: 'no connection: the host name has no address',
  'connect-timeout': 'no connection in time',
  proxy: 'no connection: the proxy gives none',
  tls: 'no connection: the TLS handshake failed',
  reset: 'the peer reset the connection before the answer was whole',
  closed: 'the peer closed the connection before the answer was whole',
  timeout: 'no whole answer in time',
  malformed: 'the answer is not an HTTP/1.1 message',
  'too-large': 'the answer exceeds a size limit',
  aborted: 'stopped',
  other: 'no answer',
};

const detailOf = (error: unknown): { readonly code: string; readonly name: string; readonly message: string } => {
  if (!(error instanceof Error)) return { code: '', name: '', message: String(error) };
  const { code, reason } = error as Error & { readonly code?: unknown; readonly reason?: unknown };
  // Both addresses of a name may fail; Node then joins the errors and keeps the code of the first.
  if (error instanceof AggregateError && typeof code !== 'string') return detailOf(error.errors[0]);
  // The message of OpenSSL has addresses in memory, names of its source files and a line break; its reason is what it means.
  const message = typeof reason === 'string' && error.message.includes(':error:') ? reason : error.message;
  return { code: typeof code === 'string' ? code : '', name: error.name, message };
};

const classOf = ({ code, name, message }: ReturnType<typeof detailOf>): TransportFailure => {
  if (name === 'NoTunnel') return 'proxy';
  if (name === 'HTTPParserError') return 'malformed';
  if (code === 'UND_ERR_SOCKET' && message === 'bad upgrade') return 'malformed';
  // An interim 100 is legal (RFC 9110, section 15.2), and undici loses the final answer after it: the target cannot be judged by that.
  if (code === 'UND_ERR_SOCKET' && message === 'bad response') return 'other';
  if (tlsCode.test(code) || message.includes('secure TLS connection')) return 'tls';
  return failureOfCode[code] ?? 'other';
};

/** The class of a failure and one sentence about it. */
export const failureOf = (thrown: unknown): Failure => {
  const { cause, connected } = thrown instanceof BrokenExchange ? thrown : { cause: thrown, connected: true };
  if (cause instanceof ExchangeStopped) {
    // The time of the exchange may end while the connection is still being made.
    if (cause.reason === 'timeout' && !connected)
      return { failure: 'connect-timeout', message: `${sentences['connect-timeout']} (${cause.message})` };
    return { failure: cause.reason, message: cause.message };
  }
  const detail = detailOf(cause);
  const failure = classOf(detail);
  if (failure === 'proxy') return { failure, message: `no connection: ${detail.message}` };
  const message = [detail.code, detail.message].filter((part) => part !== '').join(': ');
  return { failure, message: message === '' ? sentences[failure] : `${sentences[failure]} (${message})` };
};

const mistakes = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);

/** Could the request itself not be written? That is a mistake of this program, never of the target. */
export const isOurMistake = (thrown: unknown): boolean =>
  mistakes.has(detailOf(thrown instanceof BrokenExchange ? thrown.cause : thrown).code);
