/** Where an instance runs. */
export type Region = { readonly slug: string; readonly name: string };
/** The hardware of an instance. */
export type Size = { readonly slug: string; readonly vcpus: number; readonly memoryGb: number; readonly diskGb: number };
/** What an instance is made from. A creation names it by its slug. */
export type Image = { readonly slug: string; readonly id: number; readonly name: string; readonly distribution: string };

/** The one in the document's example comes first. */
export const regions: readonly [Region, ...Region[]] = [
  { slug: 'ro-buh-1', name: 'Bucharest 1' },
  { slug: 'ro-clj-1', name: 'Cluj-Napoca 1' },
  { slug: 'ro-ias-1', name: 'Iasi 1' },
  { slug: 'de-fra-1', name: 'Frankfurt 1' },
];

/** The one in the document's example comes first. */
export const sizes: readonly [Size, ...Size[]] = [
  { slug: 'cs-standard-2vcpu-4gb', vcpus: 2, memoryGb: 4, diskGb: 80 },
  { slug: 'cs-standard-1vcpu-2gb', vcpus: 1, memoryGb: 2, diskGb: 50 },
  { slug: 'cs-standard-4vcpu-8gb', vcpus: 4, memoryGb: 8, diskGb: 160 },
  { slug: 'cs-memory-4vcpu-32gb', vcpus: 4, memoryGb: 32, diskGb: 200 },
];

/** The one in the document's example comes first. */
export const images: readonly [Image, ...Image[]] = [
  { slug: 'ubuntu-22-04-x64', id: 101, name: 'Ubuntu 22.04 LTS', distribution: 'Ubuntu' },
  { slug: 'debian-12-x64', id: 117, name: 'Debian 12', distribution: 'Debian' },
  { slug: 'rocky-9-x64', id: 130, name: 'Rocky Linux 9', distribution: 'Rocky Linux' },
];
