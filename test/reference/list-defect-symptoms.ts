import { idsOf, traversal } from './client.ts';
import { list, next, gets, has, lists } from './symptoms.ts';
import type { Symptom } from './symptoms.ts';

/** Symptoms of defects in lists, by slug. */
export const listDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'instances-list-needs-parameter': gets('/instances', has(400)),
  'instances-list-no-json': gets('/instances', ({ status, text }) => status === 200 && text.startsWith('<')),
  'instances-list-status-206': gets('/instances?limit=1', has(206)),
  'region-filter-ignored': lists('region=eu-west-1', (item) => item['region'] !== 'eu-west-1'),
  'region-filter-prefix-match': lists('region=us-east-1', (item) => item['region'] === 'us-east-10'),
  'region-filter-lost-on-next-page': async (ask) =>
    (await next(ask, 'region=eu-west-1&limit=1')).json.data?.some((item) => item['region'] !== 'eu-west-1') === true,
  'status-filter-ignored': lists('status=provisioning', (item) => item['status'] !== 'provisioning'),
  'status-filter-stopped-returns-all': lists('status=stopped', (item) => item['status'] !== 'stopped'),
  'status-filter-lost-on-next-page': async (ask) =>
    (await next(ask, 'status=stopped&limit=1')).json.data?.some((item) => item['status'] !== 'stopped') === true,
  'status-filter-by-power-state': lists('status=running&limit=100', (item) => item['status'] === 'provisioning'),

  'default-limit-larger': gets('/instances', ({ json }) => (json.data?.length ?? 0) > 20),
  'default-limit-smaller': gets('/instances', ({ json }) => (json.data?.length ?? 0) < 20),
  'limit-ignored': gets('/instances?limit=1', ({ json }) => json.data?.length === 20),
  'limit-off-by-one': gets('/instances?limit=1', ({ json }) => json.data?.length === 2),
  'limit-short-page': gets('/instances?limit=2', ({ json }) => json.data?.length === 1),
  'limit-forgotten-after-cursor': async (ask) => (await next(ask, 'limit=1')).json.data?.length === 20,
  'limit-maximum-not-enforced': gets('/instances?limit=1000', ({ json }) => (json.data?.length ?? 0) > 100),

  'cursor-ignored': async (ask) => (await next(ask, 'limit=1')).json.data?.[0]?.id === (await list(ask, 'limit=1'))[0]?.id,
  'cursor-own-value-refused': async (ask) => (await next(ask, 'limit=1')).status === 400,
  'cursor-decoding-of-padding': async (ask) => {
    const cursor = String((await ask('/instances?limit=1')).json.pagination?.next_cursor);
    const [escaped, plain] = [await next(ask, 'limit=1'), await ask(`/instances?limit=1&cursor=${cursor}`)];
    return escaped.status === 400 && plain.status === 200;
  },
  'page-boundary-skips-item': async (ask) => {
    const small = new Set(idsOf(await traversal(ask, 'limit=26')));
    return idsOf(await traversal(ask, 'limit=100')).some((id) => !small.has(id));
  },
  'has-more-false-too-early': async (ask) => {
    const small = new Set(idsOf(await traversal(ask, 'limit=20')));
    return idsOf(await traversal(ask, 'limit=100')).some((id) => !small.has(id));
  },
  'walk-never-ends': async (ask) => (await traversal(ask, 'limit=26', 20)).length === 20,
  'single-item-pages-lose-items': async (ask) => (await traversal(ask, 'limit=1')).length < (await list(ask, 'limit=100')).length,
  'single-item-pages-lose-one-of-ten': async (ask) =>
    idsOf(await traversal(ask, 'limit=1')).length < idsOf(await traversal(ask, 'limit=2')).length,
  'has-more-false-one-page-early': async (ask) => {
    const { json } = await next(ask, 'limit=50');
    return json.pagination?.has_more === false && typeof json.pagination.next_cursor === 'string';
  },
  'inner-page-without-cursor': async (ask) => {
    const { json } = await next(ask, 'limit=50');
    return json.pagination?.has_more === true && json.pagination.next_cursor === null;
  },
  'limit-maximum-holds-99': gets('/instances?limit=100', ({ json }) => json.data?.length === 99),
  'region-filter-500': gets('/instances?region=us-east-1', has(500)),
  'status-stopped-500': gets('/instances?status=stopped', has(500)),
  'page-boundary-repeats-item': async (ask) => {
    const ids = idsOf(await traversal(ask, 'limit=26'));
    return new Set(ids).size < ids.length;
  },

  'list-bare-array': gets('/instances', ({ json }) => Array.isArray(json)),
  'list-data-null-when-empty': gets('/instances?region=zz-nowhere-1', ({ json }) => json.data === null),
  'list-envelope-renamed': gets('/instances', ({ json }) => json.data === undefined && Array.isArray(json['instances'])),
  'list-pagination-missing-single-page': gets('/instances', ({ json }) => json.data?.length === 12 && json.pagination === undefined),
  'has-more-as-string': gets('/instances', ({ json }) => json.pagination?.has_more === 'true'),
  'has-more-missing-on-last-page': gets('/instances?region=zz-nowhere-1', ({ json }) => json.pagination?.has_more === undefined),
  'next-cursor-missing': gets('/instances', ({ json }) => json.pagination?.has_more === true && !json.pagination.next_cursor),
  'next-cursor-numeric': async (ask) => {
    const isNumber = typeof (await ask('/instances')).json.pagination?.next_cursor === 'number';
    const ids = idsOf(await traversal(ask, 'limit=26'));
    return isNumber && ids.length === 130 && new Set(ids).size === 130;
  },

  'instance-id-numeric': lists('', (item) => typeof item.id === 'number'),
  'instance-region-object': lists('', (item) => typeof item['region'] === 'object'),
  'instance-status-missing': lists('', (item) => item['status'] === undefined),
  'instance-name-null': lists('', (item) => item['name'] === null),
  'instance-cpu-string': lists('', (item) => typeof item['cpu'] === 'string'),
  'instance-memory-renamed': lists('', (item) => item['memory_gb'] === undefined && typeof item['memory'] === 'number'),
  'instance-ipv4-missing': lists('status=running', (item) => item['ipv4'] === undefined),
  'instance-ipv4-array': lists('status=running', (item) => Array.isArray(item['ipv4'])),
  'instance-created-at-epoch': lists('', (item) => typeof item['created_at'] === 'number'),
  'instance-created-at-missing': lists('', (item) => item['created_at'] === undefined),
};
