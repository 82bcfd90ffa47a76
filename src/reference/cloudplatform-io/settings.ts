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

/** The order of the list; `within-page` sorts each page by itself, not the whole list. */
export type ListSort = 'newest-first' | 'oldest-first' | 'name' | 'within-page';

/** What this server sets where the document leaves a choice, and what a defect sets wrongly. */
export type Settings = ServiceSettings & {
  /** Resources of the account at the start, of the sandbox, and of the other account. */
  readonly resources: number;
  readonly sandboxResources: number;
  readonly otherResources: number;
  readonly paging: Paging;
  readonly perPage: SizeRules;
  readonly limit: SizeRules;
  /** How many items a page has above the requested size, up to the maximum. */
  readonly extraItems: 0 | 1;
  /** How many items a page begins after (or, below 0, before) the end of the page before. */
  readonly boundary: -1 | 0 | 1;
  readonly behindLastPage: 'empty' | 'refused';
  readonly cursor: CursorForm;
  /** The next_cursor of the last page. */
  readonly lastCursor: 'null' | 'absent' | 'empty';
  readonly unknownParameter: 'ignored' | 'refused';
  readonly emptyParameter: 'value' | 'absent';
  readonly sort: ListSort;
  /** The resources in the list: those of the key's project, also with the deleted ones, or those of every project. */
  readonly listed: 'own' | 'own-and-deleted' | 'all';
  readonly ids: IdForm;
  readonly time: (ms: number) => string;
  /** The region of a resource that was created without one: a default, null, or no member. */
  readonly noRegion: 'default' | 'null' | 'absent';
  /** updated_at of an unchanged resource: the time of its creation, or null. */
  readonly unchanged: 'created_at' | 'null';
  /** Which names are accepted: how many characters, and whether a number or a boolean is converted to a string. */
  readonly name: { readonly minimum: 0 | 1; readonly maximum: number; readonly isConverted: boolean };
  readonly unknownMember: 'ignored' | 'refused';
  readonly unknownRegion: 'accepted' | 'refused';
  /**
   * What a second creation with the same name does: it makes another resource, answers with the first one, or is refused with
   * 409.
   */
  readonly sameName: 'another' | 'first' | 'refused';
  /** Whether bodies with other media types are read. */
  readonly mediaTypes: 'any' | 'json';
  readonly emptyBody: 400 | 422;
  readonly notAnObject: 400 | 422;
  /** The statuses of a new resource, each for the duration resource.provisioning; the last one stays. */
  readonly stages: readonly string[];
  readonly settled: string;
  /** Whether a resource before its last status counts as in use. */
  readonly isNewInUse: boolean;
  /** The status for a resource of another project. */
  readonly foreign: 404 | 403;
  readonly lag: StoreLag;
  /** Whether the path in the overview's example is served. */
  readonly hasInstances: boolean;
  readonly errorBody: (errorResponse: ErrorResponse) => unknown;
  readonly plainHttp: PlainManner;
  readonly webhooks: WebhookSettings;
  /** Whether the sandbox accepts keys of the account too, or only a key of its own. */
  readonly sandboxKey: 'own' | 'same';
  /** Whether answers of the sandbox, whose calls do not count, show a full quota. */
  readonly sandboxShowsQuota: boolean;
  /** Whether the data of the sandbox is as old as the last reset, or as that of production. */
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
  unauthenticated: 'reported',
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
