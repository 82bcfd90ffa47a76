import { onTestFinished } from 'vitest';
import { startReference } from '../../src/reference/index.ts';
import type { ReferenceOptions } from '../../src/reference/index.ts';
import type { Answered, Ask, AskOptions } from './client.ts';
import { clientOf } from './client.ts';

export type Members = Readonly<Record<string, unknown>>;
/** An instance as the document shows it. */
export type Instance = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly region: { readonly slug: string; readonly name: string };
  readonly size: Members;
  readonly image: Members;
  readonly networks: { readonly v4: readonly unknown[]; readonly v6: readonly unknown[] };
  readonly tags: readonly string[];
  readonly created_at: string;
};

/** The request of the document's example. */
export const printed = {
  name: 'web-server-01',
  region: 'ro-buh-1',
  size: 'cs-standard-2vcpu-4gb',
  image: 'ubuntu-22-04-x64',
  ssh_keys: ['12345678'],
  backups: false,
  ipv6: true,
  tags: ['production', 'web'],
} as const;

/** Starts a server with a window that does not end during the test, except in tests of windows. */
export const sync = async (
  options: Omit<Partial<ReferenceOptions>, 'vendor'> = {},
  quota: NonNullable<ReferenceOptions['quota']> = { limit: 600, windowSeconds: 600 },
  afterwards: (close: () => Promise<void>) => void = onTestFinished,
): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudsync', quota, ...options });
  afterwards(reference.close);
  return clientOf(reference);
};

export const create = (ask: Ask, changes: Members = {}, options: AskOptions = {}): Promise<Answered> =>
  ask('/instances', { method: 'POST', body: { ...printed, ...changes }, ...options });
export const send = (ask: Ask, body: unknown, options: AskOptions = {}): Promise<Answered> =>
  ask('/instances', { method: 'POST', body, ...options });
export const read = (ask: Ask, id: string, options: AskOptions = {}): Promise<Answered> => ask(`/instances/${id}`, options);
export const update = (ask: Ask, id: string, body: unknown, options: AskOptions = {}): Promise<Answered> =>
  ask(`/instances/${id}`, { method: 'PATCH', body, ...options });
export const remove = (ask: Ask, id: string, options: AskOptions = {}): Promise<Answered> =>
  ask(`/instances/${id}`, { method: 'DELETE', ...options });

export const instanceIn = ({ json }: Answered): Instance => json['instance'] as Instance;
export const created = async (ask: Ask, changes: Members = {}): Promise<Instance> => instanceIn(await create(ask, changes));
export const listed = async (ask: Ask): Promise<readonly Instance[]> =>
  ((await ask('/instances')).json['instances'] ?? []) as readonly Instance[];
/** The newest of the instances that exist at the start. */
export const initial = async (ask: Ask): Promise<Instance> => {
  const first = (await listed(ask))[0];
  if (first === undefined) throw new Error('The list is empty');
  return first;
};

export const keyless: AskOptions = { authorization: null };
export const unknownKey: AskOptions = { authorization: 'Bearer cs_live_0123456789ABCDEFabcdef0123456789' };
export const keyOf = (ask: Ask, name = 'key'): string => ask.reference.credentials[name] ?? '';
export const nobody = 'inst_0000000000000000';
