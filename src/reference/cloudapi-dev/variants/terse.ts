import { digitCursor } from '../../kit/cursor.ts';
import type { DevVariant, Layer } from '../call.ts';
import { standardSettings } from '../settings.ts';

/** Error responses without bodies, and no Date. */
const minimal: Layer = async (call, next) => {
  await next();
  call.res.sendDate = false;
  if (call.state.errorResponse === undefined) return;
  call.body = '';
  call.remove('Content-Type');
};

/** Answers with as little as the document allows. */
export const terse: DevVariant = {
  title: 'The minimum that the document allows in bodies, errors and header fields',
  deviations: {
    'CDEV-95': 'the data of an event is a line of text',
    'CDEV-112': 'the last page has no next_cursor',
    'CDEV-120': 'a log query answers with a bare array',
    'CDEV-140': 'answers to calls without a key report no quota',
  },
  settings: {
    challenge: null,
    unauthenticated: 'uncounted',
    cursor: digitCursor,
    lastCursor: 'absent',
    deploymentTimes: 'hidden',
    updated: 'id',
    deployed: 'nothing',
    rollback: 'nothing',
    logShape: 'array',
    stream: { names: 'bare', heartbeatMs: 0, text: (entry) => Object.values(entry).join(' ').replaceAll(/\s+/g, ' ') },
    regionsShape: 'array',
    plainHttp: { kind: 'refuse', status: 426, body: {} },
    rateHeaders: { ...standardSettings.rateHeaders, resetForm: 'seconds' },
  },
  around: minimal,
};
