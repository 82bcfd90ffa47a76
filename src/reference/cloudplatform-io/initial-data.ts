/** A resource that exists at the start. */
export type InitialResource = {
  readonly id?: string;
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly isInUse: boolean;
};

/** The regions in the document's examples, and two like them. */
export const regions = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-south-1'] as const;

const hourMs = 3_600_000;
const names = [
  'Analytics Pipeline',
  'Edge Cache',
  'Événements',
  'Backup Vault',
  'データストア',
  'Queue 🚀',
  'It\'s "quoted" & <b>',
  'Zürich Mirror',
];
const statuses = ['active', 'active', 'active', 'failed', 'active', 'provisioning'];

/** The entry at an index of a list that repeats. */
const cycled = (items: readonly string[], index: number): string => items[index % items.length] ?? '';

/** The resource of the document's examples. */
const printed: InitialResource = {
  id: 'res_8xKq2m',
  name: 'Primary Store',
  region: regions[0],
  status: 'active',
  createdAtMs: Date.parse('2026-04-18T09:14:00Z'),
  updatedAtMs: Date.parse('2026-04-22T15:30:00Z'),
  isInUse: false,
};

const resourceAt = (index: number, createdAtMs: number): InitialResource => ({
  name: `${cycled(names, index * 5)} ${index + 1}`,
  region: cycled(regions, index),
  status: index === 0 ? 'active' : cycled(statuses, index),
  createdAtMs,
  updatedAtMs: createdAtMs + (index % 4) * hourMs,
  isInUse: index === 0,
});

/** Resources as old as the document's examples, oldest first. The first is in use. */
export const olderData = (count: number): readonly InitialResource[] =>
  Array.from({ length: count }, (_, index) => resourceAt(index, printed.createdAtMs - (count - 1 - index) * 5 * hourMs));

/** The same, with the resource of the document's examples as the last, if there are two or more. */
export const productionData = (count: number): readonly InitialResource[] =>
  count < 2 ? olderData(count) : [...olderData(count).slice(0, -1), printed];

/** Resources made by a reset at this moment, oldest first. */
export const sandboxData = (count: number, nowMs: number): readonly InitialResource[] =>
  Array.from({ length: count }, (_, index) => ({
    ...resourceAt(index, nowMs - (count - index) * 1000),
    updatedAtMs: nowMs,
    isInUse: false,
  }));
