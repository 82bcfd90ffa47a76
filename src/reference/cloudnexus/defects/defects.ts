import type { NexusDefects } from '../overrides.ts';
import { accountDefects } from './accounts.ts';
import { contentTypeDefects } from './content-type.ts';
import { creationOutcomeDefects } from './creation-outcome.ts';
import { creationValueDefects } from './creation-values.ts';
import { creationDefects } from './creation.ts';
import { crashDefects } from './crashes.ts';
import { credentialDefects } from './credentials.ts';
import { envelopeDefects } from './envelope.ts';
import { errorShapeDefects } from './error-shape.ts';
import { filterDefects } from './filters.ts';
import { instanceMemberDefects } from './instance-members.ts';
import { intermittentDefects } from './intermittent.ts';
import { keyCheckedLastDefects } from './key-checked-last.ts';
import { listingDefects } from './listing.ts';
import { networkDefects } from './networks.ts';
import { pageSizeDefects } from './page-size.ts';
import { pageTraversalDefects } from './page-traversal.ts';
import { permissionDefects } from './permissions.ts';
import { presentationDefects } from './presentation.ts';
import { rateLimitNumberDefects } from './rate-limit-numbers.ts';
import { rateLimitDefects } from './rate-limit.ts';
import { errorResponseDefects } from './error-responses.ts';
import { restartDefects } from './restarts.ts';
import { servedQuotaDefects } from './served-quota.ts';
import { transportDefects } from './transport.ts';
import { valueFormDefects } from './value-forms.ts';
import { volumeDefects } from './volumes.ts';

/** Every broken CloudNexus, by the slug of its defect. */
export const defects: NexusDefects = {
  ...listingDefects,
  ...pageSizeDefects,
  ...pageTraversalDefects,
  ...envelopeDefects,
  ...instanceMemberDefects,
  ...creationDefects,
  ...creationOutcomeDefects,
  ...creationValueDefects,
  ...restartDefects,
  ...errorShapeDefects,
  ...errorResponseDefects,
  ...transportDefects,
  ...crashDefects,
  ...credentialDefects,
  ...presentationDefects,
  ...accountDefects,
  ...permissionDefects,
  ...keyCheckedLastDefects,
  ...rateLimitDefects,
  ...filterDefects,
  ...valueFormDefects,
  ...networkDefects,
  ...volumeDefects,
  ...contentTypeDefects,
  ...rateLimitNumberDefects,
  ...servedQuotaDefects,
  ...intermittentDefects,
};
