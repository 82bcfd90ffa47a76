import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { queryOf } from '../../worlds/parcels/service.ts';
import {
  type Deployed,
  type Deployment,
  deploymentService,
  type Entry,
  honest,
  honestLogs,
} from '../../worlds/filters-and-pages-service.ts';
import { failedIn, judgeLists, type Outcomes } from './judge-lists.ts';

const overlay = fileURLToPath(new URL('../../../examples/log-filters.overlay.yaml', import.meta.url));

const judged = async (deployed: Deployed = {}, overlays: readonly string[] = []): Promise<Outcomes> =>
  (await judgeLists({ contract: 'cloudapi-dev', answer: deploymentService(deployed), overlays, target: { allow: [] } })).outcomes;

describe('a list behind cursors with filters', () => {
  test.each<[string, Deployed]>([
    ['as documented', {}],
    ['whose items have no time', { timed: false }],
    ['of one page', { count: 2 }],
    ['that is empty', { count: 0 }],
    ['of many pages', { count: 130 }],
    [
      'that lists items which match either filter',
      { select: (all, request) => (both(request) ? either(all, request) : honest(all, request)) },
    ],
    ['whose bound begins a day late somewhere on earth', { select: (all, request) => honest(all, request) }],
    ['that refuses values without matches', { page: ({ request: _request, ...made }) => made }],
  ])('%s has no finding for what it keeps', async (name, deployed) => {
    const failed = failedIn(await judged(deployed));
    // That both filters together narrow the list is documented in an example only.
    expect(failed).toEqual(name.includes('either') ? ['CDEV-83 other-item-listed'] : []);
  });

  test('gives facts where nothing is required', async () => {
    const outcomes = await judged({ count: 30 });
    expect(outcomes.get('CDEV-127 query/odd-values-recorded')).toContain('"asked":"no date","status":400');
  });
});

const both = (request: Parameters<typeof queryOf>[0]): boolean =>
  queryOf(request, 'project_id') !== undefined && queryOf(request, 'status') !== undefined;
const either = (all: readonly Deployment[], request: Parameters<typeof queryOf>[0]): readonly Deployment[] =>
  all.filter(({ project_id, status }) => project_id === queryOf(request, 'project_id') || status === queryOf(request, 'status'));
const without = (request: Parameters<typeof queryOf>[0], ...names: readonly string[]): Parameters<typeof queryOf>[0] => ({
  ...request,
  query: request.query.filter(([name]) => !names.includes(name)),
});

describe('a breach is caught', () => {
  test.each<[string, Deployed, string]>([
    ['the project ignored', { select: (all, request) => honest(all, without(request, 'project_id')) }, 'CDEV-76 other-value-listed'],
    [
      'nothing for a project that has some',
      { select: (all, request) => (queryOf(request, 'project_id')?.length === 6 ? [] : honest(all, request)) },
      'CDEV-76 known-value-matches-nothing',
    ],
    ['the status ignored', { select: (all, request) => honest(all, without(request, 'status')) }, 'CDEV-122 other-value-listed'],
    [
      'nothing for a status that occurs',
      { select: (all, request) => (queryOf(request, 'status') === 'failed' ? [] : honest(all, request)) },
      'CDEV-122 known-value-matches-nothing',
    ],
    [
      'the status dropped beside a project',
      { select: (all, request) => honest(all, both(request) ? without(request, 'status') : request) },
      'CDEV-82 filter-without-effect',
    ],
    [
      'a cursor that drops the filters',
      {
        page: (made) => made,
        select: (all, request) =>
          honest(all, queryOf(request, 'cursor') === undefined ? request : without(request, 'status', 'project_id')),
      },
      'CDEV-83 other-item-listed',
    ],
    [
      'both filters refused together',
      {
        select: (all, request) => (both(request) ? [] : honest(all, request)),
        page: (made) => (both(made.request) ? { error: 'no' } : made),
      },
      '',
    ],
    ['the bound ignored', { select: (all, request) => honest(all, without(request, 'created_after')) }, 'CDEV-123 bound-without-effect'],
    [
      'nothing for any bound',
      { select: (all, request) => (queryOf(request, 'created_after') === undefined ? honest(all, request) : []) },
      'CDEV-123 bound-leaves-all-out',
    ],
    [
      'the bound a week late',
      {
        select: (all, request) =>
          all.filter(
            (one) =>
              honest([{ ...one, created_at: new Date(Date.parse(one.created_at ?? '') + 7 * 86_400_000).toISOString() }], request).length >
              0,
          ),
      },
      'CDEV-123 item-outside',
    ],
    ['the size ignored', { page: (made) => ({ ...made, data: made.all.slice(0, 20) }) }, 'CDEV-105 page-larger'],
    [
      'a page of one that is empty',
      { page: (made) => (queryOf(made.request, 'limit') === '1' ? { ...made, data: [] } : made) },
      'CDEV-105 page-empty',
    ],
    ['the cursor ignored', { page: (made) => ({ ...made, data: made.all.slice(0, made.data.length) }) }, 'CDEV-113 item-again'],
    [
      'an end too early',
      { page: (made) => (queryOf(made.request, 'limit') === '1' ? { ...made, has_more: false } : made) },
      'CDEV-113 ends-early',
    ],
    [
      'an item left out between pages',
      {
        page: (made) => ({
          ...made,
          data: queryOf(made.request, 'cursor') === undefined ? made.data : made.data.filter(({ id }) => id !== 'dep_4'),
        }),
      },
      'CDEV-114 item-missing',
    ],
    [
      'the maximum exceeded',
      { count: 130, page: (made) => (Number(queryOf(made.request, 'limit')) > 100 ? { ...made, data: made.all } : made) },
      'CDEV-107 page-above-maximum',
    ],
    [
      'log pages that do not report more',
      { logs: (all) => ({ status: 200, json: { data: all.slice(0, 1) } }) },
      'CDEV-120 page-says-nothing',
    ],
    [
      'log pages that ignore the size',
      { logs: (all) => ({ status: 200, json: { data: all, has_more: false, next_cursor: null } }) },
      'CDEV-120 page-larger',
    ],
    ['a level without effect', { logs: (all, request) => honestLogs(all, without(request, 'level')) }, 'CDEV-91 filter-without-effect'],
  ])('%s', async (_, deployed, wanted) => {
    const failed = failedIn(await judged(deployed));
    if (wanted !== '') expect(failed).toContain(wanted);
    else expect(failed.filter((one) => one.startsWith('CDEV-83'))).toEqual([]);
  });
});

test.each<[string, Deployed]>([
  ['no page', { page: ({ data, next_cursor }) => ({ data, next_cursor }) }],
  ['no last page', { page: ({ has_more, ...made }) => (has_more === true ? { ...made, has_more } : made) }],
])('where %s reports whether more follows, nothing is known about the pages', async (_, deployed) => {
  const outcomes = await judged(deployed);
  expect(failedIn(outcomes).filter((one) => !one.startsWith('CDEV-111'))).toEqual([]);
  expect(outcomes.get('CDEV-114 pagination/walk-complete')).toMatch(/^inconclusive/);
});

describe('the filters of a log query, named by an overlay', () => {
  const logs = (answer: NonNullable<Deployed['logs']>): Promise<Outcomes> => judged({ logs: answer }, [overlay]);

  test('are judged with it, and not without', async () => {
    const outcomes = await logs(honestLogs);
    expect(outcomes.get('CDEV-89 filtering/within-range')).toBe('pass');
    expect(outcomes.get('CDEV-90 filtering/only-matching')).toBe('pass');
    expect(outcomes.get('CDEV-90 filtering/known-value-matches')).toBe('pass');
    expect(failedIn(outcomes)).toEqual([]);
    expect([...(await judged()).keys()].filter((key) => /CDEV-(89|90) /.test(key))).toEqual([]);
  });

  test.each<[string, NonNullable<Deployed['logs']>, string]>([
    ['a range without effect', (all, request) => honestLogs(all, without(request, 'from', 'to')), 'CDEV-89 item-outside'],
    ['a range without its end', (all, request) => honestLogs(all, without(request, 'to')), 'CDEV-89 item-outside'],
    ['a range without its start', (all, request) => honestLogs(all, without(request, 'from')), 'CDEV-89 item-outside'],
    [
      'a range that gives nothing',
      (all, request) => honestLogs(queryOf(request, 'from') === undefined ? all : [], request),
      'CDEV-89 item-within-missing',
    ],
    ['a level without effect', (all, request) => honestLogs(all, without(request, 'level')), 'CDEV-90 other-value-listed'],
    [
      'a level that gives nothing',
      (all, request) => honestLogs(queryOf(request, 'level') === 'warn' ? [] : all, request),
      'CDEV-90 known-value-matches-nothing',
    ],
  ])('%s is caught', async (_, answer, wanted) => {
    expect(failedIn(await logs(answer))).toContain(wanted);
  });

  test('have no finding where a range leaves out the moments at its ends', async () => {
    const ends = (all: readonly Entry[], request: PlannedRequest) =>
      all.filter(({ timestamp }) =>
        ['from', 'to'].every((name) => Date.parse(queryOf(request, name) ?? '1970-01-01T00:00:00Z') !== Date.parse(timestamp)),
      );
    const outcomes = await logs((all, request) => honestLogs(ends(all, request), request));
    expect(outcomes.get('CDEV-89 filtering/within-range')).toBe('pass');
    expect(failedIn(outcomes)).toEqual([]);
  });

  test('have no finding where a level is refused', async () => {
    const outcomes = await logs((all, request) =>
      queryOf(request, 'level') === undefined ? honestLogs(all, request) : { status: 400, json: {} },
    );
    expect(failedIn(outcomes)).toEqual([]);
  });
});
