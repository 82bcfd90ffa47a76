import type { ExtraLayers } from '../kit/call.ts';
import type { Layer, State } from './call.ts';

/** Restores the data of the sandbox with the first call after each interval. */
const resetting = (resetSeconds: number): Layer => {
  let nextResetMs = Date.now() + resetSeconds * 1000;
  return (call, next) => {
    const nowMs = Date.now();
    if (call.state.environment === 'sandbox' && nowMs >= nextResetMs) {
      call.state.service.accounts['sandbox']?.reset(nowMs);
      nextResetMs = nowMs + resetSeconds * 1000;
    }
    return next();
  };
};

/** Shows a full quota where calls do not count. */
const fullQuota: Layer = async (call, next) => {
  await next();
  const { quota, settings, service } = call.state;
  const { remaining } = settings.rateHeaders;
  if (quota === undefined && settings.sandboxShowsQuota && remaining !== undefined) call.set(remaining, String(service.quota.limit));
};

/** The additional layers of the sandbox (FAQ, sandbox environment). */
export const sandboxLayers = (resetSeconds: number): ExtraLayers<State> => ({ around: fullQuota, behind: resetting(resetSeconds) });
