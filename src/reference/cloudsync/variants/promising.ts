import type { SyncVariant } from '../overrides.ts';

/** Updates are orders that somebody may carry out one day. */
export const promising: SyncVariant = {
  title: 'Updates are accepted and not carried out, and the list knows less than the reads',
  departs: {
    'SYNC-44': 'the list says new of every instance created since the start',
    'SYNC-71': 'the list shows the region as its slug alone',
    'SYNC-79': 'an update that was accepted is never seen',
    'SYNC-80': 'the tags of an update are never seen',
    'SYNC-98': 'the list shows the day of the creation alone, as its first moment',
  },
  settings: {
    statuses: { created: 201, updated: 202, removed: 204 },
    updatedTo: () => ({}),
    asShown: ({ on, members, instance }) => {
      if (on === 'update') return { id: instance.id, accepted: true };
      if (on !== 'list') return members;
      const { slug } = instance.data.region;
      const day = new Date(instance.createdAtMs).toISOString().slice(0, 10);
      return { ...members, region: slug, created_at: `${day}T00:00:00Z`, ...(instance.origin === 'created' && { status: 'new' }) };
    },
  },
};
