import { freshKey } from '../mechanisms/credentials.ts';
import { passing } from '../mechanisms/lifecycle.ts';
import type { CountCall } from '../mechanisms/quota-window.ts';
import { fixedWindow } from '../mechanisms/quota-window.ts';
import { seededRandom } from '../mechanisms/seeded-random.ts';
import type { OpenOptions } from '../vendor.ts';
import { isPlan, plans } from './catalogue.ts';
import type { Instance } from './instance.ts';
import type { Settings } from './settings.ts';
import type { Network, Volume } from './standing-data.ts';
import { freshAddress, freshInstanceId, standingInstances, standingNetworks, standingVolumes } from './standing-data.ts';

/** What a creation asks for, already judged. */
export type WantedInstance = { readonly name: string; readonly region: string; readonly plan: string };

/** The account behind one server: its things, its keys and what was asked of it. */
export type Cloud = {
  readonly settings: Settings;
  /** In the order of the list. */
  readonly instances: readonly Instance[];
  readonly networks: readonly Network[];
  readonly volumes: readonly Volume[];
  /** The two keys by their names as credentials; both are full keys of this account. */
  readonly keys: { readonly key: string; readonly second: string };
  /** The quota of each key. */
  readonly quotas: ReadonlyMap<string, CountCall>;
  /** Index in the list, -1 where there is no such id. */
  readonly indexOf: (id: string) => number;
  readonly provision: (wanted: WantedInstance, nowMs: number) => Instance;
  readonly reboot: (instance: Instance, nowMs: number) => void;
  /** Counts the lists asked for, from 1. */
  readonly countList: () => number;
};

/** Seconds that a status lasts, unless the start says otherwise. Long enough to be seen, short enough to wait for. */
export const standardDurations = { 'instance.provisioning': 0.5, 'instance.rebooting': 1.5 };

/** Makes an account with fresh keys and the standing data of the seed. */
export const openCloud = (settings: Settings, { quota, seed, durations }: OpenOptions): Cloud => {
  const random = seededRandom(seed);
  const seconds = { ...standardDurations, ...durations };
  const isNewestFirst = settings.order === 'newest-first';
  const standing = standingInstances(random, settings);
  const instances = isNewestFirst ? standing.toReversed() : standing;
  const keys = { key: freshKey(), second: freshKey() };
  let lists = 0;
  return {
    settings,
    instances,
    networks: standingNetworks(random, settings.networks),
    volumes: standingVolumes(random, settings.volumes, standing),
    keys,
    quotas: new Map(Object.values(keys).map((key) => [key, fixedWindow(quota, settings.quotaWindow)])),
    indexOf: (id) => instances.findIndex((instance) => instance.id === id),
    provision: ({ name, region, plan }, nowMs) => {
      const size = isPlan(plan) ? plans[plan] : plans.micro;
      const instance: Instance = {
        id: freshInstanceId(random, settings.id),
        name,
        region,
        cpu: size.cpu,
        memoryGb: size.memoryGb,
        ipv4: freshAddress(random),
        createdAtMs: nowMs,
        lifecycle: passing('provisioning', seconds['instance.provisioning'], 'running', nowMs),
      };
      if (isNewestFirst) instances.unshift(instance);
      else instances.push(instance);
      return instance;
    },
    reboot: (instance, nowMs) => {
      instance.lifecycle = passing('rebooting', seconds['instance.rebooting'], 'running', nowMs);
    },
    countList: () => (lists += 1),
  };
};
