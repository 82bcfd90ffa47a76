import { parameter } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { showDeployment } from '../deployments.ts';
import { listProjects, lists } from '../operations.ts';
import type { Page } from '../page.ts';
import { showProject } from '../projects.ts';
import { pagesAnswered } from './answering.ts';
import { leadingTo } from './leading-to.ts';
import { listAsked } from './list-asked.ts';

/** The item behind which a call wants to continue, as its list shows it. */
const boundaryOf = (call: Call): { readonly id: string; readonly shown: Page['data'][number] } | undefined => {
  const { account, settings } = call.state;
  const id = settings.cursor.decode(parameter(call, 'cursor') ?? '');
  const isIt = (resource: { readonly id: string }): boolean => resource.id === id;
  const project = isCall(call, listProjects) ? account.projects.everything.find(isIt) : undefined;
  if (project !== undefined) return { id: project.id, shown: showProject(project, settings) };
  const deployment = account.deployments.everything.find(isIt);
  return deployment && { id: deployment.id, shown: showDeployment(deployment, settings) };
};

/** Begins each page with the last item of the page before. */
const repeatingBoundary = pagesAnswered((page, { ids, limit, left }, call) => {
  const boundary = boundaryOf(call);
  if (boundary === undefined) return page;
  const data = [boundary.shown, ...page.data].slice(0, limit);
  const isCut = data.length <= page.data.length;
  const last = [boundary.id, ...ids][data.length - 1];
  return { ...page, data, ...(isCut || left > 0 ? leadingTo(last, call) : {}) };
});

/** Continues at a position instead of behind a project, in lists without a filter. */
const countingPositions: Layer = async (call, next) => {
  if (!isCall(call, listProjects) || parameter(call, 'status') !== undefined || parameter(call, 'created_after') !== undefined) {
    return next();
  }
  const start = Number(/^o(\d+)$/.exec(parameter(call, 'cursor') ?? '')?.[1] ?? 0);
  const before = call.state.account.projects.listed(Date.now()).toReversed()[start - 1];
  if (before !== undefined) call.query = { ...call.query, cursor: call.state.settings.cursor.encode(before.id) };
  await next();
  const { list } = call.state;
  if (list !== undefined && list.left > 0) call.body = { ...(call.body as Page), next_cursor: `o${start + list.ids.length}` };
};

const inTraversals = { 'CDEV-115': 'a traversal with a creation in between does the same' };

/** How pages follow each other. */
export const pageTraversalDefects: Defects = {
  'cursor-ignored': {
    breaks: 'CDEV-113',
    note: 'Every page is the first page',
    alsoBreaks: { 'CDEV-83': 'the second page has the item of the first' },
    behind: listAsked(() => ({ cursor: undefined })),
  },
  'cursor-repeats-boundary': {
    breaks: 'CDEV-113',
    note: 'Each page begins with the last item of the page before',
    alsoBreaks: { ...inTraversals, 'CDEV-83': 'the second page has the item of the first', 'CDEV-114': 'traversals return items twice' },
    around: repeatingBoundary,
  },
  'cursor-refused': {
    breaks: 'CDEV-113',
    note: 'A fresh cursor is refused',
    alsoBreaks: { 'CDEV-83': 'the second page is refused' },
    behind: (call, next) =>
      isCall(call, ...lists) && parameter(call, 'cursor') !== undefined ? refuse(400, 'unknown-cursor', 'Unknown cursor') : next(),
  },
  'walk-skips-items': {
    breaks: 'CDEV-114',
    note: 'The first item of each later page of two or more is lost',
    alsoBreaks: { ...inTraversals, 'CDEV-126': 'a filtered list loses items in the same way' },
    around: pagesAnswered((page, { isFirstPage }) => (isFirstPage || page.data.length < 2 ? page : { ...page, data: page.data.slice(1) })),
  },
  'walk-duplicates-items': {
    breaks: 'CDEV-114',
    note: 'The last item of a page of two or more is on the next page too',
    alsoBreaks: inTraversals,
    around: pagesAnswered((page, { ids, left }, call) => (left > 0 && ids.length > 1 ? { ...page, ...leadingTo(ids.at(-2), call) } : page)),
  },
  'has-more-false-early': {
    breaks: 'CDEV-114',
    note: 'In long lists has_more is false while up to 20 items are left',
    alsoBreaks: inTraversals,
    around: pagesAnswered((page, { left, total }) => (total > 100 && left <= 20 ? { ...page, has_more: false, next_cursor: null } : page)),
  },
  'cursor-counts-positions': {
    breaks: 'CDEV-115',
    note: 'A cursor is a position, so that a new project shifts the boundary of pages',
    behind: countingPositions,
  },
  'list-truncated': {
    breaks: 'CDEV-54',
    note: 'The list of projects, sorted oldest first, ends after its first page although more exist',
    alsoBreaks: {
      'CDEV-113': 'a list with several pages ends after the first one',
      'CDEV-114': 'a traversal with small pages misses items that one with large pages has',
      'CDEV-115': 'a traversal with small pages misses items that one with large pages has',
    },
    settings: { order: 'oldest-first' },
    around: pagesAnswered((page) => ({ ...page, has_more: false, next_cursor: null }), [listProjects]),
  },
};
