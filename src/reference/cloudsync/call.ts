import type { Members } from '../kit/answering.ts';
import type { Call as AnyCall, Layer as AnyLayer } from '../kit/call.ts';
import type { ServiceReason, ServiceState } from '../kit/service.ts';
import type { Instance, Instances } from './instance.ts';
import type { Settings } from './settings.ts';

/** Every path of the API stands below this one. */
export const basePath = '/v2';

/** Seconds by name, and how long each lasts here. The document gives an instance 30 to 60 seconds until it is active. */
export const standardDurations = { 'instance.active': 0.5 } as const;

/** What the keys of one customer open. */
export type Account = { readonly instances: Instances; readonly activeSeconds: number };

/** Why CloudSync refuses a call. */
export type Reason = ServiceReason | 'other-media-type' | 'gone' | 'instance-busy';
export type State = ServiceState<Account, Settings, Reason>;
export type Call = AnyCall<State>;
export type Layer = AnyLayer<State>;

/** Keys of the operations among the routes. */
export const operations = {
  list: 'GET /instances',
  create: 'POST /instances',
  read: 'GET /instances/:id',
  update: 'PATCH /instances/:id',
  remove: 'DELETE /instances/:id',
} as const;

/** The operations that show instances. */
export type Showing = Exclude<keyof typeof operations, 'remove'>;

/** What is about to be shown. */
export type Shown = {
  readonly on: Showing;
  readonly members: Members;
  readonly instance: Instance;
  readonly nowMs: number;
  readonly call: Call;
};
