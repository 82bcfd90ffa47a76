import type { Answer, Exchange, HeaderPair } from '../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';

/** What a scripted service answers. Without `json` and `text` the body is empty. */
export type Reply =
  | 'no answer'
  | {
      readonly status: number;
      readonly headers?: readonly HeaderPair[];
      readonly json?: unknown;
      readonly text?: string;
      /** The bytes could not be decoded. */
      readonly undecodable?: boolean;
    };

const answerFrom = (reply: Exclude<Reply, string>): Answer => {
  const { status, headers = [], json, text, undecodable = false } = reply;
  const body = json === undefined ? (text ?? '') : JSON.stringify(json);
  const parsed = (): Answer['json'] => {
    if (undecodable) return { kind: 'invalid', why: 'bytes that are no UTF-8' };
    if (body === '') return { kind: 'none' };
    try {
      return { kind: 'value', value: JSON.parse(body) as unknown };
    } catch (error) {
      return { kind: 'invalid', why: String(error) };
    }
  };
  return { kind: 'answer', status, headers, bodyBytes: Buffer.byteLength(body), text: undecodable ? null : body, json: parsed() };
};

/** An exchange as the sender would have recorded it. */
export const exchangeOf = (request: PlannedRequest, reply: Reply, { id = 'x1', sentAt = 0, tookMs = 1 } = {}): Exchange => {
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
