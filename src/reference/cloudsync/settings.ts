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

/** One page of the list, before it becomes a body. */
export type ListAnswer = { readonly shown: readonly unknown[]; readonly page: number; readonly pages: number; readonly total: number };

/** What this server sets where the document leaves a choice, and what a defect sets wrongly. */
export type Settings = ServiceSettings & {
  readonly instances: number;
  readonly ids: IdForm;
  readonly keys: KeyForm;
  readonly createdAt: (ms: number) => string;
  /** Statuses before the last one, each with its share of the whole time. */
  readonly stages: StatusStages;
  readonly lastStatus: Status;
  readonly statuses: { readonly created: 200 | 201 | 202; readonly updated: 200 | 202 | 204; readonly removed: 200 | 202 | 204 };
  readonly listBody: (answer: ListAnswer) => unknown;
  readonly itemBody: (shown: unknown) => unknown;
  /** Body of a removal, unless its status allows none. */
  readonly removedBody: (id: string) => unknown;
  readonly errorBody: (errorResponse: Pick<ErrorResponse, 'status' | 'reason' | 'message' | 'faults'>) => unknown;
  /** How many instances a page holds; Infinity for all on one page. */
  readonly pageSize: number;
  readonly order: 'oldest-first' | 'newest-first' | 'by-name';
  readonly bodyRules: BodyRules;
  /** Members that a creation must have. */
  readonly required: readonly string[];
  readonly unknownMember: 'ignored' | 'refused';
  readonly longestName: number;
  readonly isName: (name: string) => boolean;
  /** Whether a body with another media type than JSON is read or refused. */
  readonly otherMediaType: 'read' | 'refused';
  /** Whether bodies of creations and updates are checked, or used whatever they hold. */
  readonly leniency: 'checked' | 'anything';
  readonly lag: StoreLag;
  /** How long reads show the values from before an update, and lists omit new instances. */
  readonly updatedAfterMs: number;
  readonly listBehindMs: number;
  /** How long every operation takes to answer. */
  readonly answeredAfterMs: number;
  /** Whether a removed instance disappears at once, shows a status for a while before that, or stays as archived. */
  readonly removal: 'at-once' | 'deleting' | 'archived';
  /** Whether an instance can be removed before it is active. */
  readonly removesNew: boolean;
  /** The status for the id of a removed instance. */
  readonly gone: 404 | 410;
  /** How a call without encryption is answered. */
  readonly plainHttp: (request: IncomingMessage) => PlainManner;
  /** Changes how an instance is shown. */
  readonly asShown: (shown: Shown) => unknown;
  /** Chooses the instances of a list, or adds to them. */
  readonly listed: (instances: readonly Instance[], call: Call, nowMs: number) => readonly Instance[];
  /** The instance that an operation uses for an id. */
  readonly found: (instance: Instance | undefined, id: string, call: Call) => Instance | undefined;
  /** The data of an instance after an update. */
  readonly updatedTo: (changes: Changes, wanted: Wanted) => Changes;
};

const wrapped = (shown: unknown): Members => ({ instance: shown });

/** The healthy server. */
export const standardSettings: Settings = {
  ...standardServiceSettings,
  unauthenticated: 'reported',
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
