import { parameter } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Defects, Layer } from '../call.ts';
import { lists } from '../operations.ts';
import type { Page } from '../page.ts';
import { pagesAnswered } from './answering.ts';

/** Fetches two items for a page of one, shows the first, and continues behind the second. */
const losingEverySecond: Layer = async (call, next) => {
  const isMeant = isCall(call, ...lists) && parameter(call, 'limit') === '1';
  if (isMeant) call.query = { ...call.query, limit: '2' };
  await next();
  if (isMeant && call.status === 200) call.body = { ...(call.body as Page), data: (call.body as Page).data.slice(0, 1) };
};

/** Pages that are wrong at one size, or at one place of a list. */
export const narrowPageDefects: Defects = {
  'single-item-pages-lose-items': {
    breaks: 'CDEV-114',
    note: 'With limit=1 every second item is skipped',
    intermittent: true,
    around: losingEverySecond,
  },
  'inner-page-without-cursor': {
    breaks: 'CDEV-110',
    note: 'The page with the middle of a list has no cursor although more follow',
    intermittent: true,
    around: pagesAnswered((page, { left, total, ids, isFirstPage }) =>
      !isFirstPage && left > 0 && left <= total / 2 && left + ids.length > total / 2 ? { ...page, next_cursor: null } : page,
    ),
  },
  'has-more-false-one-page-early': {
    breaks: 'CDEV-114',
    note: 'The last page but one has has_more false, with a cursor that leads to the last one',
    around: pagesAnswered((page, { left, limit }) => (left > 0 && left <= limit ? { ...page, has_more: false } : page)),
  },
};
