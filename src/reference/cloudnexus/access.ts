import { presentedKey } from '../mechanisms/credentials.ts';
import type { Layer } from './call.ts';
import { refuse } from './call.ts';

const challenge = 'Bearer realm="CloudNexus"';

/** Lets a call with a valid key through and counts it on that key's quota (Authentication; Rate Limiting). Comes before everything else. */
export const access: Layer = (call, next) => {
  const { cloud } = call.state;
  const presented = presentedKey(call.get('Authorization'));
  if (presented.kind === 'missing') {
    return refuse(401, 'missing-key', 'Missing API key', { headers: { 'WWW-Authenticate': challenge } });
  }
  const count = cloud.quotas.get(presented.key);
  if (count === undefined) {
    return refuse(401, 'unknown-key', 'Invalid API key', { headers: { 'WWW-Authenticate': `${challenge}, error="invalid_token"` } });
  }
  const reading = count(Date.now());
  call.state.quota = reading;
  call.set({
    'X-RateLimit-Limit': String(reading.limit),
    'X-RateLimit-Remaining': String(reading.remaining),
    'X-RateLimit-Reset': String(reading.resetEpochSeconds),
  });
  if (!reading.allowed && cloud.settings.isQuotaEnforced) {
    return refuse(429, 'quota-used-up', 'Rate limit exceeded', { headers: { 'Retry-After': String(reading.retryAfterSeconds) } });
  }
  return next();
};
