import type { SyncVariant } from '../overrides.ts';

/** Keeps removed instances, under a status of its own. */
export const archive: SyncVariant = {
  title: 'Removed instances stay readable, and listed as archived',
  settings: {
    removal: 'archived',
    statuses: { created: 201, updated: 200, removed: 200 },
    removedBody: (id) => ({ instance: { id, status: 'archived' } }),
    asShown: ({ members, instance, nowMs, call }) => ({
      ...members,
      updated_at: call.state.settings.createdAt(Math.min(instance.updatedAtMs, nowMs)),
    }),
  },
};
