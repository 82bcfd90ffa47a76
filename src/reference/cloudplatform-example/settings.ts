import type { ExtraLayers } from '../kit/call.ts';
import type { IdForm } from '../kit/id-form.ts';
import { prefixedId } from '../kit/id-form.ts';
import type { BodyRules } from '../kit/json-object.ts';
import { bodyRules } from '../kit/json-object.ts';
import type { KeyForm } from '../kit/keys.ts';
import type { TokenChecks, TokenState } from '../kit/oauth-token.ts';
import type { PlainManner } from '../kit/plain-http.ts';
import type { ErrorResponse } from '../kit/error-response.ts';
import type { ServiceSettings } from '../kit/service-settings.ts';
import { standardServiceSettings } from '../kit/service-settings.ts';
import type { StoreLag } from '../kit/store.ts';
import type { TimeForm } from '../kit/time-form.ts';
import { nestedError } from './error-body.ts';
import { printedKey, printedToken } from './secrets.ts';
import type { UsageBody, UsageNames } from './usage-body.ts';
import { usageByDay } from './usage-body.ts';

/** The contents of the answer that issues a key. */
export type IssuedKey = { readonly id: string; readonly secret: string; readonly projectId: string; readonly createdAt: string };

/** What this server sets where the document leaves a choice, and what a defect sets wrongly. */
export type Settings = ServiceSettings & {
  /** Projects of the account at the start, and of the other account. */
  readonly projects: number;
  readonly otherProjects: number;
  readonly ids: IdForm;
  /** Whether the projects of the document's example list keep their ids. */
  readonly initialIds: 'printed' | 'fresh';
  readonly order: 'oldest-first' | 'newest-first' | 'name';
  /** Whether the list contains the projects of the account or of all accounts. */
  readonly listed: 'own' | 'all';
  readonly listBody: (projects: readonly unknown[]) => unknown;
  /** Whether listed projects have more members than those of the document's example. */
  readonly isListDetailed: boolean;
  readonly time: TimeForm;
  readonly createdStatus: 200 | 201 | 202;
  readonly longestName: number;
  readonly unknownMember: 'ignored' | 'refused';
  readonly unknownParameter: 'ignored' | 'refused';
  readonly unknownRegion: 'accepted' | 'refused';
  /** Whether bodies with other media types are read. */
  readonly mediaTypes: 'any' | 'json';
  readonly faults: BodyRules;
  /** Whether a creation with a used Idempotency-Key creates again, gets the first answer again, or is refused. */
  readonly repeatedCreation: 'another' | 'first' | 'refused';
  readonly lag: StoreLag;
  readonly keyForm: KeyForm;
  readonly tokenForm: KeyForm;
  /** The member of a body that names the project of a new key. */
  readonly keyProject: string;
  readonly issuedBody: (key: IssuedKey) => unknown;
  /** Whether an issued key may see all projects of the account or only its own. */
  readonly issuedSees: 'account' | 'project';
  readonly issuedWorksAfterMs: number;
  /** How calls for a project that does not exist are answered. */
  readonly unknownProject: { readonly keys: 'refused' | 'accepted'; readonly usage: 'refused' | 'accepted' };
  readonly usageNames: UsageNames;
  /** Whether usage can be read without parameters. It is then that of all projects on the last day. */
  readonly usagePrerequisites: 'all' | 'nothing';
  readonly usageBody: UsageBody;
  /** Which days are shown: those requested, also the day after them, or those of the current month. */
  readonly usageDays: 'asked' | 'one-more' | 'this-month';
  /** Whether GET /user shows an API key its owner or refuses it. */
  readonly userOfKey: 'nobody' | 'owner';
  readonly errorBody: (errorResponse: ErrorResponse) => unknown;
  readonly plainHttp: PlainManner;
  readonly tokenPath: string;
  readonly tokenChecks: Partial<TokenChecks>;
  readonly tokenLayers: ExtraLayers<TokenState>;
};

export const standardSettings: Settings = {
  ...standardServiceSettings,
  challenge: 'Bearer realm="Cloud API Platform"',
  projects: 24,
  otherProjects: 0,
  ids: prefixedId('prj_', 8, 'alphanumeric'),
  initialIds: 'printed',
  order: 'oldest-first',
  listed: 'own',
  listBody: (data) => ({ data }),
  isListDetailed: false,
  time: 'seconds',
  createdStatus: 201,
  longestName: 255,
  unknownMember: 'ignored',
  unknownParameter: 'ignored',
  unknownRegion: 'refused',
  mediaTypes: 'any',
  faults: bodyRules(422),
  repeatedCreation: 'another',
  lag: {},
  keyForm: printedKey,
  tokenForm: printedToken,
  keyProject: 'project_id',
  issuedBody: ({ id, secret, projectId, createdAt }) => ({ id, key: secret, project_id: projectId, created_at: createdAt }),
  issuedSees: 'account',
  issuedWorksAfterMs: 0,
  unknownProject: { keys: 'refused', usage: 'refused' },
  usageNames: { project: 'project_id', start: 'start', end: 'end' },
  usagePrerequisites: 'all',
  usageBody: usageByDay,
  usageDays: 'asked',
  userOfKey: 'nobody',
  errorBody: nestedError,
  plainHttp: { kind: 'redirect', status: 301 },
  tokenPath: '/oauth/token',
  tokenChecks: {},
  tokenLayers: {},
};
