import { passing } from '../kit/lifecycle.ts';
import { seededRandom } from '../kit/seeded-random.ts';
import { isPlan } from './catalogue.ts';
import type { Instance } from './instance.ts';
import type { Settings } from './settings.ts';
import { inOrder, insertInOrder } from './list-order.ts';
import type { Network } from './networks.ts';
import { standingNetworks } from './networks.ts';
import { freshAddress, freshInstanceId, standingInstances } from './standing-data.ts';
import type { Volume } from './volumes.ts';
import { standingVolumes } from './volumes.ts';

/** What a creation asks for, already judged. */
export type WantedInstance = { readonly name: string; readonly region: string; readonly plan: string };

/** One account: its things and what was asked of it. */
export type Cloud = {
  readonly settings: Settings;
  /** In the order of the list. */
  readonly instances: readonly Instance[];
  readonly networks: readonly Network[];
  readonly volumes: readonly Volume[];
  /** Ids of the images that belong to the account, besides those for everybody. */
  readonly customImages: readonly string[];
  /** Ids of the SSH keys that the account has registered. */
  readonly sshKeys: readonly string[];
  /** How many instances the account may have. */
  readonly instanceQuota: number;
  /** Index in the list, -1 where there is no such id. */
  readonly indexOf: (id: string) => number;
  readonly provision: (wanted: WantedInstance, nowMs: number) => Instance;
  readonly reboot: (instance: Instance, nowMs: number) => void;
  /** Counts the lists asked for, from 1. */
  readonly countList: () => number;
};

/** Seconds that a status lasts, unless the start says otherwise. Long enough to be seen, short enough to wait for. */
export const standardDurations = { 'instance.provisioning': 0.5, 'instance.rebooting': 1.5 };

export type CloudOptions = {
  readonly seed: number;
  readonly durations: Readonly<Record<string, number>>;
  readonly instanceQuota?: number;
};

/** Makes an account with the standing data of the seed. */
export const openCloud = (settings: Settings, { seed, durations, instanceQuota = Infinity }: CloudOptions): Cloud => {
  const random = seededRandom(seed);
  const seconds = { ...standardDurations, ...durations };
  const standing = standingInstances(random, settings);
  const instances = inOrder(standing, settings.order);
  let lists = 0;
  return {
    settings,
    instances,
    networks: standingNetworks(random, settings.networks),
    volumes: standingVolumes(random, settings.volumes, standing),
    customImages: [`img_${random.hex(10)}`],
    sshKeys: [`key_${random.hex(10)}`],
    instanceQuota,
    indexOf: (id) => instances.findIndex((instance) => instance.id === id),
    provision: ({ name, region, plan }, nowMs) => {
      const { cpu, memoryGb } = settings.planSizes[isPlan(plan) ? plan : 'micro'];
      const instance: Instance = {
        id: freshInstanceId(random, settings.id),
        name,
        region,
        cpu,
        memoryGb,
        ipv4: freshAddress(random),
        createdAtMs: nowMs,
        origin: 'created',
        lifecycle: passing('provisioning', seconds['instance.provisioning'], 'running', nowMs),
      };
      insertInOrder(instances, instance, settings.order);
      return instance;
    },
    reboot: (instance, nowMs) => {
      instance.lifecycle = passing('rebooting', seconds['instance.rebooting'], 'running', nowMs);
    },
    countList: () => (lists += 1),
  };
};
