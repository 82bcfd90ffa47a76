import { standardSettings } from '../settings.ts';
import { regions } from '../catalogue.ts';
import type { NexusDefects } from '../overrides.ts';
import { answered, instanceAnswered, listAnswered, paginationAnswered } from './answering.ts';
import { burstQuota } from './burst-quota.ts';
import { listAsked, parameter } from './asking.ts';
import { withoutHeadersOn } from './rate-limit-numbers.ts';

/** Defects that most calls do not show. */
export const intermittentDefects: NexusDefects = {
  'second-page-created-at-epoch': {
    breaks: 'NEXUS-51',
    note: 'created_at is a number on pages fetched with a cursor, and a string on the first page',
    intermittent: true,
    shownBy: ['schema', 'pagination'],
    around: instanceAnswered((instance, { isFirstPage }) =>
      isFirstPage ? instance : { ...instance, created_at: Date.parse(instance.created_at) / 1000 },
    ),
  },
  'stopped-instance-memory-text': {
    breaks: 'NEXUS-49',
    note: 'memory_gb is a string for stopped instances only',
    intermittent: true,
    shownBy: ['schema', 'filtering'],
    around: instanceAnswered((instance) =>
      instance.status === 'stopped' ? { ...instance, memory_gb: `${instance.memory_gb}GB` } : instance,
    ),
  },
  'third-list-name-null': {
    breaks: 'NEXUS-48',
    note: 'In the third list name is null',
    intermittent: true,
    shownBy: ['schema', 'pagination'],
    around: instanceAnswered((instance, { number }) => (number === 3 ? { ...instance, name: null } : instance)),
  },
  'reset-milliseconds-on-errors': {
    breaks: 'NEXUS-142',
    note: 'X-RateLimit-Reset is in milliseconds on error answers only',
    intermittent: true,
    shownBy: ['NEXUS-142', 'NEXUS-138'],
    options: { quota: burstQuota },
    around: answered((call) => {
      const reading = call.state.quota;
      if (reading !== undefined && call.status >= 400) call.set('X-RateLimit-Reset', String(reading.resetEpochSeconds * 1000));
    }),
  },
  'next-cursor-missing-at-maximum': {
    breaks: 'NEXUS-45',
    note: 'With limit=100 exactly, has_more is true and next_cursor is null',
    alsoBreaks: { 'NEXUS-39': 'with limit=100 no page after the first can be fetched' },
    intermittent: true,
    around: paginationAnswered((pagination, { limit }) =>
      limit === standardSettings.page.maximum ? { ...pagination, next_cursor: null } : pagination,
    ),
  },

  'inner-page-without-cursor': {
    breaks: 'NEXUS-45',
    note: 'The page with the middle of a list has has_more true and no cursor',
    alsoBreaks: { 'NEXUS-39': 'no page after the middle of the list can be fetched' },
    intermittent: true,
    around: listAnswered((body, { left, matching, isFirstPage }) =>
      !isFirstPage && left > 0 && left <= matching / 2 && left + body.data.length > matching / 2
        ? { ...body, pagination: { ...body.pagination, next_cursor: null } }
        : body,
    ),
  },
  'limit-maximum-holds-99': {
    breaks: 'NEXUS-33',
    note: 'limit=100 returns 99 instances although more exist',
    intermittent: true,
    behind: listAsked((call) => (parameter(call, 'limit') === '100' ? { limit: '99' } : {})),
  },
  'rebooting-instance-cpu-text': {
    breaks: 'NEXUS-49',
    note: 'cpu is a string while an instance is rebooting',
    intermittent: true,
    shownBy: ['NEXUS-49', 'NEXUS-82'],
    around: instanceAnswered((instance) => (instance.status === 'rebooting' ? { ...instance, cpu: String(instance.cpu) } : instance)),
  },
  'one-region-ipv4-with-prefix-length': {
    breaks: 'NEXUS-53',
    note: 'ipv4 has a prefix length in one region only',
    intermittent: true,
    shownBy: ['schema', 'status'],
    around: instanceAnswered((instance) =>
      instance.region === regions[3] && instance.ipv4 ? { ...instance, ipv4: `${instance.ipv4}/24` } : instance,
    ),
  },
  'provisioning-instance-memory-zero': {
    breaks: 'NEXUS-55',
    note: 'memory_gb is 0 while an instance is provisioning',
    intermittent: true,
    shownBy: ['schema', 'status'],
    around: instanceAnswered((instance) => (instance.status === 'provisioning' ? { ...instance, memory_gb: 0 } : instance)),
  },
  'filtered-page-after-cursor-skips-instance': {
    breaks: 'NEXUS-24',
    note: 'In lists filtered by region, pages fetched with a cursor omit their first instance',
    intermittent: true,
    around: listAnswered((body, { isFirstPage }, call) =>
      isFirstPage || parameter(call, 'region') === undefined ? body : { ...body, data: body.data.slice(1) },
    ),
  },
  'ratelimit-headers-missing-on-404': {
    breaks: 'NEXUS-143',
    note: 'The rate limit headers are missing on 404 answers only',
    intermittent: true,
    shownBy: ['NEXUS-143', 'NEXUS-116', 'NEXUS-126'],
    around: withoutHeadersOn([404]),
  },
  'created-at-without-zone-after-ten-lists': {
    breaks: 'NEXUS-52',
    note: 'From the eleventh list on that the server answers, created_at has no Z',
    intermittent: true,
    shownBy: ['schema', 'pagination'],
    around: instanceAnswered((instance, { number }) =>
      number > 10 ? { ...instance, created_at: instance.created_at.replace('Z', '') } : instance,
    ),
  },
};
