import { freshKey } from '../kit/credentials.ts';
import type { OpenOptions } from '../vendor.ts';
import type { Cloud } from './cloud.ts';
import { openCloud } from './cloud.ts';
import type { CountCallTo } from './key-quota.ts';
import { keyQuotas } from './key-quota.ts';
import type { Settings } from './settings.ts';

/** The keys, by their names as credentials of a target. */
const keyNames = ['key', 'second', 'restricted', 'other', 'revoked', 'expired', 'exhausted'] as const;
export type KeyName = (typeof keyNames)[number];

/** What a key gives access to. */
export type KeyHolder = {
  readonly cloud: Cloud;
  readonly mayWrite: boolean;
  /** Why a key that was once valid is refused now. */
  readonly ended?: 'revoked' | 'expired';
  readonly count: CountCallTo;
};

/** Everything behind one server: its accounts and the keys to them. */
export type Service = {
  readonly settings: Settings;
  readonly accounts: {
    /** The account that the keys belong to, except the two that name another. */
    readonly own: Cloud;
    readonly other: Cloud;
    /** An account with as many instances as its quota allows. */
    readonly exhausted: Cloud;
  };
  readonly keys: Readonly<Record<KeyName, string>>;
  /** Undefined for a key that was never issued. */
  readonly holderOf: (key: string) => KeyHolder | undefined;
};

const few = { instances: 7, networks: 2, volumes: 3 };

/** Makes the accounts with the data of the seed, and fresh keys. */
export const openService = (settings: Settings, { quota, seed, durations }: OpenOptions): Service => {
  const own = openCloud(settings, { seed, durations });
  const other = openCloud({ ...settings, ...few }, { seed: seed + 1_000_003, durations });
  const exhausted = openCloud({ ...settings, ...few }, { seed: seed + 2_000_003, durations, instanceQuota: few.instances });
  const quotaOf = keyQuotas(settings, quota);
  const full = (cloud: Cloud): KeyHolder => ({ cloud, mayWrite: true, count: quotaOf(cloud) });
  const holders: Readonly<Record<KeyName, KeyHolder>> = {
    key: full(own),
    second: full(own),
    restricted: { ...full(own), mayWrite: false },
    other: full(other),
    revoked: { ...full(own), ended: 'revoked' },
    expired: { ...full(own), ended: 'expired' },
    exhausted: full(exhausted),
  };
  const issued = new Map(keyNames.map((name) => [freshKey(), name]));
  const keys = Object.fromEntries(Array.from(issued, ([key, name]) => [name, key])) as Record<KeyName, string>;
  return {
    settings,
    accounts: { own, other, exhausted },
    keys,
    holderOf: (key) => {
      const name = issued.get(key);
      return name === undefined ? undefined : holders[name];
    },
  };
};
