import { isMembers } from '../../kit/answering.ts';
import { refuse } from '../../kit/refusing.ts';
import { basePath } from '../call.ts';
import type { SyncDefects } from '../overrides.ts';
import { goesTo, isSuccess, succeeded } from './answering.ts';

const hiddenForMs = 30_000;
/** How many instances the list has at most. */
const mostListed = 25;

const nothingListed = {
  'SYNC-74': 'an answer without a list contains no instance',
  'SYNC-75': 'an answer without a list contains no instance',
};

/** Whether the list and the single read show all instances, and as objects. */
export const listingDefects: SyncDefects = {
  'item-read-as-array': {
    breaks: 'SYNC-70',
    note: 'The single read is an array with one element',
    around: succeeded('read', (call) => {
      call.body = [isMembers(call.body) ? call.body['instance'] : call.body];
    }),
  },
  'list-of-bare-ids': {
    breaks: 'SYNC-70',
    note: 'The list contains ids instead of objects',
    settings: { asShown: ({ on, members }) => (on === 'list' ? members['id'] : members) },
  },
  'list-answers-204': {
    breaks: 'SYNC-73',
    note: 'The list is answered 204 without a body',
    alsoBreaks: { ...nothingListed, 'SYNC-70': 'there is no list that could contain objects' },
    around: succeeded('list', (call) => {
      call.status = 204;
      call.body = null;
    }),
  },
  'list-redirects-to-slash': {
    breaks: 'SYNC-73',
    note: 'The list is answered 301 to /v2/instances/, which answers it',
    alsoBreaks: nothingListed,
    around: async (call, next) => {
      const isMeant = goesTo(call, 'list');
      if (call.path === `${basePath}/instances/`) call.path = `${basePath}/instances`;
      await next();
      if (!isMeant || !isSuccess(call)) return;
      call.status = 301;
      call.set('Location', `${basePath}/instances/`);
      call.body = '';
    },
  },
  'list-omits-new': {
    breaks: 'SYNC-74',
    note: 'The list leaves out instances that were created within the last half minute',
    alsoBreaks: { 'SYNC-75': 'the list contains none of the new instances' },
    settings: {
      listed: (instances, _call, nowMs) =>
        instances.filter(({ origin, createdAtMs }) => origin === 'initial' || nowMs - createdAtMs > hiddenForMs),
    },
  },
  'list-holds-one': {
    breaks: 'SYNC-74',
    note: 'The list contains the newest instance only',
    alsoBreaks: { 'SYNC-75': 'all instances but one are missing' },
    settings: { listed: (instances) => instances.toSorted((one, other) => other.sequence - one.sequence).slice(0, 1) },
  },
  'list-ends-at-25': {
    breaks: 'SYNC-75',
    note: 'The list contains the 25 newest instances and does not mention the others',
    shownBy: ['SYNC-75'],
    settings: { listed: (instances) => instances.toSorted((one, other) => other.sequence - one.sequence).slice(0, mostListed) },
  },
  'item-read-of-other-instance': {
    breaks: 'SYNC-76',
    note: 'The single read returns the newest instance for any id that exists',
    alsoBreaks: {
      'SYNC-40': 'the status is that of another instance',
      'SYNC-42': 'the statuses are those of several instances',
      'SYNC-78': 'the values are those of another instance',
      'SYNC-79': 'the values are those of another instance',
      'SYNC-80': 'the values are those of another instance',
      'SYNC-98': 'the times are those of several instances',
    },
    shownBy: ['SYNC-76'],
    settings: {
      found: (instance, _id, call) =>
        instance !== undefined && goesTo(call, 'read') ? call.state.account.instances.listed(Date.now()).at(-1) : instance,
    },
  },
  'item-read-404-for-existing': {
    breaks: 'SYNC-76',
    note: 'The single read answers 404 for an existing id',
    behind: (call, next) => (goesTo(call, 'read') ? refuse(404, 'unknown-resource', 'The instance does not exist') : next()),
  },
};
