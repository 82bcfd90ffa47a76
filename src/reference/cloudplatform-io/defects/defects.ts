import type { PlatformDefects } from '../call.ts';
import { creationDefects } from './creation.ts';
import { credentialDefects } from './credentials.ts';
import { crashDefects } from './crashes.ts';
import { cursorPageDefects } from './cursor-pages.ts';
import { deletionDefects } from './deletion.ts';
import { errorBodyDefects } from './error-bodies.ts';
import { errorStatusDefects } from './error-statuses.ts';
import { intermittentDefects } from './intermittent.ts';
import { keyCheckedLastDefects } from './key-checked-last.ts';
import { listBodyDefects } from './list-body.ts';
import { numberedPageDefects } from './numbered-pages.ts';
import { permissionDefects } from './permissions.ts';
import { rateHeaderDefects } from './rate-headers.ts';
import { rateLimitDefects } from './rate-limit.ts';
import { sandboxDefects } from './sandbox.ts';
import { singleResourceDefects } from './single-resource.ts';
import { transportDefects } from './transport.ts';
import { traversalDefects } from './traversals.ts';
import { webhookDefects } from './webhooks.ts';
import { wholeBodyDefects } from './whole-bodies.ts';

/** Every broken Cloud API Platform, by the slug of its defect. */
export const defects: PlatformDefects = {
  ...errorBodyDefects,
  ...errorStatusDefects,
  ...transportDefects,
  ...credentialDefects,
  ...crashDefects,
  ...keyCheckedLastDefects,
  ...permissionDefects,
  ...listBodyDefects,
  ...traversalDefects,
  ...numberedPageDefects,
  ...cursorPageDefects,
  ...singleResourceDefects,
  ...creationDefects,
  ...deletionDefects,
  ...rateLimitDefects,
  ...rateHeaderDefects,
  ...sandboxDefects,
  ...webhookDefects,
  ...wholeBodyDefects,
  ...intermittentDefects,
};
