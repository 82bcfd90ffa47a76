import { type Attributes, SpanKind, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_URL_PATH,
  ATTR_URL_QUERY,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import type { Case } from '../../../model/case.ts';
import type { TargetFooter } from '../../../model/record.ts';
import type { StoredExchange } from '../../../model/stored-exchange.ts';
import type { SpanOf } from '../../../model/trace.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { addressOf } from '../../../report/har/exchange-address.ts';

/** A span that has ended. Times are milliseconds since the epoch. */
export type EndedSpan = {
  readonly of: SpanOf;
  /** Absent: the run. */
  readonly parent?: SpanOf;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly status?: SpanStatus;
  /** Spans that show why. */
  readonly links?: readonly SpanOf[];
};

/** Methods that `http.request.method` names (Semantic Conventions, "HTTP client span"); others are `_OTHER`. */
const knownMethods = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE']);

const methodOf = (method: string): Attributes =>
  knownMethods.has(method)
    ? { [ATTR_HTTP_REQUEST_METHOD]: method }
    : { [ATTR_HTTP_REQUEST_METHOD]: '_OTHER', [ATTR_HTTP_REQUEST_METHOD_ORIGINAL]: method };

/** What came back. An error response to a request with an intentional fault is no error: it was asked for. */
const outcomeOf = ({ reply, request, delivery }: StoredExchange): { readonly attributes: Attributes; readonly status?: SpanStatus } => {
  if (reply.kind === 'no-answer')
    return { attributes: { [ATTR_ERROR_TYPE]: reply.failure }, status: { code: SpanStatusCode.ERROR, message: reply.message } };
  const { status } = reply;
  const attributes = { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status };
  const isError = status >= 500 || (status >= 400 && delivery === undefined && request.faults.length === 0);
  return isError
    ? { attributes: { ...attributes, [ATTR_ERROR_TYPE]: String(status) }, status: { code: SpanStatusCode.ERROR } }
    : { attributes };
};

/** Where a request went; of a delivery, which the run received, what was asked of it. */
const placeOf = (exchange: StoredExchange, baseUrl: string): Attributes => {
  const { protocol, hostname, port, pathname, search, href } = addressOf(exchange, baseUrl);
  const scheme = protocol.slice(0, -1);
  const server = { [ATTR_SERVER_ADDRESS]: hostname, [ATTR_SERVER_PORT]: Number(port || (scheme === 'https' ? 443 : 80)) };
  if (exchange.delivery === undefined) return { ...server, [ATTR_URL_FULL]: href };
  return {
    ...server,
    [ATTR_URL_SCHEME]: scheme,
    [ATTR_URL_PATH]: pathname,
    ...(search === '' ? {} : { [ATTR_URL_QUERY]: search.slice(1) }),
  };
};

/**
 * The span of an exchange by the semantic conventions for HTTP. It has neither header fields nor bodies, and its address is masked as in the record.
 * @param baseUrl That of the target.
 */
export const exchangeSpan = (exchange: StoredExchange, target: string, baseUrl: string): EndedSpan => {
  const { id, request, sent, sentAt, tookMs, delivery } = exchange;
  const template = request.operation?.startsWith(`${sent.method} `) === true ? request.operation.slice(sent.method.length + 1) : undefined;
  const method = knownMethods.has(sent.method) ? sent.method : 'HTTP';
  const { attributes, status } = outcomeOf(exchange);
  return {
    of: { target, exchange: id },
    parent: exchange.case === undefined ? { target } : { target, case: exchange.case },
    name: template === undefined ? method : `${method} ${template}`,
    kind: delivery === undefined ? SpanKind.CLIENT : SpanKind.SERVER,
    startMs: sentAt,
    endMs: sentAt + tookMs,
    attributes: {
      ...methodOf(sent.method),
      ...placeOf(exchange, baseUrl),
      ...(template === undefined ? {} : { 'url.template': template }),
      [ATTR_NETWORK_PROTOCOL_VERSION]: '1.1',
      ...attributes,
      'assay.target': target,
      'assay.exchange': id,
      ...(request.faults.length === 0 ? {} : { 'assay.faults': [...request.faults] }),
    },
    ...(status === undefined ? {} : { status }),
  };
};

/** Exchanges that a verdict rests on, at most so many. */
const mostLinks = 20;

const evidenceOf = (verdict: Verdict): readonly string[] => {
  if (verdict.kind === 'fail') return [...new Set([...verdict.finding.exchanges, ...(verdict.shownIn ?? [])])].slice(0, mostLinks);
  return verdict.kind === 'inconclusive' ? verdict.exchanges.slice(0, mostLinks) : [];
};

/** A broken `should` is a warning. */
const statusOf = ({ level }: Case, verdict: Verdict): SpanStatus | undefined => {
  if (verdict.kind === 'broken') return { code: SpanStatusCode.ERROR, message: verdict.error };
  if (verdict.kind !== 'fail' || level !== 'must') return undefined;
  const { expected, actual } = verdict.finding;
  return { code: SpanStatusCode.ERROR, message: `expected ${expected}, got ${actual}` };
};

const verdictAttributes = (verdict: Verdict): Attributes => {
  if (verdict.kind === 'pass') return { 'test.case.result.status': 'pass' };
  if (verdict.kind !== 'fail') return 'reason' in verdict ? { 'assay.reason': verdict.reason } : {};
  const { code, operation, where, expected, actual, documentedAt } = verdict.finding;
  return {
    'test.case.result.status': 'fail',
    'assay.finding.code': code,
    'assay.finding.operation': operation,
    'assay.finding.where': where,
    'assay.finding.expected': expected,
    'assay.finding.actual': actual,
    ...(documentedAt === undefined
      ? {}
      : { 'assay.finding.documented_at': `${documentedAt.file}:${documentedAt.line}:${documentedAt.column}` }),
  };
};

/** The span of a case, which links to the exchanges that show its verdict, whoever asked for them. */
export const caseSpan = (
  target: string,
  planned: Case,
  verdict: Verdict,
  { startMs, seconds }: { readonly startMs: number; readonly seconds: number },
): EndedSpan => {
  const status = statusOf(planned, verdict);
  return {
    of: { target, case: planned.id },
    parent: { target },
    name: planned.check,
    kind: SpanKind.INTERNAL,
    startMs,
    endMs: startMs + seconds * 1000,
    attributes: {
      'test.suite.name': target,
      'test.case.name': planned.id,
      'assay.target': target,
      'assay.case': planned.id,
      'assay.check': planned.check,
      'assay.requirement': planned.requirement,
      'assay.requirement.title': planned.title,
      'assay.level': planned.level,
      'assay.area': planned.area,
      'assay.outcome': verdict.kind,
      ...verdictAttributes(verdict),
    },
    ...(status === undefined ? {} : { status }),
    links: evidenceOf(verdict).map((exchange) => ({ target, exchange })),
  };
};

/** The span of a target. */
export const targetSpan = (
  { target, ended, requests, created, exitCode, seconds }: TargetFooter,
  { contract, baseUrl, startMs }: { readonly contract: string; readonly baseUrl: string; readonly startMs: number },
): EndedSpan => {
  const why = ended.kind === 'complete' ? undefined : ended.kind === 'stopped' ? ended.message : ended.reason;
  const isError = exitCode === 1 || ended.kind === 'lost';
  return {
    of: { target },
    name: target,
    kind: SpanKind.INTERNAL,
    startMs,
    endMs: startMs + seconds * 1000,
    attributes: {
      'test.suite.name': target,
      'assay.target': target,
      'assay.contract': contract,
      'assay.base_url': baseUrl,
      'assay.requests': requests,
      'assay.created': created,
      'assay.ended': ended.kind,
      'assay.exit_code': exitCode,
      ...(why === undefined ? {} : { 'assay.reason': why }),
    },
    ...(isError
      ? { status: { code: SpanStatusCode.ERROR, ...(why === undefined ? { message: 'a must is broken' } : { message: why }) } }
      : {}),
  };
};
