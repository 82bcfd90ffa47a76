import { parameter } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Defects } from '../call.ts';
import { listProjects, lists } from '../operations.ts';
import { standardSettings } from '../settings.ts';
import { listAsked } from './list-asked.ts';

const { page: sizes } = standardSettings;

const oneMore = (call: Call): { readonly limit: string } | undefined => {
  const limit = Number(parameter(call, 'limit'));
  return limit >= 1 && limit < sizes.maximum ? { limit: String(limit + 1) } : undefined;
};

/** How many items a page holds. */
export const pageSizeDefects: Defects = {
  'limit-ignored': {
    breaks: 'CDEV-105',
    note: 'limit has no effect',
    alsoBreaks: { 'CDEV-83': 'a page of one holds more', 'CDEV-113': 'a page of one holds more' },
    behind: listAsked(() => ({ limit: undefined })),
  },
  'limit-off-by-one': {
    breaks: 'CDEV-105',
    note: 'A page has one item more than limit',
    alsoBreaks: { 'CDEV-83': 'a page of one holds two', 'CDEV-113': 'a page of one holds two' },
    behind: listAsked(oneMore),
  },
  'limit-ignored-on-projects': {
    breaks: 'CDEV-105',
    note: 'limit works for deployments only',
    alsoBreaks: { 'CDEV-113': 'a page of one project holds more' },
    behind: listAsked(() => ({ limit: undefined }), [listProjects]),
  },
  'limit-100-refused': {
    breaks: 'CDEV-106',
    note: 'limit=100 is refused although it is the maximum',
    behind: (call, next) =>
      isCall(call, ...lists) && parameter(call, 'limit') === '100' ? refuse(400, 'malformed-query', 'Malformed query parameters') : next(),
  },
  'limit-max-unenforced': {
    breaks: 'CDEV-107',
    note: 'limit=1000 returns more than 100 items',
    settings: { page: { ...sizes, maximum: 1000 } },
  },
  'limit-max-off-by-one': {
    breaks: 'CDEV-107',
    note: 'limit=101 returns 101 items',
    settings: { page: { ...sizes, maximum: 101 } },
  },
};
