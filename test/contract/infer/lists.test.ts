import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer' };
const moment = { type: 'string', format: 'date-time' };

const query = (name: string, schema: Json, more: Json = {}) => ({ name, in: 'query', schema, ...more });

/** The conventions that are read in a document about a list of kites, and of the list itself. */
const readIn = async ({
  parameters = [],
  beside = {},
  required = [],
  kite = {},
  headers = {},
  operation = {},
  root = {},
}: {
  readonly parameters?: readonly Json[];
  readonly beside?: Json;
  readonly required?: readonly string[];
  readonly kite?: Json;
  readonly headers?: Json;
  readonly operation?: Json;
  readonly root?: Json;
}) => {
  const items = { type: 'array', items: { type: 'object', properties: { id: text, ...kite } } };
  const body = { type: 'object', required, properties: { kites: items, ...beside } };
  const responses = { '200': { description: 'kites', headers, content: { 'application/json': { schema: body } } } };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1' },
    paths: { '/kites': { get: { parameters, responses, ...operation } } },
    ...root,
  });
  const [list] = (await loadContract(file)).collections;
  if (list === undefined) throw new Error('the document has no list');
  return { ...list.operation.conventions, list };
};

const reasoned = { 'x-inferred': true, 'x-inferred-reason': expect.any(String) };

const limit = query('limit', { type: 'integer', minimum: 1, maximum: 50, default: 10 });

describe('pages', () => {
  test.each([
    [
      'of an offset and a limit',
      { parameters: [limit, query('offset', { ...whole, default: 0 })], beside: { offset: whole, limit: whole, total: whole } },
      {
        kind: 'offset',
        offset: '$request.query.offset',
        first: 0,
        limit: '$request.query.limit',
        number: '$response.body#/offset',
        size: '$response.body#/limit',
        total: '$response.body#/total',
      },
    ],
    [
      'of an offset, with a flag for more',
      { parameters: [limit, query('offset', { ...whole, default: 0 })], beside: { hasMore: { type: 'boolean' } } },
      { kind: 'offset', offset: '$request.query.offset', first: 0, limit: '$request.query.limit', more: '$response.body#/hasMore' },
    ],
    [
      'of an offset, with a flag that more may follow',
      {
        parameters: [limit, query('offset', { ...whole, default: 0 })],
        beside: { hasMore: { type: 'boolean', description: 'There may be more' } },
      },
      { kind: 'offset', offset: '$request.query.offset', first: 0, limit: '$request.query.limit' },
    ],
    [
      'with numbers and links',
      { parameters: [limit, query('page', { ...whole, minimum: 1 })], headers: { Link: { schema: text } } },
      { kind: 'page', page: '$request.query.page', first: 1, limit: '$request.query.limit', next: '$response.header.Link' },
    ],
    [
      'of an index that begins with one',
      { parameters: [query('count', whole), query('startIndex', { ...whole, default: 1 })] },
      { kind: 'offset', offset: '$request.query.startIndex', first: 1, limit: '$request.query.count' },
    ],
    [
      'with numbers from one',
      { parameters: [query('page', { ...whole, minimum: 1 }), query('per_page', whole)], headers: { 'X-Total-Count': { schema: whole } } },
      {
        kind: 'page',
        page: '$request.query.page',
        first: 1,
        limit: '$request.query.per_page',
        total: '$response.header.X-Total-Count',
      },
    ],
    [
      'with numbers from zero, as the description says',
      {
        parameters: [query('pageNumber', whole, { description: 'Zero-based number of the page.' })],
        beside: { meta: { type: 'object', properties: { currentPage: whole } } },
      },
      { kind: 'page', page: '$request.query.pageNumber', first: 0, number: '$response.body#/meta/currentPage' },
    ],
    [
      'with cursors',
      {
        parameters: [query('cursor', text), limit],
        beside: { meta: { type: 'object', properties: { next_cursor: { type: ['string', 'null'] }, hasMore: { type: 'boolean' } } } },
      },
      {
        kind: 'cursor',
        cursor: '$request.query.cursor',
        limit: '$request.query.limit',
        next: '$response.body#/meta/next_cursor',
        more: '$response.body#/meta/hasMore',
      },
    ],
    [
      'with an offset that is a text, and so a cursor',
      { parameters: [query('offset', text)], beside: { next_page: { type: 'object', properties: { offset: text, uri: text } } } },
      { kind: 'cursor', cursor: '$request.query.offset', next: '$response.body#/next_page/offset' },
    ],
    [
      'with links in a header field, without a size',
      { parameters: [query('since', whole)], headers: { Link: { schema: text } } },
      { kind: 'link', next: '$response.header.Link' },
    ],
    [
      'with the URL of the next one in the body',
      { parameters: [query('page', whole)], beside: { next: { type: ['string', 'null'], format: 'uri' }, previous: text } },
      { kind: 'link', next: '$response.body#/next' },
    ],
    [
      'with a reference of the next one in the body',
      {
        parameters: [query('cursor', text, { description: 'Taken from `next` of the page before. It is opaque.' })],
        beside: { next: { type: ['string', 'null'], description: 'Reference of the next page' } },
      },
      { kind: 'link', next: '$response.body#/next' },
    ],
    [
      'with the path and query of the next one in the body',
      {
        parameters: [query('after', text)],
        beside: {
          next: { type: ['string', 'null'], description: 'Path and query of the next page with the same filters; null on the last one' },
        },
      },
      { kind: 'link', next: '$response.body#/next' },
    ],
    [
      'with a printed address of the next one in the body',
      { parameters: [query('after', text)], beside: { next: { type: ['string', 'null'], example: '/kites?after=k7&limit=2' } } },
      { kind: 'link', next: '$response.body#/next' },
    ],
    [
      'with what the introduction calls a reference',
      {
        parameters: [query('cursor', text)],
        beside: { next: { type: ['string', 'null'] } },
        root: {
          info: { title: 'Kites', version: '1', description: 'Lists are pages. `next` is a relative\nreference of the page behind.' },
        },
      },
      { kind: 'link', next: '$response.body#/next' },
    ],
    [
      'with a cursor that is said to be taken from the member next',
      { parameters: [query('cursor', text, { description: 'Taken from `next` of the page before.' })], beside: { next: text } },
      { kind: 'cursor', cursor: '$request.query.cursor', next: '$response.body#/next' },
    ],
    [
      'by pages that may begin with 0, as Spring Data counts them',
      { parameters: [query('page', { ...whole, minimum: 0 }), query('size', whole)], beside: { totalElements: whole } },
      {
        kind: 'page',
        page: '$request.query.page',
        first: 0,
        limit: '$request.query.size',
        total: '$response.body#/totalElements',
      },
    ],
    [
      'by an offset called from',
      { parameters: [query('from', { ...whole, default: 0 }), query('size', whole)] },
      { kind: 'offset', offset: '$request.query.from', first: 0, limit: '$request.query.size' },
    ],
    [
      'by the last key',
      { parameters: [query('lastKey', text)], beside: { lastKey: { type: ['string', 'null'] } } },
      { kind: 'cursor', cursor: '$request.query.lastKey', next: '$response.body#/lastKey' },
    ],
    [
      'behind an item, by a name that is known for its id',
      { parameters: [query('starting_after', text), query('limit', whole)], beside: { has_more: { type: 'boolean' } } },
      {
        kind: 'cursor',
        cursor: '$request.query.starting_after',
        limit: '$request.query.limit',
        next: '$response.body#/kites/-1/id',
        more: '$response.body#/has_more',
      },
    ],
    [
      'with a token beside a member nextPage of which nothing is said',
      { parameters: [query('pageToken', text)], beside: { nextPage: { type: ['string', 'null'] } } },
      { kind: 'cursor', cursor: '$request.query.pageToken', next: '$response.body#/nextPage' },
    ],
    [
      'with a cursor beside a member next of which nothing is said',
      { parameters: [query('cursor', text, { description: 'Where to go on' })], beside: { next: { type: ['string', 'null'] } } },
      { kind: 'cursor', cursor: '$request.query.cursor', next: '$response.body#/next' },
    ],
    [
      'with a cursor that is said to be the member next',
      {
        parameters: [query('cursor', text, { description: 'The `next` of the page before' })],
        beside: { next: { type: ['string', 'null'] } },
      },
      { kind: 'cursor', cursor: '$request.query.cursor', next: '$response.body#/next' },
    ],
    [
      'with a member next that is described as a cursor',
      { parameters: [query('after', text)], beside: { next: { type: ['string', 'null'], description: 'Cursor of the next page' } } },
      { kind: 'cursor', cursor: '$request.query.after', next: '$response.body#/next' },
    ],
    [
      'with a member next that the introduction calls a cursor',
      {
        parameters: [query('cursor', text)],
        beside: { next: text },
        root: {
          info: { title: 'Kites', version: '1', description: 'Lists come in pages. `next` is the cursor of the next page, or `null`.' },
        },
      },
      { kind: 'cursor', cursor: '$request.query.cursor', next: '$response.body#/next' },
    ],
    [
      'with a member next that is said to be the cursor',
      { parameters: [query('cursor', text)], beside: { next: { type: ['string', 'null'], description: 'Cursor of the next page' } } },
      { kind: 'cursor', cursor: '$request.query.cursor', next: '$response.body#/next' },
    ],
    [
      'with a member next that is to be sent as the parameter',
      {
        parameters: [query('after', text)],
        beside: { next: { type: ['string', 'null'], description: 'Send it as `after` to get more' } },
      },
      { kind: 'cursor', cursor: '$request.query.after', next: '$response.body#/next' },
    ],
    [
      'with a link of HAL',
      {
        parameters: [query('page', whole)],
        beside: { _links: { type: 'object', properties: { next: { type: 'object', properties: { href: text } } } } },
      },
      { kind: 'link', next: '$response.body#/_links/next/href' },
    ],
  ])('are read %s', async (_what, document, pagination) => {
    expect((await readIn(document)).pagination).toEqual({ ...pagination, ...reasoned });
  });

  test.each(['Page, counted from 0', 'Which page, the first is 0', '0 is the first page'])(
    'are counted as said: "%s"',
    async (description) => {
      const { pagination } = await readIn({ parameters: [query('page', whole, { description })] });
      expect(pagination).toEqual({ kind: 'page', page: '$request.query.page', first: 0, ...reasoned });
    },
  );

  test.each([
    ['numbers of which nothing tells the first', { parameters: [query('page', { ...whole, minimum: 0 }), limit] }],
    [
      'a next one that has no cursor in it',
      { parameters: [query('cursor', text)], beside: { next: { ...text, description: 'Day of the next page, no cursor' } } },
    ],
    [
      'a next one that is an address with a cursor',
      { parameters: [query('cursor', text)], beside: { next: { ...text, description: 'Path to call, with its cursor' } } },
    ],
    ['a next one of which nothing is said beside what may take an id', { parameters: [query('after', text)], beside: { next: text } }],
    ['an offset in days', { parameters: [limit, query('offset', whole, { description: 'Days before today.' })] }],
    ['an offset that is the number of a page', { parameters: [limit, query('offset', whole, { description: 'Page number' })] }],
    ['an offset alone', { parameters: [query('offset', whole)] }],
    ['a cursor that no answer gives', { parameters: [query('after', text), limit], beside: { has_more: { type: 'boolean' } } }],
    ['a day from which on', { parameters: [query('from', { ...whole, default: 0 }, { description: 'Days before today' }), limit] }],
    ['a number that is required', { parameters: [query('page', { ...whole, default: 1 }, { required: true }), limit] }],
    ['a number on its way out', { parameters: [query('page', { ...whole, default: 1 }, { deprecated: true }), limit] }],
    ['a size alone', { parameters: [limit] }],
    ['a size called like another word', { parameters: [query('limitation', whole), query('offsetting', whole)] }],
    [
      'a member called next of which nothing is said but its number',
      { parameters: [query('cursor', text)], beside: { next: { ...text, description: 'Reference number of the next order' } } },
    ],
    [
      'a member called next that is not what the cursor is',
      { parameters: [query('cursor', text, { description: 'The id of the last item, not `next` of the page.' })], beside: { next: text } },
    ],
    [
      'a member called next that leads on with a cursor in it',
      { parameters: [query('cursor', text)], beside: { next: { ...text, description: 'Leads to the next page, with its cursor' } } },
    ],
    ['a member called next that is no URL', { parameters: [query('page', whole)], beside: { next: text } }],
  ])('are not read for %s', async (_what, document) => {
    expect((await readIn(document)).pagination).toBeUndefined();
  });

  test('have no size where small ones are refused', async () => {
    const offset = query('offset', { ...whole, default: 0 });
    for (const size of [{ ...whole, enum: [10, 50] }, { ...whole, minimum: 10 }, { ...whole, multipleOf: 5 }, text])
      expect((await readIn({ parameters: [query('limit', size), offset] })).pagination).toEqual({
        kind: 'offset',
        offset: '$request.query.offset',
        first: 0,
        ...reasoned,
      });
  });

  test('are by position where a cursor may need another parameter', async () => {
    const parameters = [limit, query('offset', { ...whole, default: 0 }), query('marker', text), query('use_marker', { type: 'boolean' })];
    expect((await readIn({ parameters, beside: { next_marker: text } })).pagination).toMatchObject({ kind: 'offset' });
  });

  test.each([
    [
      'x-speakeasy-pagination',
      {
        type: 'cursor',
        inputs: [{ name: 'after', in: 'parameters', type: 'cursor' }],
        outputs: { results: '$.kites', nextCursor: '$.page.last' },
      },
      { kind: 'cursor', cursor: '$request.query.after', next: '$response.body#/page/last' },
    ],
    ['x-speakeasy-pagination', { type: 'url', outputs: { nextUrl: '$.more' } }, { kind: 'link', next: '$response.body#/more' }],
    [
      'x-fern-pagination',
      { cursor: '$request.after', next_cursor: '$response.page.last', results: '$response.kites' },
      { kind: 'cursor', cursor: '$request.query.after', next: '$response.body#/page/last' },
    ],
    ['x-ms-pageable', { nextLinkName: 'nextLink' }, { kind: 'link', next: '$response.body#/nextLink' }],
  ])('are declared by %s', async (name, value, pagination) => {
    expect((await readIn({ parameters: [query('after', text)], operation: { [name]: value } })).pagination).toEqual(pagination);
  });

  test('are not declared by a word of another tool that names no parameter, or no next page', async () => {
    const cursor = { cursor: '$request.nothing', next_cursor: '$response.page.last' };
    expect((await readIn({ operation: { 'x-fern-pagination': cursor } })).pagination).toBeUndefined();
    expect((await readIn({ operation: { 'x-ms-pageable': { nextLinkName: null } } })).pagination).toBeUndefined();
  });

  test('stay as they are declared', async () => {
    const pagination = { kind: 'link', next: '$response.header.Link' };
    const parameters = [limit, query('offset', { ...whole, default: 0 })];
    expect((await readIn({ parameters, operation: { 'x-assay': { pagination } } })).pagination).toEqual(pagination);
    expect((await readIn({ parameters, root: { 'x-assay': { pagination } } })).pagination).toEqual(pagination);
  });
});

describe('a total', () => {
  const totalWith = async (beside: Json, headers: Json = {}) => {
    const { pagination } = await readIn({ parameters: [limit, query('offset', { ...whole, default: 0 })], beside, headers });
    return pagination !== undefined && 'total' in pagination ? pagination.total : undefined;
  };

  test('is read by its name and place', async () => {
    expect(await totalWith({ totalElements: whole })).toBe('$response.body#/totalElements');
    expect(await totalWith({ paging: { type: 'object', properties: { total: whole } } })).toBe('$response.body#/paging/total');
    expect(await totalWith({}, { 'x-total-count': { schema: whole } })).toBe('$response.header.x-total-count');
  });

  test('is not read where it may be another number', async () => {
    expect(await totalWith({ total: whole })).toBeUndefined();
    expect(await totalWith({ count: whole, limit: whole })).toBeUndefined();
    expect(await totalWith({ total: { type: 'number' }, limit: whole })).toBeUndefined();
    expect(await totalWith({ subtotal_count: whole })).toBeUndefined();
    for (const description of [
      'An estimate.',
      'Kites on this page',
      'May be less than the number of kites.',
      'At most 1000',
      'Counts pages',
    ])
      expect(await totalWith({ total_count: { ...whole, description } })).toBeUndefined();
  });
});

describe('filters', () => {
  const colour = { type: 'string', enum: ['red', 'blue'] };
  const filtersOf = async (kite: Json, ...parameters: readonly Json[]) => (await readIn({ kite, parameters })).filters;

  test('are read where name, type and values are those of a member', async () => {
    const kite = { colour, isNew: { type: 'boolean' }, owner_id: whole, batch: { type: 'string', format: 'uuid' } };
    const parameters = [
      query('colour', colour),
      query('is_new', { type: 'boolean' }),
      query('filter[ownerId]', whole),
      query('batch', { type: 'string', format: 'uuid' }),
    ];
    expect(await filtersOf(kite, ...parameters)).toEqual({
      colour: { at: '/colour' },
      is_new: { at: '/isNew' },
      'filter[ownerId]': { at: '/owner_id' },
      batch: { at: '/batch' },
      ...reasoned,
    });
  });

  test('are read with the values that the parameter lists, also as elements or behind a reference', async () => {
    const { list } = await readIn({
      kite: { colour, wind: { $ref: '#/components/schemas/Wind' }, isNew: { type: 'boolean' } },
      parameters: [
        query('colour', { type: 'array', items: colour }),
        query('wind', { $ref: '#/components/schemas/Wind' }),
        query('isNew', { type: 'boolean' }),
      ],
      root: { components: { schemas: { Wind: { type: 'string', enum: ['north', 'south'] } } } },
    });
    expect(list.filters.map(({ values, isInferred }) => [values, isInferred])).toEqual([
      [['red', 'blue'], true],
      [['north', 'south'], true],
      [['true', 'false'], true],
    ]);
  });

  test('are read as bounds of the moment that their name names', async () => {
    const kite = { created_at: moment, flownOn: { type: 'string', format: 'date' } };
    const parameters = [
      query('created_after', moment),
      query('created_at[lte]', moment),
      query('flown_from', { type: 'string', format: 'date' }),
    ];
    expect(await filtersOf(kite, ...parameters)).toEqual({
      created_after: { at: '/created_at', compare: 'after' },
      'created_at[lte]': { at: '/created_at', compare: 'before' },
      flown_from: { at: '/flownOn', compare: 'after' },
      ...reasoned,
    });
  });

  test('are read for addresses, and for texts that are described as exact', async () => {
    const email = { type: 'string', format: 'email' };
    const parameters = [query('email', email), query('name', text, { description: 'Exactly this name' })];
    expect(await filtersOf({ email, name: text }, ...parameters)).toEqual({ email: { at: '/email' }, name: { at: '/name' }, ...reasoned });
  });

  test('are read for ids in texts, for whole names in any case, and for texts of one form', async () => {
    const code = { $ref: '#/components/schemas/Code' };
    const root = { components: { schemas: { Code: { type: 'string', pattern: '^[A-Z]{3}$' } } } };
    const kite = { owner_id: text, town: text, yard: code, marks: { type: 'array', items: code } };
    const parameters = [
      query('owner_id', text),
      query('town', text, { description: 'Only kites of this town. The whole name, upper and lower case do not matter.' }),
      query('yard', code, { description: 'Only kites of this yard.' }),
      query('mark', code, { description: 'Only kites with this mark.' }),
    ];
    expect((await readIn({ kite, parameters, root })).filters).toEqual({
      owner_id: { at: '/owner_id' },
      town: { at: '/town' },
      yard: { at: '/yard' },
      mark: { at: '/marks', compare: 'has' },
      ...reasoned,
    });
  });

  test.each([
    ['Kites whose name contains this text; case does not matter.', { at: '/name', compare: 'contains' }],
    [
      'Only kites with this text in the name or the maker. Upper and lower case do not matter, no character has a special meaning.',
      { at: '/name', compare: 'contains', also: ['/maker'] },
    ],
    ['Text that the name contains, in upper or lower case. It is taken literally.', { at: '/name', compare: 'contains' }],
    ['Text that the name contains; not all of it is looked at.', undefined],
    ['Text that the name contains, case-sensitive.', undefined],
  ])('are read for a search that is described as "%s"', async (description, filter) => {
    const q = query('q', { type: 'string', minLength: 1, maxLength: 50 }, { description });
    expect(await filtersOf({ name: text, maker: text }, q)).toEqual(filter && { q: filter, ...reasoned });
  });

  test.each([
    ['an address that is only a part', { email: text }, query('email', { type: 'string', format: 'email' })],
    ['a number that is no id', { price: whole }, query('price', whole)],
    ['a value that no item can show', { colour }, query('colour', { type: 'string', enum: ['red', 'blue', 'all'] })],
    ['values of which items show any', { colour: text }, query('colour', colour)],
    ['a choice of members', { fields: colour }, query('fields', colour)],
    ['a form of the answer', { format: colour }, query('format', colour)],
    ['a search', { q: colour }, query('q', colour)],
    ['items that are left out unless they are asked for', { archived: { type: 'boolean' } }, query('archived', { type: 'boolean' })],
    ['a value that holds without the parameter', { colour }, query('colour', { ...colour, default: 'red' })],
    [
      'more items than without it',
      { isOld: { type: 'boolean' } },
      query('isOld', { type: 'boolean' }, { description: 'Also lists old kites.' }),
    ],
    ['a condition', { colour }, query('colour', colour, { description: 'Can only be used with a wind.' })],
    ['another comparison', { owner_id: whole }, query('owner_id', whole, { description: 'Kites with at least this owner.' })],
    ['a required value', { colour }, query('colour', colour, { required: true })],
    ['a bound of two moments', { created_at: moment, created_on: moment }, query('created_after', moment)],
    ['a bound that names no member', { created_at: moment }, query('since', moment)],
    ['the beginning of another word', { created_at: moment }, query('created_afterwards', moment)],
  ])('are not read for %s', async (_what, kite, parameter) => {
    expect(await filtersOf(kite, parameter)).toBeUndefined();
  });

  test('are read with care for a text, which may match in part or in any letter case', async () => {
    expect(await filtersOf({ name: text }, query('name', text))).toEqual({ name: { at: '/name', compare: 'like' }, ...reasoned });
  });

  test('stay as they are declared', async () => {
    const declared = { 'x-assay': { filters: { colour: {} } } };
    expect((await readIn({ kite: { colour }, parameters: [query('colour', colour)], root: declared })).filters).toEqual({ colour: {} });
  });
});

describe('a bound of a number', () => {
  const price = { type: 'number' };
  test.each<readonly [string, Json, Json]>([
    ['min_price', { price }, { min_price: { at: '/price', compare: 'atLeast' } }],
    ['maxPrice', { price: whole }, { maxPrice: { at: '/price', compare: 'atMost' } }],
    ['price[gte]', { price }, { 'price[gte]': { at: '/price', compare: 'atLeast', included: true } }],
    ['price_lt', { price }, { price_lt: { at: '/price', compare: 'atMost' } }],
  ])('is read in %s', async (name, kite, expected) => {
    expect((await readIn({ kite, parameters: [query(name, price)] })).filters).toEqual({ ...expected, ...reasoned });
  });

  test.each<readonly [string, string, Json, boolean]>([
    ['described as included', 'Lowest price, included', { price }, true],
    ['described by "or more"', 'This price or more', { price }, true],
    ['not described', '', { price }, false],
    ['described as exclusive', 'Lowest price, exclusive', { price }, false],
    ['described as not included', 'Lowest price, not included', { price }, false],
    ['of a whole number', 'At least as many', { price: whole }, true],
  ])('counts itself or not: one %s', async (_what, description, kite, isIncluded) => {
    const { filters } = await readIn({ kite, parameters: [query('min_price', price, { description })] });
    expect(filters).toEqual({ min_price: { at: '/price', compare: 'atLeast', ...(isIncluded ? { included: true } : {}) }, ...reasoned });
  });

  test('does not count itself where values may be rounded', async () => {
    const parameters = [query('min_distance', price, { description: 'Included' })];
    expect((await readIn({ kite: { distance: price }, parameters })).filters).toEqual({
      min_distance: { at: '/distance', compare: 'atLeast' },
      ...reasoned,
    });
  });

  test.each<readonly [string, Json, Json]>([
    ['of a member that is not there', query('min_weight', price), { price }],
    ['of a text', query('min_price', price), { price: text }],
    ['in a text', query('min_price', text), { price }],
    ['that counts in cents', query('min_price', price, { description: 'In cents' }), { price }],
    ['of a member that counts in cents', query('min_price', price), { price: { ...price, description: 'Cents' } }],
    ['with a default', query('min_price', { ...price, default: 5 }), { price }],
    ['that works under a condition', query('min_price', price, { description: 'Only used with `near`' }), { price }],
    ['without the name of a member', query('min', price), { price }],
  ])('is not read: one %s', async (_what, parameter, kite) => {
    expect((await readIn({ kite, parameters: [parameter] })).filters).toBeUndefined();
  });
});

describe('orders that are offered', () => {
  const kite = { created_at: moment, name: text, size: whole };
  const offered = async (...parameters: readonly Json[]) => (await readIn({ kite, parameters })).ordering?.offered;
  const order = (asked: Json, by: string, direction: string) => ({ query: asked, by, direction });
  const listed = (...values: readonly string[]) => ({ type: 'string', enum: values });

  test.each<readonly [string, readonly Json[], readonly Json[]]>([
    [
      'with signs',
      [query('sort', listed('size', '-size', 'name', '-name'))],
      [
        order({ sort: 'size' }, '/size', 'ascending'),
        order({ sort: '-size' }, '/size', 'descending'),
        order({ sort: 'name' }, '/name', 'ascending'),
        order({ sort: '-name' }, '/name', 'descending'),
      ],
    ],
    [
      'with words',
      [query('order_by', listed('created:desc', 'size asc'))],
      [order({ order_by: 'created:desc' }, '/created_at', 'descending'), order({ order_by: 'size asc' }, '/size', 'ascending')],
    ],
    [
      'with a parameter for the direction',
      [query('sort_by', listed('size', 'name')), query('order', listed('asc', 'desc'))],
      [
        order({ sort_by: 'size', order: 'asc' }, '/size', 'ascending'),
        order({ sort_by: 'size', order: 'desc' }, '/size', 'descending'),
        order({ sort_by: 'name', order: 'asc' }, '/name', 'ascending'),
        order({ sort_by: 'name', order: 'desc' }, '/name', 'descending'),
      ],
    ],
    [
      'with a sentence about the sign, which holds for a value without one too',
      [query('sort', listed('created', 'size', '-size'), { description: 'The order; a minus means: descending.' })],
      [
        order({ sort: 'created' }, '/created_at', 'ascending'),
        order({ sort: 'size' }, '/size', 'ascending'),
        order({ sort: '-size' }, '/size', 'descending'),
      ],
    ],
    [
      'with a direction behind a comma, as a pattern says',
      [query('sort', { ...text, pattern: '^(size|name),(asc|desc)$', default: 'name,asc' }, { description: 'Property and direction' })],
      [
        order({ sort: 'size,asc' }, '/size', 'ascending'),
        order({ sort: 'size,desc' }, '/size', 'descending'),
        order({ sort: 'name,asc' }, '/name', 'ascending'),
        order({ sort: 'name,desc' }, '/name', 'descending'),
      ],
    ],
    [
      'with a direction behind a colon, as its text prints it',
      [query('sort', text, { description: 'A key and a direction, such as `size:asc`; `name` is one too.' })],
      [
        order({ sort: 'size:asc' }, '/size', 'ascending'),
        order({ sort: 'size:desc' }, '/size', 'descending'),
        order({ sort: 'name:asc' }, '/name', 'ascending'),
        order({ sort: 'name:desc' }, '/name', 'descending'),
      ],
    ],
    [
      'with a direction behind a colon, but for what equal ones go by',
      [query('sort', text, { description: 'A key and a direction, such as `size:asc`. Ties go by `name`.' })],
      [order({ sort: 'size:asc' }, '/size', 'ascending'), order({ sort: 'size:desc' }, '/size', 'descending')],
    ],
    [
      'with a direction behind a comma, as its default prints it, in a list',
      [query('sort', { type: 'array', items: text, default: ['size,asc'] })],
      [order({ sort: 'size,asc' }, '/size', 'ascending'), order({ sort: 'size,desc' }, '/size', 'descending')],
    ],
    ['as a list', [query('sort', { type: 'array', items: listed('-size') })], [order({ sort: '-size' }, '/size', 'descending')]],
  ])('are read %s', async (_form, parameters, orders) => {
    expect(await offered(...parameters)).toEqual({ orders, ...reasoned });
  });

  test.each<readonly [string, readonly Json[]]>([
    ['whose direction nothing tells', [query('sort', listed('size', 'created_at'))]],
    ['of texts alone', [query('sort', listed('name', '-name'))]],
    ['of other names', [query('sort', listed('-stars'))]],
    [
      'whose name means something else',
      [query('sort', listed('size', '-size'), { description: 'The size means the wind that it needs.' })],
    ],
    ['that depend on something', [query('sort', listed('-size'), { description: 'Depends on the wind' })]],
    ['of a parameter that lists nothing', [query('sort', text)]],
    ['of another parameter', [query('view', listed('-size'))]],
    ['beside two directions', [query('sort', listed('size')), query('order', listed('asc', 'desc')), query('dir', listed('asc', 'desc'))]],
  ])('are not read: those %s', async (_form, parameters) => {
    expect(await offered(...parameters)).toBeUndefined();
  });
});

describe('an order', () => {
  const orderOf = async (...parameters: readonly Json[]) =>
    (await readIn({ kite: { created_at: moment, name: text, size: whole }, parameters })).ordering;

  test.each([
    ['a sign', [query('sort', { ...text, default: '-created_at' })], 'descending', '/created_at'],
    ['a word', [query('order_by', { ...text, default: 'size:asc' })], 'ascending', '/size'],
    [
      'another parameter',
      [query('sort', { ...text, default: 'created' }), query('direction', { ...text, default: 'desc' })],
      'descending',
      '/created_at',
    ],
    ['the listed values', [query('sort', { ...text, enum: ['size', '-size'], default: 'size' })], 'ascending', '/size'],
  ])('is read where %s shows its direction', async (_what, parameters, direction, by) => {
    expect(await orderOf(...parameters)).toMatchObject({ by, direction, ...reasoned });
  });

  test.each([
    ['no default', [query('sort', text)]],
    ['no direction', [query('sort', { ...text, default: 'size' })]],
    ['a direction without a default', [query('sort', { ...text, default: 'size' }), query('direction', text)]],
    ['texts, which each server compares in its own way', [query('sort', { ...text, default: '-name' })]],
    ['a member that items do not show', [query('sort', { ...text, default: '-updated_at' })]],
    [
      'a name that stands for something else',
      [query('sort', { ...text, default: '-size' }, { description: 'size means that of the box' })],
    ],
  ])('is not read for %s', async (_what, parameters) => {
    expect(await orderOf(...parameters)).toBeUndefined();
  });
});

describe('an order by age', () => {
  const told = async (description: string, kite: Json = { created_at: moment, updated_at: moment }, ...parameters: readonly Json[]) =>
    (await readIn({ kite, parameters, operation: { description } })).ordering;

  test.each([
    ['Newest first.', 'descending'],
    ['All kites, most recent first', 'descending'],
    ['In reverse chronological order', 'descending'],
    ['The oldest kites come first', 'ascending'],
    ['In chronological order', 'ascending'],
  ])('is read in "%s"', async (description, direction) => {
    expect(await told(description)).toMatchObject({ by: '/created_at', direction, ...reasoned });
  });

  test.each<readonly [string, Json, string | undefined]>([
    ['Latest day first.', { flight: { ...text, format: 'date' }, created_at: moment }, '/flight'],
    ['The oldest dates come first', { date: { ...text, format: 'date' }, created_at: moment }, '/date'],
    ['Earliest day first', { flight_date: moment, created_at: moment }, '/flight_date'],
    ['Latest day first.', { created_at: moment, updated_at: moment }, '/created_at'],
    ['Latest day first.', { flown: { ...text, format: 'date' }, sold: { ...text, format: 'date' }, created_at: moment }, undefined],
    ['Newest first, the day does not count.', { flight: { ...text, format: 'date' }, created_at: moment }, '/created_at'],
  ])('is that of the day of an item where it says so: "%s" %#', async (description, kite, by) => {
    expect((await told(description, kite))?.by).toBe(by);
  });

  test.each<readonly [string, string, Json | undefined, readonly Json[]]>([
    ['nothing about it', 'Lists the newest kites', undefined, []],
    ['pinned kites before', 'Pinned kites, then newest first', undefined, []],
    ['another order before', 'Sorted by colour, then newest first', undefined, []],
    ['it of a part', 'Newest first within a day', undefined, []],
    ['it nearly', 'Roughly newest first', undefined, []],
    ['it of an app', 'Newest first in the app', undefined, []],
    ['it for some', 'Newest first for guests', undefined, []],
    ['it of pages', 'Returns the latest first page', undefined, []],
    ['both', 'Newest first, or oldest first with `reverse`', undefined, []],
    ['one moment, of what is to come', 'Newest first', { due_on: moment }, []],
    ['one moment, of an end', 'Newest first', { valid_until: moment }, []],
    ['two moments of which none is that of the creation', 'Newest first', { flown_at: moment, sold_at: moment }, []],
    ['another default', 'Newest first', undefined, [query('sort', { ...text, default: 'name' })]],
  ])('is not read where the document says %s', async (_what, description, kite, parameters) => {
    expect(await told(description, kite, ...parameters)).toBeUndefined();
  });
});

describe('orders that a read can ask for', () => {
  const kite = { name: text, price: whole, created_at: moment };
  const asked = async (schema: Json, description = '') => {
    const { ordering } = await readIn({ kite, parameters: [query('sort', { ...text, ...schema }, { description })] });
    const { orders = [] } = (ordering?.offered ?? {}) as { orders?: readonly { query: { sort: string }; by: string; direction: string }[] };
    return orders.map((one) => `${one.query.sort}: ${one.by} ${one.direction}`);
  };

  test.each<readonly [string, Json, string, readonly string[]]>([
    [
      'with the direction behind a name',
      { enum: ['price_asc', 'price_desc', 'newest'] },
      '',
      ['price_asc: /price ascending', 'price_desc: /price descending', 'newest: /created_at descending'],
    ],
    ['with a large letter', { enum: ['priceAsc', 'priceDesc'] }, '', ['priceAsc: /price ascending', 'priceDesc: /price descending']],
    [
      'in a pattern',
      { pattern: '^-?(price|created_at)$' },
      '',
      ['price: /price ascending', '-price: /price descending', 'created_at: /created_at ascending', '-created_at: /created_at descending'],
    ],
    [
      'in a description',
      {},
      'One of `price` and `created_at`; a leading `-` means descending.',
      ['price: /price ascending', '-price: /price descending', 'created_at: /created_at ascending', '-created_at: /created_at descending'],
    ],
    ['in a description without a sign', {}, 'Either `price` or `created_at`.', []],
    ['in a pattern of something else', { pattern: '^[a-z]+:[a-z]+$' }, 'Such as `price`, with `-` for descending.', []],
  ])('are read %s', async (_how, schema, description, expected) => {
    expect(await asked(schema, description)).toEqual(expected);
  });
});

describe('where items without a value stand in an order that is asked for', () => {
  const kite = {
    name: text,
    price: { type: ['number', 'null'] },
    average_score: { type: ['number', 'null'] },
    due_on: { ...text, format: 'date' },
  };
  const blanks = async (description: string) => {
    const values = ['price', '-price', 'score', '-score', 'due_on', '-due_on'];
    const { ordering } = await readIn({ kite, parameters: [query('sort', { ...text, enum: values }, { description })] });
    const { orders = [] } = (ordering?.offered ?? {}) as { orders?: readonly { query: { sort: string }; by: string; blank?: string }[] };
    return orders.flatMap(({ query: { sort }, blank }) => (blank === undefined ? [] : [`${sort} ${blank}`]));
  };

  test.each<readonly [string, readonly string[]]>([
    ['Kites without a price come last in either direction.', ['price last', '-price last']],
    ['Those without scores are always at the end.', ['score last', '-score last']],
    ['Kites that have no due date stand first in both orders.', ['due_on first', '-due_on first']],
    ['Nulls last, whatever the direction.', ['price last', '-price last', 'score last', '-score last', 'due_on last', '-due_on last']],
    ['Kites without a price come last.', ['price last']],
    ['`-price` lists kites without a price last.', ['-price last']],
    ['Kites with no score yet come after all others, regardless of the direction.', ['score last', '-score last']],
  ])('is read in "%s"', async (description, expected) => {
    expect(await blanks(description)).toEqual(expected);
  });

  test.each([
    'Kites without a price may come last.',
    'Kites without a line come last in either direction.',
    'Without a value, the kites are sorted by name.',
    'Kites without a price are left out.',
    'Kites without a price come last if `nulls` is set.',
    'Kites without a price come last in either direction. Kites without a price come first on Sundays.',
    'The latest kites come last.',
  ])('is open after "%s"', async (description) => {
    expect(await blanks(description)).toEqual([]);
  });
});

describe('the order that a sentence states', () => {
  const kite = { name: text, rank: whole, weight: whole, due_on: { ...text, format: 'date' }, created_at: moment };
  const told = async (description: string, ...parameters: readonly Json[]) =>
    (await readIn({ kite, parameters, operation: { description } })).ordering;

  test.each<readonly [string, Json]>([
    ['Sorted by due date, earliest first.', { by: '/due_on', direction: 'ascending' }],
    ['Sorted by name, or as `order` says (`-` for descending).', { by: '/name', direction: 'ascending' }],
    [
      'Kites by the day on which they are due, the latest first; those without one come last.',
      { by: '/due_on', direction: 'descending', blank: 'last' },
    ],
    [
      'The whole row of kites by `weight`, lowest first; kites without `weight` come before all others, and equal ones by name. Not in pages.',
      { by: '/weight', direction: 'ascending', blank: 'first' },
    ],
    [
      'Kites by weight, the highest first; those without one come after the others.',
      { by: '/weight', direction: 'descending', blank: 'last' },
    ],
    ['Kites by `due_on`, latest first, nulls at the end.', { by: '/due_on', direction: 'descending', blank: 'last' }],
    ['In ascending order of weight.', { by: '/weight', direction: 'ascending' }],
    ['Ordered by rank.', { by: '/rank', direction: 'ascending' }],
    ['The heaviest come first. Ordered by weight (descending), then by name.', { by: '/weight', direction: 'descending' }],
  ])('is read in "%s"', async (description, expected) => {
    expect(await told(description)).toMatchObject(expected);
  });

  test.each([
    'Can be sorted by rank.',
    'Ordered by weight.',
    'Sorted by rank and weight.',
    'Ordered by rank within their club.',
    'No longer sorted by rank.',
    'Sorted by name in the export.',
    'Ordered by natural order of name.',
    'Sorted by rank, highest first, for guests.',
    'Sorted by rank if no wind is given.',
    'Sorted by colour.',
    'All kites by `weight`, heaviest last.',
  ])('is not read in "%s"', async (description) => {
    expect(await told(description)).toBeUndefined();
  });

  test('is read in the description of the parameter, and not where it has another default', async () => {
    expect(await told('', query('sort', { ...text, enum: ['rank', '-rank'] }, { description: 'Newest first by default.' }))).toMatchObject({
      by: '/created_at',
      direction: 'descending',
    });
    expect(await told('Ordered by rank.', query('sort', { ...text, default: 'colour' }))).toBeUndefined();
  });
});

describe('a made-up cursor', () => {
  const refused = async (name: string, status: string) => {
    const responses = {
      '200': {
        description: 'kites',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { kites: { type: 'array', items: { type: 'object', properties: { id: text } } }, next_cursor: text },
            },
          },
        },
      },
      [status]: { description: 'A mistake' },
    };
    return (await readIn({ parameters: [query(name, text)], operation: { responses } })).refusals?.cursor;
  };

  test('is refused where the document describes 400 and only the server makes cursors', async () => {
    expect(await refused('cursor', '400')).toMatchObject({ status: '4XX', ...reasoned });
    expect(await refused('after', '400')).toBeUndefined();
    expect(await refused('cursor', '500')).toBeUndefined();
  });
});

test.each([
  ['/kites/{slug}', { slug: text }, '/slug'],
  ['/kites/{kiteNumber}', { number: whole, length: whole }, '/number'],
  ['/kites/{makerCode}', { code: text }, undefined],
  ['/kites/{slug}/tails', { slug: text }, undefined],
])('the id of an item is what the path %s takes', async (path, kite, at) => {
  const list = { type: 'array', items: { type: 'object', properties: kite } };
  const answer = (schema: Json) => ({ responses: { '200': { description: 'ok', content: { 'application/json': { schema } } } } });
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1' },
    paths: { '/kites': { get: answer(list) }, [path]: { get: answer({ type: 'object', properties: kite }) } },
  });
  const { collections } = await loadContract(file);
  expect(collections.find(({ operation }) => operation.path === '/kites')?.id).toBe(at);
});

test('the id of an item is where only one name is usual', async () => {
  expect((await readIn({})).list.id).toBe('/id');
  expect((await readIn({ kite: { id: { type: 'object' }, name: text } })).list.id).toBeUndefined();
});

test.each<readonly [string, string | undefined]>([
  ['Ports we call at, alphabetically by code.', '/code'],
  ['In alphabetical order of the `code`.', '/code'],
  ['Ports we call at, alphabetically.', '/name'],
  ['Alphabetically by name.', '/name'],
  ['Alphabetically by region.', undefined],
])('the alphabet of "%s" is that of %s', async (description, by) => {
  const { ordering } = await readIn({ kite: { code: text, name: text }, operation: { description } });
  expect(ordering?.by).toBe(by);
});
