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

/** What this server decides where the document leaves a choice, and what a defect decides wrongly. */
export type Settings = {
  readonly instances: number;
  readonly networks: number;
  readonly volumes: number;
  /** Where the standing instances are, in turn. */
  readonly regions: readonly string[];
  /** Names of the standing instances: by role and number, or with signs that need care somewhere. */
  readonly names: 'plain' | 'odd';
  readonly page: {
    readonly default: number;
    readonly maximum: number;
    /** A limit above the maximum is cut down to it, or refused. */
    readonly above: 'cut' | 'refused';
    /** limit=0 is refused, taken for no limit given, or answered with an empty page. */
    readonly zero: 'refused' | 'default' | 'empty';
  };
  readonly cursor: CursorForm;
  /** What stands for next_cursor on the last page; a value leads to an empty page. */
  readonly lastCursor: 'null' | 'absent' | 'empty' | 'value';
  readonly order: 'oldest-first' | 'newest-first' | 'by-name';
  readonly id: 'prefixed' | 'prefixed-letters' | 'uuid';
  readonly createdAt: 'seconds' | 'milliseconds' | 'microseconds';
  /** How long after its creation an instance is listed. */
  readonly listedAfterMs: number;
  /** What stands for ipv4 while an instance is not running. */
  readonly noAddress: 'null' | 'absent';
  /** An unknown value of the region or status filter matches nothing, or is refused. */
  readonly unknownRegion: 'nothing' | 'refused';
  readonly unknownStatus: 'nothing' | 'refused';
  readonly unknownParameter: 'ignored' | 'refused';
  /** A query parameter without a value counts as empty text, or as not given. */
  readonly emptyParameter: 'value' | 'absent';
  readonly isListed: ListedRule;
  /** Where a name may stand once only. */
  readonly uniqueNames: 'account' | 'region';
  readonly created: 200 | 201 | 202 | 204;
  /** What a creation answers with, unless its status allows no body. */
  readonly createdBody: 'instance' | 'wrapped';
  /** Whether a creation's answer names the new instance's address. */
  readonly hasLocation: boolean;
  readonly planSizes: PlanSizes;
  readonly isName: (name: string) => boolean;
  readonly unknownMember: 'ignored' | 'refused';
  readonly unknownSshKey: 'ignored' | 'refused';
  /** A body under another media type than JSON is read all the same, or refused. */
  readonly otherMediaType: 'read' | 'refused';
  readonly wrongType: 400 | 422;
  readonly notAnObject: 400 | 422;
  readonly unknownCursor: 400 | 422;
  /** Answer to the restart of an instance that is neither running nor rebooting. */
  readonly notRunning: 409 | 422;
  /** Answers to the restart of what cannot be an instance's id, and of another account's instance. */
  readonly malformedId: 400 | 404;
  readonly foreignInstance: 403 | 404;
  /** How long a restart takes to answer. */
  readonly restartAnswerMs: number;
  /** Answer to another method on a known path. */
  readonly unknownMethod: 404 | 405;
  /** Whether one instance can be read at its own path, which the document does not mention. */
  readonly readsOne: boolean;
  /** The word Bearer is read in any letter case, or in this one only. */
  readonly scheme: 'any-case' | 'exact';
  /** Whether a key that may not write is noticed before or after other faults of the call. */
  readonly permission: 'first' | 'last';
  /** What a call without encryption meets. */
  readonly plainHttp: 'redirected' | 'refused' | 'closed' | 'served';
  readonly networksShape: PlainShape;
  /** A network as an object, or as the text of its id. */
  readonly networkForm: 'object' | 'id';
  readonly unknownVpc: 'nothing' | 404 | 422;
  readonly unknownEnvironment: 'nothing' | 'refused';
  readonly volumesShape: PlainShape;
  readonly volumeForm: 'whole' | 'id-only';
  /** Name of the parameter that limits volumes to a region. */
  readonly volumeRegion: 'region' | 'location';
  /** Makes what counts the calls of one quota. */
  readonly countCalls: (quota: Quota) => CountCall;
  /** What has a quota of its own: a key, each endpoint type with a key, or the account with all its keys. */
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
