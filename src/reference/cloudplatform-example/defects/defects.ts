import type { PlatformDefects } from '../call.ts';
import { accessTokenDefects } from './access-tokens.ts';
import { crashDefects } from './crashes.ts';
import { creationDefects } from './creation.ts';
import { credentialDefects } from './credentials.ts';
import { errorBodyDefects } from './error-bodies.ts';
import { intermittentDefects } from './intermittent.ts';
import { issuedKeyDefects } from './issued-keys.ts';
import { keyCheckedLastDefects } from './key-checked-last.ts';
import { listBodyDefects } from './list-body.ts';
import { rateHeaderDefects } from './rate-headers.ts';
import { rateLimitDefects } from './rate-limit.ts';
import { tokenExchangeDefects } from './token-exchange.ts';
import { transportDefects } from './transport.ts';
import { usageDefects } from './usage.ts';
import { versionDefects } from './versions.ts';

/** Every broken platform, by the slug of its defect. */
export const defects: PlatformDefects = {
  ...versionDefects,
  ...transportDefects,
  ...credentialDefects,
  ...keyCheckedLastDefects,
  ...tokenExchangeDefects,
  ...accessTokenDefects,
  ...listBodyDefects,
  ...crashDefects,
  ...creationDefects,
  ...issuedKeyDefects,
  ...usageDefects,
  ...errorBodyDefects,
  ...rateLimitDefects,
  ...rateHeaderDefects,
  ...intermittentDefects,
};
