import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';
import { queryOf } from './parcels/service.ts';

export type Deployment = {
  readonly id: string;
  readonly project_id: string;
  readonly status: string;
  readonly commit: string;
  readonly created_at?: string;
};

export type Entry = { readonly timestamp: string; readonly level: string; readonly message: string };

/** The items that a request selects, before they are cut into pages. */
export type Select = (all: readonly Deployment[], request: PlannedRequest) => readonly Deployment[];

export type Deployed = {
  readonly count?: number;
  readonly timed?: boolean;
  readonly select?: Select;
  /** Changes a page: its items and its cursor. */
  readonly page?: (page: {
    readonly data: readonly Deployment[];
    readonly has_more: unknown;
    readonly next_cursor: unknown;
    readonly request: PlannedRequest;
    readonly all: readonly Deployment[];
  }) => object;
  readonly logs?: (entries: readonly Entry[], request: PlannedRequest) => Reply;
};

const day = 24 * 3_600_000;
const pastDay = Date.parse('2003-04-05T06:00:00Z');

export const deployments = (count: number, timed: boolean): Deployment[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `dep_${n}`,
    project_id: `proj_${'abc'[n % 3] ?? ''}`,
    status: ['succeeded', 'failed'][Math.floor(n / 2) % 2] ?? '',
    commit: `c${n}`,
    ...(timed ? { created_at: new Date(pastDay + n * day).toISOString() } : {}),
  }));

export const entries: readonly Entry[] = Array.from({ length: 9 }, (_, n) => ({
  timestamp: new Date(pastDay + n * 60_000).toISOString(),
  level: ['info', 'warn', 'error'][n % 3] ?? '',
  message: `m${n}`,
}));

export const honest: Select = (all, request) =>
  all.filter((one) => {
    const [project, status, after] = ['project_id', 'status', 'created_after'].map((name) => queryOf(request, name));
    const isAfter = after === undefined || Date.parse(one.created_at ?? '2003-04-05T06:00:00Z') >= Date.parse(`${after}T00:00:00Z`);
    return (project === undefined || one.project_id === project) && (status === undefined || one.status === status) && isAfter;
  });

export const honestLogs = (all: readonly Entry[], request: PlannedRequest): Reply => {
  const [from, to, level, limit] = ['from', 'to', 'level', 'limit'].map((name) => queryOf(request, name));
  const found = all.filter(
    ({ timestamp, level: own }) =>
      (from === undefined || Date.parse(timestamp) >= Date.parse(from)) &&
      (to === undefined || Date.parse(timestamp) <= Date.parse(to)) &&
      (level === undefined || own === level),
  );
  const size = limit === undefined ? 100 : Number(limit);
  return {
    status: 200,
    json: { data: found.slice(0, size), has_more: found.length > size, next_cursor: found.length > size ? 'more' : null },
  };
};

/** A service with a list of deployments with cursors, and a log query. */
export const deploymentService = ({
  count = 12,
  timed = true,
  select = honest,
  page = (made) => made,
  logs = honestLogs,
}: Deployed = {}) => {
  const all = deployments(count, timed);
  return (request: PlannedRequest): Reply => {
    if (request.operation === 'GET /v1/logs') return logs(entries, request);
    if (request.operation !== 'GET /v1/deployments') return { status: 404, json: { message: 'Not Found' } };
    const after = queryOf(request, 'created_after');
    if (after !== undefined && !/^\d{4}-\d\d-\d\d$/.test(after)) return { status: 400, json: { message: 'no date' } };
    const size = Math.min(100, Number(queryOf(request, 'limit') ?? 20));
    const found = select(all, request);
    const cursor = queryOf(request, 'cursor');
    const start = cursor === undefined ? 0 : found.findIndex(({ id }) => `at-${id}` === cursor) + 1;
    const data = found.slice(start, start + size);
    const has_more = start + size < found.length;
    const {
      request: _request,
      all: _all,
      ...body
    } = { ...page({ data, has_more, next_cursor: has_more ? `at-${data.at(-1)?.id ?? ''}` : null, request, all: found }) } as Record<
      string,
      unknown
    >;
    return { status: 200, json: body };
  };
};
