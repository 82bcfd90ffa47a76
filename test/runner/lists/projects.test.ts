import { describe, expect, test } from 'vitest';
import { listedOnce } from '../../../src/checks/families/schema/lists.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { exchangeOf, readOf, type Reply } from '../../checks/support/exchange.ts';
import { queryOf } from '../../worlds/parcels/service.ts';
import { failedIn, judgeLists, type Outcomes } from './judge-lists.ts';

type Asked = { readonly projects?: (turn: number) => unknown; readonly usage?: (request: PlannedRequest) => unknown };

const projects = ['ash', 'birch', 'cedar'].map((name, n) => ({ id: `prj_${n}`, name, region: 'eu-central' }));

/** Days of the requested range, with the time of the answer. */
const days = (request: PlannedRequest): unknown => ({
  generated_at: '2031-03-10T12:00:00Z',
  days: [queryOf(request, 'start'), queryOf(request, 'end')].map((at) => ({ day: at?.slice(0, 10), calls: 3 })),
});

const judged = async ({ projects: list = () => ({ data: projects }), usage = days }: Asked): Promise<Outcomes> => {
  let turn = 0;
  const answer = (request: PlannedRequest): Reply => {
    if (request.operation === 'GET /usage') return { status: 200, json: usage(request) };
    turn += 1;
    return { status: 200, json: list(turn) };
  };
  return (await judgeLists({ contract: 'cloudplatform-example', answer, target: { fixtures: { projectId: 'prj_0' }, allow: [] } }))
    .outcomes;
};

describe('a list in one page', () => {
  test('is in one order, and shows no pages', async () => {
    const outcomes = await judged({});
    expect(failedIn(outcomes)).toEqual([]);
    expect(outcomes.get('CPEX-11 ordering/stable')).toBe('pass');
    expect(outcomes.get('CPEX-50 pagination/traces-recorded')).toContain('"link":false,"members":[]');
  });

  test('that shows undocumented pages is recorded', async () => {
    const outcomes = await judged({ projects: () => ({ data: projects, paging: { nextCursor: null, total: 3 } }) });
    expect(outcomes.get('CPEX-50 pagination/traces-recorded')).toContain('"members":["nextCursor","total"]');
  });

  test.each<[string, NonNullable<Asked['projects']>, string]>([
    ['other ids each time', (turn) => ({ data: projects.map((one) => ({ ...one, id: `${one.id}-${turn}` })) }), 'pass'],
    ['another order each time', (turn) => ({ data: [...projects.slice(turn % 3), ...projects.slice(0, turn % 3)] }), 'fail order-changes'],
    ['one more at last', (turn) => ({ data: turn > 3 ? projects : projects.slice(1) }), 'inconclusive'],
    ['nothing', () => ({ data: [] }), 'inconclusive'],
  ])('with %s: %s', async (_, list, wanted) => {
    expect((await judged({ projects: list })).get('CPEX-11 ordering/stable')).toMatch(new RegExp(`^${wanted}`));
  });

  test.each<[string, readonly unknown[], string]>([
    ['each once', projects, 'true'],
    ['one twice', [...projects, projects[0]], 'false'],
    ['one only', projects.slice(1, 2), 'nothing'],
  ])('names %s', async (_, data, wanted) => {
    const contract = await loadContract('cloudplatform-example');
    const seen = listedOnce.observe(exchangeOf(readOf('GET /projects'), { status: 200, json: { data } }), contract);
    expect(seen.length === 0 ? 'nothing' : seen.map(({ holds }) => String(holds)).join()).toBe(wanted);
  });
});

describe('an answer about a span of time', () => {
  test.each<[string, NonNullable<Asked['usage']>, string]>([
    ['the requested days', days, 'pass'],
    [
      'a bucket from the day before',
      (request) => ({ at: new Date(Date.parse(queryOf(request, 'start') ?? '') - 80_000_000).toISOString() }),
      'pass',
    ],
    ['the days of today', () => ({ days: [{ day: '2031-03-09' }] }), 'fail date-outside'],
    [
      'a day after the end',
      (request) => ({ at: new Date(Date.parse(queryOf(request, 'end') ?? '') + 86_400_000).toISOString() }),
      'fail date-outside',
    ],
    ['no date', () => ({ calls: 3 }), 'inconclusive'],
  ])('with %s: %s', async (_, usage, wanted) => {
    expect((await judged({ usage })).get('CPEX-44 filtering/dates-within-range')).toMatch(new RegExp(`^${wanted}`));
  });
});
