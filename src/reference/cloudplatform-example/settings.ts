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

/** What the answer that issues a key shows. */
export type IssuedKey = { readonly id: string; readonly secret: string; readonly projectId: string; readonly createdAt: string };

/** What this server decides where the document leaves a choice, and what defects break. */
export type Settings = ServiceSettings & {
  /** Projects of the account at the start, and of the other account. */
  readonly projects: number;
  readonly otherProjects: number;
  readonly ids: IdForm;
  /** Whether the projects of the printed list keep their ids. */
  readonly standingIds: 'printed' | 'fresh';
  readonly order: 'oldest-first' | 'newest-first' | 'name';
  /** The list holds the projects of the account, or of everybody. */
  readonly listed: 'own' | 'all';
  readonly listBody: (projects: readonly unknown[]) => unknown;
  /** Whether listed projects show more members than the printed ones. */
  readonly isListDetailed: boolean;
  readonly time: TimeForm;
  readonly createdStatus: 200 | 201 | 202;
  readonly longestName: number;
  readonly unknownMember: 'ignored' | 'refused';
  readonly unknownParameter: 'ignored' | 'refused';
  readonly unknownRegion: 'accepted' | 'refused';
  /** Whether bodies of other media types are looked into. */
  readonly mediaTypes: 'any' | 'json';
  readonly faults: BodyRules;
  /** A creation with an Idempotency-Key that came before creates once more, gives the first answer again, or is refused. */
  readonly repeatedCreation: 'another' | 'first' | 'refused';
  readonly lag: StoreLag;
  readonly keyForm: KeyForm;
  readonly tokenForm: KeyForm;
  /** The member of a body that names the project of a new key. */
  readonly keyProject: string;
  readonly issuedBody: (key: IssuedKey) => unknown;
  /** An issued key may see all projects of the account, or the one it was issued for. */
  readonly issuedSees: 'account' | 'project';
  readonly issuedWorksAfterMs: number;
  /** What a project that does not exist gets. */
  readonly unknownProject: { readonly keys: 'refused' | 'accepted'; readonly usage: 'refused' | 'accepted' };
  readonly usageNames: UsageNames;
  /** Whether usage can be read without parameters, then of every project and of the last day. */
  readonly usagePrerequisites: 'all' | 'nothing';
  readonly usageBody: UsageBody;
  /** The days that are shown: those asked for, these with the one behind them, or those of the current month. */
  readonly usageDays: 'asked' | 'one-more' | 'this-month';
  /** What GET /user says to an API key: nobody, or the owner. */
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
  standingIds: 'printed',
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
