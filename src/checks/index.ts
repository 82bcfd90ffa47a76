import type { Check } from './kit/define.ts';
import { authChecks } from './families/auth/index.ts';
import { bodyChecks } from './families/body/index.ts';
import { concurrencyChecks } from './families/concurrency/index.ts';
import { docsChecks } from './families/docs/index.ts';
import { errorsChecks } from './families/errors/index.ts';
import { filteringChecks } from './families/filtering/index.ts';
import { headersChecks } from './families/headers/index.ts';
import { httpChecks } from './families/http/index.ts';
import { idempotencyChecks } from './families/idempotency/index.ts';
import { lifecycleChecks } from './families/lifecycle/index.ts';
import { limitsChecks } from './families/limits/index.ts';
import { oauthChecks } from './families/oauth/index.ts';
import { orderingChecks } from './families/ordering/index.ts';
import { paginationChecks } from './families/pagination/index.ts';
import { propertiesChecks } from './families/properties/index.ts';
import { queryChecks } from './families/query/index.ts';
import { rateLimitChecks } from './families/rate-limit/index.ts';
import { sandboxChecks } from './families/sandbox/index.ts';
import { schemaChecks } from './families/schema/index.ts';
import { sequencesChecks } from './families/sequences/index.ts';
import { statusChecks } from './families/status/index.ts';
import { streamingChecks } from './families/streaming/index.ts';
import { surveyChecks } from './families/survey/index.ts';
import { transportChecks } from './families/transport/index.ts';
import { versioningChecks } from './families/versioning/index.ts';
import { webhooksChecks } from './families/webhooks/index.ts';

/** Every check, by family. Within a phase and a stage they run in this order. */
export const checks: readonly Check[] = [
  ...statusChecks,
  ...docsChecks,
  ...schemaChecks,
  ...headersChecks,
  ...httpChecks,
  ...paginationChecks,
  ...filteringChecks,
  ...queryChecks,
  ...orderingChecks,
  ...streamingChecks,
  ...bodyChecks,
  ...limitsChecks,
  ...authChecks,
  ...oauthChecks,
  ...transportChecks,
  ...versioningChecks,
  ...errorsChecks,
  ...concurrencyChecks,
  ...lifecycleChecks,
  ...sequencesChecks,
  ...idempotencyChecks,
  ...propertiesChecks,
  ...rateLimitChecks,
  ...sandboxChecks,
  ...webhooksChecks,
  ...surveyChecks,
];

const byId = new Map<string, Check>(checks.map((check) => [check.id, check]));

/** The check of an id such as `pagination/walk-complete`; undefined where there is none. */
export const checkById = (id: string): Check | undefined => byId.get(id);
