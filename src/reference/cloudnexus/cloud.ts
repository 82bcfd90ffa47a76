import { passing } from '../kit/lifecycle.ts';
import { seededRandom } from '../kit/seeded-random.ts';
import { isPlan } from './catalogue.ts';
import type { Instance } from './instance.ts';
import type { Settings } from './settings.ts';
import { inOrder, insertInOrder } from './list-order.ts';
import type { Network } from './networks.ts';
import { initialNetworks } from './networks.ts';
import { freshAddress, freshInstanceId, initialInstances } from './initial-data.ts';
import type { Volume } from './volumes.ts';
import { initialVolumes } from './volumes.ts';

/** What a valid creation asks for. */
export type WantedInstance = { readonly name: string; readonly region: string; readonly plan: string };

/** One account: its resources and the calls it has seen. */
export type Cloud = {
  readonly settings: Settings;
  /** In the order of the list. */
  readonly instances: readonly Instance[];
  readonly networks: readonly Network[];
  readonly volumes: readonly Volume[];
  /** Ids of the images that belong to the account; the public images are extra. */
  readonly customImages: readonly string[];
  /** Ids of the SSH keys that the account has registered. */
  readonly sshKeys: readonly string[];
  /** How many instances the account may have. */
  readonly instanceQuota: number;
  /** Index in the list, -1 where there is no such id. */
  readonly indexOf: (id: string) => number;
  readonly provision: (wanted: WantedInstance, nowMs: number) => Instance;
  readonly reboot: (instance: Instance, nowMs: number) => void;
  /** Counts the lists that were requested, from 1. */
  readonly countList: () => number;
};

/** How many seconds a status lasts by default. Long enough to be seen, short enough to wait for. */
export const standardDurations = { 'instance.provisioning': 0.5, 'instance.rebooting': 1.5 };

export type CloudOptions = {
  readonly seed: number;
  readonly durations: Readonly<Record<string, number>>;
  readonly instanceQuota?: number;
};

/** Makes an account with the data of the seed. */
export const openCloud = (settings: Settings, { seed, durations, instanceQuota = Infinity }: CloudOptions): Cloud => {
  const random = seededRandom(seed);
  const seconds = { ...standardDurations, ...durations };
  const initial = initialInstances(random, settings);
  const instances = inOrder(initial, settings.order);
  let lists = 0;
  return {
    settings,
    instances,
    networks: initialNetworks(random, settings.networks),
    volumes: initialVolumes(random, settings.volumes, initial),
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
