import type { CursorForm } from '../kit/cursor.ts';
import { base64Cursor } from '../kit/cursor.ts';
import type { IdForm } from '../kit/id-form.ts';
import { prefixedId } from '../kit/id-form.ts';
import type { PlainManner } from '../kit/plain-http.ts';
import type { SizeRules } from '../kit/query.ts';
import { eachAccount } from '../kit/quota-counters.ts';
import type { ErrorResponse } from '../kit/error-response.ts';
import type { ServiceSettings } from '../kit/service-settings.ts';
import { standardServiceSettings } from '../kit/service-settings.ts';
import type { StoreLag } from '../kit/store.ts';
import type { TimeForm } from '../kit/time-form.ts';
import { timeText } from '../kit/time-form.ts';
import { namedError } from './error-body.ts';
import { pageCutAbove } from './page-sizes.ts';
import type { Paging } from './paging.ts';
import type { WebhookSettings } from './webhook-settings.ts';
import { standardWebhooks } from './webhook-settings.ts';

/** The order of the list; `within-page` sorts each page and not the pages. */
export type ListSort = 'newest-first' | 'oldest-first' | 'name' | 'within-page';

/** What this server decides where the document leaves a choice, and what defects break. */
export type Settings = ServiceSettings & {
  /** Resources of the account at the start, of the sandbox, and of the other account. */
  readonly resources: number;
  readonly sandboxResources: number;
  readonly otherResources: number;
  readonly paging: Paging;
  readonly perPage: SizeRules;
  readonly limit: SizeRules;
  /** More items on a page than were asked for, up to the maximum. */
  readonly extraItems: 0 | 1;
  /** So many items further on (or, below 0, back) does each page begin than the one before ends. */
  readonly boundary: -1 | 0 | 1;
  readonly behindLastPage: 'empty' | 'refused';
  readonly cursor: CursorForm;
  /** The next_cursor of the last page. */
  readonly lastCursor: 'null' | 'absent' | 'empty';
  readonly unknownParameter: 'ignored' | 'refused';
  readonly emptyParameter: 'value' | 'absent';
  readonly sort: ListSort;
  /** What the list shows: the resources of the key's project, with those that were deleted too, or those of every project. */
  readonly listed: 'own' | 'own-and-deleted' | 'all';
  readonly ids: IdForm;
  readonly time: (ms: number) => string;
  /** The region of a resource that was created without one: a default one, null, or no member. */
  readonly noRegion: 'default' | 'null' | 'absent';
  /** updated_at of what was never changed: the time of its creation, or null. */
  readonly unchanged: 'created_at' | 'null';
  /** Names beside non-empty text of at most so many characters. */
  readonly name: { readonly minimum: 0 | 1; readonly maximum: number; readonly isConverted: boolean };
  readonly unknownMember: 'ignored' | 'refused';
  readonly unknownRegion: 'accepted' | 'refused';
  /** A second creation with a name that is taken makes another resource, answers with the first one, or is refused with 409. */
  readonly sameName: 'another' | 'first' | 'refused';
  /** Whether bodies of other media types are looked into. */
  readonly mediaTypes: 'any' | 'json';
  readonly emptyBody: 400 | 422;
  readonly notAnObject: 400 | 422;
  /** What a new resource goes through, each for the duration resource.provisioning, and where it ends. */
  readonly stages: readonly string[];
  readonly settled: string;
  /** Whether a resource that is not settled counts as in use. */
  readonly isNewInUse: boolean;
  /** A resource of another project is unknown, or forbidden. */
  readonly foreign: 404 | 403;
  readonly lag: StoreLag;
  /** Whether the path of the overview's example answers. */
  readonly hasInstances: boolean;
  readonly errorBody: (errorResponse: ErrorResponse) => unknown;
  readonly plainHttp: PlainManner;
  readonly webhooks: WebhookSettings;
  /** Whether keys of the account open the sandbox too, where there is no key for it alone. */
  readonly sandboxKey: 'own' | 'same';
  /** Whether answers of the sandbox, whose calls count nowhere, show a full quota. */
  readonly sandboxShowsQuota: boolean;
  /** Standing data of the sandbox is as old as the last reset, or as that of production. */
  readonly sandboxDates: 'reset' | 'old';
};

export const timeIn =
  (form: TimeForm) =>
  (ms: number): string =>
    timeText(ms, form);

export const standardSettings: Settings = {
  ...standardServiceSettings,
  challenge: 'Bearer realm="Cloud API Platform"',
  quotaScope: eachAccount,
  strangers: 'announced',
  rateHeaders: { remaining: 'X-RateLimit-Remaining', resetForm: 'epoch', isSentOn: () => true, retryAfter: 'seconds' },
  resources: 142,
  sandboxResources: 6,
  otherResources: 0,
  paging: 'both',
  perPage: pageCutAbove,
  limit: pageCutAbove,
  extraItems: 0,
  boundary: 0,
  behindLastPage: 'empty',
  cursor: base64Cursor,
  lastCursor: 'null',
  unknownParameter: 'ignored',
  emptyParameter: 'value',
  sort: 'newest-first',
  listed: 'own',
  ids: prefixedId('res_', 6, 'alphanumeric'),
  time: timeIn('seconds'),
  noRegion: 'default',
  unchanged: 'created_at',
  name: { minimum: 1, maximum: 255, isConverted: false },
  unknownMember: 'ignored',
  unknownRegion: 'accepted',
  sameName: 'another',
  mediaTypes: 'any',
  emptyBody: 400,
  notAnObject: 422,
  stages: ['provisioning'],
  settled: 'active',
  isNewInUse: false,
  foreign: 404,
  lag: {},
  hasInstances: true,
  errorBody: namedError,
  plainHttp: { kind: 'close' },
  webhooks: standardWebhooks,
  sandboxKey: 'own',
  sandboxShowsQuota: true,
  sandboxDates: 'reset',
};
