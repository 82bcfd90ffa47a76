import type { QuotaReading } from '../kit/quota-window.ts';
import type { BaseState, Call as AnyCall, Layer as AnyLayer } from '../kit/call.ts';
import type { Fault, ErrorResponse } from '../kit/error-response.ts';
import * as refusing from '../kit/refusing.ts';
import type { Cloud } from './cloud.ts';
import type { Service } from './service.ts';

/** The reasons why CloudNexus refuses a call. The status of each is set where it is thrown. */
export type Reason =
  | 'missing-key'
  | 'unknown-key'
  | 'revoked-key'
  | 'expired-key'
  | 'quota-used-up'
  | 'not-permitted'
  | 'blocked-region'
  | 'no-room'
  | 'unparsable-body'
  | 'empty-body'
  | 'body-too-large'
  | 'other-media-type'
  | 'body-not-object'
  | 'missing-member'
  | 'wrong-type'
  | 'unusable-value'
  | 'duplicate-name'
  | 'malformed-query'
  | 'unknown-cursor'
  | 'unknown-vpc'
  | 'unknown-instance'
  | 'foreign-instance'
  | 'already-rebooting'
  | 'not-restartable'
  | 'unknown-path'
  | 'unknown-method';

export type NexusErrorResponse = ErrorResponse<Reason>;

/** Whether a thrown value is an error response of this server. */
export const isErrorResponse = (thrown: unknown): thrown is NexusErrorResponse => refusing.isErrorResponse(thrown);

/** @throws {ErrorResponse} always. */
export const refuse: (
  status: number,
  reason: Reason,
  message: string,
  extra?: { readonly faults?: readonly Fault[]; readonly headers?: Readonly<Record<string, string>> },
) => never = refusing.refuse;

/** What is known of a list that was answered, besides its body. */
export type ListNotes = {
  /** The number of the list among those of this server, from 1. */
  readonly number: number;
  readonly isFirstPage: boolean;
  readonly isFiltered: boolean;
  readonly limit: number;
  /** How many matching instances follow after the page, and how many match at all. */
  readonly left: number;
  readonly matching: number;
};

/** The state of a call in the layers. */
export type CallState = BaseState<Reason> & {
  service: Service;
  /** The account of the call's key. Until the key is known, the account that most keys belong to. */
  cloud: Cloud;
  /** Set for calls with a valid key. */
  mayWrite?: boolean;
  /** Set for calls with a valid key. */
  quota?: QuotaReading;
  list?: ListNotes;
};

export type Call = AnyCall<CallState>;
export type Layer = AnyLayer<CallState>;

export const basePath = '/v2';
export const instancesPath = `${basePath}/instances`;
export const networksPath = `${basePath}/networks`;
export const volumesPath = `${basePath}/volumes`;
