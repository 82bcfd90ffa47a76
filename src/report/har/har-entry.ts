import { STATUS_CODES } from 'node:http';
import type { Content, Entry, PostData, Request, Response } from 'har-format';

import type { HeaderPair } from '../../model/exchange.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import { addressOf, headerOf } from './exchange-address.ts';
import { requestCookies, responseCookies } from './har-cookies.ts';

/** What an entry says of its exchange beyond HAR, in members that begin with `_` (HAR 1.2, "Custom fields"). */
export type AssayEntry = Entry & {
  readonly _target: string;
  readonly _exchange: string;
  readonly _case?: string;
  readonly _requestTarget?: string;
};

const pairsOf = (headers: readonly HeaderPair[]): { name: string; value: string }[] => headers.map(([name, value]) => ({ name, value }));

const requestBody = ({ sent }: StoredExchange): PostData | undefined => {
  if (sent.body === null || sent.body === '') return undefined;
  return {
    mimeType: headerOf(sent.headers, 'content-type') ?? 'application/octet-stream',
    text: sent.body,
    ...(sent.truncated === true ? { comment: 'only the beginning was stored' } : {}),
    ...(sent.octets === undefined ? {} : { comment: 'octets that are not UTF-8 text; _octets has them in base64', _octets: sent.octets }),
  };
};

const requestOf = (exchange: StoredExchange, baseUrl: string): Request => {
  const { sent } = exchange;
  const address = addressOf(exchange, baseUrl);
  const postData = requestBody(exchange);
  return {
    method: sent.method,
    url: address.href,
    httpVersion: 'HTTP/1.1',
    cookies: requestCookies(sent.headers),
    headers: pairsOf(sent.headers),
    queryString: [...address.searchParams].map(([name, value]) => ({ name, value })),
    ...(postData === undefined ? {} : { postData }),
    headersSize: -1,
    // Of a shortened body the size is unknown.
    bodySize:
      sent.truncated === true ? -1 : Buffer.byteLength(sent.octets ?? sent.body ?? '', sent.octets === undefined ? 'utf8' : 'base64'),
  };
};

const contentOf = (reply: StoredExchange['reply'] & { readonly kind: 'answer' }): Content => {
  const comment =
    reply.text === null
      ? 'octets that are not UTF-8 text, which are not stored'
      : reply.truncated === true
        ? 'only the beginning was stored'
        : reply.unfinished === true
          ? 'the body had not ended when the run stopped listening'
          : undefined;
  return {
    size: reply.bodyBytes,
    mimeType: headerOf(reply.headers, 'content-type') ?? 'x-unknown',
    ...(reply.text === null || reply.text === '' ? {} : { text: reply.text }),
    ...(comment === undefined ? {} : { comment }),
  };
};

/** An exchange without an answer has the status 0, as browsers show it, and says why. */
const responseOf = ({ reply }: StoredExchange): Response & { readonly _error?: string } => {
  if (reply.kind === 'no-answer') {
    return {
      status: 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      comment: `no answer, ${reply.failure}: ${reply.message}`,
      _error: `${reply.failure}: ${reply.message}`,
    };
  }
  return {
    status: reply.status,
    // The phrase of the server is not stored, as it means nothing (RFC 9110, section 15.1).
    statusText: STATUS_CODES[reply.status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: responseCookies(reply.headers),
    headers: pairsOf(reply.headers),
    content: contentOf(reply),
    redirectURL: headerOf(reply.headers, 'location') ?? '',
    headersSize: -1,
    bodySize: -1,
  };
};

/**
 * A stored exchange as an entry of a HAR. Only its whole time was measured, so that all of it counts as waiting; of an answer that was listened
 * to also how long its body took.
 * @param baseUrl That of its target, for an exchange without a usable `Host`.
 */
export const harEntry = (exchange: StoredExchange, target: string, baseUrl: string): AssayEntry => {
  const { sentAt, tookMs, reply } = exchange;
  const request = requestOf(exchange, baseUrl);
  const receive = reply.kind === 'answer' ? Math.min(reply.lastedMs ?? 0, tookMs) : 0;
  const comments = [
    `${target} ${exchange.id}`,
    ...(exchange.delivery === undefined ? [] : [`delivered by the target to the endpoint ${exchange.delivery.endpoint} of the run`]),
    ...(exchange.raw === undefined ? [] : [`read by the raw sender, because the client could not: ${exchange.raw.instead}`]),
  ];
  return {
    startedDateTime: new Date(sentAt).toISOString(),
    time: tookMs,
    request,
    response: responseOf(exchange),
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: tookMs - receive, receive },
    comment: comments.join('; '),
    // Browsers filter by it, and would take JSON for a script.
    _resourceType: 'fetch',
    _target: target,
    _exchange: exchange.id,
    // As it was sent, where no URI can say that.
    ...(new URL(request.url).pathname + new URL(request.url).search === exchange.sent.target
      ? {}
      : { _requestTarget: exchange.sent.target }),
    ...(exchange.case === undefined ? {} : { _case: exchange.case }),
  };
};
