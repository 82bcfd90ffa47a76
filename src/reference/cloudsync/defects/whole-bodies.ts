import { bodyAsked, bodyObject } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import type { Call } from '../call.ts';
import type { SyncDefects } from '../overrides.ts';
import { goesTo } from './answering.ts';

const isCreation = (call: Call): boolean => goesTo(call, 'create');

/** The defect cuts longer names. */
const longestName = 36;

/** Defects for some values of a body only, or for some values together. */
export const wholeBodyDefects: SyncDefects = {
  'backups-with-ipv6-501': {
    breaks: 'SYNC-22',
    note: 'A creation with backups and IPv6 is answered 501',
    intermittent: true,
    shownBy: ['SYNC-22'],
    behind: (call, next) => {
      const body = isCreation(call) ? bodyObject(call) : undefined;
      return body?.['backups'] === true && body['ipv6'] === true ? refuse(501, 'internal', 'Not implemented') : next();
    },
  },
  'backups-lose-tags': {
    breaks: 'SYNC-32',
    note: 'An instance with backups is created without its tags',
    intermittent: true,
    shownBy: ['SYNC-32'],
    behind: bodyAsked(isCreation, (body) => (body['backups'] === true ? { ...body, tags: [] } : body)),
  },
  'long-name-cut': {
    breaks: 'SYNC-32',
    note: 'A name is cut behind its 36th letter',
    caughtBy: 'properties/any-body-repeated',
    intermittent: true,
    shownBy: ['SYNC-32'],
    behind: bodyAsked(isCreation, (body) =>
      typeof body['name'] === 'string' ? { ...body, name: body['name'].slice(0, longestName) } : body,
    ),
  },
  'list-omits-those-with-backups': {
    breaks: 'SYNC-74',
    note: 'New instances with backups are missing from the list',
    intermittent: true,
    shownBy: ['SYNC-74'],
    settings: {
      listed: (instances) => instances.filter(({ origin, data }) => origin === 'initial' || !data.backups),
    },
  },
  'item-read-404-without-ipv6': {
    breaks: 'SYNC-76',
    note: 'The single read does not find a new instance without IPv6',
    intermittent: true,
    shownBy: ['SYNC-76'],
    settings: {
      found: (instance, _id, call) =>
        instance?.origin === 'created' && !instance.data.ipv6 && goesTo(call, 'read') ? undefined : instance,
    },
  },
};
