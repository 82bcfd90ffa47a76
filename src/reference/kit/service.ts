import type { RequestListener } from 'node:http';
import type { Quota } from '../vendor.ts';
import { application } from './application.ts';
import type { Route, RouteOf } from './application.ts';
import type { BaseState, Call, ExtraLayers, Layer } from './call.ts';
import { keyAccess, rateHeadersSent } from './key-access.ts';
import type { Environment, KeyHolder, KeyRing } from './keys.ts';
import type { QuotaCounters } from './quota-counters.ts';
import { openCounters } from './quota-counters.ts';
import type { QuotaReading } from './quota-window.ts';
import type { ErrorResponse } from './error-response.ts';
import type { ServiceSettings } from './service-settings.ts';

/** The reasons why any of these servers refuses a call. A vendor adds its own. */
export type ServiceReason =
  | 'missing-key'
  | 'unknown-key'
  | 'other-environment'
  | 'revoked-key'
  | 'expired-key'
  | 'quota-used-up'
  | 'not-permitted'
  | 'empty-body'
  | 'unparsable-body'
  | 'body-too-large'
  | 'body-not-object'
  | 'missing-member'
  | 'wrong-type'
  | 'unusable-value'
  | 'malformed-query'
  | 'unknown-cursor'
  | 'unknown-resource'
  | 'in-use'
  | 'unknown-path'
  | 'unknown-method'
  | 'internal';

/** Everything behind the ports of one server. The vendor names its `accounts`. */
export type Service<Account, Settings extends ServiceSettings = ServiceSettings> = {
  readonly settings: Settings;
  readonly quota: Quota;
  readonly accounts: Readonly<Record<string, Account>>;
  readonly keys: KeyRing<Account>;
  readonly counters: QuotaCounters;
};

/** Makes a service of its parts. */
export const openService = <Account, Settings extends ServiceSettings>(
  parts: Omit<Service<Account, Settings>, 'counters'>,
): Service<Account, Settings> => ({ ...parts, counters: openCounters(parts.quota, parts.settings.countCalls) });

/** What is known of a list that was answered, besides its body. */
export type ListNotes = {
  readonly isFirstPage: boolean;
  readonly isFiltered: boolean;
  readonly limit: number;
  /** How many matching resources follow after the page, and how many match at all. */
  readonly left: number;
  readonly total: number;
  /** Ids of the resources on the page. */
  readonly ids: readonly string[];
};

/** The state of a call in the layers. */
export type ServiceState<
  Account,
  Settings extends ServiceSettings = ServiceSettings,
  Reason extends string = ServiceReason,
> = BaseState<Reason> & {
  readonly service: Service<Account, Settings>;
  readonly settings: Settings;
  readonly environment: Environment;
  /** The account of the call's key. Until the key is known, the account that most keys of the environment belong to. */
  account: Account;
  /** The holder of the call's key; set for calls with a valid one. */
  holder?: KeyHolder<Account>;
  /** The state of the quota after this call, if the call was counted. */
  quota?: QuotaReading;
  list?: ListNotes;
  routeOf: RouteOf;
};

export type ListenerOptions<State> = {
  readonly environment: Environment;
  readonly basePath: string;
  readonly routes: Readonly<Record<string, Layer<State>>>;
  readonly errorBody: (errorResponse: ErrorResponse) => unknown;
  readonly extra: readonly (ExtraLayers<State> | undefined)[];
};

/**
 * The listener of one environment. Its layers: around, rate limit headers, error bodies, key and quota, body, behind, operations.
 * @param unauthenticated The account of calls whose key is not known yet.
 */
export const serviceListener = <Account, Settings extends ServiceSettings, Reason extends string>(
  service: Service<Account, Settings>,
  unauthenticated: Account,
  { environment, basePath, routes, errorBody, extra }: ListenerOptions<ServiceState<Account, Settings, Reason>>,
): RequestListener =>
  application<ServiceState<Account, Settings, Reason>>({
    basePath,
    routes,
    begin: (_call, routeOf) => ({ service, settings: service.settings, environment, account: unauthenticated, errorBody, routeOf }),
    outside: [rateHeadersSent],
    access: keyAccess,
    extra,
    unknownMethod: service.settings.unknownMethod,
  });

/** The operation that a call goes to, however it ends. */
export const routeOf = (call: Call<{ readonly routeOf: RouteOf }>): Route | undefined => call.state.routeOf(call);

/** Whether a call goes to an operation, such as `GET /projects/:id`. */
export const isCall = (call: Call<{ readonly routeOf: RouteOf }>, ...keys: readonly string[]): boolean =>
  keys.includes(routeOf(call)?.key ?? '');
