import { without } from '../../kit/answering.ts';
import type { SyncDefects } from '../overrides.ts';
import type { Instance } from '../instance.ts';
import { shownChanged } from './answering.ts';

const betweenNewAndActive = { 'SYNC-42': 'a status other than new and active is shown' };

/** How often a read has shown an instance as active. */
const timesActive = new WeakMap<Instance, number>();

/** How an instance gets from new to active. */
export const lifecycleDefects: SyncDefects = {
  'created-as-active': {
    breaks: 'SYNC-39',
    note: 'The answer to a creation already shows active',
    settings: { stages: [] },
  },
  'created-as-provisioning': {
    breaks: 'SYNC-39',
    note: 'The first status is provisioning',
    alsoBreaks: betweenNewAndActive,
    settings: { stages: [['provisioning', 1]] },
  },
  'stays-new': {
    breaks: 'SYNC-40',
    note: 'An instance never leaves new',
    shownBy: ['SYNC-40'],
    settings: { stages: [], lastStatus: 'new' },
  },
  'active-after-two-minutes': {
    breaks: 'SYNC-40',
    note: 'An instance becomes active after 120 seconds',
    shownBy: ['SYNC-40'],
    options: { durations: { 'instance.active': 120 } },
  },
  'active-spelled-running': {
    breaks: 'SYNC-40',
    note: 'An instance ends in running instead of active',
    alsoBreaks: betweenNewAndActive,
    shownBy: ['SYNC-40'],
    settings: { lastStatus: 'running' },
  },
  'extra-status-between': {
    breaks: 'SYNC-42',
    note: 'provisioning is shown between new and active',
    options: { durations: { 'instance.active': 2 } },
    settings: {
      stages: [
        ['new', 0.1],
        ['provisioning', 0.9],
      ],
    },
  },
  'falls-back-to-new': {
    breaks: 'SYNC-42',
    note: 'The second read after an instance became active shows new again',
    ...shownChanged(['read'], (members, { instance }) => {
      if (members['status'] !== 'active' || instance.origin === 'initial') return members;
      const times = (timesActive.get(instance) ?? 0) + 1;
      timesActive.set(instance, times);
      return times === 2 ? { ...members, status: 'new' } : members;
    }),
  },
  'item-read-without-status': {
    breaks: 'SYNC-43',
    note: 'The single read has no status',
    alsoBreaks: { 'SYNC-40': 'no read ever shows active' },
    ...shownChanged(['read'], (members) => without(members, 'status')),
  },
  'list-status-from-creation': {
    breaks: 'SYNC-44',
    note: 'The list always shows the status that an instance was created with',
    ...shownChanged(['list'], (members, { instance }) => (instance.origin === 'created' ? { ...members, status: 'new' } : members)),
  },
};
