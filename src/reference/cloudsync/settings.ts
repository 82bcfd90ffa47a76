import type { IncomingMessage } from 'node:http';
import type { Members } from '../kit/answering.ts';
import type { IdForm } from '../kit/id-form.ts';
import { prefixedId } from '../kit/id-form.ts';
import type { BodyRules } from '../kit/json-object.ts';
import { bodyRules } from '../kit/json-object.ts';
import type { KeyForm } from '../kit/keys.ts';
import { keyForm } from '../kit/keys.ts';
import type { Stage } from '../kit/lifecycle.ts';
import type { PlainManner } from '../kit/plain-http.ts';
import type { ErrorResponse } from '../kit/error-response.ts';
import { rollingWindow } from '../kit/rolling-window.ts';
import type { ServiceSettings } from '../kit/service-settings.ts';
import { standardServiceSettings } from '../kit/service-settings.ts';
import type { StoreLag } from '../kit/store.ts';
import { timeText } from '../kit/time-form.ts';
import type { Call, Shown } from './call.ts';
import type { Changes, Instance, Status, Wanted } from './instance.ts';

export type StatusStages = readonly (readonly [status: Stage<Status>['status'], share: number])[];

/** One page of the list, before it is put into a body. */
export type ListAnswer = { readonly shown: readonly unknown[]; readonly page: number; readonly pages: number; readonly total: number };

/** What this server decides where the document leaves a choice, and what a defect decides wrongly. */
export type Settings = ServiceSettings & {
  readonly instances: number;
  readonly ids: IdForm;
  readonly keys: KeyForm;
  readonly createdAt: (ms: number) => string;
  /** Statuses until the last one is reached, each with its share of the time that takes. */
  readonly stages: StatusStages;
  readonly lastStatus: Status;
  readonly statuses: { readonly created: 200 | 201 | 202; readonly updated: 200 | 202 | 204; readonly removed: 200 | 202 | 204 };
  readonly listBody: (answer: ListAnswer) => unknown;
  readonly itemBody: (shown: unknown) => unknown;
  /** Body of a removal, unless its status allows none. */
  readonly removedBody: (id: string) => unknown;
  readonly errorBody: (errorResponse: Pick<ErrorResponse, 'status' | 'reason' | 'message' | 'faults'>) => unknown;
  /** How many instances a page holds; Infinity for one list of all. */
  readonly pageSize: number;
  readonly order: 'oldest-first' | 'newest-first' | 'by-name';
  readonly bodyRules: BodyRules;
  /** Members that a creation cannot do without. */
  readonly required: readonly string[];
  readonly unknownMember: 'ignored' | 'refused';
  readonly longestName: number;
  readonly isName: (name: string) => boolean;
  /** A body under another media type than JSON is read all the same, or refused. */
  readonly otherMediaType: 'read' | 'refused';
  /** Bodies of creations and updates are checked, or something is made of whatever they hold. */
  readonly leniency: 'checked' | 'anything';
  readonly lag: StoreLag;
  /** How long reads show what stood there before an update, and lists what was so long ago. */
  readonly updatedAfterMs: number;
  readonly listBehindMs: number;
  /** How long every operation takes to answer. */
  readonly answeredAfterMs: number;
  /** A removed instance is gone, or shown for a while as being deleted, or kept as archived. */
  readonly removal: 'at-once' | 'deleting' | 'archived';
  /** Whether an instance can be removed before it is active. */
  readonly removesNew: boolean;
  /** Answer for the id of an instance that was removed. */
  readonly gone: 404 | 410;
  /** What a call without encryption meets. */
  readonly plainHttp: (request: IncomingMessage) => PlainManner;
  /** Changes an instance as it is shown. */
  readonly asShown: (shown: Shown) => unknown;
  /** Chooses among the instances of a list, or adds to them. */
  readonly listed: (instances: readonly Instance[], call: Call, nowMs: number) => readonly Instance[];
  /** The instance that an operation takes for the one of an id. */
  readonly found: (instance: Instance | undefined, id: string, call: Call) => Instance | undefined;
  /** What an update makes of an instance. */
  readonly updatedTo: (changes: Changes, wanted: Wanted) => Changes;
};

const wrapped = (shown: unknown): Members => ({ instance: shown });

/** The healthy server. */
export const standardSettings: Settings = {
  ...standardServiceSettings,
  strangers: 'announced',
  countCalls: (quota) => rollingWindow(quota, { burst: 1.2 }),
  instances: 8,
  ids: prefixedId('inst_', 16),
  keys: keyForm('cs_live_', 32),
  createdAt: (ms) => timeText(ms, 'seconds'),
  stages: [['new', 1]],
  lastStatus: 'active',
  statuses: { created: 201, updated: 200, removed: 204 },
  listBody: ({ shown }) => ({ instances: shown }),
  itemBody: wrapped,
  removedBody: () => ({}),
  errorBody: ({ message }) => ({ message }),
  pageSize: Infinity,
  order: 'oldest-first',
  bodyRules: bodyRules(422, { empty: 400 }),
  required: ['name', 'region', 'size', 'image'],
  unknownMember: 'ignored',
  longestName: 255,
  isName: (name) => name.trim() !== '',
  otherMediaType: 'read',
  leniency: 'checked',
  lag: {},
  updatedAfterMs: 0,
  listBehindMs: 0,
  answeredAfterMs: 0,
  removal: 'at-once',
  removesNew: true,
  gone: 404,
  plainHttp: () => ({ kind: 'redirect', status: 301 }),
  asShown: ({ members }) => members,
  listed: (instances) => instances,
  found: (instance) => instance,
  updatedTo: (changes) => changes,
};
