import type { Quota } from '../vendor.ts';
import type { Environment } from './keys.ts';
import type { QuotaScope } from './quota-counters.ts';
import { eachKey } from './quota-counters.ts';
import type { CountCall } from './quota-window.ts';
import { fixedWindow } from './quota-window.ts';
import type { RateHeaders } from './rate-headers.ts';
import { standardRateHeaders } from './rate-headers.ts';

/** What each of these servers can set. A vendor adds its own settings. */
export type ServiceSettings = {
  /** Whether the word Bearer is read in any letter case or only as written. */
  readonly scheme: 'any-case' | 'exact';
  /** WWW-Authenticate of a 401, such as `Bearer realm="…"`; null for none. */
  readonly challenge: string | null;
  /** The status for another method on a known path. */
  readonly unknownMethod: 404 | 405;
  /** Whether a missing permission is reported before or after the other faults of a call. */
  readonly permission: 'first' | 'last';
  /** Makes the counter of one quota. */
  readonly countCalls: (quota: Quota) => CountCall;
  /** Names the quota that a call counts on. */
  readonly quotaScope: QuotaScope;
  /**
   * What calls without a valid key see of a quota: nothing, the headers of one that they all share, or those headers and its 429.
   */
  readonly unauthenticated: 'uncounted' | 'reported' | 'limited';
  /** The environments whose calls count. */
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
  unauthenticated: 'uncounted',
  counted: ['live'],
  isQuotaEnforced: true,
  rateHeaders: standardRateHeaders,
};
