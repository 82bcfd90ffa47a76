import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer' };
const object = (properties: Json): Json => ({ type: 'object', properties });
const list = (properties: Json): Json => ({ type: 'array', items: object(properties) });
const query = (name: string, schema: Json, more: Json = {}) => ({ name, in: 'query', schema, ...more });

const read = async (body: Json, parameters: readonly Json[] = [], mediaType = 'application/json') => {
  const responses = { '200': { description: 'kites', content: { [mediaType]: { schema: body } } } };
  const paths = { '/kites': { get: { parameters, responses } } };
  const file = writeDocument({ openapi: '3.1.0', info: { title: 'Kites', version: '1' }, paths });
  const [found] = (await loadContract(file)).collections;
  const { pagination, filters, ordering } = found?.operation.conventions ?? {};
  return { items: found?.items, id: found?.id, pagination, filters, ordering };
};

const href = object({ href: text });

test('HAL: items are embedded, and the next page is a link', async () => {
  const page = { _embedded: object({ kites: list({ id: whole }) }), page: object({ totalElements: whole }) };
  const parameters = [query('cursor', text), query('size', whole)];
  for (const links of [object({ self: href, next: href }), { type: 'object', additionalProperties: href }]) {
    const found = await read(object({ ...page, _links: links }), parameters, 'application/hal+json');
    expect([found.items, found.id]).toEqual([['$response.body#/_embedded/kites'], '/id']);
    expect(found.pagination).toMatchObject({
      kind: 'link',
      next: '$response.body#/_links/next/href',
      total: '$response.body#/page/totalElements',
    });
  }
});

const flag = { type: 'boolean' };
const moment = { type: 'string', format: 'date-time' };
const state = { type: 'string', enum: ['flying', 'broken'] };
const size = { type: 'string', enum: ['small', 'large'] };

test('JSON:API: filters and orders are about attributes, and pages follow links', async () => {
  const item = { type: { const: 'kites' }, id: text, attributes: object({ state, size, createdAt: moment }) };
  const body = object({ data: list(item), links: object({ next: { type: ['string', 'null'] } }), meta: object({ total: whole }) });
  const parameters = [
    query('filter[state]', state),
    query('filter[size]', size),
    query('filter[createdAfter]', moment),
    query('page[cursor]', text),
    query('page[size]', whole),
    query('sort', { type: 'string', enum: ['createdAt', '-createdAt'], default: '-createdAt' }),
  ];
  const found = await read(body, parameters, 'application/vnd.api+json');
  expect(found.items).toEqual(['$response.body#/data']);
  expect(found.filters).toMatchObject({
    'filter[state]': { at: '/attributes/state' },
    'filter[size]': { at: '/attributes/size' },
    'filter[createdAfter]': { at: '/attributes/createdAt', compare: 'after' },
  });
  expect(found.pagination).toMatchObject({ kind: 'link', next: '$response.body#/links/next', limit: '$request.query.page[size]' });
  expect(found.ordering).toMatchObject({ by: '/attributes/createdAt', direction: 'descending' });
});

test('the members of a deep object are parameters of their own', async () => {
  const parameters = [
    query('filter', object({ state }), { style: 'deepObject' }),
    query('page', object({ number: { ...whole, minimum: 1 }, size: whole }), { style: 'deepObject', explode: true }),
  ];
  const found = await read(object({ data: list({ id: text, state }) }), parameters);
  expect(found.filters).toMatchObject({ 'filter[state]': { at: '/state' } });
  expect(found.pagination).toMatchObject({
    kind: 'page',
    page: '$request.query.page[number]',
    limit: '$request.query.page[size]',
    first: 1,
  });
});

test('a list in an envelope has a usual name, or that of the collection', async () => {
  const parameters = [query('offset', { ...whole, default: 0 }), query('limit', whole)];
  const found = await read(object({ result: object({ kites: list({ id: text }), total_count: whole }), ok: flag }), parameters);
  expect(found.items).toEqual(['$response.body#/result/kites']);
  expect(found.pagination).toMatchObject({ kind: 'offset', total: '$response.body#/result/total_count' });
  expect((await read(object({ data: object({ id: text, tails: list({ id: text }) }) }))).items).toBeUndefined();
});

test.each([
  ['the id of the last item', { has_more: flag }, '$response.body#/data/-1/id'],
  ['the last id of the page', { has_more: flag, last_id: text }, '$response.body#/last_id'],
])('pages begin behind %s', async (_, beside, next) => {
  const after = query('starting_after', text, { description: 'The ID of the last object of the page before.' });
  const found = await read(object({ data: list({ id: text }), ...beside }), [after, query('limit', whole)]);
  expect(found.pagination).toMatchObject({
    kind: 'cursor',
    cursor: '$request.query.starting_after',
    next,
    more: '$response.body#/has_more',
  });
});

test.each([
  ['no flag', {}, query('starting_after', text, { description: 'An object ID' })],
  ['a moment', { has_more: flag }, query('after', moment, { description: 'Items with an ID made after this' })],
  ['no id', { has_more: flag }, query('after', text, { description: 'Where to begin' })],
])('with %s no page is known to begin behind an item', async (_, beside, after) => {
  expect((await read(object({ data: list({ id: text }), ...beside }), [after])).pagination).toBeUndefined();
});
