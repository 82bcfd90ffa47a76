import { digitCursor } from '../../kit/cursor.ts';
import type { CountCall } from '../../kit/quota-window.ts';
import { fixedWindow } from '../../kit/quota-window.ts';
import type { Quota } from '../../vendor.ts';
import type { Layer } from '../call.ts';
import type { NexusVariant } from '../overrides.ts';

/** Reports what was left before the call, not after it. */
const countingBehind = (quota: Quota): CountCall => {
  const count = fixedWindow(quota, 'first-call');
  return (nowMs) => {
    const reading = count(nowMs);
    return reading.allowed ? { ...reading, remaining: reading.remaining + 1 } : reading;
  };
};

/** Omits whatever is optional: details except for values, the challenge, the date, the body of a creation. */
const minimal: Layer = async (call, next) => {
  await next();
  call.res.sendDate = false;
  call.remove('WWW-Authenticate');
  if (call.state.errorResponse !== undefined) {
    const { status, reason, faults } = call.state.errorResponse;
    call.body = { error: { code: status, message: 'No', ...(reason === 'unusable-value' && { details: faults }) } };
  } else if (call.status === 202) {
    call.body = { ...(call.body as object), message: '' };
  } else if (call.status === 201) {
    call.body = '';
    call.remove('Content-Type');
    return;
  }
  call.set('Content-Type', 'application/json');
};

/** Answers with as little as the document allows. */
export const terse: NexusVariant = {
  title: 'The minimum that the document allows in bodies, errors and header fields',
  deviations: { 'NEXUS-105': 'volumes are filtered by region with the parameter location, and region is ignored' },
  settings: {
    cursor: digitCursor,
    page: { default: 20, maximum: 100, above: 'cut', zero: 'empty' },
    lastCursor: 'absent',
    noAddress: 'absent',
    unknownStatus: 'nothing',
    unknownCursor: 422,
    unknownMethod: 404,
    networksShape: 'array',
    networkForm: 'id',
    unknownVpc: 404,
    unknownEnvironment: 'nothing',
    volumesShape: 'array',
    volumeForm: 'id-only',
    volumeRegion: 'location',
    countCalls: countingBehind,
  },
  around: minimal,
};
