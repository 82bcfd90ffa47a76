import type { SeededRandom } from '../mechanisms/seeded-random.ts';
import { environments, plans, regions } from './catalogue.ts';
import type { Instance, InstanceStatus } from './instance.ts';
import type { Settings } from './settings.ts';

/** Most run; the few others lie apart, so that already a page of 24 holds each status twice. */
const statuses: readonly InstanceStatus[] = [
  'running',
  'running',
  'stopped',
  'running',
  'running',
  'provisioning',
  'running',
  'running',
  'running',
];
const roles = ['api', 'web', 'db', 'cache', 'queue', 'batch', 'edge'];
const firstCreatedMs = Date.parse('2025-01-15T08:30:00Z');
const hourMs = 3_600_000;

/** The entry at an index of a list that begins again at its end. */
const cycled = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

/** A new instance id: `inst_` and ten hexadecimal digits as in the document, or a UUID (version 4). */
export const freshInstanceId = (random: SeededRandom, form: Settings['id']): string =>
  form === 'prefixed'
    ? `inst_${random.hex(10)}`
    : `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`;

export const freshAddress = (random: SeededRandom): string => `192.168.${random.below(254) + 1}.${random.below(254) + 1}`;

/** The instances that exist at the start, oldest first. Their status does not change by itself. */
export const standingInstances = (random: SeededRandom, { instances, id }: Settings): Instance[] => {
  const sizes = Object.values(plans);
  return Array.from({ length: instances }, (_, index) => {
    const size = cycled(sizes, index);
    return {
      id: freshInstanceId(random, id),
      name: `${cycled(environments, index)}-${cycled(roles, index)}-${String(index + 1).padStart(3, '0')}`,
      region: cycled(regions, index),
      cpu: size.cpu,
      memoryGb: size.memoryGb,
      ipv4: freshAddress(random),
      createdAtMs: firstCreatedMs + index * hourMs + random.below(hourMs / 1000) * 1000,
      lifecycle: { kind: 'lasting', status: cycled(statuses, index) },
    };
  });
};

export type Network = {
  readonly id: string;
  readonly name: string;
  readonly vpc_id: string;
  readonly environment: string;
  readonly cidr: string;
};

/** Private networks, three to a VPC. */
export const standingNetworks = (random: SeededRandom, count: number): Network[] => {
  const vpcs = Array.from({ length: Math.ceil(count / 3) }, () => `vpc_${random.hex(10)}`);
  return Array.from({ length: count }, (_, index) => ({
    id: `net_${random.hex(10)}`,
    name: `${cycled(roles, index)}-net`,
    vpc_id: vpcs[Math.floor(index / 3)] ?? '',
    environment: cycled(environments, index),
    cidr: `10.${index}.0.0/16`,
  }));
};

export type Volume = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly size_gb: number;
  readonly attached_to: string | null;
};

/** Volumes, every third of them attached to nothing. */
export const standingVolumes = (random: SeededRandom, count: number, instances: readonly Instance[]): Volume[] =>
  Array.from({ length: count }, (_, index) => {
    const owner = instances[index];
    return {
      id: `vol_${random.hex(10)}`,
      name: `${cycled(roles, index)}-data`,
      region: owner?.region ?? cycled(regions, index),
      size_gb: 20 * (index + 1),
      attached_to: index % 3 === 2 || owner === undefined ? null : owner.id,
    };
  });
