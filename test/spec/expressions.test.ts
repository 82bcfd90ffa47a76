import { describe, expect, test } from 'vitest';
import { isObject, valueAt } from '../../src/contract/pointer.ts';
import { unresolved } from './expressions.ts';
import { spoilt, tried } from './vendors.ts';

describe('in a shipped contract, a name without a target is reported', () => {
  const own = (document: Record<string, unknown>): Record<string, Record<string, unknown>> =>
    valueAt(document, '/paths/~1instances/get/x-assay') as Record<string, Record<string, unknown>>;
  const shared = (document: Record<string, unknown>): Record<string, Record<string, Record<string, unknown>>> =>
    document['x-assay'] as Record<string, Record<string, Record<string, unknown>>>;

  test.each<readonly [string, (document: Record<string, unknown>) => void]>([
    ['a location that no page has', (document) => Object.assign(own(document)['pagination'] ?? {}, { next: '$response.body#/nowhere' })],
    ['a parameter for the cursor', (document) => Object.assign(own(document)['pagination'] ?? {}, { cursor: '$request.query.nothing' })],
    ['a filter', (document) => Object.assign(own(document)['filters'] ?? {}, { nothing: { at: '/id' } })],
    ['a member of an item', (document) => Object.assign(own(document)['filters'] ?? {}, { region: { at: '/nowhere' } })],
    ['an operation', (document) => Object.assign(shared(document)['resources']?.['instance'] ?? {}, { create: 'nothing' })],
    ['a member of the body', (document) => Object.assign(shared(document)['resources']?.['instance'] ?? {}, { unique: ['nothing'] })],
    ['a location in an error', (document) => Object.assign(shared(document)['errors']?.['code'] ?? {}, { at: '$response.body#/nowhere' })],
    ['a header', (document) => Object.assign(shared(document)['rateLimit']?.['headers'] ?? {}, { limit: 'X-Nothing' })],
    ['a fixture', (document) => Object.assign(shared(document), { fixtures: {} })],
    [
      'a fixture of an action',
      (document) =>
        Object.assign(valueAt(document, '/paths/~1instances~1{id}~1restart/put/x-assay/action') as Record<string, unknown>, {
          unfit: 'nothing',
        }),
    ],
    [
      'the resource of an action',
      (document) => Object.assign(valueAt(document, '/paths/~1instances/get/responses/200') as object, { links: {} }),
    ],
    ['a version', (document) => Object.assign(shared(document), { versioning: { segment: 'v0' } })],
    ['a version in the paths', (document) => Object.assign(shared(document), { versioning: { segment: 'v0', in: 'path' } })],
  ])('%s', (_what, spoil) => {
    expect(unresolved(spoilt(tried, spoil).document)).not.toEqual([]);
  });
});

const at = (place: string): string => `$response.body#${place}`;
const answer = (example: unknown, headers: readonly string[] = [], schema: unknown = { type: 'object' }) => ({
  description: 'An answer',
  headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])),
  content: { 'application/json': { schema, example } },
});
const body = (properties: Readonly<Record<string, unknown>>) => ({
  content: { 'application/json': { schema: { allOf: [{ type: 'object', properties }] } } },
});

/** A document with made-up names, in which every name has a target. */
const parcels = {
  openapi: '3.1.0',
  servers: [{ url: 'https://parcels.example/v2/' }],
  'x-assay': {
    auth: { unauthenticated: { status: 401 }, challenge: { header: 'WWW-Authenticate', scheme: 'Bearer', on: [401] } },
    errors: {
      object: [at('/problem'), at('/*')],
      code: { names: ['errorCode'], exactly: { name: 'error_code' } },
      message: { at: [at('/text'), at('/*/text')], exactly: { at: at('/problem/text') } },
      details: { at: at('/problem/fields'), on: [422] },
    },
    rateLimit: {
      window: { seconds: 60 },
      headers: { limit: 'Quota-Limit', reset: { name: 'Quota-Reset', unit: 'seconds' } },
      unnamed: { remaining: {} },
      exceeded: { status: 429 },
      retryAfter: { header: 'Retry-After', on: [429] },
    },
    anywhere: { '401': { $ref: '#/components/responses/Unauthorized' }, '4XX': { $ref: '#/components/responses/Faulty' } },
    resources: {
      parcel: {
        create: 'sendParcel',
        read: 'readParcel',
        list: 'listParcels',
        update: 'changeParcel',
        remove: 'none',
        shown: { create: at('/parcel'), read: at('/*'), update: '$response.body' },
        id: '/id',
        name: '/label',
        state: '/state',
        unique: ['label'],
        changes: ['weight'],
        states: { initial: { is: 'waiting' }, reaches: { accepted: { within: 'acceptance' } } },
        removed: { inUse: { status: 409, fixture: 'crate' } },
      },
    },
    fixtures: { crate: { description: 'A crate.' } },
    durations: { acceptance: { description: 'Until a depot accepts a parcel.', seconds: 90 } },
    versioning: { segment: 'v2' },
  },
  paths: {
    '/parcels': {
      parameters: [{ name: 'size', in: 'query', schema: { type: 'integer' } }],
      get: {
        operationId: 'listParcels',
        'x-assay': {
          collection: { items: [at('/list'), at('/*')] },
          pagination: {
            anyOf: [
              { kind: 'cursor', cursor: '$request.query.after', limit: '$request.query.size', next: '$response.header.X-Next' },
              { kind: 'page', page: '$request.query.page', limit: '$request.query.size', number: at('/page'), total: at('/total') },
            ],
          },
          ordering: { by: '/sent' },
          filters: { since: { at: '/sent', compare: 'after' }, 'x-inferred': true, 'x-inferred-reason': 'It is printed nowhere.' },
        },
        parameters: ['after', 'page', 'since'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
        responses: {
          '200': answer({ parcels: [{ id: 'a', label: 'A', state: 'waiting' }], page: 1 }, ['X-Next', 'Quota-Limit', 'Quota-Reset'], {
            type: 'object',
            properties: {
              total: { type: 'integer' },
              parcels: { items: { allOf: [{ $ref: '#/components/schemas/Parcel' }] } },
            },
          }),
        },
      },
      post: {
        operationId: 'sendParcel',
        requestBody: body({ label: { 'x-assay': { fresh: true } }, crate: { 'x-assay': { fixture: 'crate' } } }),
        responses: {
          '201': {
            ...answer({ parcel: { id: 'a' } }),
            links: { it: { operationId: 'readParcel', parameters: { id: at('/parcel/id') } } },
          },
        },
      },
    },
    '/parcels/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', 'x-assay': { refers: 'parcel' } } }],
      get: { operationId: 'readParcel', responses: { '200': answer({ parcel: { id: 'a' } }) } },
      patch: {
        operationId: 'changeParcel',
        requestBody: body({ weight: { type: 'number' } }),
        responses: { '200': answer({ id: 'a', weight: 1 }) },
      },
    },
  },
  components: {
    responses: {
      Unauthorized: { description: 'No', headers: { 'WWW-Authenticate': { schema: { type: 'string' } } } },
      Faulty: answer({ problem: { error_code: 'odd', text: 'Odd.', fields: [] } }, ['Retry-After']),
    },
    schemas: {
      Parcel: {
        type: 'object',
        properties: { sent: { type: 'string' }, weight: { 'x-assay': { repeats: '$request.body#/weight', shownAt: '/weight' } } },
      },
    },
  },
};

describe('in a document that uses every kind of location', () => {
  test('nothing is reported that exists', () => {
    expect(unresolved(parcels)).toEqual([]);
  });

  test('nothing is required of a list without a described answer, and its resources are known from other answers', () => {
    const document = structuredClone(parcels);
    const list = document.paths['/parcels'].get.responses['200'] as Record<string, unknown>;
    delete list['content'];
    const created = document.paths['/parcels'].post.responses['201'].content['application/json'] as Record<string, unknown>;
    created['example'] = { parcel: { id: 'a', label: 'A', state: 'waiting' } };
    expect(unresolved(document)).toEqual([]);
    created['example'] = { parcel: { id: 'a', label: 'A' } };
    expect(unresolved(document)).toEqual(['no parcel is shown with /state']);
  });

  test.each<readonly [what: string, pointer: string, value: unknown]>([
    ['the cursor of a pagination style', '/paths/~1parcels/get/x-assay/pagination/anyOf/0/cursor', '$request.query.nothing'],
    ['the header with the next cursor', '/paths/~1parcels/get/x-assay/pagination/anyOf/0/next', '$response.header.X-Nothing'],
    ['the number of a page', '/paths/~1parcels/get/x-assay/pagination/anyOf/1/page', '$request.query.nothing'],
    ['where a page repeats its number', '/paths/~1parcels/get/x-assay/pagination/anyOf/1/number', at('/nothing')],
    ['the total', '/paths/~1parcels/get/x-assay/pagination/anyOf/1/total', at('/nothing')],
    ['the items', '/paths/~1parcels/get/x-assay/collection/items', at('/nothing/*')],
    ['the value that the items are ordered by', '/paths/~1parcels/get/x-assay/ordering/by', '/nothing'],
    ['the filtered value', '/paths/~1parcels/get/x-assay/filters/since/at', '/nothing'],
    ['the error object', '/x-assay/errors/object', [at('/nothing'), at('/*/nothing')]],
    ['the names of a code', '/x-assay/errors/code/names', ['number']],
    ['the only name of a code', '/x-assay/errors/code/exactly/name', 'errorCode'],
    ['the message', '/x-assay/errors/message/at', at('/*/nothing')],
    ['the only location of the message', '/x-assay/errors/message/exactly/at', at('/text')],
    ['the details', '/x-assay/errors/details/at', at('/nothing')],
    ['a status with details', '/x-assay/errors/details/on', [522]],
    ['a code that repeats the status', '/x-assay/errors/code', { at: at('/nothing'), equals: 'status' }],
    ['a message by its name', '/x-assay/errors/message', { names: ['nothing'] }],
    ['the header of a challenge', '/x-assay/auth/challenge/header', 'X-Nothing'],
    ['the header of a waiting time', '/x-assay/rateLimit/retryAfter/header', 'X-Nothing'],
    ['the header of a reset', '/x-assay/rateLimit/headers/reset/name', 'X-Nothing'],
    ['an operation that reads', '/x-assay/resources/parcel/read', 'nothing'],
    ['an operation that changes', '/x-assay/resources/parcel/update', 'nothing'],
    ['an operation that removes', '/x-assay/resources/parcel/remove', 'nothing'],
    ['where a creation shows the resource', '/x-assay/resources/parcel/shown/create', at('/nothing')],
    ['where a read shows the resource', '/x-assay/resources/parcel/shown/read', at('/*/nothing')],
    ['a member that is changed', '/x-assay/resources/parcel/changes', ['label']],
    ['where the state is', '/x-assay/resources/parcel/state', undefined],
    ['a duration', '/x-assay/resources/parcel/states/reaches/accepted/within', 'nothing'],
    ['the fixture of a resource in use', '/x-assay/resources/parcel/removed/inUse/fixture', 'nothing'],
    [
      'the fixture of a property',
      '/paths/~1parcels/post/requestBody/content/application~1json/schema/allOf/0/properties/crate/x-assay/fixture',
      'no',
    ],
    ['the resource type that a parameter refers to', '/paths/~1parcels~1{id}/parameters/0/schema/x-assay/refers', 'nothing'],
    ['what an answer repeats', '/components/schemas/Parcel/properties/weight/x-assay/repeats', '$request.body#/nothing'],
    ['the location of the value of a link', '/paths/~1parcels/post/responses/201/links/it/parameters/id', at('/nothing')],
  ])('%s is reported as missing', (_what, pointer, value) => {
    const document = structuredClone(parcels);
    const steps = pointer.split('/');
    const around = valueAt(document, steps.slice(0, -1).join('/'));
    if (!isObject(around)) throw new Error(`nothing at ${pointer}`);
    Object.assign(around, { [steps.at(-1) ?? '']: value });
    expect(unresolved(document)).not.toEqual([]);
  });
});
