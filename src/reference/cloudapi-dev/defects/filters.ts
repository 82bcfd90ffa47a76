import type { Filter } from '../../kit/filters.ts';
import { momentOf } from '../../kit/filters.ts';
import { parameter } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Deployment, DeploymentData, DeploymentStatus } from '../account.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { deploymentList } from '../deployments.ts';
import { listOf } from '../list.ts';
import type { ListPlan } from '../list.ts';
import { listDeployments } from '../operations.ts';
import type { Page } from '../page.ts';
import { listAsked } from './list-asked.ts';

const onDeployments = (changes: Parameters<typeof listAsked>[0]): Layer => listAsked(changes, [listDeployments]);
const has = (call: Call, name: string): boolean => parameter(call, name) !== undefined;
const filterNames = ['project_id', 'status', 'created_after'] as const;

/** Lists deployments with other rules, where `isMeant` holds. */
const listedBy =
  (
    change: (plan: ListPlan<DeploymentData, DeploymentStatus>) => ListPlan<DeploymentData, DeploymentStatus>,
    isMeant: (call: Call) => boolean = () => true,
  ): Layer =>
  (call, next) => {
    const { settings } = call.state;
    return isCall(call, listDeployments) && isMeant(call) ? listOf(change(deploymentList(settings)), settings)(call, next) : next();
  };

const isOlder: Filter<Deployment> = ({ createdAtMs }, value) => createdAtMs < (momentOf(value) ?? 0);

/** Removes all filters but the first from a query. */
const firstOnly = (call: Call): Readonly<Record<string, undefined>> | undefined => {
  const sent = Object.keys(call.query).filter((name) => filterNames.some((one) => one === name));
  return sent.length > 1 ? Object.fromEntries(sent.slice(1).map((name) => [name, undefined])) : undefined;
};

/** Cuts the page before it filters it, unless the page is small. */
const filteredAfterwards: Layer = async (call, next) => {
  const wanted = filterNames.flatMap((name) => (has(call, name) ? [[name, parameter(call, name)] as const] : []));
  const isMeant =
    isCall(call, listDeployments) && Number(parameter(call, 'limit') ?? Infinity) > 2 && wanted.length > 0 && !has(call, 'created_after');
  if (!isMeant) return next();
  call.query = Object.fromEntries(Object.entries(call.query).filter(([name]) => !filterNames.some((one) => one === name)));
  await next();
  if (call.status !== 200) return;
  const { data } = call.body as Page;
  const kept = data.filter((item) => wanted.every(([name, value]) => item[name] === value));
  call.body = { data: kept, next_cursor: null, has_more: false };
};

const beside = {
  'CDEV-82': 'the filter has no effect next to another filter either',
  'CDEV-83': 'the filter has no effect next to another filter either',
};
/** Each filter of deployments by itself. */
const single: Defects = {
  'project-filter-ignored': {
    breaks: 'CDEV-76',
    note: 'project_id has no effect',
    alsoBreaks: beside,
    behind: onDeployments(() => ({ project_id: undefined })),
  },
  'project-filter-first-page-only': {
    breaks: 'CDEV-76',
    note: 'Later pages of a list filtered by project_id contain other projects',
    alsoBreaks: { 'CDEV-83': 'the second page contains other projects' },
    behind: onDeployments((call) => (has(call, 'cursor') ? { project_id: undefined } : undefined)),
  },
  'project-filter-empty': {
    breaks: 'CDEV-76',
    note: 'project_id returns nothing for a project that has deployments',
    alsoBreaks: {
      'CDEV-77': 'a new deployment is not in the list of its project',
      'CDEV-126': 'the filtered list of a project contains nothing',
    },
    behind: onDeployments((call) => (has(call, 'project_id') ? { project_id: 'proj_none' } : undefined)),
  },
  'status-filter-ignored': {
    breaks: 'CDEV-122',
    note: 'status has no effect on deployments',
    alsoBreaks: beside,
    behind: onDeployments(() => ({ status: undefined })),
  },
  'status-filter-inverted': {
    breaks: 'CDEV-122',
    note: 'status returns deployments with another status',
    alsoBreaks: { ...beside, 'CDEV-126': 'deployments with the status are left out' },
    behind: listedBy((plan) => ({
      ...plan,
      filters: { ...plan.filters, status: (deployment, value) => plan.filters['status']?.(deployment, value) === false },
    })),
  },
  'status-filter-empty': {
    breaks: 'CDEV-122',
    note: 'A filter by an existing status returns nothing',
    alsoBreaks: { 'CDEV-126': 'deployments with the status are left out' },
    behind: onDeployments((call) => (has(call, 'status') ? { status: 'none' } : undefined)),
  },
  'status-filter-one-value-ignored': {
    breaks: 'CDEV-122',
    note: 'The status failed returns all deployments',
    alsoBreaks: beside,
    intermittent: true,
    behind: onDeployments((call) => (parameter(call, 'status') === 'failed' ? { status: undefined } : undefined)),
  },
  'created-after-ignored': {
    breaks: 'CDEV-123',
    note: 'created_after has no effect on deployments',
    behind: onDeployments(() => ({ created_after: undefined })),
  },
  'created-after-inverted': {
    breaks: 'CDEV-123',
    note: 'created_after returns older deployments',
    behind: listedBy((plan) => ({ ...plan, filters: { ...plan.filters, created_after: isOlder } })),
  },
  'created-after-empty': {
    breaks: 'CDEV-123',
    note: 'A date before all deployments returns nothing',
    behind: onDeployments((call) => (has(call, 'created_after') ? { created_after: '2999-01-01' } : undefined)),
  },
  'filter-after-paging': {
    breaks: 'CDEV-126',
    note: 'On pages of more than two items the filter is applied after the page is cut, and the rest is lost',
    behind: filteredAfterwards,
  },
};

/** Filters of deployments, by themselves and together. */
export const filterDefects: Defects = {
  ...single,
  'one-filter-only': {
    breaks: 'CDEV-82',
    note: 'Only the first filter of a query is applied',
    alsoBreaks: { 'CDEV-83': 'items pass if they meet one of two filters' },
    behind: onDeployments(firstOnly),
  },
  'status-dropped-beside-project': {
    breaks: 'CDEV-82',
    note: 'status is ignored when project_id is sent',
    alsoBreaks: { 'CDEV-83': 'items with another status are returned' },
    behind: onDeployments((call) => (has(call, 'project_id') ? { status: undefined } : undefined)),
  },
  'filters-ored': {
    breaks: 'CDEV-83',
    note: 'With two filters an item needs to meet only one',
    behind: listedBy(
      (plan) => ({
        ...plan,
        matches: (resource, filters, given) =>
          ['project_id', 'status'].some((name) => typeof given[name] === 'string' && filters[name]?.(resource, given[name]) === true),
      }),
      (call) => has(call, 'project_id') && has(call, 'status'),
    ),
  },
  'cursor-drops-filter': {
    breaks: 'CDEV-83',
    note: 'With two filters the second page is no longer filtered',
    behind: onDeployments((call) =>
      has(call, 'cursor') && has(call, 'project_id') && has(call, 'status') ? { project_id: undefined, status: undefined } : undefined,
    ),
  },
};
