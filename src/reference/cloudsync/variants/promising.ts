import type { SyncVariant } from '../overrides.ts';

/** Accepts updates as orders that it never carries out. */
export const promising: SyncVariant = {
  title: 'Updates are accepted and not carried out, and the list knows less than the single read',
  deviations: {
    'SYNC-44': 'the list shows new for every instance created since the start',
    'SYNC-71': 'the list shows only the slug of the region',
    'SYNC-79': 'an accepted update is never seen',
    'SYNC-80': 'the tags of an update are never seen',
    'SYNC-98': 'the list shows only the day of the creation, as its first moment',
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
