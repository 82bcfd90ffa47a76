import type { Members } from '../kit/answering.ts';
import type { Call as AnyCall, Layer as AnyLayer } from '../kit/call.ts';
import type { ServiceReason, ServiceState } from '../kit/service.ts';
import type { Instance, Instances } from './instance.ts';
import type { Settings } from './settings.ts';

/** Every path of the API begins with this one. */
export const basePath = '/v2';

/** Durations in seconds, by name. The document says that an instance is active after 30 to 60 seconds. */
export const standardDurations = { 'instance.active': 0.5 } as const;

/** What the keys of one customer give access to. */
export type Account = { readonly instances: Instances; readonly activeSeconds: number };

/** The reasons why CloudSync refuses a call. */
export type Reason = ServiceReason | 'other-media-type' | 'gone' | 'instance-busy';
export type State = ServiceState<Account, Settings, Reason>;
export type Call = AnyCall<State>;
export type Layer = AnyLayer<State>;

/** The keys of the operations in the table of routes. */
export const operations = {
  list: 'GET /instances',
  create: 'POST /instances',
  read: 'GET /instances/:id',
  update: 'PATCH /instances/:id',
  remove: 'DELETE /instances/:id',
} as const;

/** The operations that show instances. */
export type Showing = Exclude<keyof typeof operations, 'remove'>;

/** An instance before it is shown. */
export type Shown = {
  readonly on: Showing;
  readonly members: Members;
  readonly instance: Instance;
  readonly nowMs: number;
  readonly call: Call;
};
