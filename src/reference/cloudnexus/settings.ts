import type { CursorForm } from '../kit/cursor.ts';
import { base64Cursor } from '../kit/cursor.ts';
import type { CountCall } from '../kit/quota-window.ts';
import { fixedWindow } from '../kit/quota-window.ts';
import type { Quota } from '../vendor.ts';
import type { PlanSizes } from './catalogue.ts';
import { plans, regions } from './catalogue.ts';
import type { ListedRule } from './list-filters.ts';
import { meetsEach } from './list-filters.ts';
import type { PlainShape } from './plain-list.ts';

/** What this server sets where the document leaves a choice, and what a defect sets wrongly. */
export type Settings = {
  readonly instances: number;
  readonly networks: number;
  readonly volumes: number;
  /** The regions of the instances at the start, in turn. */
  readonly regions: readonly string[];
  /** Names of the instances at the start: by role and number, or with characters that are easily mishandled. */
  readonly names: 'plain' | 'odd';
  readonly page: {
    readonly default: number;
    readonly maximum: number;
    /** Whether a limit above the maximum is reduced to it or refused. */
    readonly above: 'cut' | 'refused';
    /** Whether limit=0 is refused, means the default size, or gives an empty page. */
    readonly zero: 'refused' | 'default' | 'empty';
  };
  readonly cursor: CursorForm;
  /** The next_cursor of the last page; with `value` it leads to an empty page. */
  readonly lastCursor: 'null' | 'absent' | 'empty' | 'value';
  readonly order: 'oldest-first' | 'newest-first' | 'by-name';
  readonly id: 'prefixed' | 'prefixed-letters' | 'uuid';
  readonly createdAt: 'seconds' | 'milliseconds' | 'microseconds';
  /** How long after its creation an instance is listed. */
  readonly listedAfterMs: number;
  /** The ipv4 of an instance that is not running. */
  readonly noAddress: 'null' | 'absent';
  /** Whether an unknown value of the filter region or status matches nothing or is refused. */
  readonly unknownRegion: 'nothing' | 'refused';
  readonly unknownStatus: 'nothing' | 'refused';
  readonly unknownParameter: 'ignored' | 'refused';
  /** Whether a query parameter without a value counts as empty text or as absent. */
  readonly emptyParameter: 'value' | 'absent';
  readonly isListed: ListedRule;
  /** Where a name must be unique. */
  readonly uniqueNames: 'account' | 'region';
  readonly created: 200 | 201 | 202 | 204;
  /** The body of the answer to a creation, unless its status allows none. */
  readonly createdBody: 'instance' | 'wrapped';
  /** Whether the answer to a creation has the new instance's address in Location. */
  readonly hasLocation: boolean;
  readonly planSizes: PlanSizes;
  readonly isName: (name: string) => boolean;
  readonly unknownMember: 'ignored' | 'refused';
  readonly unknownSshKey: 'ignored' | 'refused';
  /** Whether a body with another media type than JSON is read or refused. */
  readonly otherMediaType: 'read' | 'refused';
  readonly wrongType: 400 | 422;
  readonly notAnObject: 400 | 422;
  readonly unknownCursor: 400 | 422;
  /** The status for the restart of an instance that is neither running nor rebooting. */
  readonly notRunning: 409 | 422;
  /** The statuses for the restart of something that cannot be an instance's id, and of another account's instance. */
  readonly malformedId: 400 | 404;
  readonly foreignInstance: 403 | 404;
  /** How long a restart takes to answer. */
  readonly restartAnswerMs: number;
  /** The status for another method on a known path. */
  readonly unknownMethod: 404 | 405;
  /** Whether an instance can be read at its own path, which the document does not describe. */
  readonly readsOne: boolean;
  /** Whether the word Bearer is read in any letter case or only as written. */
  readonly scheme: 'any-case' | 'exact';
  /** Whether a missing permission is reported before or after the other faults of a call. */
  readonly permission: 'first' | 'last';
  /** How a call without encryption is answered. */
  readonly plainHttp: 'redirected' | 'refused' | 'closed' | 'served';
  readonly networksShape: PlainShape;
  /** Whether a network is shown as an object or as its id. */
  readonly networkForm: 'object' | 'id';
  readonly unknownVpc: 'nothing' | 404 | 422;
  readonly unknownEnvironment: 'nothing' | 'refused';
  readonly volumesShape: PlainShape;
  readonly volumeForm: 'whole' | 'id-only';
  /** The name of the parameter that filters volumes by region. */
  readonly volumeRegion: 'region' | 'location';
  /** Makes the counter of one quota. */
  readonly countCalls: (quota: Quota) => CountCall;
  /** What has a quota of its own: a key, each endpoint type of a key, or an account with all its keys. */
  readonly quotaScope: 'key' | 'endpoint-type' | 'account';
  readonly isQuotaEnforced: boolean;
};

/** The healthy server. */
export const standardSettings: Settings = {
  instances: 130,
  networks: 12,
  volumes: 9,
  regions,
  names: 'plain',
  page: { default: 20, maximum: 100, above: 'cut', zero: 'refused' },
  cursor: base64Cursor,
  lastCursor: 'null',
  order: 'oldest-first',
  id: 'prefixed',
  createdAt: 'seconds',
  listedAfterMs: 0,
  noAddress: 'null',
  unknownRegion: 'nothing',
  unknownStatus: 'refused',
  unknownParameter: 'ignored',
  emptyParameter: 'value',
  isListed: meetsEach,
  uniqueNames: 'account',
  created: 201,
  createdBody: 'instance',
  hasLocation: false,
  planSizes: plans,
  isName: (name) => name !== '',
  unknownMember: 'ignored',
  unknownSshKey: 'refused',
  otherMediaType: 'read',
  wrongType: 422,
  notAnObject: 400,
  unknownCursor: 400,
  notRunning: 409,
  malformedId: 404,
  foreignInstance: 404,
  restartAnswerMs: 0,
  unknownMethod: 405,
  readsOne: false,
  scheme: 'any-case',
  permission: 'first',
  plainHttp: 'redirected',
  networksShape: 'data',
  networkForm: 'object',
  unknownVpc: 'nothing',
  unknownEnvironment: 'refused',
  volumesShape: 'data',
  volumeForm: 'whole',
  volumeRegion: 'region',
  countCalls: (quota) => fixedWindow(quota, 'first-call'),
  quotaScope: 'key',
  isQuotaEnforced: true,
};
