import type { SeededRandom } from '../kit/seeded-random.ts';
import { environments } from './catalogue.ts';
import type { Instance, InstanceStatus } from './instance.ts';
import type { Settings } from './settings.ts';

/** Most are running. The few others are spread, so that even a page of 24 has each status twice. */
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
const oddNames = [
  'Grüße aus Łódź',
  '日本語のサーバー',
  '🚀 launch 🚀',
  `it's "quoted" & <b>bold</b>`,
  'a/b?c=d&e=%20#f',
  '{"name": null}',
  '\\back\\slash, comma; and tab\t.',
  ' blank at both ends ',
  'ﬁ e\u0301 \u202eright to left\u202c',
  'n'.repeat(200),
  'null',
  '0',
];
const firstCreatedMs = Date.parse('2025-01-15T08:30:00Z');
const hourMs = 3_600_000;

/** The entry at an index of a list that repeats. */
const cycled = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

/** A new instance id: `inst_` and ten hexadecimal digits as in the document, `inst_` and letters, or a UUID (version 4). */
export const freshInstanceId = (random: SeededRandom, form: Settings['id']): string => {
  if (form === 'prefixed') return `inst_${random.hex(10)}`;
  if (form === 'uuid') return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`;
  return `inst_${Array.from({ length: 22 }, () => String.fromCharCode(103 + random.below(20))).join('')}`;
};

const idForms: Readonly<Record<Settings['id'], RegExp>> = {
  prefixed: /^inst_[0-9a-f]{10}$/,
  'prefixed-letters': /^inst_[g-z]{22}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

/** Whether a text could be an instance id of that form. */
export const isInstanceId = (text: string, form: Settings['id']): boolean => idForms[form].test(text);

export const freshAddress = (random: SeededRandom): string => `192.168.${random.below(254) + 1}.${random.below(254) + 1}`;

const nameAt = (index: number, form: Settings['names']): string => {
  if (form === 'plain') return `${cycled(environments, index)}-${cycled(roles, index)}-${String(index + 1).padStart(3, '0')}`;
  const repeated = Math.floor(index / oddNames.length);
  return repeated === 0 ? cycled(oddNames, index) : `${cycled(oddNames, index)} ${repeated}`;
};

/** No instance is provisioning in the last of several regions, so that one pair of filters matches nothing. */
const statusAt = (index: number, regions: readonly string[]): InstanceStatus => {
  const status = cycled(statuses, index);
  const isLastRegion = regions.length > 1 && index % regions.length === regions.length - 1;
  return isLastRegion && status === 'provisioning' ? 'running' : status;
};

/** The instances that exist at the start, oldest first. Their status does not change by itself. */
export const initialInstances = (random: SeededRandom, { instances, id, names, regions, planSizes }: Settings): Instance[] => {
  const sizes = Object.values(planSizes);
  return Array.from({ length: instances }, (_, index) => {
    const size = cycled(sizes, index);
    return {
      id: freshInstanceId(random, id),
      name: nameAt(index, names),
      region: cycled(regions, index),
      cpu: size.cpu,
      memoryGb: size.memoryGb,
      ipv4: freshAddress(random),
      createdAtMs: firstCreatedMs + index * hourMs + random.below(hourMs / 1000) * 1000,
      origin: 'initial',
      lifecycle: { kind: 'lasting', status: statusAt(index, regions) },
    };
  });
};
