import { fixedWindow } from '../../kit/quota-window.ts';
import type { Call, Layer } from '../call.ts';
import type { NexusVariant } from '../overrides.ts';

const clockAheadSeconds = 300;

/** A clock that is five minutes ahead; the server's own Date agrees with it. */
const clockAhead = (call: Call): void => {
  call.res.sendDate = false;
  call.set('Date', new Date(Date.now() + clockAheadSeconds * 1000).toUTCString());
  const reset = call.state.quota?.resetEpochSeconds;
  if (reset !== undefined) call.set('X-RateLimit-Reset', String(reset + clockAheadSeconds));
};

/** The same error responses in other words, with details for a 422 only. */
const strictErrors: Layer = async (call, next) => {
  await next();
  clockAhead(call);
  if (call.state.errorResponse === undefined) return;
  const { status, faults } = call.state.errorResponse;
  const details = faults.map(({ field }) => ({ field, message: `rejected: ${field}` }));
  call.body = { error: { code: status, message: `E${status}`, ...(status === 422 && details.length > 0 && { details }) } };
};

/** Refuses wherever the document leaves a choice between refusing and ignoring. */
export const strict: NexusVariant = {
  title: 'Refuses what it could ignore, in few words',
  settings: {
    page: { default: 20, maximum: 100, above: 'refused', zero: 'refused' },
    lastCursor: 'absent',
    unknownRegion: 'refused',
    unknownParameter: 'refused',
    created: 200,
    wrongType: 400,
    notAnObject: 422,
    unknownCursor: 422,
    notRunning: 422,
    isName: (name) => name.trim() !== '',
    plainHttp: 'refused',
    networksShape: 'array',
    countCalls: (quota) => fixedWindow(quota, 'epoch'),
  },
  around: strictErrors,
};
