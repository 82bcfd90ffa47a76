import type { Answered } from './client.ts';
import { idsOf, traversal } from './client.ts';
import type { Symptom } from './symptoms.ts';
import { gets, has, list, lists, next } from './symptoms.ts';

/** Whether a list with filters omits matching items of the unfiltered list. */
const drops =
  (filters: Readonly<Record<string, string>>): Symptom =>
  async (ask) => {
    const query = new URLSearchParams(filters).toString();
    const matching = (await traversal(ask, 'limit=100'))
      .flat()
      .filter((item) => Object.entries(filters).every(([key, value]) => item[key] === value));
    const found = new Set(idsOf(await traversal(ask, `${query}&limit=5`)));
    return matching.some(({ id }) => !found.has(id));
  };

const isWholeList = ({ json }: Answered): boolean => json.pagination?.has_more === true;

/** Symptoms of defects in filters, pages and cursors of GET /instances, by slug. */
export const filterDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'region-parameter-refused': gets('/instances?region=us-east-1', has(400)),
  'region-empty-result-404': gets('/instances?region=us-east-1', has(404)),
  'region-filter-drops-instances': drops({ region: 'us-east-1' }),
  'region-filter-after-paging': drops({ region: 'ap-south-1' }),
  'status-value-refused': gets('/instances?status=provisioning', has(400)),
  'status-empty-result-404': gets('/instances?region=us-west-2&status=provisioning', has(404)),
  'status-filter-always-empty': async (ask) => (await list(ask, 'status=running')).length === 0,
  'status-filter-drops-instances': drops({ status: 'stopped' }),
  'status-unknown-value-returns-all': gets('/instances?status=no-such', isWholeList),
  'filters-combined-as-or': lists('region=us-east-1&status=stopped&limit=100', ({ region }) => region !== 'us-east-1'),
  'filters-last-one-wins': async (ask) => {
    const [first] = await list(ask, 'region=us-east-1&status=stopped');
    const [second] = await list(ask, 'status=stopped&region=eu-west-1');
    return first?.['region'] !== 'us-east-1' && second?.['status'] !== 'stopped';
  },
  'filtered-page-after-cursor-skips-instance': drops({ region: 'us-west-2' }),

  'limit-maximum-refused': async (ask) =>
    (await ask('/instances?limit=100')).status === 400 && (await ask('/instances?limit=99')).status === 200,
  'limit-maximum-cut-to-50': async (ask) => (await list(ask, 'limit=100')).length === 50,
  'limit-negative-accepted': gets('/instances?limit=-1', has(200)),
  'limit-fraction-accepted': gets('/instances?limit=1.5', has(200)),
  'cursor-garbage-restarts': gets('/instances?cursor=%21%21', has(200)),
  'has-more-true-on-exact-page': async (ask) => {
    const full = await ask('/instances?limit=24');
    const behind = await next(ask, 'limit=24');
    return isWholeList(full) && behind.json.data?.length === 0 && behind.json.pagination?.has_more === false;
  },
  'has-more-always-true': async (ask) => {
    const behind = await next(ask, 'limit=24');
    return behind.json.data?.length === 0 && isWholeList(behind);
  },
};
