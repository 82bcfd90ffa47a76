import { answered, isMembers } from '../../kit/answering.ts';
import type { SyncDefects } from '../overrides.ts';
import { goesTo, shownChanged, succeeded, turns } from './answering.ts';
import { burstQuota } from './burst-quota.ts';

const readTurn = turns();
const creationTurn = turns();
const listTurn = turns();
const errorResponseTurn = turns();
const updateTurn = turns();

/** Defects that most calls do not show. */
export const intermittentDefects: SyncDefects = {
  'every-tenth-read-without-numbers': {
    breaks: 'SYNC-71',
    note: 'Each tenth read has the numbers of the size as texts',
    intermittent: true,
    shownBy: ['lifecycle', 'SYNC-71'],
    ...shownChanged(['read'], (members, { call }) => {
      const { size } = members;
      if (readTurn(call) % 10 !== 0 || !isMembers(size)) return members;
      return { ...members, size: Object.fromEntries(Object.entries(size).map(([name, value]) => [name, String(value)])) };
    }),
  },
  'every-third-creation-without-tags': {
    breaks: 'SYNC-38',
    note: 'Each third answer to a creation has null as tags',
    alsoBreaks: { 'SYNC-32': 'null contains none of the tags that were sent' },
    intermittent: true,
    shownBy: ['SYNC-38', 'lifecycle'],
    ...shownChanged(['create'], (members, { call }) => (creationTurn(call) % 3 === 0 ? { ...members, tags: null } : members)),
  },
  'created-at-without-zone-in-third-list': {
    breaks: 'SYNC-95',
    note: 'In each third list created_at has no time zone',
    intermittent: true,
    shownBy: ['SYNC-95', 'SYNC-73', 'lifecycle'],
    around: succeeded('list', (call) => {
      if (listTurn(call) % 3 === 0) call.body = JSON.parse(JSON.stringify(call.body).replaceAll(/("created_at":"[^"]*)Z"/g, '$1"'));
    }),
  },
  'new-instance-read-with-bare-region': {
    breaks: 'SYNC-71',
    note: 'The single read of an instance that is still new shows only the slug of the region',
    intermittent: true,
    shownBy: ['SYNC-71', 'lifecycle'],
    ...shownChanged(['read'], (members) => {
      const { region, status } = members;
      return status === 'new' && isMembers(region) ? { ...members, region: region['slug'] } : members;
    }),
  },
  'active-instance-v6-null': {
    breaks: 'SYNC-71',
    note: 'networks.v6 of an active instance without IPv6 is null',
    intermittent: true,
    shownBy: ['SYNC-71', 'lifecycle'],
    ...shownChanged(['read', 'list'], (members, { instance }) => {
      const { networks, status } = members;
      return status === 'active' && !instance.data.ipv6 && isMembers(networks)
        ? { ...members, networks: { ...networks, v6: null } }
        : members;
    }),
  },
  'limit-with-window-on-errors': {
    breaks: 'SYNC-59',
    note: 'X-RateLimit-Limit carries its window on errors only, as in 1000;w=60',
    intermittent: true,
    shownBy: ['SYNC-59', 'SYNC-86'],
    around: answered((call) => {
      const { quota } = call.state;
      if (quota !== undefined && call.status >= 400) call.set('X-RateLimit-Limit', `${quota.limit};w=60`);
    }),
  },
  'retry-after-missing-on-second-429': {
    breaks: 'SYNC-65',
    note: 'Each second 429 has no Retry-After',
    intermittent: true,
    shownBy: ['SYNC-65', 'SYNC-64'],
    options: { quota: burstQuota, plan: 'standard' },
    around: answered((call) => {
      if (call.status === 429 && errorResponseTurn(call) % 2 === 0) call.remove('Retry-After');
    }),
  },
  'message-blank-on-delete': {
    breaks: 'SYNC-92',
    note: 'The 404 of a DELETE has a blank message',
    intermittent: true,
    shownBy: ['SYNC-92', 'SYNC-88'],
    around: answered((call) => {
      if (call.status === 404 && goesTo(call, 'remove')) call.body = { message: ' ' };
    }),
  },
  'second-update-without-remaining': {
    breaks: 'SYNC-54',
    note: 'Each second update has no X-RateLimit-Remaining',
    intermittent: true,
    shownBy: ['SYNC-54', 'SYNC-77', 'SYNC-79', 'SYNC-80'],
    around: succeeded('update', (call) => {
      if (updateTurn(call) % 2 === 0) call.remove('X-RateLimit-Remaining');
    }),
  },
};
