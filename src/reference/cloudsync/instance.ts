import type { Members } from '../kit/answering.ts';
import type { Store, Stored } from '../kit/store.ts';
import type { Image, Region, Size } from './catalogue.ts';

/** The document names new and active. The others belong to defects, and to variants where the document leaves room. */
export type Status = 'new' | 'provisioning' | 'active' | 'running' | 'deleting' | 'archived';

/** What a creation asks for. */
export type Wanted = {
  readonly name: string;
  readonly region: Region;
  readonly size: Size;
  readonly image: Image;
  readonly sshKeys: readonly string[];
  readonly backups: boolean;
  readonly ipv6: boolean;
  readonly tags: readonly string[];
};

/** What an update may change. */
export type Changes = { readonly name?: string | undefined; readonly tags?: readonly string[] | undefined };

/** The stored data of an instance. Until a moment, reads may still show the values from before an update. */
export type Data = Wanted & { readonly earlier?: { readonly wanted: Wanted; readonly untilMs: number } | undefined };

export type Instance = Stored<Data, Status>;
export type Instances = Store<Data, Status>;

/** An instance at one moment. */
export type Look = { readonly status: Status; readonly wanted: Wanted; readonly createdAt: string };

const addressesOf = ({ sequence, data }: Instance, status: Status): Members => {
  if (status === 'new' || status === 'provisioning') return { v4: [], v6: [] };
  const v4 = [{ ip_address: `203.0.${113 + Math.floor(sequence / 250)}.${1 + (sequence % 250)}`, type: 'public' }];
  return { v4, v6: data.ipv6 ? [{ ip_address: `2001:db8::${(sequence + 1).toString(16)}`, type: 'public' }] : [] };
};

/** An instance in the form of the documented answer, with the members in the same order. */
export const showInstance = (instance: Instance, { status, wanted, createdAt }: Look): Members => {
  const { name, region, size, image, tags } = wanted;
  return {
    id: instance.id,
    name,
    status,
    region: { slug: region.slug, name: region.name },
    size: { slug: size.slug, vcpus: size.vcpus, memory_gb: size.memoryGb, disk_gb: size.diskGb },
    image: { id: image.id, name: image.name, distribution: image.distribution },
    networks: addressesOf(instance, status),
    tags,
    created_at: createdAt,
  };
};

/** What reads show of an instance's data at a time in milliseconds since the epoch. */
export const wantedAt = ({ data }: Instance, nowMs: number): Wanted =>
  data.earlier !== undefined && nowMs < data.earlier.untilMs ? data.earlier.wanted : data;
