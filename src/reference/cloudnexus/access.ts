import { presentedKey } from '../kit/credentials.ts';
import type { Call, Layer, Reason } from './call.ts';
import { refuse } from './call.ts';
import { endpointTypeOf } from './key-quota.ts';
import type { Settings } from './settings.ts';

const challenge = 'Bearer realm="CloudNexus"';

const refuseKey = (reason: Reason, message: string): never =>
  refuse(401, reason, message, { headers: { 'WWW-Authenticate': `${challenge}, error="invalid_token"` } });

/**
 * Accepts a call with a valid key and counts it on that key's quota (Authentication; Rate Limiting). Runs before everything else.
 */
export const access: Layer = (call, next) => {
  const { service } = call.state;
  const presented = presentedKey(call.get('Authorization'), service.settings.scheme);
  if (presented.kind === 'missing') {
    return refuse(401, 'missing-key', 'Missing API key', { headers: { 'WWW-Authenticate': challenge } });
  }
  const holder = service.holderOf(presented.key);
  if (holder === undefined) return refuseKey('unknown-key', 'Invalid API key');
  if (holder.ended === 'revoked') return refuseKey('revoked-key', 'This API key was revoked');
  if (holder.ended === 'expired') return refuseKey('expired-key', 'Expired token');
  const reading = holder.count(endpointTypeOf(call), Date.now());
  call.state.cloud = holder.cloud;
  call.state.mayWrite = holder.mayWrite;
  call.state.quota = reading;
  call.set({
    'X-RateLimit-Limit': String(reading.limit),
    'X-RateLimit-Remaining': String(reading.remaining),
    'X-RateLimit-Reset': String(reading.resetEpochSeconds),
  });
  if (!reading.allowed && service.settings.isQuotaEnforced) {
    return refuse(429, 'quota-used-up', 'Rate limit exceeded', { headers: { 'Retry-After': String(reading.retryAfterSeconds) } });
  }
  return next();
};

/**
 * Refuses a call whose key may only read. An operation calls this at two moments; the server's settings choose which of them
 * refuses (Error Handling, 403).
 * @throws {ErrorResponse} for such a key.
 */
export const permit = ({ state }: Call, moment: Settings['permission']): void => {
  if (state.mayWrite === false && state.cloud.settings.permission === moment) {
    refuse(403, 'not-permitted', 'This API key may only read');
  }
};
