import { createHash } from 'node:crypto';

/** The trace of a run (W3C Trace Context, section 3.2). */
export type TraceHead = {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Its spans are exported. */
  readonly isSampled: boolean;
};

/** What of a run a span stands for, by the name of the target, the id of the case or the id of the exchange. */
export type SpanOf =
  | { readonly target: string }
  | { readonly target: string; readonly case: string }
  | { readonly target: string; readonly exchange: string };

/**
 * The id of a span, 16 hexadecimal digits. It follows from what the span stands for, so that the process that sends a request can name the span that another one exports
 * later.
 */
export const spanIdOf = (traceId: string, of: SpanOf): string =>
  createHash('sha256')
    .update(JSON.stringify([traceId, of.target, 'case' in of ? of.case : null, 'exchange' in of ? of.exchange : null]))
    .digest('hex')
    .slice(0, 16);

/** The value of the header field `traceparent` for an exchange (W3C Trace Context, section 3.2.1). */
export const traceparentOf = (trace: TraceHead, target: string, exchange: string): string =>
  `00-${trace.traceId}-${spanIdOf(trace.traceId, { target, exchange })}-${trace.isSampled ? '01' : '00'}`;
