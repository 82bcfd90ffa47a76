import type { Defects } from '../call.ts';
import { accountDefects } from './accounts.ts';
import { additionDefects } from './additions.ts';
import { answerDefects } from './answers.ts';
import { changeDefects } from './changes.ts';
import { creationDefects } from './creation.ts';
import { crashDefects } from './crashes.ts';
import { credentialDefects } from './credentials.ts';
import { deploymentDefects } from './deployments.ts';
import { environmentDefects } from './environments.ts';
import { filterDefects } from './filters.ts';
import { intermittentDefects } from './intermittent.ts';
import { narrowPageDefects } from './narrow-pages.ts';
import { otherFilterDefects } from './other-filters.ts';
import { pageEndDefects } from './page-end.ts';
import { pageSizeDefects } from './page-size.ts';
import { pageTraversalDefects } from './page-traversal.ts';
import { quotaDefects } from './quota.ts';
import { rateHeaderDefects } from './rate-headers.ts';
import { removalDefects } from './removal.ts';
import { requestDefects } from './requests.ts';
import { retrievalDefects } from './retrieval.ts';
import { streamDefects } from './stream.ts';
import { transportDefects } from './transport.ts';
import { webhookDefects } from './webhooks.ts';
import { wholeBodyDefects } from './whole-bodies.ts';

/** Every broken server, by the slug of its defect. */
export const defects: Defects = {
  ...accountDefects,
  ...additionDefects,
  ...answerDefects,
  ...changeDefects,
  ...creationDefects,
  ...crashDefects,
  ...credentialDefects,
  ...deploymentDefects,
  ...environmentDefects,
  ...filterDefects,
  ...wholeBodyDefects,
  ...intermittentDefects,
  ...narrowPageDefects,
  ...otherFilterDefects,
  ...pageEndDefects,
  ...pageSizeDefects,
  ...pageTraversalDefects,
  ...quotaDefects,
  ...rateHeaderDefects,
  ...removalDefects,
  ...requestDefects,
  ...retrievalDefects,
  ...streamDefects,
  ...transportDefects,
  ...webhookDefects,
};
