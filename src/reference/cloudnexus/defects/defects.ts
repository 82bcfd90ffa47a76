import type { NexusDefects } from '../departure.ts';
import { creationDefects } from './creation.ts';
import { credentialDefects } from './credentials.ts';
import { envelopeDefects } from './envelope.ts';
import { errorShapeDefects } from './error-shape.ts';
import { instanceMemberDefects } from './instance-members.ts';
import { intermittentDefects } from './intermittent.ts';
import { listingDefects } from './listing.ts';
import { pageSizeDefects } from './page-size.ts';
import { pageWalkDefects } from './page-walk.ts';
import { rateLimitDefects } from './rate-limit.ts';
import { refusalDefects } from './refusals.ts';

/** Every broken CloudNexus, by the slug of its defect. */
export const defects: NexusDefects = {
  ...listingDefects,
  ...pageSizeDefects,
  ...pageWalkDefects,
  ...envelopeDefects,
  ...instanceMemberDefects,
  ...creationDefects,
  ...errorShapeDefects,
  ...refusalDefects,
  ...credentialDefects,
  ...rateLimitDefects,
  ...intermittentDefects,
};
