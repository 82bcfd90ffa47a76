import type { Call as AnyCall, Layer as AnyLayer } from '../kit/call.ts';
import type { DefectOf, VariantOf } from '../kit/make-vendor.ts';
import type { ServiceReason, ServiceState } from '../kit/service.ts';
import type { Account } from './account.ts';
import type { Settings } from './settings.ts';

/** The reasons why a call is refused. */
export type Reason =
  | ServiceReason
  | 'unknown-project'
  | 'unknown-region'
  | 'no-previous-release'
  | 'duplicate-name'
  | 'media-type'
  | 'version';

export type State = ServiceState<Account, Settings, Reason>;
export type Call = AnyCall<State>;
export type Layer = AnyLayer<State>;

export type Defects = Readonly<Record<string, DefectOf<State, Settings>>>;
export type DevVariant = VariantOf<State, Settings>;

/** Answers with a body; null for none. */
export const answer = (call: Call, status: number, body: unknown): void => {
  call.status = status;
  call.body = body;
};
