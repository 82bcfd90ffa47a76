import type { BaseState, Call, Layer } from './call.ts';
import { presentedKey } from './credentials.ts';
import type { KeyHolder } from './keys.ts';
import { rateHeaderFields, retryAfterField } from './rate-headers.ts';
import { refuse } from './refusing.ts';
import type { ServiceState } from './service.ts';
import type { ServiceSettings } from './service-settings.ts';

type AnyState = ServiceState<unknown, ServiceSettings, string>;

const count = (call: Call<AnyState>, holder: KeyHolder<unknown> | undefined): void => {
  const { service, settings, environment } = call.state;
  if (!settings.counted.includes(environment) || (holder === undefined && settings.unauthenticated === 'uncounted')) return;
  const nowMs = Date.now();
  const { method, path, ip: address } = call;
  const reading = service.counters(settings.quotaScope({ method, path, address, environment, holder }))(nowMs);
  call.state.quota = reading;
  const isLimited = settings.isQuotaEnforced && (holder !== undefined || settings.unauthenticated === 'limited');
  if (reading.allowed || !isLimited) return;
  refuse(429, 'quota-used-up', 'Rate limit exceeded', { headers: retryAfterField(reading, settings.rateHeaders.retryAfter, nowMs) });
};

const refuseKey = (call: Call<AnyState>, reason: string, message: string): never => {
  count(call, undefined);
  const { challenge } = call.state.settings;
  const fault = reason === 'missing-key' ? '' : `${challenge?.includes('=') ? ',' : ''} error="invalid_token"`;
  return refuse(401, reason, message, challenge === null ? {} : { headers: { 'WWW-Authenticate': challenge + fault } });
};

/**
 * Accepts a call whose key is valid in this environment, and counts it on its quota. Runs before everything else.
 * @throws {ErrorResponse} 401 for other calls, 429 beyond the quota.
 */
export const keyAccess: Layer<AnyState> = (call, next) => {
  const { service, settings, environment } = call.state;
  const presented = presentedKey(call.get('Authorization'), settings.scheme);
  if (presented.kind === 'missing') return refuseKey(call, 'missing-key', 'Missing API key');
  const holder = service.keys.holderOf(presented.key);
  if (holder === undefined) return refuseKey(call, 'unknown-key', 'Invalid API key');
  const ended = holder.endedAt(Date.now());
  if (ended === 'revoked') return refuseKey(call, 'revoked-key', 'This API key was revoked');
  if (ended === 'expired') return refuseKey(call, 'expired-key', 'This credential has expired');
  if (!Object.hasOwn(holder.accounts, environment)) {
    return refuseKey(call, 'other-environment', 'This API key belongs to another environment');
  }
  call.state.holder = holder;
  call.state.account = holder.accounts[environment];
  count(call, holder);
  return next();
};

/** Adds the rate limit headers to answers with the statuses that carry them. */
export const rateHeadersSent: Layer<AnyState> = async (call, next) => {
  await next();
  const { quota, settings } = call.state;
  if (quota === undefined || !settings.rateHeaders.isSentOn(call.status)) return;
  call.set(rateHeaderFields(quota, settings.rateHeaders, Date.now()));
};

/**
 * Refuses a call whose key lacks a scope. An operation calls this before and after all other checks; the server's settings choose
 * which of the two calls refuses.
 * @throws {ErrorResponse} 403 for such a key.
 */
export const permit = (
  { state }: Call<BaseState & Pick<AnyState, 'holder' | 'settings'>>,
  moment: ServiceSettings['permission'],
  scope = 'write',
): void => {
  if (state.settings.permission === moment && state.holder?.scopes.includes(scope) === false) {
    refuse(403, 'not-permitted', `This API key lacks the permission: ${scope}`);
  }
};
