import type { Members } from '../../kit/answering.ts';
import { isMembers, without } from '../../kit/answering.ts';
import { uuid } from '../../kit/id-form.ts';
import { timeText } from '../../kit/time-form.ts';
import type { Showing } from '../call.ts';
import type { SyncDefect, SyncDefects } from '../overrides.ts';
import { everywhere, shownChanged } from './answering.ts';

type Change = (members: Members) => unknown;

const shownBy = (breaks: string): readonly string[] => [breaks, 'SYNC-22', 'SYNC-39'];

/** Breaks an instance in the answer to its creation. */
const created = (breaks: string, note: string, change: Change, alsoBreaks: Readonly<Record<string, string>> = {}): SyncDefect => ({
  breaks,
  note,
  alsoBreaks,
  shownBy: shownBy(breaks),
  ...shownChanged(['create'], change),
});

const shown = (breaks: string, note: string, change: Change, where: readonly Showing[] = everywhere): SyncDefect => ({
  breaks,
  note,
  shownBy: [...shownBy(breaks), 'SYNC-76', 'SYNC-77'],
  ...shownChanged(where, change),
});

/** Changes the object inside one member. */
const inside =
  (member: string, change: Change): Change =>
  (members) => ({ ...members, [member]: isMembers(members[member]) ? change(members[member]) : members[member] });

const printedSize = 'cs-standard-2vcpu-4gb';
const tagsOf = (members: Members): readonly unknown[] => (Array.isArray(members['tags']) ? (members['tags'] as unknown[]) : []);

const time = (breaks: string, note: string, createdAt: (ms: number) => string): SyncDefect => ({
  breaks,
  note,
  shownBy: shownBy(breaks),
  settings: { createdAt },
});

const hoursMs = 3_600_000;

/** Members of an instance: their presence, types and values. */
export const memberDefects: SyncDefects = {
  'instance-id-number': {
    breaks: 'SYNC-29',
    note: 'The id is a number',
    alsoBreaks: { 'SYNC-71': 'reads, updates and lists show the number too' },
    shownBy: shownBy('SYNC-29'),
    settings: {
      asShown: ({ members, instance }) => ({ ...members, id: instance.sequence + 1 }),
      found: (instance, id, { state }) =>
        instance ?? state.account.instances.listed(Date.now()).find(({ sequence }) => String(sequence + 1) === id),
    },
  },
  'instance-id-missing': created('SYNC-29', 'The answer to a creation has no id', (members) => without(members, 'id')),
  'instance-id-without-prefix': {
    breaks: 'SYNC-30',
    note: 'The id is a bare UUID',
    shownBy: shownBy('SYNC-30'),
    settings: { ids: uuid },
  },
  'created-at-number': {
    breaks: 'SYNC-31',
    note: 'created_at is an epoch number',
    alsoBreaks: { 'SYNC-71': 'reads, updates and lists show the number too', 'SYNC-94': 'a number is not a date in ISO 8601' },
    shownBy: shownBy('SYNC-31'),
    ...shownChanged(everywhere, (members, { instance }) => ({ ...members, created_at: Math.floor(instance.createdAtMs / 1000) })),
  },
  'status-missing-on-create': created('SYNC-31', 'The answer to a creation has no status', (members) => without(members, 'status')),

  'region-as-bare-slug': created('SYNC-33', 'The region is its slug instead of an object', (members) => ({
    ...members,
    region: (members['region'] as Members)['slug'],
  })),
  'region-name-missing': created(
    'SYNC-33',
    'The region has no name',
    inside('region', (region) => without(region, 'name')),
  ),
  'size-numbers-as-strings': created(
    'SYNC-34',
    'memory_gb is a string',
    inside('size', (size) => ({ ...size, memory_gb: String(size['memory_gb']) })),
    { 'SYNC-36': 'the string "4" is not the number that belongs to the size' },
  ),
  'size-disk-missing': created(
    'SYNC-34',
    'The size has no disk_gb',
    inside('size', (size) => without(size, 'disk_gb')),
  ),
  'image-id-string': created(
    'SYNC-35',
    'image.id is the slug that was sent',
    inside('image', (image) => ({ ...image, id: 'ubuntu-22-04-x64' })),
  ),
  'image-distribution-missing': created(
    'SYNC-35',
    'The image has no distribution',
    inside('image', (image) => without(image, 'distribution')),
  ),
  'size-figures-of-other-size': shown(
    'SYNC-36',
    'The size with two processors reports one',
    inside('size', (size) => (size['slug'] === printedSize ? { ...size, vcpus: 1 } : size)),
  ),
  'region-name-is-slug': shown(
    'SYNC-36',
    'The name of a region repeats its slug',
    inside('region', (region) => ({ ...region, name: region['slug'] })),
  ),
  'image-distribution-wrong': shown(
    'SYNC-36',
    'The distribution of the Ubuntu image is Debian',
    inside('image', (image) => ({ ...image, distribution: 'Debian' })),
  ),
  'listed-size-with-half-the-memory': shown(
    'SYNC-36',
    'In lists every size but the one of the example has half the memory that its slug names',
    inside('size', (size) => (size['slug'] === printedSize ? size : { ...size, memory_gb: Number(size['memory_gb']) / 2 })),
    ['list'],
  ),
  'networks-as-array': created('SYNC-37', 'networks is one array', (members) => ({ ...members, networks: [] })),
  'networks-v6-null': created(
    'SYNC-37',
    'networks.v6 is null while the instance has no address',
    inside('networks', (networks) => ({ ...networks, v6: null })),
  ),
  'tags-as-string': created('SYNC-38', 'tags is one string with commas', (members) => ({ ...members, tags: tagsOf(members).join(',') }), {
    'SYNC-32': 'a string contains no tags',
  }),
  'tags-as-objects': created(
    'SYNC-38',
    'Each tag is an object with a name',
    (members) => ({ ...members, tags: tagsOf(members).map((name) => ({ name })) }),
    { 'SYNC-32': 'none of the tags that were sent comes back' },
  ),

  'read-shows-bare-region': shown(
    'SYNC-71',
    'The single read shows only the slug of the region',
    (members) => ({ ...members, region: (members['region'] as Members)['slug'] }),
    ['read'],
  ),
  'update-turns-image-id-to-text': shown(
    'SYNC-71',
    'An update answers with image.id as a string',
    inside('image', (image) => ({ ...image, id: String(image['id']) })),
    ['update'],
  ),
  'list-region-name-null': {
    breaks: 'SYNC-71',
    note: 'One region of the list has the name null',
    shownBy: ['SYNC-71', 'SYNC-73', 'SYNC-76'],
    ...shownChanged(['list'], (members, { instance }) =>
      instance.sequence === 3 ? inside('region', (region) => ({ ...region, name: null }))(members) : members,
    ),
  },

  'created-at-rfc1123': time('SYNC-94', 'created_at has the form of an HTTP date', (ms) => new Date(ms).toUTCString()),
  'created-at-epoch-string': time('SYNC-94', 'created_at is a string of epoch seconds', (ms) => String(Math.floor(ms / 1000))),
  'created-at-local-offset': time('SYNC-95', 'created_at has the offset +02:00', (ms) =>
    timeText(ms + 2 * hoursMs, 'seconds').replace('Z', '+02:00'),
  ),
  'created-at-without-zone': time('SYNC-95', 'created_at has no time zone', (ms) => timeText(ms, 'seconds').replace('Z', '')),
  'updated-at-epoch': {
    breaks: 'SYNC-96',
    note: 'An update adds updated_at as an epoch number',
    shownBy: ['SYNC-96', 'SYNC-77'],
    ...shownChanged(['update'], (members, { nowMs }) => ({ ...members, updated_at: Math.floor(nowMs / 1000) })),
  },
  'created-at-local-time-marked-z': time('SYNC-97', 'created_at is two hours ahead and ends in Z', (ms) =>
    timeText(ms + 2 * hoursMs, 'seconds'),
  ),
  'created-at-is-time-of-update': {
    breaks: 'SYNC-98',
    note: 'An update changes created_at',
    alsoBreaks: { 'SYNC-80': 'a member that the update does not send changes' },
    shownBy: ['SYNC-98', 'SYNC-40', 'SYNC-77', 'SYNC-79', 'SYNC-80'],
    ...shownChanged(everywhere, (members, { instance, call }) => ({
      ...members,
      created_at: call.state.settings.createdAt(instance.updatedAtMs),
    })),
  },
};
