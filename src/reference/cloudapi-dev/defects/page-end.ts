import { parameter } from '../../kit/asking.ts';
import type { ListNotes } from '../../kit/service.ts';
import { isCall } from '../../kit/service.ts';
import type { Defects } from '../call.ts';
import { listProjects } from '../operations.ts';
import type { Page } from '../page.ts';
import { pagesAnswered } from './answering.ts';
import { leadingTo } from './leading-to.ts';
import { listAsked } from './list-asked.ts';

const isMore = ({ left }: ListNotes): boolean => left > 0;
const without = (page: Page, member: 'next_cursor' | 'has_more'): object =>
  Object.fromEntries(Object.entries(page).filter(([name]) => name !== member));

/** What a page shows about the next one. */
export const pageEndDefects: Defects = {
  'next-cursor-missing': {
    breaks: 'CDEV-110',
    note: 'A page that is not the last one has no next_cursor',
    around: pagesAnswered((page, notes) => (isMore(notes) ? without(page, 'next_cursor') : page)),
  },
  'next-cursor-renamed': {
    breaks: 'CDEV-110',
    note: 'The cursor of a page that is not the last one is under another key',
    around: pagesAnswered((page, notes) => (isMore(notes) ? { ...without(page, 'next_cursor'), cursor: page.next_cursor } : page)),
  },
  'next-cursor-number': {
    breaks: 'CDEV-110',
    note: 'The cursor is a number',
    around: pagesAnswered((page, { left, ids }, call) => {
      const { projects, deployments } = call.state.account;
      const resources = isCall(call, listProjects) ? projects.everything : deployments.everything;
      return left > 0 ? { ...page, next_cursor: resources.findIndex(({ id }) => id === ids.at(-1)) } : page;
    }),
    behind: listAsked((call) => {
      const { projects, deployments } = call.state.account;
      const resources = isCall(call, listProjects) ? projects.everything : deployments.everything;
      const resource = /^\d+$/.test(parameter(call, 'cursor') ?? '') ? resources[Number(parameter(call, 'cursor'))] : undefined;
      return resource && { cursor: call.state.settings.cursor.encode(resource.id) };
    }),
  },
  'more-without-cursor': {
    breaks: 'CDEV-110',
    note: 'The last page has has_more true and no cursor',
    alsoBreaks: { 'CDEV-116': 'has_more is true on the last page' },
    around: pagesAnswered((page, notes) => (isMore(notes) ? page : { ...page, has_more: true, next_cursor: null })),
  },
  'has-more-missing': {
    breaks: 'CDEV-111',
    note: 'has_more is absent',
    around: pagesAnswered((page) => without(page, 'has_more')),
  },
  'has-more-string': {
    breaks: 'CDEV-111',
    note: 'has_more is a string',
    around: pagesAnswered((page) => ({ ...page, has_more: String(page.has_more) })),
  },
  'has-more-missing-last-page': {
    breaks: 'CDEV-111',
    note: 'has_more is absent on the last page',
    around: pagesAnswered((page, notes) => (isMore(notes) ? page : without(page, 'has_more'))),
  },
  'next-cursor-dropped-last': {
    breaks: 'CDEV-112',
    note: 'The last page has no next_cursor',
    settings: { lastCursor: 'absent' },
  },
  'has-more-true-at-end': {
    breaks: 'CDEV-116',
    note: 'A full last page has has_more true',
    options: { items: 24 },
    settings: { deployments: 30 },
    around: pagesAnswered((page, { left, limit, ids }, call) =>
      left === 0 && ids.length === limit ? { ...page, ...leadingTo(ids.at(-1), call) } : page,
    ),
  },
  'projects-bare-array': {
    breaks: 'CDEV-119',
    note: 'The list of projects is a bare array',
    alsoBreaks: {
      'CDEV-110': 'the page has no member for the cursor',
      'CDEV-111': 'the page has no member for has_more',
      'CDEV-112': 'the last page has no member at all',
    },
    around: pagesAnswered(({ data }) => data, [listProjects]),
  },
};
