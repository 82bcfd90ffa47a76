import type { CountCall, QuotaReading } from '../kit/quota-window.ts';
import type { Quota } from '../vendor.ts';
import type { Cloud } from './cloud.ts';
import { instancesPath } from './call.ts';
import type { Settings } from './settings.ts';

/** Kinds of operations that may have limits of their own (Rate Limiting: limits vary by endpoint type). */
export type EndpointType = 'instances' | 'changes' | 'others';

/** Counts a call to an endpoint of a type, at a time in milliseconds since the epoch. */
export type CountCallTo = (type: EndpointType, nowMs: number) => QuotaReading;

export const endpointTypeOf = ({ method, path }: { readonly method: string; readonly path: string }): EndpointType => {
  if (method === 'POST' || method === 'PUT') return 'changes';
  return path === instancesPath ? 'instances' : 'others';
};

const entry = <Key extends object | string>(made: Pick<Map<Key, CountCall>, 'get' | 'set'>, key: Key, make: () => CountCall): CountCall => {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
};

/**
 * Makes the counter of one key, for quotas that belong to a key. Where each endpoint type has its own, the list of instances gets
 * the whole limit and the other types half of it.
 */
export const keyQuotas = ({ countCalls, quotaScope }: Settings, quota: Quota): ((account: Cloud) => CountCallTo) => {
  const accounts = new Map<Cloud, CountCall>();
  const half = { ...quota, limit: Math.ceil(quota.limit / 2) };
  return (account) => {
    if (quotaScope === 'account') {
      const count = entry(accounts, account, () => countCalls(quota));
      return (_type, nowMs) => count(nowMs);
    }
    const types = new Map<string, CountCall>();
    return (type, nowMs) => {
      const scope = quotaScope === 'key' ? '' : type;
      const count = entry(types, scope, () => countCalls(scope === '' || scope === 'instances' ? quota : half));
      return count(nowMs);
    };
  };
};
