import type { SyncDefects } from '../overrides.ts';
import { changeDefects } from './changes.ts';
import { creationDefects } from './creation.ts';
import { crashDefects } from './crashes.ts';
import { credentialDefects } from './credentials.ts';
import { errorDefects } from './errors.ts';
import { intermittentDefects } from './intermittent.ts';
import { lifecycleDefects } from './lifecycle.ts';
import { listingDefects } from './listing.ts';
import { memberDefects } from './members.ts';
import { permissionDefects } from './permissions.ts';
import { rateHeaderDefects } from './rate-headers.ts';
import { servedQuotaDefects } from './served-quota.ts';
import { transportDefects } from './transport.ts';
import { wholeBodyDefects } from './whole-bodies.ts';

/** Every broken CloudSync, by the slug of its defect. */
export const defects: SyncDefects = {
  ...transportDefects,
  ...crashDefects,
  ...credentialDefects,
  ...permissionDefects,
  ...creationDefects,
  ...memberDefects,
  ...lifecycleDefects,
  ...listingDefects,
  ...changeDefects,
  ...servedQuotaDefects,
  ...rateHeaderDefects,
  ...errorDefects,
  ...wholeBodyDefects,
  ...intermittentDefects,
};
