import { bodyRules } from '../../kit/json-object.ts';
import { fixedWindow } from '../../kit/quota-window.ts';
import type { PlatformVariant } from '../call.ts';

/** Refuses wherever the document leaves a choice between refusing and ignoring. */
export const strict: PlatformVariant = {
  title: 'Refuses what it could ignore, and limits issued keys to their project',
  settings: {
    scheme: 'exact',
    unknownMethod: 404,
    unknownParameter: 'refused',
    unknownMember: 'refused',
    mediaTypes: 'json',
    longestName: 64,
    faults: bodyRules(400),
    repeatedCreation: 'refused',
    issuedSees: 'project',
    plainHttp: { kind: 'refuse', status: 403, body: { error: { code: 'https_required', message: 'Use HTTPS' } } },
    countCalls: (quota) => fixedWindow(quota, 'epoch'),
  },
};
