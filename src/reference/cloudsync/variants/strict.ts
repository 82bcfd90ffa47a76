import { bodyRules } from '../../mechanisms/json-object.ts';
import { rollingWindow } from '../../mechanisms/rolling-window.ts';
import type { SyncVariant } from '../departure.ts';

/** Refuses wherever the document leaves a choice between refusing and overlooking. */
export const strict: SyncVariant = {
  title: 'Refuses what could be overlooked, and allows no burst',
  settings: {
    statuses: { created: 200, updated: 200, removed: 200 },
    required: ['name', 'region', 'size', 'image', 'ssh_keys', 'backups', 'ipv6', 'tags'],
    unknownMember: 'refused',
    longestName: 63,
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
};
