import type { Quota } from '../vendor.ts';
import type { Environment } from './keys.ts';
import type { QuotaScope } from './quota-counters.ts';
import { eachKey } from './quota-counters.ts';
import type { CountCall } from './quota-window.ts';
import { fixedWindow } from './quota-window.ts';
import type { RateHeaders } from './rate-headers.ts';
import { standardRateHeaders } from './rate-headers.ts';

/** What every one of these servers decides; a vendor's own settings come on top. */
export type ServiceSettings = {
  /** The word Bearer is read in any letter case, or in this one only. */
  readonly scheme: 'any-case' | 'exact';
  /** WWW-Authenticate of a 401, such as `Bearer realm="…"`; null for none. */
  readonly challenge: string | null;
  /** Answer to another method on a known path. */
  readonly unknownMethod: 404 | 405;
  /** Whether a key that may not do something is noticed before or after other faults of the call. */
  readonly permission: 'first' | 'last';
  /** Makes what counts the calls of one quota. */
  readonly countCalls: (quota: Quota) => CountCall;
  /** Names the quota that a call counts on. */
  readonly quotaScope: QuotaScope;
  /** Calls without a valid key are told nothing of a quota, are told of one for all of them, or are refused by it too. */
  readonly strangers: 'uncounted' | 'announced' | 'limited';
  /** Environments whose calls count. */
  readonly counted: readonly Environment[];
  readonly isQuotaEnforced: boolean;
  readonly rateHeaders: RateHeaders;
};

export const standardServiceSettings: ServiceSettings = {
  scheme: 'any-case',
  challenge: 'Bearer',
  unknownMethod: 405,
  permission: 'first',
  countCalls: (quota) => fixedWindow(quota, 'first-call'),
  quotaScope: eachKey,
  strangers: 'uncounted',
  counted: ['live'],
  isQuotaEnforced: true,
  rateHeaders: standardRateHeaders,
};
