import { combined, parametersIn } from '../../contract/quota-fields.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import { latenciesOf } from './latencies.ts';
import type { PageTraffic, Stretch } from './page-model.ts';

/** Most buckets of a plot: about one for each four pixels of a wide screen. */
const mostBuckets = 200;
/** Shortest pause that is shown, in milliseconds. */
const leastPauseMs = 500;
const mostPauses = 40;
/** Most cases of the timeline: the longest ones. */
const mostSpans = 500;

/** What the plots need of a request. A run may have very many, so nothing else is kept. */
export type Call = {
  readonly operation: string;
  readonly case: string | undefined;
  readonly sentAt: number;
  readonly tookMs: number;
  /** 0: no answer. */
  readonly status: number;
  readonly remaining: number | undefined;
};

/** The quota left that an answer reports, by the usual names of header fields. */
const remainingIn = ({ reply }: StoredExchange): number | undefined => {
  if (reply.kind !== 'answer') return undefined;
  for (const [name, value] of reply.headers) {
    if (/^(?:x-)?rate-?limit(?:-\w+)?-remaining$/iu.test(name) && /^\s*\d+\s*$/u.test(value)) return Number(value);
    if (/^(?:x-)?ratelimit$/iu.test(name)) {
      const [text] = parametersIn(value, combined.remaining);
      if (text !== undefined) return Number(text);
    }
  }
  return undefined;
};

/** The calls of a run by target. */
export const callsOf = (requests: Iterable<StoredExchange>): ReadonlyMap<string, readonly Call[]> => {
  const calls = new Map<string, Call[]>();
  for (const exchange of requests) {
    if (exchange.target === undefined || !Number.isFinite(exchange.sentAt) || !Number.isFinite(exchange.tookMs)) continue;
    const known = calls.get(exchange.target) ?? [];
    calls.set(exchange.target, known);
    known.push({
      operation: exchange.request.operation ?? 'outside',
      case: exchange.case,
      sentAt: exchange.sentAt,
      tookMs: exchange.tookMs,
      status: exchange.reply.kind === 'answer' ? exchange.reply.status : 0,
      remaining: remainingIn(exchange),
    });
  }
  return calls;
};

/** A length of 1, 2 or 5 times a power of ten that cuts a span into at most {@link mostBuckets} buckets. */
const bucketMsFor = (spanMs: number): number => {
  for (let unit = 1; ; unit *= 10) {
    const fitting = [1, 2, 5].map((factor) => factor * unit).find((ms) => spanMs / ms <= mostBuckets);
    if (fitting !== undefined) return fitting;
  }
};

const rounded = (ms: number): number => Math.round(ms);

/** When nothing was sent and no answer was awaited, the longest first. */
const pausesOf = (sorted: readonly Call[], start: number): readonly Stretch[] => {
  const pauses: Stretch[] = [];
  let busyUntil = start;
  for (const { sentAt, tookMs } of sorted) {
    if (sentAt - busyUntil >= leastPauseMs) pauses.push([rounded(busyUntil - start), rounded(sentAt - start)]);
    busyUntil = Math.max(busyUntil, sentAt + tookMs);
  }
  return pauses.toSorted(([a, b], [c, d]) => d - c - (b - a)).slice(0, mostPauses);
};

/** Stretches that touch or overlap, joined. */
const joined = (stretches: readonly Stretch[], nearMs: number): readonly Stretch[] => {
  const all: [number, number][] = [];
  for (const [from, to] of stretches.toSorted(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && from - last[1] <= nearMs) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
};

const spansOf = (calls: readonly Call[], start: number): ReadonlyMap<string, Stretch> => {
  const spans = new Map<string, Stretch>();
  for (const { case: id, sentAt, tookMs } of calls) {
    if (id === undefined) continue;
    const [from, to] = spans.get(id) ?? [Infinity, -Infinity];
    spans.set(id, [Math.min(from, rounded(sentAt - start)), Math.max(to, rounded(sentAt - start + tookMs))]);
  }
  return spans;
};

/** What the plots of a target show; undefined where no request of it is known. */
export const trafficOf = (
  target: number,
  calls: readonly Call[],
  numberOf: (id: string) => number | undefined,
  isBurst: (id: string) => boolean,
): PageTraffic | undefined => {
  const sorted = calls.toSorted((a, b) => a.sentAt - b.sentAt);
  const [first] = sorted;
  if (first === undefined) return undefined;
  const start = first.sentAt;
  const spanMs = sorted.reduce((end, { sentAt, tookMs }) => Math.max(end, sentAt + tookMs - start), 1);
  const bucketMs = bucketMsFor(spanMs);
  const count = Math.ceil(spanMs / bucketMs) || 1;
  const [requests, refused, faulty] = [0, 1, 2].map(() => Array.from({ length: count }, () => 0)) as [number[], number[], number[]];
  const remaining = Array.from({ length: count }, (): number | null => null);
  for (const { sentAt, status, remaining: left } of sorted) {
    const at = Math.min(count - 1, Math.floor((sentAt - start) / bucketMs));
    requests[at] = (requests[at] ?? 0) + 1;
    if (status === 429) refused[at] = (refused[at] ?? 0) + 1;
    if (status === 0 || status >= 500) faulty[at] = (faulty[at] ?? 0) + 1;
    if (left !== undefined) remaining[at] = Math.min(remaining[at] ?? left, left);
  }
  const spans = [...spansOf(sorted, start)];
  return {
    target,
    bucketMs,
    requests,
    refused,
    faulty,
    remaining,
    bursts: joined(
      sorted.flatMap(({ case: id, sentAt, tookMs }) =>
        id !== undefined && isBurst(id) ? [[rounded(sentAt - start), rounded(sentAt - start + tookMs)] as const] : [],
      ),
      Math.max(bucketMs * 2, leastPauseMs / 2),
    ),
    pauses: pausesOf(sorted, start),
    latencies: latenciesOf(sorted),
    spans: spans
      .flatMap(([id, [from, to]]) => {
        const number = numberOf(id);
        return number === undefined ? [] : [[number, from, to] as const];
      })
      .toSorted(([, a, b], [, c, d]) => d - c - (b - a))
      .slice(0, mostSpans)
      .toSorted(([, a], [, c]) => a - c),
  };
};
