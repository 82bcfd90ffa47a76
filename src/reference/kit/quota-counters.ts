import type { Quota } from '../vendor.ts';
import type { Environment, KeyHolder } from './keys.ts';
import type { CountCall } from './quota-window.ts';

/** What quotas see of a call. It has no holder where its key is not valid. */
export type Counted = {
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly environment: Environment;
  readonly holder: KeyHolder<unknown> | undefined;
};

/** Names the quota that a call counts on. Calls with the same name share one. */
export type QuotaScope = (call: Counted) => string;

const unauthenticated = 'unauthenticated';
const numbers = new WeakMap<object, number>();
let accounts = 0;

const numberOf = (account: object): number => {
  const number = numbers.get(account) ?? (accounts += 1);
  numbers.set(account, number);
  return number;
};

/** Each key has a quota of its own. All unauthenticated callers share one. */
export const eachKey: QuotaScope = ({ holder, environment }) => `${environment} ${holder?.name ?? unauthenticated}`;

/** All keys of an account share a quota. */
export const eachAccount: QuotaScope = ({ holder, environment }) => {
  const account = holder?.accounts[environment];
  return typeof account === 'object' && account !== null ? `account ${numberOf(account)}` : unauthenticated;
};

/** Each key has a quota of its own for each method and path. */
export const eachPath: QuotaScope = (call) => `${eachKey(call)} ${call.method} ${call.path}`;

/** Everybody at a network address shares a quota. */
export const eachAddress: QuotaScope = ({ address }) => address;

/** Counts calls on the quota with this name, which is made when it is first used. */
export type QuotaCounters = (name: string) => CountCall;

export const openCounters = (quota: Quota, countCalls: (quota: Quota) => CountCall): QuotaCounters => {
  const counters = new Map<string, CountCall>();
  return (name) => {
    const counter = counters.get(name) ?? countCalls(quota);
    counters.set(name, counter);
    return counter;
  };
};
