import { setTimeout as pause } from 'node:timers/promises';
import { layered } from '../../kit/answering.ts';
import { authenticated, presentation } from '../../kit/asking.ts';
import type { Call, Layer, PlatformVariant, State } from '../call.ts';

/** How long each answer takes. */
const slowMs = 40;

const slowly: Layer = async (_call, next) => {
  await pause(slowMs);
  await next();
};

/** Whether a call comes with a key that does not work yet. */
const isTooEarly = (call: Call): boolean => {
  const presented = presentation(call);
  if (presented.kind !== 'key') return false;
  const accounts = Object.values(call.state.service.accounts);
  return accounts.some(({ issued }) => (issued.get(presented.key) ?? 0) > Date.now());
};

/** Shows writes late. */
export const lagging: PlatformVariant = {
  title: 'Answers slowly, lists a new project late, and accepts a new key late',
  settings: { lag: { listedAfterMs: 900, readableAfterMs: 500 }, issuedWorksAfterMs: 700, createdStatus: 202 },
  around: layered<State>(
    slowly,
    authenticated(isTooEarly, () => 'nobody-has-issued-this'),
  ),
};
