import { type Answer, type Exchange, type HeaderPair, notEnded, notUtf8 } from '../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';

/** The answer of a scripted service. Without `json` and `text` the body is empty. */
export type Reply =
  | 'no answer'
  | {
      readonly status: number;
      readonly headers?: readonly HeaderPair[];
      readonly json?: unknown;
      readonly text?: string;
      /** Handles of the credentials that it issues. */
      readonly issued?: readonly string[];
      /** The bytes cannot be decoded. */
      readonly undecodable?: boolean;
      /** The bytes are no UTF-8. */
      readonly isOther?: boolean;
      /** For how long it was read. */
      readonly lastedMs?: number;
      /** It had not ended then. */
      readonly unfinished?: true;
    };

const answerFrom = (reply: Exclude<Reply, string>): Answer => {
  const { status, headers = [], json, text, issued, undecodable = false, isOther = false, lastedMs, unfinished } = reply;
  const body = json === undefined ? (text ?? '') : JSON.stringify(json);
  const parsed = (): Answer['json'] => {
    if (isOther) return { kind: 'invalid', why: notUtf8 };
    if (undecodable) return { kind: 'invalid', why: 'bytes of a coding that is not known' };
    if (unfinished) return { kind: 'invalid', why: notEnded };
    if (body === '') return { kind: 'none' };
    try {
      return { kind: 'value', value: JSON.parse(body) as unknown };
    } catch (error) {
      return { kind: 'invalid', why: String(error) };
    }
  };
  const handles = issued === undefined ? {} : { issued };
  return {
    kind: 'answer',
    status,
    headers,
    ...handles,
    bodyBytes: Buffer.byteLength(body),
    ...(unfinished && { unfinished }),
    ...(lastedMs !== undefined && { lastedMs }),
    text: undecodable || isOther ? null : body,
    json: parsed(),
  };
};

/** An exchange as the sender would have recorded it. */
export const exchangeOf = (
  request: PlannedRequest,
  reply: Reply,
  { id = 'x1', sentAt = 0, tookMs = 1, wallAheadMs }: Partial<Pick<Exchange, 'id' | 'sentAt' | 'tookMs' | 'wallAheadMs'>> = {},
): Exchange => {
  const path = request.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(request.pathValues[name] ?? ''));
  const query = new URLSearchParams(Object.fromEntries(request.query)).toString();
  const body =
    request.body?.kind === 'json' ? JSON.stringify(request.body.value) : request.body?.kind === 'text' ? request.body.text : null;
  return {
    id,
    request,
    sent: { method: request.method, target: query === '' ? path : `${path}?${query}`, headers: [], body },
    reply: reply === 'no answer' ? { kind: 'no-answer', failure: 'timeout', message: 'no answer in time' } : answerFrom(reply),
    sentAt,
    tookMs,
    ...(wallAheadMs && { wallAheadMs }),
  };
};

/** A plain read of an operation, for tests that look at one exchange. */
export const readOf = (operation: string | null, over: Partial<PlannedRequest> = {}): PlannedRequest => ({
  operation,
  method: operation?.split(' ')[0] ?? 'GET',
  path: operation?.split(' ')[1] ?? '/nowhere',
  pathValues: {},
  query: [],
  headers: [],
  credential: { kind: 'valid', name: 'key' },
  faults: [],
  ...over,
});
