import type { Ask } from './client.ts';
import type { Instance, Members } from './cloudsync-client.ts';
import { create, created, instanceIn, listed, printed, read, send, initial, update } from './cloudsync-client.ts';
import type { Symptom } from './cloudsync-symptom.ts';
import { fresh, is, isTime, renamed, status } from './cloudsync-symptom.ts';

/** The defect shows in the answer to a creation. */
const creates =
  (isSymptom: (instance: Instance) => boolean, changes: Members = {}): Symptom =>
  async (ask) =>
    isSymptom(await created(ask, changes));

/** The status of a read once it differs from the first, or after a while. */
const laterStatus = async (ask: Ask, id: string, tries = 40): Promise<string[]> => {
  const seen: string[] = [];
  for (let count = 0; count < tries && seen.at(-1) !== 'active' && seen.at(-1) !== 'running'; count += 1) {
    seen.push(instanceIn(await read(ask, id)).status);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return seen;
};

/** Symptoms of defects in creations, members of instances and their way to active, by slug. */
export const instanceSymptoms: Readonly<Record<string, Symptom>> = {
  'create-answers-302': async (ask) => {
    const { status: code, headers } = await create(ask);
    return code === 302 && (await status(ask(String(headers['location']).replace('/v2', '')))) === 200;
  },
  'create-refuses-tags': async (ask) => (await status(create(ask))) === 422 && (await status(create(ask, { tags: [] }))) === 201,
  'broken-json-500': is(500, (ask) => send(ask, '{"name": ')),
  'broken-json-creates': is(201, (ask) => send(ask, 'hello')),
  'name-number-accepted': is(201, (ask) => create(ask, { name: 7 })),
  'tags-string-500': is(500, (ask) => create(ask, { tags: 'web' })),
  'null-name-500': is(500, (ask) => create(ask, { name: null })),
  'null-region-500': is(500, (ask) => create(ask, { region: null })),
  'nested-image-500': is(500, (ask) => create(ask, { image: { a: 1 } })),
  'very-long-size-500': is(500, (ask) => create(ask, { size: 's'.repeat(5000) })),
  'long-name-500': is(500, (ask) => create(ask, { name: 'n'.repeat(5000) })),
  'emoji-name-500': is(500, (ask) => create(ask, { name: 'rocket 🚀' })),
  'create-without-envelope': async (ask) => (await create(ask)).json['name'] === printed.name,
  'create-without-body': async (ask) => {
    const { status: code, text } = await create(ask);
    return code === 202 && text === '';
  },
  'create-changes-name': creates(({ name }) => name === 'web-server-01-vm'),
  'create-ignores-region': creates(({ region }) => region.slug === 'ro-ias-1'),
  'create-drops-tags': creates(({ tags }) => tags.length === 0),

  'instance-id-number': creates(({ id }) => typeof id === 'number'),
  'instance-id-missing': creates((instance) => !('id' in instance)),
  'instance-id-without-prefix': creates(({ id }) => /^[0-9a-f]{8}-/.test(id)),
  'created-at-number': creates(({ created_at: at }) => typeof at === 'number'),
  'status-missing-on-create': creates((instance) => !('status' in instance)),
  'region-as-bare-slug': creates(({ region }) => JSON.stringify(region) === '"ro-buh-1"'),
  'region-name-missing': creates(({ region }) => !('name' in region)),
  'size-numbers-as-strings': creates(({ size }) => size['memory_gb'] === '4'),
  'size-disk-missing': creates(({ size }) => !('disk_gb' in size)),
  'image-id-string': creates(({ image }) => image['id'] === 'ubuntu-22-04-x64'),
  'image-distribution-missing': creates(({ image }) => !('distribution' in image)),
  'size-figures-of-other-size': creates(({ size }) => size['vcpus'] === 1),
  'listed-size-with-half-the-memory': async (ask) =>
    (await listed(ask)).some(({ size }) => size['slug'] === 'cs-memory-4vcpu-32gb' && size['memory_gb'] === 16),
  'region-name-is-slug': creates(({ region }) => region.name === 'ro-buh-1'),
  'image-distribution-wrong': creates(({ image }) => image['distribution'] === 'Debian'),
  'networks-as-array': creates(({ networks }) => Array.isArray(networks)),
  'networks-v6-null': creates(({ networks }) => networks.v6 === null),
  'tags-as-string': creates(({ tags }) => String(tags) === 'production,web' && !Array.isArray(tags)),
  'tags-as-objects': creates(({ tags }) => JSON.stringify(tags[0]) === '{"name":"production"}'),
  'read-shows-bare-region': async (ask) => typeof instanceIn(await read(ask, await fresh(ask))).region === 'string',
  'update-turns-image-id-to-text': async (ask) => instanceIn((await renamed(ask)).answer).image['id'] === '101',
  'list-region-name-null': async (ask) => (await listed(ask)).filter(({ region }) => region.name === null).length === 1,
  'created-at-rfc1123': creates(({ created_at: at }) => at.endsWith(' GMT')),
  'created-at-epoch-string': creates(({ created_at: at }) => /^\d{10}$/.test(at)),
  'created-at-local-offset': creates(({ created_at: at }) => at.endsWith('+02:00') && Math.abs(Date.parse(at) - Date.now()) < 60_000),
  'created-at-without-zone': creates(({ created_at: at }) => at.length === 19 && isTime(`${at}Z`)),
  'updated-at-epoch': async (ask) => typeof (instanceIn((await renamed(ask)).answer) as Members)['updated_at'] === 'number',
  'created-at-local-time-marked-z': creates(({ created_at: at }) => Date.parse(at) > Date.now() + 7_000_000),
  'created-at-is-time-of-update': async (ask) => {
    const { id, created_at: at } = await initial(ask);
    await update(ask, id, { name: 'renamed' });
    return instanceIn(await read(ask, id)).created_at !== at;
  },

  'created-as-active': creates(({ status: first }) => first === 'active'),
  'created-as-provisioning': creates(({ status: first }) => first === 'provisioning'),
  'stays-new': async (ask) => (await laterStatus(ask, await fresh(ask))).at(-1) === 'new',
  'active-after-two-minutes': async (ask) => (await laterStatus(ask, await fresh(ask))).at(-1) === 'new',
  'active-spelled-running': async (ask) => (await laterStatus(ask, await fresh(ask))).at(-1) === 'running',
  'extra-status-between': async (ask) => (await laterStatus(ask, await fresh(ask), 80)).includes('provisioning'),
  'falls-back-to-new': async (ask) => {
    const id = await fresh(ask);
    return (await laterStatus(ask, id)).at(-1) === 'active' && instanceIn(await read(ask, id)).status === 'new';
  },
  'item-read-without-status': async (ask) => !('status' in instanceIn(await read(ask, await fresh(ask)))),
  'list-status-from-creation': async (ask) => {
    const id = await fresh(ask);
    const last = (await laterStatus(ask, id)).at(-1);
    return last === 'active' && (await listed(ask)).find((one) => one.id === id)?.status === 'new';
  },
  'backups-with-ipv6-501': async (ask) =>
    (await status(create(ask, { backups: true, ipv6: true }))) === 501 &&
    (await status(create(ask, { backups: true, ipv6: false }))) === 201 &&
    (await status(create(ask, { backups: false, ipv6: true }))) === 201,
  'backups-lose-tags': async (ask) =>
    (await created(ask, { backups: true })).tags.length === 0 &&
    (await created(ask, { backups: false })).tags.join() === printed.tags.join(),
  'long-name-cut': async (ask) => {
    const lengths: number[] = [];
    for (const length of [36, 37, 255]) lengths.push((await created(ask, { name: 'n'.repeat(length) })).name.length);
    return lengths.join() === '36,36,36';
  },
  'every-third-creation-without-tags': async (ask) => {
    const all = [await created(ask), await created(ask), await created(ask)];
    return all.map(({ tags }) => tags === null).join() === 'false,false,true';
  },
};
