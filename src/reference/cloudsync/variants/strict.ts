import { bodyObject } from '../../kit/asking.ts';
import { bodyRules } from '../../kit/json-object.ts';
import { refuse } from '../../kit/refusing.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import { isCall } from '../../kit/service.ts';
import type { Layer } from '../call.ts';
import { operations } from '../call.ts';
import type { SyncVariant } from '../overrides.ts';

/** The document does not say which values can be combined. */
const backupsNeedAddress: Layer = (call, next) => {
  const body = isCall(call, operations.create) ? bodyObject(call) : undefined;
  return body?.['backups'] === true && body['ipv6'] === false ? refuse(400, 'unusable-value', 'Backups need IPv6') : next();
};

/** Refuses wherever the document leaves a choice between refusing and ignoring. */
export const strict: SyncVariant = {
  title: 'Refuses what it could ignore, and allows no burst',
  settings: {
    statuses: { created: 200, updated: 200, removed: 200 },
    required: ['name', 'region', 'size', 'image', 'ssh_keys', 'backups', 'ipv6', 'tags'],
    unknownMember: 'refused',
    longestName: 36,
    isName: (name) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name),
    otherMediaType: 'refused',
    bodyRules: bodyRules(400),
    permission: 'last',
    scheme: 'exact',
    removesNew: false,
    errorBody: ({ status, faults }) => ({ message: `E${status}`, fields: faults.map(({ field }) => field) }),
    countCalls: (quota) => rollingWindow(quota, { countsRefused: true }),
    plainHttp: () => ({ kind: 'close' }),
  },
  behind: backupsNeedAddress,
};
