import type { Call as AnyCall, Layer as AnyLayer } from '../kit/call.ts';
import type { DefectOf, VariantOf } from '../kit/make-vendor.ts';
import type { ServiceReason, ServiceState } from '../kit/service.ts';
import type { Account } from './account.ts';
import type { Settings } from './settings.ts';

/** The reasons why this server refuses a call. */
export type Reason = ServiceReason | 'foreign-resource' | 'name-taken' | 'unknown-media-type';

export type State = ServiceState<Account, Settings, Reason>;
export type Call = AnyCall<State>;
export type Layer = AnyLayer<State>;
export type PlatformDefects = Readonly<Record<string, DefectOf<State, Settings>>>;
export type PlatformDefect = DefectOf<State, Settings>;
export type PlatformVariant = VariantOf<State, Settings>;

export const basePath = '/v1';

/** Answers with a body; null for none. */
export const answer = (call: Call, status: number, body: unknown): void => {
  call.status = status;
  call.body = body;
};
