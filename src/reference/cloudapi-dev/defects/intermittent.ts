import { answered, answerText, bodyAnswered, without } from '../../kit/answering.ts';
import { parameter } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Defects, State } from '../call.ts';
import { createProject, listDeployments, listProjects, queryLogs } from '../operations.ts';
import { standardSettings } from '../settings.ts';
import { counter, creationAnswered, itemsAnswered, pagesAnswered, projectsShown } from './answering.ts';
import { listAsked } from './list-asked.ts';

const { maximum } = standardSettings.page;

/** Defects that most calls do not show. */
export const intermittentDefects: Defects = {
  'has-more-number-behind-cursor': {
    breaks: 'CDEV-111',
    note: 'has_more is 0 or 1 on pages fetched with a cursor',
    intermittent: true,
    around: pagesAnswered((page, { isFirstPage }) => (isFirstPage ? page : { ...page, has_more: Number(page.has_more) })),
  },
  'third-page-without-cursor': {
    breaks: 'CDEV-110',
    note: 'Every third page that is not the last one has no cursor',
    intermittent: true,
    around: (() => {
      const count = counter();
      return pagesAnswered((page, { left }, call) => (left > 0 && count(call) % 3 === 0 ? { ...page, next_cursor: null } : page));
    })(),
  },
  'third-creation-without-region': {
    breaks: 'CDEV-66',
    note: 'Every third creation answers without the region',
    alsoBreaks: { 'CDEV-68': 'the region that was sent is missing in the answer' },
    shownBy: ['schema', 'lifecycle', 'CDEV-115'],
    intermittent: true,
    around: (() => {
      const count = counter();
      return creationAnswered((project, call) => (count(call) % 3 === 0 ? without(project, 'region') : project));
    })(),
  },
  'failed-deployment-commit-null': {
    breaks: 'CDEV-85',
    note: 'The commit of deployments that failed is null',
    intermittent: true,
    around: itemsAnswered([listDeployments], (item) => (item['status'] === 'failed' ? { ...item, commit: null } : item)),
  },
  'building-deployment-commit-null': {
    breaks: 'CDEV-85',
    note: 'The commit of a deployment is null while it is building',
    intermittent: true,
    options: { durations: { 'deployment.queued': 0, 'deployment.building': 2 } },
    shownBy: ['CDEV-85', 'CDEV-77'],
    around: itemsAnswered([listDeployments], (item) => (item['status'] === 'building' ? { ...item, commit: null } : item)),
  },
  'archived-project-created-at-local': {
    breaks: 'CDEV-71',
    note: 'created_at has no time zone in archived projects',
    intermittent: true,
    around: projectsShown((project) =>
      project['status'] === 'archived' ? { ...project, created_at: String(project['created_at']).replace('Z', '') } : project,
    ),
  },
  'limit-100-holds-101': {
    breaks: 'CDEV-106',
    note: 'A page of exactly 100 items has one more',
    alsoBreaks: { 'CDEV-107': 'a page has more than 100 items' },
    intermittent: true,
    settings: { page: { ...standardSettings.page, maximum: maximum + 1 } },
    behind: listAsked((call) => {
      const limit = Number(parameter(call, 'limit'));
      if (limit === maximum) return { limit: String(maximum + 1) };
      return limit > maximum ? { limit: String(maximum) } : undefined;
    }),
  },
  'limit-two-returns-three': {
    breaks: 'CDEV-105',
    note: 'With limit=2 a page of projects has three items',
    intermittent: true,
    behind: listAsked((call) => (parameter(call, 'limit') === '2' ? { limit: '3' } : undefined), [listProjects]),
  },
  'unprocessable-as-text': {
    breaks: 'CDEV-6',
    note: 'Only the error response for unusable members is plain text',
    shownBy: ['CDEV-6', 'CDEV-100'],
    intermittent: true,
    around: answered((call) => {
      if (isCall(call, createProject) && call.status === 422) answerText(call, 422, 'text', 'Validation failed');
    }),
  },
  'second-log-query-truncated': {
    breaks: 'CDEV-4',
    note: 'Every log query after the first is answered with JSON that is cut off',
    alsoBreaks: { 'CDEV-120': 'neither has_more nor next_cursor can be read' },
    shownBy: ['CDEV-4', 'CDEV-88', 'CDEV-120', 'CDEV-33'],
    intermittent: true,
    around: (() => {
      const count = counter();
      return bodyAnswered<State>(
        (call) => isCall(call, queryLogs) && call.status === 200 && count(call) > 1,
        (body, call) => {
          call.type = 'json';
          return JSON.stringify(body).slice(0, -3);
        },
      );
    })(),
  },
  'remaining-above-quota-on-404': {
    breaks: 'CDEV-141',
    note: 'X-RateLimit-Remaining is larger than the quota, only on a 404',
    shownBy: ['CDEV-141', 'CDEV-101'],
    intermittent: true,
    around: answered((call) => {
      const { quota, holder } = call.state;
      if (call.status === 404 && holder !== undefined && quota !== undefined) {
        call.set('X-RateLimit-Remaining', String(quota.limit + quota.remaining + 1));
      }
    }),
  },
};
