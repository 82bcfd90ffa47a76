import { fixedWindow } from '../../kit/quota-window.ts';
import { pageRefusedAbove } from '../page-sizes.ts';
import type { PlatformVariant } from '../call.ts';

/** Refuses wherever the document leaves a choice between refusing and ignoring. */
export const strict: PlatformVariant = {
  title: 'Refuses what it could ignore',
  settings: {
    scheme: 'exact',
    permission: 'last',
    perPage: pageRefusedAbove,
    limit: pageRefusedAbove,
    unknownParameter: 'refused',
    behindLastPage: 'refused',
    unknownMember: 'refused',
    unknownRegion: 'refused',
    sameName: 'refused',
    mediaTypes: 'json',
    emptyBody: 422,
    notAnObject: 400,
    name: { minimum: 1, maximum: 36, isConverted: false },
    isNewInUse: true,
    foreign: 403,
    hasInstances: false,
    plainHttp: { kind: 'refuse', status: 403, body: { error: 'forbidden', message: 'Use HTTPS' } },
    countCalls: (quota) => fixedWindow(quota, 'epoch'),
  },
};
