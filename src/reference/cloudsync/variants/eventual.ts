import type { SyncVariant } from '../overrides.ts';

/** Every write becomes visible only after a while. */
export const eventual: SyncVariant = {
  title: 'Slow answers, and reads and lists that show writes late',
  deviations: { 'SYNC-42': 'an instance is shown as provisioning before it is active' },
  options: { durations: { 'instance.active': 1.5 } },
  settings: {
    answeredAfterMs: 25,
    lag: { listedAfterMs: 700, readableAfterMs: 300, goneAfterMs: 600 },
    updatedAfterMs: 500,
    listBehindMs: 400,
    removal: 'deleting',
    statuses: { created: 202, updated: 202, removed: 202 },
    removedBody: (id) => ({ operation: { target: id, status: 'pending' } }),
    stages: [
      ['new', 0.5],
      ['provisioning', 0.5],
    ],
    instances: 12,
  },
};
