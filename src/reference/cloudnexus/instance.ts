import type { Lifecycle } from '../kit/lifecycle.ts';
import { statusAt } from '../kit/lifecycle.ts';
import { timeText } from '../kit/time-form.ts';
import type { Settings } from './settings.ts';

/** The filter's values, and rebooting, which only a restart causes. */
export type InstanceStatus = 'running' | 'stopped' | 'provisioning' | 'rebooting';

export type Instance = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly cpu: number;
  readonly memoryGb: number;
  readonly ipv4: string;
  readonly createdAtMs: number;
  /** Whether it exists from the start or a client created it. */
  readonly origin: 'initial' | 'created';
  lifecycle: Lifecycle<InstanceStatus>;
};

/** An instance as the list shows it (Response 200 of GET /instances). */
export type ShownInstance = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly status: InstanceStatus;
  readonly cpu: number;
  readonly memory_gb: number;
  readonly ipv4?: string | null;
  readonly created_at: string;
};

/** Only a running instance shows its address. */
const address = (instance: Instance, status: InstanceStatus, settings: Settings): { readonly ipv4?: string | null } => {
  if (status === 'running') return { ipv4: instance.ipv4 };
  return settings.noAddress === 'null' ? { ipv4: null } : {};
};

/** An instance as it is shown at a time in milliseconds since the epoch. */
export const showInstance = (instance: Instance, settings: Settings, nowMs: number): ShownInstance => {
  const status = statusAt(instance.lifecycle, nowMs);
  return {
    id: instance.id,
    name: instance.name,
    region: instance.region,
    status,
    cpu: instance.cpu,
    memory_gb: instance.memoryGb,
    ...address(instance, status, settings),
    created_at: timeText(instance.createdAtMs, settings.createdAt),
  };
};
