import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { valueAt } from '../../src/contract/pointer.ts';
import { parcels, requirements, writeContract } from './support.ts';

const at = (location: string): string => `$response.body#/${location}`;
const cursor = { kind: 'cursor', cursor: '$request.query.after', limit: '$request.query.size', next: at('result/after') };
const counted = { kind: 'page', page: '$request.query.page', limit: '$request.query.size', total: at('total') };

/** The document with other words on the list, at the root or around it. */
const written = (list: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}, around: object = {}): string => {
  const document = structuredClone(parcels);
  const { get } = document.paths['/parcels'];
  Object.assign(get['x-assay'], list);
  const page = { name: 'page', in: 'query', schema: { type: 'integer', default: 1, maximum: 9 } };
  Object.assign(get, { parameters: [...get.parameters, page] });
  Object.assign(document['x-assay'], more);
  return writeContract({ ...document, ...around }, requirements);
};

const errorResponse = (file: string): Promise<string> =>
  loadContract(file).then(
    () => 'loaded',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const styleOf = (step = ''): string => `#/paths/~1parcels/get/x-assay/pagination${step}`;

describe('the pages of a list', () => {
  test('have numbers where the document says so', async () => {
    const [list] = (await loadContract(written({ pagination: counted }))).collections;
    expect(list?.pages).toMatchObject([
      {
        kind: 'page',
        position: { name: 'page' },
        first: 1,
        limit: { name: 'size' },
        defaultSize: 5,
        maximumSize: 50,
        convention: { total: at('total') },
      },
    ]);
    expect(list?.pages[0]?.location.way.at(-1)).toBe(styleOf());
  });

  test('may be asked for by an offset, or name the next one by a link', async () => {
    const offset = { kind: 'offset', offset: counted.page, first: 1 };
    const link = { kind: 'link', next: '$response.header.Link', limit: counted.limit };
    const [list] = (await loadContract(written({ pagination: { anyOf: [offset, link] } }))).collections;
    expect(list?.pages).toMatchObject([
      { kind: 'offset', position: { name: 'page' }, first: 1, limit: undefined, maximumSize: undefined },
      { kind: 'link', limit: { name: 'size' }, maximumSize: 50, leastSize: 1, isInferred: false },
    ]);
  });

  test('may follow several styles, each with its own location', async () => {
    const contract = await loadContract(written({ pagination: { anyOf: [cursor, counted] } }));
    const [list] = contract.collections;
    expect(list?.pages.map(({ kind }) => kind)).toEqual(['cursor', 'page']);
    expect(list?.pages.map(({ location }) => location.way.slice(-3))).toEqual(
      ['/anyOf/0', '/anyOf/1'].map((step) => [styleOf(), styleOf('/anyOf'), styleOf(step)]),
    );
    for (const { location, convention } of list?.pages ?? [])
      expect(valueAt(contract.document, location.way.at(-1) ?? '')).toEqual(convention);
  });

  test('follow cursors where that is the only style', async () => {
    const [list] = (await loadContract(written({ pagination: cursor }))).collections;
    expect(list?.pages).toHaveLength(1);
    expect(list?.pages[0]).toMatchObject({ kind: 'cursor', cursor: { name: 'after' } });
  });

  test('are located at the root where the root describes them for all lists', async () => {
    const document = structuredClone(parcels);
    const { pagination, ...own } = document.paths['/parcels'].get['x-assay'];
    Object.assign(document.paths['/parcels'].get, { 'x-assay': own });
    Object.assign(document['x-assay'], { pagination });
    const [list] = (await loadContract(writeContract(document, requirements))).collections;
    expect(list?.pages[0]?.location).toEqual({ operation: 'GET /parcels', way: ['#', '#/x-assay', '#/x-assay/pagination'] });
  });

  test('are absent where nothing is documented', async () => {
    const document = structuredClone(parcels);
    const { collection } = document.paths['/parcels'].get['x-assay'];
    Object.assign(document.paths['/parcels'].get, { 'x-assay': { collection } });
    const [list] = (await loadContract(writeContract(document, requirements))).collections;
    expect(list).toMatchObject({ pages: [], filters: [] });
  });

  test('are refused with the style and the missing parameter', async () => {
    const odd = { ...counted, page: '$request.query.sheet' };
    expect(await errorResponse(written({ pagination: { anyOf: [cursor, odd] } }))).toMatch(
      /at \d+:\d+, #\/paths\/~1parcels\/get\/x-assay\/pagination\/anyOf\/1\/page: GET \/parcels has no query parameter "sheet", only after, size, town, page/,
    );
  });
});

test('a filter compares as documented, by default for equality, and words about requirements are not filters', async () => {
  const filters = {
    town: {},
    after: { at: '/sent', compare: 'after' },
    'x-inferred': true,
    'x-inferred-reason': 'No page says how they narrow.',
  };
  const [list] = (await loadContract(written({ filters }))).collections;
  expect(list?.filters.map(({ parameter, at: location, compare }) => [parameter.name, location, compare])).toEqual([
    ['town', undefined, 'equals'],
    ['after', '/sent', 'after'],
  ]);
});

test('a resource type has its operations, its words and its location', async () => {
  const parcel = { read: 'readParcel', list: 'listParcels', remove: 'none', id: '/key', changes: ['label'] };
  const { resourceTypes } = await loadContract(written({}, { resources: { 'small/parcel': parcel } }));
  expect(resourceTypes).toMatchObject([
    { name: 'small/parcel', read: { key: 'GET /parcels/{key}' }, create: undefined, update: undefined, convention: parcel },
  ]);
  expect(resourceTypes[0]?.location.way.at(-1)).toBe('#/x-assay/resources/small~1parcel');
  expect(await errorResponse(written({}, { resources: { parcel: { ...parcel, update: 'changeParcel' } } }))).toMatch(
    /at \d+:\d+, #\/x-assay\/resources\/parcel\/update: there is no operation with the operationId or the key "changeParcel"/,
  );
});

test('an address is production unless it is declared as a sandbox', async () => {
  const servers = [
    { url: 'https://parcels.example/api/' },
    { url: 'https://try.parcels.example/api', 'x-assay': { environment: 'sandbox' } },
    { url: 'https://eu.parcels.example/api', 'x-assay': { environment: 'live' } },
    { url: 'https://login.parcels.example', 'x-assay': { purpose: 'auth' } },
  ];
  const { production } = await loadContract(written({}, {}, { servers }));
  expect(production).toEqual(['https://parcels.example/api', 'https://eu.parcels.example/api', 'https://login.parcels.example']);
});

describe('a wrong word is refused with its position', () => {
  const position = String.raw`parcels\.yaml" at \d+:\d+, `;

  test('in one of several pagination styles', async () => {
    const message = await errorResponse(written({ pagination: { anyOf: [cursor, { ...counted, totl: at('total') }] } }));
    expect(message).toMatch(new RegExp(position));
    expect(message).toContain(`${styleOf('/anyOf/1')}: "totl" is not a word of x-assay; did you mean "total"?`);
  });

  test('in a pagination style of the other kind', async () => {
    expect(await errorResponse(written({ pagination: { anyOf: [cursor, { ...counted, cursor: '$request.query.after' }] } }))).toContain(
      `${styleOf('/anyOf/1')}: "cursor" is not a word of x-assay`,
    );
    expect(await errorResponse(written({ pagination: { kind: 'page', limit: '$request.query.size' } }))).toMatch(
      /pagination: lacks "page"/,
    );
    expect(await errorResponse(written({ pagination: { anyOf: [cursor, { ...counted, page: 'page' }] } }))).toMatch(
      /anyOf\/1\/page: must match pattern/,
    );
  });

  test('in the code of an error, by the form that is meant', async () => {
    const code = '#/x-assay/errors/code';
    expect(await errorResponse(written({}, { errors: { code: { names: ['code'], stabel: {} } } }))).toContain(
      `${code}: "stabel" is not a word of x-assay; did you mean "stable"?`,
    );
    expect(await errorResponse(written({}, { errors: { code: { at: at('code'), equls: 'status' } } }))).toContain(
      `${code}: "equls" is not a word of x-assay; did you mean "equals"?`,
    );
    expect(await errorResponse(written({}, { errors: { code: { names: ['code'], exactly: { names: 'code' } } } }))).toContain(
      `${code}/exactly: "names" is not a word of x-assay; did you mean "name"?`,
    );
    expect(await errorResponse(written({}, { errors: { message: { names: ['text'], at: at('text') } } }))).toContain(
      '#/x-assay/errors/message: "at" is not a word of x-assay',
    );
  });

  test('in statuses, on a server and on a property', async () => {
    expect(await errorResponse(written({}, { refusals: { value: { status: '4xx' } } }))).toMatch(
      /#\/x-assay\/refusals\/value\/status: must match pattern/,
    );
    expect(await errorResponse(written({}, { refusals: { value: { status: 422, exactly: { statuses: 422 } } } }))).toContain(
      '#/x-assay/refusals/value/exactly: "statuses" is not a word of x-assay; did you mean "status"?',
    );
    const servers = [{ url: 'https://parcels.example', 'x-assay': { enviroment: 'live' } }];
    expect(await errorResponse(written({}, {}, { servers }))).toContain(
      '#/servers/0/x-assay: "enviroment" is not a word of x-assay; did you mean "environment"?',
    );
    const document = structuredClone(parcels);
    Object.assign(document.components.schemas.Parcel.properties.key, { 'x-assay': { refer: 'parcel' } });
    expect(await errorResponse(writeContract(document, requirements))).toContain(
      '#/components/schemas/Parcel/properties/key/x-assay: "refer" is not a word of x-assay; did you mean "refers"?',
    );
  });

  test('as a reading of ours without its reason', async () => {
    expect(await errorResponse(written({}, { unknown: { path: { status: 404, 'x-inferred': true } } }))).toMatch(
      /#\/x-assay\/unknown\/path: must have property x-inferred-reason/,
    );
  });
});
