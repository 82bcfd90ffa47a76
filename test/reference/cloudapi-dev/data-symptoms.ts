import { setTimeout as pause } from 'node:timers/promises';
import type { Ask, Item } from '../client.ts';
import {
  create,
  creates,
  deployTo,
  deployments,
  gets,
  good,
  has,
  lists,
  newId,
  next,
  projects,
  read,
  remove,
  rename,
  rollBack,
  unknownProject,
  traversal,
} from './symptoms.ts';
import type { Symptom, Symptoms } from './symptoms.ts';

const both = ['/v1/projects', '/v1/deployments'] as const;
/** The defect shows in both lists. */
const onBoth =
  (isSymptom: (ask: Ask, path: string) => Promise<boolean>): Symptom =>
  async (ask) =>
    (await isSymptom(ask, both[0])) && isSymptom(ask, both[1]);
const pages = (
  query: string,
  isSymptom: (page: Readonly<Record<string, unknown>> & { readonly data: readonly Item[] }) => boolean,
): Symptom =>
  onBoth(async (ask, path) => {
    const { json } = await ask(`${path}?${query}`);
    return isSymptom({ ...json, data: json.data ?? [] });
  });
const lastPage = 'created_after=2999-01-01';
const counts = (path: string, query: string, count: number): Symptom => gets(`${path}?${query}`, ({ json }) => json.data?.length === count);
const idsOf = async (ask: Ask, path: string, query: string): Promise<readonly string[]> => (await traversal(ask, path, query)).flat();
const readNew =
  (isSymptom: (shown: Readonly<Record<string, unknown>>, created: Readonly<Record<string, unknown>>, ask: Ask) => boolean): Symptom =>
  async (ask) => {
    const { json } = await create(ask);
    return isSymptom(await read(ask, String(json['id'])), json, ask);
  };
const renamed =
  (
    isSymptom: (after: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>>) => boolean,
    region = 'eu-west-1',
  ): Symptom =>
  async (ask) => {
    const { json } = await create(ask, { ...good, region });
    const { status } = await rename(ask, String(json['id']), 'acme-live');
    return status === 200 && isSymptom(await read(ask, String(json['id'])), json);
  };
const removed =
  (isSymptom: (ask: Ask, id: string) => Promise<boolean>): Symptom =>
  async (ask) => {
    const id = await newId(ask);
    await remove(ask, id);
    return isSymptom(ask, id);
  };
const newest = async (ask: Ask): Promise<string> => String((await deployments(ask, 'limit=1'))[0]?.['project_id']);
const ofProject =
  (query: string, isSymptom: (items: readonly Item[], id: string) => boolean): Symptom =>
  async (ask) => {
    const id = await newest(ask);
    return isSymptom(await deployments(ask, `project_id=${id}&${query}`), id);
  };
const deployed =
  (isSymptom: (items: readonly Item[], id: string) => boolean): Symptom =>
  async (ask) => {
    const id = await newId(ask);
    await deployTo(ask, id);
    return isSymptom(await deployments(ask, `project_id=${id}`), id);
  };
const later = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
const levels = async (ask: Ask, query: string): Promise<ReadonlySet<unknown>> =>
  new Set((await ask(`/v1/logs?limit=100&${query}`)).json.data?.map(({ level }) => level));
const logs =
  (isSymptom: (times: readonly string[], from: string, to: string) => boolean): Symptom =>
  async (ask) => {
    const times = (items: readonly Item[] | undefined) => items?.map(({ timestamp }) => String(timestamp)).toSorted() ?? [];
    const all = times((await ask('/v1/logs?limit=100')).json.data);
    const [from = '', to = ''] = [all[40], all[60]];
    return isSymptom(times((await ask(`/v1/logs?limit=100&from=${from}&to=${to}`)).json.data), from, to);
  };
const oldProject: Symptom = async (ask) => {
  const D = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);
  return (await projects(ask, `created_after=${D}&limit=100`)).some((item) => String(item['created_at']) < D);
};
const localTime = /^[\d-]+T[\d:]+$/;

/** Symptoms of defects in projects, deployments and their lists, by slug. */
export const dataSymptoms: Symptoms = {
  'create-answers-200': creates(has(200)),
  'create-answers-202': creates(has(202)),
  'create-answers-204': creates(has(204)),
  'create-lacks-id': creates(({ json }) => json['id'] === undefined),
  'create-lacks-created-at': creates(({ json }) => json['created_at'] === undefined),
  'create-id-number': async (ask) => {
    const { json } = await create(ask);
    return typeof json['id'] === 'number' && (await read(ask, String(json['id'])))['name'] === good.name;
  },
  'create-wrapped': creates(({ json }) => json['id'] === undefined && json.data !== undefined),
  'third-creation-without-region': async (ask) => {
    await create(ask);
    await create(ask);
    return (await create(ask)).json['region'] === undefined && (await create(ask)).json['region'] === good.region;
  },
  'project-id-bare-uuid': creates(({ json }) => !String(json['id']).startsWith('proj_')),
  'create-name-altered': creates(({ json }) => json['name'] !== good.name),
  'create-region-default': creates(({ json }) => json['region'] !== 'eu-west-1', { ...good, region: 'eu-west-1' }),
  'null-region-500': creates(has(500), { ...good, region: null }),
  'nested-name-500': creates(has(500), { ...good, name: { a: 1 } }),
  'very-long-name-500': creates(has(500), { ...good, name: 'n'.repeat(5000) }),
  'null-commit-500': async (ask) =>
    (await ask('/v1/deployments', { method: 'POST', body: { project_id: await newId(ask), commit: null } })).status === 500,
  'rename-to-null-500': async (ask) =>
    (await ask(`/v1/projects/${await newId(ask)}`, { method: 'PATCH', body: { name: null } })).status === 500,
  'log-level-500': gets('/v1/logs?level=warn', has(500)),
  'created-after-500': gets('/v1/deployments?created_after=2026-01-01', has(500)),
  'status-filter-one-value-500': gets('/v1/deployments?status=queued', has(500)),
  'name-not-ascii-500': creates(has(500), { ...good, name: 'Prøjekt-日本' }),
  'name-letters-replaced': creates(({ json }) => json['name'] === 'Pr?jekt-??', { ...good, name: 'Prøjekt-日本' }),
  'created-at-epoch': creates(({ json }) => /^\d+$/.test(String(json['created_at']))),
  'created-at-local': creates(({ json }) => localTime.test(String(json['created_at']))),
  'archived-project-created-at-local': async (ask) =>
    (await projects(ask, 'status=archived')).every((item) => localTime.test(String(item['created_at']))),
  'created-at-constant': creates(({ json }) => String(json['created_at']).startsWith('2024-01-01')),
  'new-project-inactive': readNew((shown) => shown['status'] === 'inactive'),

  'created-project-not-listed': async (ask) => {
    const id = await newId(ask);
    return !(await idsOf(ask, '/v1/projects', 'limit=100')).includes(id);
  },
  'list-truncated': async (ask) => (await traversal(ask, '/v1/projects', 'limit=30')).length === 1,
  'id-reused': async (ask) => (await newId(ask)) === (await newId(ask, { ...good, name: 'other' })),
  'second-create-overwrites': async (ask) => {
    const id = await newId(ask);
    await create(ask, { ...good, name: 'other' });
    return (await read(ask, id))['name'] === 'other';
  },
  'retrieve-wrong-project': readNew((shown, created) => shown['id'] !== created['id']),
  'retrieve-created-at-moves': readNew((shown, created) => shown['created_at'] !== created['created_at']),
  'retrieve-404-after-create': readNew((shown) => shown['id'] === undefined),
  'list-item-lacks-region': async (ask) => (await projects(ask, '')).every((item) => item['region'] === undefined),
  'unknown-project-200': gets(unknownProject, ({ status, text }) => status === 200 && text === '{}'),
  'unknown-project-first': gets(unknownProject, ({ status, json }) => status === 200 && json['id'] !== undefined),
  'patch-not-stored': renamed((after) => after['name'] === good.name),
  'patch-hits-other-project': renamed((after) => after['name'] === good.name),
  'patch-resets-region': renamed((after) => after['region'] === ''),
  'patch-resets-created-at': async (ask) => {
    const id = (await projects(ask, 'limit=1'))[0]?.id ?? '';
    const before = await read(ask, id);
    await rename(ask, id, 'acme-live');
    return before['created_at'] !== (await read(ask, id))['created_at'];
  },
  'patch-clears-status': renamed((after) => after['status'] === null),
  'patch-upserts': async (ask) => (await rename(ask, 'proj_00000000dead', 'x')).status === 200,
  'delete-404-on-existing': async (ask) => (await remove(ask, await newId(ask))).status === 404,
  'delete-405': async (ask) => (await remove(ask, await newId(ask))).status === 405,
  'delete-keeps-project': removed(async (ask, id) => (await read(ask, id))['status'] === 'active'),
  'soft-delete-visible': removed(async (ask, id) => (await read(ask, id))['status'] === 'deleted'),
  'deleted-project-listed': removed(async (ask, id) => (await projects(ask, 'limit=100')).some((item) => item.id === id)),

  'list-bare-array': gets('/v1/deployments', ({ text }) => text.startsWith('[')),
  'list-other-envelope': gets('/v1/deployments', ({ json }) => json.data === undefined && Array.isArray(json['deployments'])),
  'list-empty-null': gets('/v1/deployments', ({ text }) => text.includes('"data":null')),
  'deployment-lacks-commit': lists('', (item) => item['commit'] === undefined),
  'deployment-lacks-project': lists('', (item) => item['project_id'] === undefined),
  'deployment-status-object': lists('', (item) => typeof item['status'] === 'object'),
  'failed-deployment-commit-null': lists('status=failed', (item) => item['commit'] === null),
  'building-deployment-commit-null': async (ask) => {
    const id = await newId(ask);
    await deployTo(ask, id);
    for (let look = 0; look < 100; look += 1) {
      const [own] = await deployments(ask, `project_id=${id}`);
      if (own?.['commit'] === null) return own['status'] === 'building';
      if (own?.['status'] === 'succeeded') return false;
      await pause(10);
    }
    return false;
  },
  'deployment-id-bare-uuid': lists('', (item) => !item.id.startsWith('dep_')),
  'deployment-not-listed': deployed((items) => items.length === 0),
  'deployment-wrong-commit': deployed((items) => items[0]?.['commit'] === '0000000'),
  'deployment-wrong-project': async (ask) => {
    const id = await newId(ask);
    await deployTo(ask, id, 'feed123');
    return (await deployments(ask, 'limit=100')).some((item) => item['commit'] === 'feed123' && item['project_id'] !== id);
  },
  'deployment-create-no-id': async (ask) => (await deployTo(ask, await newId(ask))).json['id'] === undefined,
  'deployment-for-unknown-project': async (ask) => (await deployTo(ask, 'proj_00000000dead')).status === 201,
  'rollback-405': async (ask) => (await rollBack(ask)).status === 405,
  'rollback-404-on-existing': async (ask) => (await rollBack(ask)).status === 404,
  'rollback-unknown-accepted': async (ask) => (await rollBack(ask, 'dep_00000000dead')).status === 202,

  'limit-ignored': onBoth(async (ask, path) => counts(path, 'limit=1', 20)(ask)),
  'limit-off-by-one': onBoth(async (ask, path) => counts(path, 'limit=1', 2)(ask)),
  'limit-ignored-on-projects': counts('/v1/projects', 'limit=1', 20),
  'limit-two-returns-three': counts('/v1/projects', 'limit=2', 3),
  'limit-100-refused': onBoth(async (ask, path) => (await ask(`${path}?limit=100`)).status === 400),
  'limit-100-holds-101': onBoth(async (ask, path) => counts(path, 'limit=100', 101)(ask)),
  'limit-max-unenforced': counts('/v1/projects', 'limit=1000', 130),
  'limit-max-off-by-one': onBoth(async (ask, path) => counts(path, 'limit=101', 101)(ask)),
  'next-cursor-missing': pages('limit=1', (page) => page['has_more'] === true && page['next_cursor'] === undefined),
  'next-cursor-renamed': pages('limit=1', (page) => page['next_cursor'] === undefined && typeof page['cursor'] === 'string'),
  'next-cursor-number': onBoth(async (ask, path) => {
    const isNumber = typeof (await ask(`${path}?limit=50`)).json['next_cursor'] === 'number';
    const ids = await idsOf(ask, path, 'limit=50');
    return isNumber && new Set(ids).size === ids.length && ids.length > 100;
  }),
  'more-without-cursor': pages(lastPage, (page) => page['has_more'] === true && page['next_cursor'] === null),
  'third-page-without-cursor': async (ask) => {
    const cursors = [];
    for (let count = 0; count < 3; count += 1) cursors.push((await ask('/v1/projects?limit=1')).json['next_cursor']);
    return cursors[0] !== null && cursors[1] !== null && cursors[2] === null;
  },
  'inner-page-without-cursor': async (ask) => {
    const { json } = await next(ask, '/v1/projects', 'limit=50');
    return json['has_more'] === true && json['next_cursor'] === null;
  },
  'single-item-pages-lose-items': onBoth(async (ask, path) => {
    const [, second] = (await ask(`${path}?limit=2`)).json.data ?? [];
    return (await next(ask, path, 'limit=1')).json.data?.[0]?.id !== second?.id;
  }),
  'has-more-false-one-page-early': async (ask) => {
    const { json } = await next(ask, '/v1/projects', 'limit=50');
    return json['has_more'] === false && typeof json['next_cursor'] === 'string';
  },
  'has-more-missing': pages('limit=1', (page) => page['has_more'] === undefined),
  'has-more-string': pages('limit=1', (page) => page['has_more'] === 'true'),
  'has-more-missing-last-page': pages(lastPage, (page) => page['has_more'] === undefined),
  'has-more-number-behind-cursor': onBoth(async (ask, path) => (await next(ask, path, 'limit=1')).json['has_more'] === 1),
  'next-cursor-dropped-last': pages(lastPage, (page) => page['has_more'] === false && !('next_cursor' in page)),
  'has-more-true-at-end': onBoth(async (ask, path) => {
    const count = (await idsOf(ask, path, 'limit=7')).length;
    return (await ask(`${path}?limit=${count}`)).json['has_more'] === true;
  }),
  'projects-bare-array': gets('/v1/projects', ({ text }) => text.startsWith('[')),
  'cursor-ignored': onBoth(async (ask, path) => {
    const [one, two] = await traversal(ask, path, 'limit=1', 2);
    return one?.[0] === two?.[0];
  }),
  'cursor-repeats-boundary': onBoth(async (ask, path) => {
    const [one, two] = await traversal(ask, path, 'limit=3', 2);
    return one?.[2] === two?.[0] && two?.length === 3;
  }),
  'cursor-refused': onBoth(async (ask, path) => (await next(ask, path, 'limit=1')).status === 400),
  'walk-skips-items': onBoth(
    async (ask, path) => (await idsOf(ask, path, 'limit=30')).length < (await idsOf(ask, path, 'limit=100')).length,
  ),
  'walk-duplicates-items': onBoth(async (ask, path) => {
    const ids = await idsOf(ask, path, 'limit=30');
    return new Set(ids).size < ids.length;
  }),
  'has-more-false-early': async (ask) =>
    (await idsOf(ask, '/v1/projects', 'limit=30')).length < (await idsOf(ask, '/v1/projects', 'limit=100')).length,
  'cursor-counts-positions': async (ask) => {
    const { json } = await ask('/v1/projects?limit=2');
    await create(ask);
    const page = await projects(ask, `limit=2&cursor=${encodeURIComponent(String(json['next_cursor']))}`);
    return page[0]?.id === json.data?.[1]?.id;
  },

  'project-filter-ignored': ofProject('limit=100', (items, id) => items.some((item) => item['project_id'] !== id)),
  'project-filter-first-page-only': async (ask) => {
    const id = await newest(ask);
    const { json } = await next(ask, '/v1/deployments', `project_id=${id}&limit=1`);
    return json.data?.[0]?.['project_id'] !== id;
  },
  'project-filter-empty': ofProject('limit=100', (items) => items.length === 0),
  'status-filter-ignored': lists('status=queued&limit=100', (item) => item['status'] !== 'queued'),
  'status-filter-inverted': lists('status=queued&limit=100', (item) => item['status'] !== 'queued'),
  'status-filter-empty': async (ask) => (await deployments(ask, 'status=succeeded')).length === 0,
  'status-filter-one-value-ignored': async (ask) =>
    (await deployments(ask, 'status=failed')).some((item) => item['status'] !== 'failed') &&
    (await deployments(ask, 'status=succeeded')).every((item) => item['status'] === 'succeeded'),
  'created-after-ignored': async (ask) => (await deployments(ask, `created_after=${later}`)).length > 0,
  'created-after-inverted': async (ask) => (await deployments(ask, `created_after=${later}`)).length > 0,
  'created-after-empty': async (ask) => (await deployments(ask, 'created_after=2000-01-01')).length === 0,
  'filter-after-paging': async (ask) => {
    const all = (await idsOf(ask, '/v1/deployments', 'status=failed&limit=2')).length;
    return (await idsOf(ask, '/v1/deployments', 'status=failed&limit=50')).length < all;
  },
  'one-filter-only': async (ask) =>
    (await deployments(ask, `project_id=${await newest(ask)}&status=failed&limit=100`)).some((item) => item['status'] !== 'failed'),
  'status-dropped-beside-project': async (ask) =>
    (await deployments(ask, `status=failed&project_id=${await newest(ask)}&limit=100`)).some((item) => item['status'] !== 'failed'),
  'filters-ored': async (ask) => {
    const id = await newest(ask);
    const items = await deployments(ask, `project_id=${id}&status=failed&limit=100`);
    return items.some((item) => item['status'] !== 'failed') && items.some((item) => item['project_id'] !== id);
  },
  'cursor-drops-filter': async (ask) => {
    const id = await newest(ask);
    const status = String((await deployments(ask, `project_id=${id}&limit=1`))[0]?.['status']);
    const { json } = await next(ask, '/v1/deployments', `project_id=${id}&status=${status}&limit=1`);
    return json.data?.[0]?.['project_id'] !== id || json.data[0]['status'] !== status;
  },
  'projects-status-ignored': async (ask) => (await projects(ask, 'status=ct-none')).length > 0,
  'projects-created-after-ignored': oldProject,
  'projects-created-after-lax': oldProject,
  'log-range-ignored': logs((times, from, to) => times.some((time) => time < from) && times.some((time) => time > to)),
  'log-range-start-only': logs((times, from, to) => !times.some((time) => time < from) && times.some((time) => time > to)),
  'log-range-end-only': logs((times, from, to) => times.some((time) => time < from) && !times.some((time) => time > to)),
  'log-level-ignored': async (ask) => (await levels(ask, 'level=warn')).size > 1,
  'log-level-empty': async (ask) => (await levels(ask, 'level=warn')).size === 0,
  'level-parameter-inert': async (ask) => (await levels(ask, 'level=warn')).size > 1,
  'log-entry-plain-text': gets('/v1/logs', ({ json }) => json.data?.every((entry) => typeof entry === 'string') === true),
  'logs-unpaged': counts('/v1/logs', 'limit=1', 20),
};
