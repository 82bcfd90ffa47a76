import { errors } from 'undici';
import { describe, expect, test } from 'vitest';
import { BrokenExchange, ExchangeStopped } from '../../src/exchange/connection.ts';
import { failureOf, isOurMistake } from '../../src/exchange/failure.ts';
import type { TransportFailure } from '../../src/model/exchange.ts';

const coded = (code: string, message = 'said so'): Error => Object.assign(new Error(message), { code });

/** Errors of the system, of OpenSSL, of Node and of undici, each with its class. */
const table: readonly (readonly [Error, TransportFailure])[] = [
  [coded('ECONNREFUSED'), 'refused'],
  [coded('EHOSTUNREACH'), 'refused'],
  [coded('ENETUNREACH'), 'refused'],
  [coded('ENOTFOUND'), 'unresolved'],
  [coded('EAI_AGAIN'), 'unresolved'],
  [coded('ETIMEDOUT'), 'connect-timeout'],
  [new errors.ConnectTimeoutError(), 'connect-timeout'],
  [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
  [coded('SELF_SIGNED_CERT_IN_CHAIN'), 'tls'],
  [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls'],
  [coded('CERT_HAS_EXPIRED'), 'tls'],
  [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
  [coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls'],
  [coded('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'), 'tls'],
  [coded('EPROTO'), 'tls'],
  [coded('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'), 'tls'],
  [coded('ECONNRESET'), 'reset'],
  [coded('EPIPE'), 'closed'],
  [new errors.SocketError('other side closed'), 'closed'],
  [new errors.SocketError('bad upgrade'), 'malformed'],
  [new errors.SocketError('bad response'), 'other'],
  [new errors.HTTPParserError('Response does not match the HTTP/1.1 protocol'), 'malformed'],
  [new errors.ResponseContentLengthMismatchError(), 'malformed'],
  [coded('ERR_ASSERTION'), 'malformed'],
  [new errors.HeadersOverflowError(), 'too-large'],
  [new errors.ResponseExceededMaxSizeError(), 'too-large'],
  [new errors.HeadersTimeoutError(), 'timeout'],
  [new errors.BodyTimeoutError(), 'timeout'],
  [new errors.RequestAbortedError(), 'aborted'],
  [new errors.ClientDestroyedError(), 'aborted'],
  [coded('E_NEVER_SEEN'), 'other'],
  [new Error('without a code'), 'other'],
  [new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]), 'refused'],
];

const around = { reused: false, silent: true, connected: true };

describe('failureOf', () => {
  for (const [error, failure] of table) {
    const { code = error.name } = error as { readonly code?: string };
    test(`${code} "${error.message}" is ${failure}`, () => {
      expect(failureOf(error).failure).toBe(failure);
      expect(failureOf(new BrokenExchange(error, around))).toEqual(failureOf(error));
    });
  }

  test('the message has a sentence, the code and the original message', () => {
    expect(failureOf(coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1')).message).toBe(
      'no connection: the host refused it or cannot be reached (ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:1)',
    );
  });

  for (const reason of ['timeout', 'aborted', 'too-large'] as const) {
    test(`an exchange we stopped for ${reason} is ${reason}`, () => {
      expect(failureOf(new BrokenExchange(new ExchangeStopped(reason, 'why'), around))).toEqual({ failure: reason, message: 'why' });
    });
  }

  test('a timeout before there is a connection is a connect timeout', () => {
    const thrown = new BrokenExchange(new ExchangeStopped('timeout', 'why'), { ...around, connected: false });
    expect(failureOf(thrown).failure).toBe('connect-timeout');
  });

  test('a thrown value that is not an error is quoted', () => {
    expect(failureOf('a text')).toEqual({ failure: 'other', message: 'no answer (a text)' });
  });
});

describe('isOurMistake', () => {
  test('a request that undici refuses to write is our mistake, a network error is not', () => {
    expect(isOurMistake(new BrokenExchange(new errors.InvalidArgumentError('invalid header'), around))).toBe(true);
    expect(isOurMistake(new errors.NotSupportedError())).toBe(true);
    expect(isOurMistake(new errors.SocketError())).toBe(false);
  });
});
