import type { Ask, Item } from './client.ts';
import { creation, idsOf, traversal } from './client.ts';
import { create, creates, list } from './symptoms.ts';
import type { Symptom } from './symptoms.ts';

const everything = async (ask: Ask): Promise<readonly Item[]> => (await traversal(ask, 'limit=100')).flat();
const script = 'I2Nsb3VkLWNvbmZpZwo=';

/** The defect shows in how a creation with changes is answered. */
const creating = (changes: Readonly<Record<string, unknown>>, status: number): Symptom => creates(creation(changes), status);

const withFixture =
  (member: string, fixture: string, wrap: (id: string) => unknown): Symptom =>
  async (ask) =>
    (await create(ask, creation({ [member]: wrap(String(ask.reference.fixtures[fixture])) }))).status === 422;

/** The defect shows in the names in the list after a creation that succeeds. */
const createdThen =
  (isSymptom: (items: readonly Item[]) => boolean): Symptom =>
  async (ask) =>
    (await create(ask, creation({ region: 'eu-west-1' }))).status === 201 && isSymptom(await everything(ask));

const both =
  (one: Symptom, two: Symptom): Symptom =>
  async (ask) =>
    (await one(ask)) && two(ask);

/** Symptoms of defects in the values and effects of creations, by slug. */
export const creationDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'create-demands-ssh-keys': both(creating({}, 422), creating({ ssh_keys: [] }, 201)),
  'create-demands-user-data': both(creating({}, 400), creating({ user_data: script }, 201)),
  'create-not-routed': creating({}, 405),
  'create-array-body-accepted': creates([], 201),
  'create-region-defaulted': createdThen((items) => items.some(({ name, region }) => name === 'new-one' && region === 'us-east-1')),

  'created-instance-not-listed': createdThen((items) => items.length === 130),
  'created-name-rewritten': createdThen((items) => items.length === 131 && items.every(({ name }) => name !== 'new-one')),
  'list-hides-provisioning': createdThen((items) => items.length === 130),
  'cursor-counts-positions': async (ask) => {
    const { json } = await ask('/instances?limit=2');
    await create(ask, creation());
    const next = await list(ask, `limit=2&cursor=${encodeURIComponent(String(json.pagination?.next_cursor))}`);
    const isRepeated = next[0]?.id === json.data?.[1]?.id;
    return isRepeated && new Set(idsOf(await traversal(ask, 'limit=26'))).size === 131;
  },
  'duplicate-name-race': async (ask) => {
    const statuses = (await Promise.all([1, 2, 3].map(() => create(ask, creation())))).map(({ status }) => status);
    return statuses.every((status) => status === 201) && (await create(ask, creation())).status === 409;
  },

  'plan-memory-16-unknown': both(creating({ plan: 'memory-16' }, 422), creating({ plan: 'standard-4' }, 201)),
  'plan-name-spelling': both(creating({ plan: 'standard-4' }, 422), creating({ plan: 'standard_4' }, 201)),
  'image-custom-id-refused': withFixture('image', 'customImage', (id) => id),
  'image-unknown-accepted': creating({ image: 'no-such-image' }, 201),
  'image-unknown-400': creating({ image: 'no-such-image' }, 400),
  'region-unknown-accepted': creating({ region: 'zz-nowhere-1' }, 201),
  'region-unknown-404': creating({ region: 'zz-nowhere-1' }, 404),
  'ssh-keys-expects-string': both(
    withFixture('ssh_keys', 'sshKeyId', (id) => [id]),
    creating({ ssh_keys: 'a-key' }, 201),
  ),
  'ssh-keys-field-unknown': both(
    withFixture('ssh_keys', 'sshKeyId', (id) => [id]),
    creating({ ssh_keys: 'a-key' }, 422),
  ),
  'ssh-keys-string-accepted': creating({ ssh_keys: 'not-an-array' }, 201),
  'user-data-plain-only': both(creating({ user_data: script }, 422), creating({ user_data: '#!/bin/sh' }, 201)),
  'user-data-padding-refused': both(creating({ user_data: script }, 422), creating({ user_data: 'I2Nsb3Vk' }, 201)),
  'user-data-not-checked': creating({ user_data: '%%% not base64 %%%' }, 201),
  'create-name-number-coerced': creating({ name: 12345 }, 201),
  'create-image-object-accepted': both(creating({ image: { a: 1 } }, 201), creating({ name: 'other', plan: true }, 422)),
  'null-region-500': creating({ region: null }, 500),
  'nested-name-500': creating({ name: { a: 1 } }, 500),
  'null-user-data-500': creating({ user_data: null }, 500),
  'very-long-name-500': creating({ name: 'n'.repeat(5000) }, 500),
  'create-name-encoding-crash': both(creating({ name: 'ct Üș日🚀' }, 500), creating({}, 201)),
};
