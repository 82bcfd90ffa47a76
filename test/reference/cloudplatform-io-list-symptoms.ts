import type { Answered } from './client.ts';
import {
  create,
  creation,
  idsOf,
  items,
  itemsOf,
  list,
  made,
  meta,
  metaOf,
  nextPage,
  printedId,
  read,
  remove,
  traversal,
} from './cloudplatform-io-client.ts';
import type { Resource } from './cloudplatform-io-client.ts';
import type { Symptom } from './symptoms.ts';

const reported =
  (query: string, isSymptom: (answer: Answered) => boolean): Symptom =>
  async (ask) =>
    isSymptom(await list(ask, query));
const some =
  (isSymptom: (item: Resource) => boolean, query = ''): Symptom =>
  async (ask) =>
    (await items(ask, query)).some(isSymptom);
const counts = (query: string, count: number): Symptom => reported(query, (answer) => itemsOf(answer).length === count);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const times = async (resources: Promise<readonly Resource[]>): Promise<number[]> =>
  (await resources).map((resource) => Date.parse(text(resource['created_at'])));
const rises = (ms: readonly number[]): boolean => ms.some((one, index) => one > (ms[index - 1] ?? Infinity));

const repeats =
  (way: 'numbers' | 'cursors', size: number): Symptom =>
  async (ask) => {
    const ids = await traversal(ask, way, size);
    return new Set(ids).size < ids.length;
  };
const loses: Symptom = async (ask) => {
  const [counted, followed] = [await traversal(ask, 'numbers', 40), await traversal(ask, 'cursors', 40)];
  return counted.length < 142 && followed.length < 142 && new Set(counted).size === counted.length;
};

/** Symptoms of defects in the list and its pages, by slug. */
export const listSymptoms: Readonly<Record<string, Symptom>> = {
  'list-body-not-json': reported('', ({ status, text: body }) => status === 200 && body.split('\n').length > 20),
  'list-status-206': async (ask) => (await list(ask)).status === 206 && (await list(ask, 'page=2')).status === 200,
  'list-bare-array': reported('', ({ text: body }) => body.startsWith('[')),
  'data-null-when-empty': async (ask) => (await list(ask, 'page=99')).json['data'] === null && (await items(ask)).length === 25,
  'list-items-under-other-key': reported('', ({ json }) => Array.isArray(json['resources'])),
  'item-id-number': some(({ id }) => typeof id === 'number'),
  'item-created-at-missing': some((item) => !('created_at' in item)),
  'item-status-object': some((item) => typeof item['status'] === 'object'),
  'created-at-http-date': some((item) => text(item['created_at']).endsWith('GMT')),
  'created-at-without-offset': some((item) => /:\d\d$/.test(text(item['created_at']))),
  'id-is-uuid': some(({ id }) => !text(id).startsWith('res_')),
  'list-date-without-time': some((item) => text(item['created_at']).length === 10),
  'meta-missing': reported('', ({ json }) => !('meta' in json)),
  'meta-total-missing': reported('per_page=1', (answer) => !('total' in metaOf(answer)) && metaOf(answer).page === 1),
  'meta-numbers-as-strings': reported('', (answer) => metaOf(answer).page === '1' && metaOf(answer).total === '142'),
  'page-overlap': async (ask) => (await repeats('numbers', 5)(ask)) && (await repeats('cursors', 5)(ask)),
  'page-gap': loses,
  'cursor-loops-at-end': async (ask) => (await traversal(ask, 'cursors', 50, 6)).length > 142,
  'order-ascending': async (ask) => rises(await times(items(ask, 'per_page=2'))),
  'order-by-name': async (ask) => {
    const names = (await items(ask, 'per_page=100')).map(({ name }) => text(name));
    return names.every((name, index) => index === 0 || name >= (names[index - 1] ?? ''));
  },
  'order-only-within-page': async (ask) => {
    const [first, second] = [await times(items(ask, 'page=1')), await times(items(ask, 'page=2'))];
    return !rises(first) && !rises(second) && rises([...first, ...second]);
  },

  'meta-page-zero-based': reported('', (answer) => metaOf(answer).page === 0),
  'meta-per-page-is-default': reported('per_page=2', (answer) => metaOf(answer).per_page === 25),
  'meta-per-page-counts-items': reported('page=2&per_page=100', (answer) => metaOf(answer).per_page === 42),
  'meta-total-is-page-count': reported('per_page=3', (answer) => metaOf(answer).total === 3),
  'meta-total-is-pages': reported('per_page=2', (answer) => metaOf(answer).total === 71),
  'page-parameter-ignored': async (ask) => idsOf(await list(ask, 'page=2')).join() === idsOf(await list(ask, 'page=1')).join(),
  'page-parameter-refused': async (ask) => (await list(ask, 'page=2')).status === 400 && (await list(ask, 'page=1')).status === 200,
  'per-page-ignored': counts('per_page=2', 25),
  'per-page-off-by-one': counts('per_page=2', 3),
  'per-page-100-refused': reported('per_page=100', ({ status }) => status === 400),
  'per-page-capped-at-50': counts('per_page=100', 50),
  'per-page-101-accepted': counts('per_page=101', 101),
  'default-page-size-20': counts('', 20),
  'default-unlimited': counts('', 142),

  'next-cursor-null-too-early': reported('limit=2', (answer) => metaOf(answer).next_cursor === null),
  'next-cursor-object': reported('limit=2', (answer) => typeof metaOf(answer).next_cursor === 'object'),
  'cursor-ignored': async (ask) => idsOf(await nextPage(ask, 2)).join() === idsOf(await list(ask, 'limit=2')).join(),
  'cursor-refused': async (ask) => (await nextPage(ask, 2)).status === 400,
  'limit-ignored': counts('limit=2', 25),
  'limit-off-by-one': counts('limit=2', 3),
  'limit-100-refused': reported('limit=100', ({ status }) => status === 400),
  'limit-capped-at-50': counts('limit=100', 50),
  'limit-101-accepted': counts('limit=101', 101),
  'bad-cursor-first-page': reported('cursor=not-a-cursor', ({ status }) => status === 200),
  'bad-cursor-422': reported('cursor=not-a-cursor', ({ status }) => status === 422),
  'bad-page-size-ignored': async (ask) => (await list(ask, 'per_page=abc')).status === 200 && (await list(ask, 'limit=abc')).status === 200,

  'list-leaks-other-project': async (ask) => {
    const id = await made(ask, creation, { as: 'other' });
    return idsOf(await list(ask)).includes(id);
  },
  'deleted-still-listed': async (ask) => {
    await remove(ask, printedId);
    return idsOf(await list(ask)).includes(printedId);
  },
  'create-not-listed': async (ask) => {
    const id = await made(ask);
    return (await read(ask, id)).status === 200 && !idsOf(await list(ask, 'per_page=100')).includes(id);
  },
  'refused-create-stored': async (ask) => {
    const { total } = await meta(ask);
    await create(ask, { region: 'us-east-1' });
    return (await meta(ask)).total === Number(total) + 1;
  },

  'later-page-created-at-missing': async (ask) => {
    const [first, later] = [await items(ask), await items(ask, 'page=2')];
    return first.every((item) => 'created_at' in item) && later.every((item) => !('created_at' in item));
  },
  'failed-item-name-null': async (ask) => {
    const all = await items(ask, 'per_page=100');
    return all.some(({ name }) => name === null) && all.every(({ name, status }) => (name === null) === (status === 'failed'));
  },
  'third-list-total-text': async (ask) => {
    const totals: string[] = [];
    for (let sent = 0; sent < 3; sent += 1) totals.push(typeof (await meta(ask)).total);
    return totals.join() === 'number,number,string';
  },
  'full-page-by-cursor-misses-last': counts('limit=100', 99),
  'inner-page-without-cursor': async (ask) => (await traversal(ask, 'cursors', 10)).length < 100,
  'single-item-pages-lose-items': async (ask) =>
    (await traversal(ask, 'numbers', 1)).length < (await traversal(ask, 'numbers', 2)).length &&
    (await traversal(ask, 'cursors', 1)).length < (await traversal(ask, 'cursors', 2)).length,
  'provisioning-item-without-name': async (ask) => {
    const id = await made(ask);
    return (await items(ask)).some((item) => item['id'] === id && item['name'] === null);
  },
  'full-page-misses-last': async (ask) =>
    (await items(ask, 'per_page=100')).length === 99 && (await items(ask, 'per_page=99')).length === 99,
};
