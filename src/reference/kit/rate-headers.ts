import type { QuotaReading } from './quota-window.ts';

/** A moment as seconds or milliseconds since the epoch, as seconds from now on, as an HTTP date or in ISO 8601. */
export type MomentForm = 'epoch' | 'epoch-ms' | 'seconds' | 'http-date' | 'iso';

/** How an answer reports the quota. A header without a name is not sent. */
export type RateHeaders = {
  readonly limit?: string | undefined;
  readonly remaining?: string | undefined;
  readonly reset?: string | undefined;
  readonly resetForm: MomentForm;
  /** One header for all three in the form of an early IETF draft, `limit=…, remaining=…, reset=…`, reset in seconds. */
  readonly joined?: string | undefined;
  /** Whether answers with this status carry the headers. */
  readonly isSentOn: (status: number) => boolean;
  /** The form of Retry-After on a 429; `none` omits it. */
  readonly retryAfter: 'seconds' | 'http-date' | 'none';
};

export const standardRateHeaders: RateHeaders = {
  limit: 'X-RateLimit-Limit',
  remaining: 'X-RateLimit-Remaining',
  reset: 'X-RateLimit-Reset',
  resetForm: 'epoch',
  isSentOn: () => true,
  retryAfter: 'seconds',
};

const moment = (epochSeconds: number, form: MomentForm, nowMs: number): string => {
  if (form === 'http-date') return new Date(epochSeconds * 1000).toUTCString();
  if (form === 'iso') return new Date(epochSeconds * 1000).toISOString();
  if (form === 'seconds') return String(Math.max(0, epochSeconds - Math.floor(nowMs / 1000)));
  return String(form === 'epoch' ? epochSeconds : epochSeconds * 1000);
};

/** The header fields that report a quota. */
export const rateHeaderFields = (reading: QuotaReading, headers: RateHeaders, nowMs: number): Readonly<Record<string, string>> => {
  const { limit, remaining, resetEpochSeconds } = reading;
  const seconds = moment(resetEpochSeconds, 'seconds', nowMs);
  return {
    ...(headers.limit !== undefined && { [headers.limit]: String(limit) }),
    ...(headers.remaining !== undefined && { [headers.remaining]: String(remaining) }),
    ...(headers.reset !== undefined && { [headers.reset]: moment(resetEpochSeconds, headers.resetForm, nowMs) }),
    ...(headers.joined !== undefined && { [headers.joined]: `limit=${limit}, remaining=${remaining}, reset=${seconds}` }),
  };
};

/** Retry-After (RFC 9110, 10.2.3) for a call that the quota refuses. */
export const retryAfterField = (
  { retryAfterSeconds }: QuotaReading,
  form: RateHeaders['retryAfter'],
  nowMs: number,
): Readonly<Record<string, string>> => {
  if (form === 'none') return {};
  if (form === 'seconds') return { 'Retry-After': String(retryAfterSeconds) };
  // An HTTP date has whole seconds, and must not be too early.
  return { 'Retry-After': new Date((Math.ceil(nowMs / 1000) + retryAfterSeconds) * 1000).toUTCString() };
};
