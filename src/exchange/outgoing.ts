import type { Pass } from '../contract/admission.ts';
import { isObject } from '../contract/pointer.ts';
import { writtenCookies } from '../contract/wire/query.ts';
import type { Exchange, HeaderPair } from '../model/exchange.ts';
import { type PlannedRequest, withValueChanged } from '../model/request.ts';
import type { Secrets } from '../model/target.ts';
import { encodeBody, type EncodedBody } from './body.ts';
import { withClientSecrets } from './client-secrets.ts';
import { presented } from './credential.ts';
import { holdsHandle, type IssuedCredentials } from './issued-credentials.ts';
import type { Logins } from './logins.ts';
import type { Redactor } from './redactor.ts';
import { maskedBody, maskedField, maskedTarget } from './sent-mask.ts';
import { targetOf, type Base } from './target.ts';
import { userAgent } from './user-agent.ts';

/** A request as it is sent. It contains secrets and never leaves the sender. */
export type Outgoing = {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer | null;
  /** The same request as it is recorded, without what the connection adds. */
  readonly recorded: Pick<Exchange['sent'], 'target' | 'headers' | 'body' | 'octets'>;
};

/** Later groups replace fields of the same name in earlier ones; inside a group a name may repeat. */
const layered = (groups: readonly (readonly HeaderPair[])[]): readonly HeaderPair[] => {
  const replaced = new Set<string>();
  let kept: readonly HeaderPair[] = [];
  for (const group of groups.toReversed()) {
    if (group.length === 0) continue;
    const names = group.map(([name]) => name.toLowerCase());
    kept = [...group.filter((_pair, at) => !replaced.has(names[at] ?? '')), ...kept];
    for (const name of names) replaced.add(name);
  }
  return kept;
};

/** Requests without encryption contain no issued credential, because anybody could read it. */
const isPlain = ({ base }: PlannedRequest): boolean => base?.kind === 'named' && base.name === 'plain';

/** Does a value hold a handle in one of its texts. */
const isWithHandle = (value: unknown): boolean => {
  if (typeof value === 'string') return holdsHandle(value);
  if (Array.isArray(value)) return value.some(isWithHandle);
  return isObject(value) && Object.values(value).some(isWithHandle);
};

/** A handle in a request, such as the id of an issued key, is replaced by the value that it stands for. */
const withIssued = (request: PlannedRequest, { filled }: IssuedCredentials): PlannedRequest => {
  const { pathValues, query, parameters, body } = request;
  if (![pathValues, query, parameters, body].some(isWithHandle)) return request;
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return filled(value);
    if (Array.isArray(value)) return value.map(fill);
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)])) : value;
  };
  return {
    ...request,
    pathValues: Object.fromEntries(Object.entries(pathValues).map(([name, value]) => [name, filled(value)])),
    query: query.map(([name, value]) => [name, filled(value)] as const),
    ...(parameters && { parameters: parameters.map((one) => ({ ...one, value: fill(one.value) })) }),
    ...(body?.kind === 'json' ? { body: withValueChanged(body, fill) } : {}),
    ...(body?.kind === 'form' ? { body: { ...body, value: filledMembers(body.value, fill) } } : {}),
  };
};

const filledMembers = (value: Readonly<Record<string, unknown>>, fill: (one: unknown) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)]));

/** One field contains every cookie (RFC 6265, section 5.4): the credential first, where it is one. */
const withCookies = (fields: readonly HeaderPair[], { parameters = [] }: PlannedRequest): readonly HeaderPair[] => {
  const own = parameters.filter((one) => one.in === 'cookie').flatMap(writtenCookies);
  if (own.length === 0) return fields;
  const [credential] = fields.filter(([name]) => name === 'cookie');
  return [...fields.filter((field) => field !== credential), ['cookie', [...(credential ? [credential[1]] : []), ...own].join('; ')]];
};

/**
 * Turns a planned request into what is sent: assay's own headers first, then the target's, then the request's.
 * @throws {TypeError | RangeError} where the request cannot be built (see `targetOf`, `encodeBody`, `presented`).
 * @throws {Unwritable} where a style cannot write a value; the planner of a request has to prevent that.
 */
export const outgoingOf = (
  planned: PlannedRequest,
  around: {
    readonly base: Base;
    readonly headers: Readonly<Record<string, string>>;
    readonly secrets: Secrets;
    /** Where the operation declares its credentials. Default: one as a bearer token. */
    readonly passes?: readonly [Pass, ...Pass[]] | undefined;
    readonly redactor: Redactor;
    readonly issued?: IssuedCredentials | undefined;
    readonly companionsOf?: Logins['companionsOf'] | undefined;
  },
): Outgoing => {
  const { base, headers, secrets, passes, redactor, issued, companionsOf } = around;
  const known = issued === undefined || isPlain(planned) ? planned : withIssued(planned, issued);
  const request = withClientSecrets(known, secrets);
  const credential = presented(request.credential, secrets, passes, issued?.secretOf, companionsOf);
  const target = targetOf(base, credential.query.length > 0 ? { ...request, query: [...request.query, ...credential.query] } : request);
  const body = encodeBody(request.body);
  // The recorded body contains the names of the secrets.
  const written = request.body === planned.body ? body : encodeBody(planned.body);
  const ofTarget = Object.entries(headers);
  const withCredential = (fields: readonly HeaderPair[]): readonly HeaderPair[] =>
    layered([
      [
        ['user-agent', userAgent()],
        ['accept', 'application/json'],
        ...withCookies(fields, request),
        ...(body.contentType === undefined ? [] : [['content-type', body.contentType] as const]),
      ],
      ofTarget,
      request.headers,
    ]);
  const sent = withCredential(credential.sent);
  const isBare = credential.sent.length === 0 && credential.recorded.length === 0;
  const shown = isBare ? sent : withCredential(credential.recorded);
  return {
    method: request.method,
    target,
    headers: sent,
    body: body.bytes,
    recorded: {
      target: maskedTarget(redactor, target),
      headers: shown.map(([name, value]) => [redactor.text(name), maskedField(redactor, value)]),
      ...recordedBody(redactor, written),
    },
  };
};

/** A body as it is recorded: its octets beside its text only where the text does not give them, and where no secret was removed from either. */
export const recordedBody = (redactor: Redactor, { bytes, text, contentType }: EncodedBody): Pick<Exchange['sent'], 'body' | 'octets'> => {
  if (bytes === null || text === null) return { body: null };
  const body = maskedBody(redactor, text, contentType);
  const isText = bytes.equals(Buffer.from(text, 'utf8'));
  return isText || body !== text || redactor.holds(bytes.toString('latin1')) ? { body } : { body, octets: bytes.toString('base64') };
};

/** Methods for which an empty body is announced by a length of 0 (RFC 9110, section 8.6). */
const expectsContent = new Set(['POST', 'PUT', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH']);

/** The recorded request with the header fields that the connection itself writes, in the order in which they are sent. */
export const sentOf = (outgoing: Outgoing, connection: { readonly host: string; readonly keptAlive: boolean }): Exchange['sent'] => {
  const { method, body, recorded } = outgoing;
  let host: string | undefined;
  let ownConnection: string | undefined;
  const others: HeaderPair[] = [];
  for (const pair of recorded.headers) {
    const name = pair[0].toLowerCase();
    if (name === 'host') host ??= pair[1];
    else if (name === 'connection') ownConnection ??= pair[1];
    else if (name !== 'content-length') others.push(pair);
  }
  const closes = !connection.keptAlive || method === 'HEAD' || /(^|,)\s*close\s*(,|$)/i.test(ownConnection ?? '');
  const length = body?.length ?? (expectsContent.has(method) ? 0 : undefined);
  return {
    method,
    target: recorded.target,
    headers: [
      ['host', host ?? connection.host],
      ['connection', closes ? 'close' : 'keep-alive'],
      ...others,
      ...(length === undefined || (length === 0 && !expectsContent.has(method)) ? [] : [['content-length', String(length)] as const]),
    ],
    body: recorded.body,
    ...(recorded.octets === undefined ? {} : { octets: recorded.octets }),
  };
};
