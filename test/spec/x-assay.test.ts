import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Conventions, PropertyConventions, RootConventions, ServerConventions } from '../../src/contract/conventions.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { DeliveryConvention } from '../../src/contract/x-assay/delivery.ts';
import { isObject, valueAt } from '../../src/contract/pointer.ts';
import {
  conventionsSchema,
  deliveryConventionsSchema,
  operationConventionsSchema,
  propertyConventionsSchema,
  serverConventionsSchema,
} from '../../src/contract/x-assay-schema.ts';
import { unresolved } from './expressions.ts';
import { nodesOf } from './nodes.ts';
import { vendors } from './vendors.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
const validators = {
  root: ajv.compile(conventionsSchema),
  operation: ajv.compile(operationConventionsSchema),
  server: ajv.compile(serverConventionsSchema),
  delivery: ajv.compile(deliveryConventionsSchema),
  property: ajv.compile(propertyConventionsSchema),
} as const;
type Kind = keyof typeof validators;

const problems = (kind: Kind, value: unknown): string | undefined => {
  const validate = validators[kind];
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
};

/** A schema, and the steps that lead to the schemas inside it. */
const schemaAt =
  /^#\/(components\/schemas\/[^/]+|(?:paths|components)\/.+?\/schema)((?:\/(?:properties|patternProperties|\$defs)\/[^/]+|\/(?:allOf|anyOf|oneOf|prefixItems)\/\d+|\/(?:items|additionalProperties|if|then|else))*)$/;

/** The kind of `x-assay` that a node may have, by its pointer. */
const kindAt = (pointer: string): Kind | undefined => {
  if (pointer === '#') return 'root';
  if (/^#\/paths\/[^/]+\/(get|put|post|delete|options|head|patch|trace)$/.test(pointer)) return 'operation';
  if (/^#\/(paths\/[^/]+\/([a-z]+\/)?)?servers\/\d+$/.test(pointer)) return 'server';
  if (/^#\/webhooks\/[^/]+(\/[a-z]+)?$/.test(pointer) || /\/callbacks\/[^/]+\/[^/]+(\/[a-z]+)?$/.test(pointer)) return 'delivery';
  if (/\/parameters\/[^/]+\/schema$/.test(pointer)) return 'property';
  return /\/(properties\/|patternProperties\/|additionalProperties)/.test(schemaAt.exec(pointer)?.[2] ?? '') ? 'property' : undefined;
};

const deliveryWords = {
  delivery: {
    causes: ['sendParcel'],
    id: '$request.body#/id',
    timeout: 'hook.timeout',
    retries: { scale: 'hook.retry', from: 'either', waits: [{ seconds: 60, least: 45, most: 90, within: 360 }] },
    disabledAfter: { failures: 5 },
    signature: {
      header: 'X-Signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      form: 't={timestamp},v1={signature}',
      signs: '{id}.{timestamp}.{body}',
      timestamp: 'X-Time',
      id: 'X-Id',
      secret: 'base64',
    },
  },
} as const satisfies { readonly delivery: DeliveryConvention };

/** Uses every word of the types; `satisfies` does not compile where one of the top level is missing. */
const everyWord = {
  auth: {
    unauthenticated: {
      status: 401,
      exactly: { status: 401, 'x-requirement': ['MADE-2'] },
      never: ['3XX', '4XX', 503],
      missing: { never: 403 },
      unknown: { never: 400, 'x-requirement': ['MADE-4'] },
      damaged: { never: [403, 404] },
      letterCase: { never: 404 },
      malformed: { never: '5XX' },
      ended: { never: '4XX' },
    },
    forbidden: { status: [403, 404], never: '3XX' },
    foreign: { status: 404 },
    challenge: { header: 'WWW-Authenticate', scheme: 'Bearer', on: [401] },
    environments: { sandboxOnLive: { status: 401 }, liveOnSandbox: { status: '4XX' } },
    forms: { live: { pattern: '^l_' }, sandbox: { pattern: '^s_', 'x-requirement': ['MADE-3'] } },
  },
  errors: {
    object: ['$response.body#/fault', '$response.body#/*'],
    code: { names: ['code', 'error_code'], exactly: { name: 'code' }, stable: {} },
    message: { at: ['$response.body#/*/message', '$response.body#/message'], exactly: { at: '$response.body#/message' } },
    details: { at: ['$response.body#/faults', '$response.body#/fault/list'], on: [400, 422], name: '/member' },
    words: { '404': { anyOf: ['not found', 'gone'] } },
    sameShape: { except: [422] },
    inStatus: {},
    clientMistake: { never: '5XX' },
  },
  notInferred: ['pagination', 'refusals.type'],
  unknown: { path: { status: 404 }, id: { status: ['4XX', 503], malformed: [400, 422], orCreated: true, exactly: { status: [404, 410] } } },
  refusals: {
    unparsable: { status: 400 },
    missing: { status: 400 },
    value: { status: 422 },
    type: { status: [400, 422] },
    query: { status: 400 },
    cursor: { status: '4XX' },
    reference: { status: [404, 422] },
    duplicate: { status: 409 },
    exhausted: { status: 422 },
  },
  rateLimit: {
    scope: 'account',
    window: { seconds: 60, kind: 'rolling' },
    plans: { small: { limit: 10, burst: 15 }, large: { atLeast: 20, 'x-requirement': ['MADE-1'] } },
    headers: { limit: 'X-Limit', remaining: 'X-Left', reset: { name: 'X-Reset', unit: ['seconds', 'epoch-seconds'] }, always: true },
    unnamed: { remaining: { 'x-requirement': ['MADE-4'] }, reset: {} },
    exceeded: { status: 429 },
    retryAfter: { header: 'Retry-After', on: [429, 503], only: true, always: true, form: ['seconds'] },
  },
  pagination: {
    anyOf: [
      {
        kind: 'cursor',
        cursor: '$request.query.after',
        limit: '$request.query.size',
        next: '$response.header.X-Next',
        more: '$response.body#/more',
        moreAbsent: 'ended',
      },
      {
        kind: 'page',
        page: '$request.query.page',
        limit: '$request.query.size',
        first: 0,
        number: '$response.body#/page',
        size: '$response.body#/size',
        total: '$response.body#/total',
        more: '$response.body#/more',
        next: '$response.header.Link',
      },
    ],
  },
  collection: { items: ['$response.body#/items', '$response.body#/*'], id: '/number', known: ['depot'] },
  filters: {
    weight: { at: '/weight', compare: 'atMost', included: true, without: 'out' },
    search: { at: '/name', also: ['/remark'], compare: 'contains' },
    colour: { at: '/paint/colour', compare: 'equals' },
    since: { at: '/made', compare: 'after', zone: 'UTC' },
  },
  ordering: {
    by: '/made',
    direction: 'descending',
    values: ['heavy', 3, true],
    blank: 'last',
    stable: {},
    offered: {
      orders: [
        { query: { sort: 'weight', dir: 'down' }, by: '/weight', direction: 'descending' },
        { query: { sort: 'kind' }, by: '/kind', values: ['heavy'], blank: 'first' },
      ],
      'x-requirement': ['MADE-2'],
    },
  },
  anywhere: { '401': { $ref: '#/components/responses/Unauthorized' }, '5XX': { $ref: '#/components/responses/Broken' } },
  resources: {
    thing: {
      create: 'make',
      read: 'read',
      list: 'list',
      update: 'change',
      remove: 'none',
      shown: { create: '$response.body#/thing', read: '$response.body#/*', update: '$response.body' },
      id: '/id',
      name: '/name',
      state: '/state',
      unique: ['name'],
      changes: ['name'],
      states: { initial: { is: 'new' }, reaches: { ready: { within: 'made' } }, steady: {} },
      removed: {
        read: { status: 404 },
        unlisted: {},
        lingers: true,
        again: { status: [204, 404] },
        inUse: { status: 409, exactly: { status: 409 }, fixture: 'depot', kept: {} },
      },
    },
  },
  versioning: { segment: 'v2', in: 'path', additive: {} },
  transport: {
    plainHttp: { answered: { status: '3XX' }, rejected: {}, location: {}, withoutEffect: {} },
    charset: { is: 'utf-8' },
  },
  members: { made_at: { $ref: '#/components/schemas/Moment' } },
  sandbox: { served: {}, apart: {}, seeded: {}, quota: { is: 'none' } },
  fixtures: { depot: { description: 'A depot.' } },
  durations: { made: { description: 'Until a resource is ready.', seconds: 90 } },
} as const satisfies Required<RootConventions>;

/** The second form of every word with two forms. */
const otherForms = {
  errors: {
    object: '$response.body',
    code: { at: '$response.body#/code', equals: 'status' },
    message: { names: ['message', 'detail'], exactly: { name: 'message' } },
  },
  pagination: everyWord.pagination.anyOf[0],
  collection: { items: '$response.body' },
} as const satisfies RootConventions;
const otherStyles = {
  pagination: {
    anyOf: [
      { kind: 'link', next: '$response.header.Link', limit: '$request.query.size', total: '$response.header.X-Total-Count' },
      {
        kind: 'offset',
        offset: '$request.query.skip',
        limit: '$request.query.size',
        first: 0,
        number: '$response.body#/skip',
        size: '$response.body#/size',
        total: '$response.body#/total',
      },
    ],
  },
} as const satisfies RootConventions;
const offsetPages = { pagination: otherStyles.pagination.anyOf[1] } as const satisfies RootConventions;
const countedPages = { pagination: everyWord.pagination.anyOf[1] } as const satisfies RootConventions;

const {
  anywhere: _anywhere,
  members: _members,
  resources: _resources,
  versioning: _versioning,
  transport: _transport,
  sandbox: _sandbox,
  fixtures: _fixtures,
  durations: _durations,
  ...conventionWords
} = everyWord;
const operationWords = {
  ...conventionWords,
  action: { from: ['on', 'idle'], through: 'turning', to: 'off', repeated: { status: 409 }, unfit: 'depot' },
  stream: { kind: 'server-sent-events', staysOpen: {}, data: { is: 'json' } },
} as const satisfies Required<Conventions>;
const serverWords = { environment: 'sandbox', purpose: 'auth' } as const satisfies Required<ServerConventions>;
const propertyWords = {
  fixture: 'depot',
  alternative: 'depot',
  refers: 'thing',
  unusable: ['anything'],
  fresh: true,
  shownAt: '/paint/colour',
  repeats: '$request.body#/paint/colour',
  includes: '$request.body#/colours',
  moment: 'creation',
  constant: true,
  blocked: 'depot',
  elsewhere: ['mauve'],
  forms: { word: '^[a-z]+$' },
  notBefore: '/made_at',
  figures: { in: '/name', form: '(?<height>[0-9]+)$' },
  forSent: { at: '$request.body#/colour', value: 'red', shows: { const: 'red' } },
  issued: true,
} as const satisfies Required<PropertyConventions>;

const objectsOf = (value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] => {
  if (Array.isArray(value)) return value.flatMap((child: unknown, n) => objectsOf(child, [...path, n]));
  return isObject(value) ? [path, ...Object.entries(value).flatMap(([key, child]) => objectsOf(child, [...path, key]))] : [];
};

const set = (value: unknown, path: readonly (string | number)[], key: string, member: unknown): unknown => {
  const copy: unknown = structuredClone(value);
  const target: unknown = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], copy);
  (target as Record<string, unknown>)[key] = member;
  return copy;
};

/** Words that every object about behaviour may have. */
const carried: ReadonlySet<string> = new Set(['x-requirement', 'x-inferred', 'x-inferred-reason']);

/** The schemas of the members of a schema, in any of its forms; `*` for a name that the document chooses and for an element of a list. */
const membersOf = (schema: unknown): (readonly [word: string, schema: unknown])[] => {
  if (!isObject(schema)) return [];
  const { properties, additionalProperties, items, anyOf, then, else: otherwise } = schema;
  const found = [
    ...(isObject(properties) ? Object.entries(properties) : []),
    ...(isObject(additionalProperties) ? [['*', additionalProperties] as const] : []),
    ...(isObject(items) ? [['*', items] as const] : []),
    ...[...(Array.isArray(anyOf) ? anyOf : []), then, otherwise].flatMap(membersOf),
  ];
  return found;
};

/** The narrower requirement that any statuses may have. */
const isNarrower = (word: string, schema: unknown): boolean =>
  word === 'exactly' && membersOf(schema).some(([inner]) => inner === 'status');

describe('the schema of x-assay', () => {
  test('accepts every word of the types', () => {
    expect(problems('root', everyWord)).toBeUndefined();
    expect(problems('root', otherForms)).toBeUndefined();
    expect(problems('root', countedPages)).toBeUndefined();
    expect(problems('root', otherStyles)).toBeUndefined();
    expect(problems('operation', operationWords)).toBeUndefined();
    expect(problems('server', serverWords)).toBeUndefined();
    expect(problems('delivery', deliveryWords)).toBeUndefined();
    expect(problems('property', propertyWords)).toBeUndefined();
  });

  /** Every word below a schema, by its path: an element of a list and a name that the document chooses are written `*`. */
  const wordsBelow = (schema: unknown, path: string): string[] =>
    membersOf(schema).flatMap(([word, one]) => {
      if (isNarrower(word, one)) return [];
      const here = path === '' ? word : `${path}.${word}`;
      return [...(word === '*' ? [] : [here]), ...wordsBelow(one, here)];
    });
  /** Every word that a value uses, in the same notation. */
  const wordsUsed = (value: unknown, path = ''): string[] => {
    const step = (key: string): string => (path === '' ? key : `${path}.${key}`);
    if (Array.isArray(value)) return value.flatMap((one: unknown) => wordsUsed(one, step('*')));
    return isObject(value) ? Object.entries(value).flatMap(([key, one]) => [step(key), ...wordsUsed(one, step(key))]) : [];
  };

  test('has no other words than those used here', () => {
    for (const [schema, values] of [
      [conventionsSchema, [everyWord, otherForms, countedPages, offsetPages, otherStyles]],
      [operationConventionsSchema, [operationWords, otherForms, countedPages, offsetPages, otherStyles]],
      [serverConventionsSchema, [serverWords]],
      [deliveryConventionsSchema, [deliveryWords]],
      [propertyConventionsSchema, [propertyWords]],
    ] as const) {
      const used = new Set(values.flatMap((value) => wordsUsed(value)));
      const isUsed = (word: string): boolean => {
        const form = new RegExp(`^${word.replace(/[.$]/g, String.raw`\$&`).replaceAll('*', '[^.]+')}$`);
        return [...used].some((one) => form.test(one));
      };
      const words = [...new Set(wordsBelow(schema, ''))].filter((word) => !carried.has(word.split('.').at(-1) ?? ''));
      expect(words.length).toBeGreaterThan(1);
      expect(words.filter((word) => !isUsed(word))).toEqual([]);
    }
  });

  // Objects whose keys the document chooses accept any name, so only their values are closed.
  const open = new Set<unknown>([
    'plans',
    'filters',
    'anywhere',
    'members',
    'resources',
    'fixtures',
    'durations',
    'reaches',
    'words',
    'query',
  ]);
  test.each(
    [
      ...[everyWord, otherForms, countedPages, offsetPages, otherStyles].map((value) => ['root', value] as const),
      ['operation', operationWords] as const,
      ['server', serverWords] as const,
    ].flatMap(([kind, value]) =>
      objectsOf(value)
        .filter((path) => !open.has(path.at(-1)))
        .map((path) => [kind, path.join('.') || 'the top', path, value] as const),
    ),
  )('is closed on %s at %s', (kind, _where, path, value) => {
    expect(problems(kind, set(value, path, 'colour', 'red'))).toMatch(/must NOT have additional properties/);
  });

  test('is closed on a property, except the names of forms', () => {
    expect(problems('property', { ...propertyWords, colour: 'red' })).toMatch(/must NOT have additional properties/);
    expect(problems('property', { forms: { colour: '^red$' } })).toBeUndefined();
  });

  test('accepts ids of requirements and x-inferred with its reason on every object that describes behaviour', () => {
    const reading = { 'x-requirement': ['MADE-1'], 'x-inferred': true, 'x-inferred-reason': 'The page says so between the lines.' };
    for (const at of [
      { errors: { ...everyWord.errors, ...reading } },
      { errors: { code: { ...everyWord.errors.code, ...reading } } },
      { unknown: { id: { status: '4XX', exactly: { status: 404, ...reading }, ...reading } } },
      { filters: { ...everyWord.filters, ...reading } },
      { pagination: { anyOf: everyWord.pagination.anyOf.map((style) => ({ ...style, ...reading })), ...reading } },
      { rateLimit: { ...everyWord.rateLimit, plans: { p: { limit: 1, ...reading } }, unnamed: { reset: reading } } },
      { resources: { thing: { remove: 'none', states: { reaches: { ready: { within: 'made', ...reading } } } } } },
      { durations: { made: { ...everyWord.durations.made, ...reading } } },
    ]) {
      expect(problems('root', at), JSON.stringify(at)).toBeUndefined();
    }
    const { 'x-inferred-reason': _reason, ...unexplained } = reading;
    expect(problems('root', { unknown: unexplained })).toMatch(/must have property x-inferred-reason/);
    expect(problems('root', { filters: unexplained })).toMatch(/must have property x-inferred-reason/);
    expect(problems('root', { rateLimit: { ...everyWord.rateLimit, plans: { p: { limit: 1, ...unexplained } } } })).toMatch(
      /must have property x-inferred-reason/,
    );
  });

  test('gives every word a description', () => {
    const schemas = {
      conventionsSchema,
      deliveryConventionsSchema,
      operationConventionsSchema,
      serverConventionsSchema,
      propertyConventionsSchema,
    };
    // An `if` only distinguishes two forms; the words are in the form itself.
    const without = nodesOf(schemas).flatMap(({ pointer, value }) =>
      pointer.endsWith('/properties') && !pointer.endsWith('/if/properties')
        ? Object.entries(value).flatMap(([word, schema]) =>
            isObject(schema) && typeof schema['description'] === 'string' ? [] : [`${pointer}/${word}`],
          )
        : [],
    );
    expect(without).toEqual([]);
  });

  test.each<readonly [string, Kind | undefined]>([
    ['#', 'root'],
    ['#/paths/~1parcels/get', 'operation'],
    ['#/servers/0', 'server'],
    ['#/paths/~1token/post/servers/1', 'server'],
    ['#/paths/~1parcels/get/parameters/0/schema', 'property'],
    ['#/components/parameters/Size/schema', 'property'],
    ['#/components/schemas/Parcel/properties/id', 'property'],
    ['#/components/schemas/Parcel/allOf/1/properties/sender/properties/city', 'property'],
    ['#/components/schemas/Page/properties/items/items/allOf/0/properties/id', 'property'],
    ['#/components/responses/Made/content/application~1json/schema/properties/id', 'property'],
    ['#/components/schemas/Issued/additionalProperties', 'property'],
    ['#/paths/~1parcels/post/requestBody/content/application~1json/schema/properties/label', 'property'],
    ['#/paths/~1parcels/post/responses/201/content/application~1json/schema/then/properties/id', 'property'],
    ['#/webhooks/lost', 'delivery'],
    ['#/webhooks/lost/post', 'delivery'],
    ['#/paths/~1parcels/post/callbacks/done/{$request.body#~1url}/post', 'delivery'],
    ['#/paths/~1parcels', undefined],
    ['#/info', undefined],
    ['#/components/schemas/Parcel', undefined],
    ['#/components/schemas/Parcel/allOf/0', undefined],
    ['#/components/responses/Made', undefined],
    ['#/paths/~1parcels/get/responses/200/content/application~1json/schema', undefined],
    ['#/tags/servers/0', undefined],
  ])('may be at %s as on %s', (pointer, kind) => {
    expect(kindAt(pointer)).toBe(kind);
  });

  test.each<readonly [Kind, string, unknown]>([
    ['root', 'an operation in place of a reference', { anywhere: { '400': { description: 'inline' } } }],
    ['root', 'an invalid status', { unknown: { path: { status: 999 } } }],
    ['root', 'an empty list of statuses', { unknown: { path: { status: [] } } }],
    ['root', 'an invalid class of statuses', { unknown: { path: { status: '6XX' } } }],
    ['root', 'a class of statuses in lower case', { unknown: { path: { status: ['4xx'] } } }],
    ['root', 'a status as a text', { unknown: { path: { status: '404' } } }],
    [
      'root',
      'a requirement narrower than the narrower one',
      { unknown: { id: { status: '4XX', exactly: { status: 404, exactly: { status: 404 } } } } },
    ],
    ['root', 'a narrower requirement alone', { unknown: { id: { exactly: { status: 404 } } } }],
    ['root', 'a class where single statuses are listed', { errors: { details: { ...everyWord.errors.details, on: ['4XX'] } } }],
    ['root', 'a code that is both repeated and known by its name', { errors: { code: { ...otherForms.errors.code, names: ['code'] } } }],
    ['root', 'a code that repeats something else', { errors: { code: { at: '$response.body#/code', equals: 'body' } } }],
    ['root', 'a message nowhere', { errors: { message: {} } }],
    ['root', 'a word that does not exist among those that do not hold', { notInferred: ['paging'] }],
    ['operation', 'a part of a word without a name among those that do not hold', { notInferred: ['refusals.'] }],
    ['root', 'an error object in a header', { errors: { object: '$request.header.X-Error' } }],
    ['root', 'words for a success', { errors: { words: { '200': { anyOf: ['fine'] } } } }],
    ['root', 'the form of a credential as a text', { auth: { ...everyWord.auth, forms: { live: '^l_' } } }],
    ['root', 'a form of a credential that is not a regular expression', { auth: { ...everyWord.auth, forms: { live: { pattern: '(' } } } }],
    ['root', 'a challenge without a status', { auth: { ...everyWord.auth, challenge: { header: 'X', scheme: 'Y', on: [] } } }],
    [
      'root',
      'a burst beside a quota that is only a least one',
      { rateLimit: { ...everyWord.rateLimit, plans: { p: { atLeast: 2, burst: 3 } } } },
    ],
    ['root', 'a window that moves in another way', { rateLimit: { ...everyWord.rateLimit, window: { seconds: 60, kind: 'sliding' } } }],
    [
      'root',
      'a moment that is written in another way',
      { rateLimit: { ...everyWord.rateLimit, headers: { reset: { name: 'X-Reset', unit: ['seconds', 'fortnights'] } } } },
    ],
    [
      'root',
      'a waiting time in milliseconds',
      { rateLimit: { ...everyWord.rateLimit, retryAfter: { header: 'Retry-After', on: [429], form: ['milliseconds'] } } },
    ],
    ['root', 'numbered pages without the parameter for the number', { pagination: { kind: 'page', limit: '$request.query.size' } }],
    ['root', 'numbered pages with a cursor', { pagination: { ...countedPages.pagination, cursor: '$request.query.after' } }],
    ['root', 'an unknown pagination style', { pagination: { ...otherForms.pagination, kind: 'scroll' } }],
    ['root', 'offsets without the parameter for the offset', { pagination: { kind: 'offset', limit: '$request.query.size' } }],
    ['root', 'links without their location', { pagination: { kind: 'link', limit: '$request.query.size' } }],
    ['root', 'a choice of one pagination style', { pagination: { anyOf: [otherForms.pagination] } }],
    ['root', 'a choice of pagination styles beside one', { pagination: { ...otherForms.pagination, anyOf: everyWord.pagination.anyOf } }],
    ['root', 'an unknown comparison', { filters: { since: { at: '/made', compare: 'about' } } }],
    ['root', 'an unknown direction', { ordering: { by: '/made', direction: 'sideways' } }],
    [
      'operation',
      'an order that nothing asks for',
      { ordering: { offered: { orders: [{ query: {}, by: '/made', direction: 'ascending' }] } } },
    ],
    ['root', 'a duration without a length', { durations: { made: { description: 'Until a resource is ready.' } } }],
    ['root', 'a state without a duration', { resources: { thing: { remove: 'none', states: { reaches: { ready: {} } } } } }],
    ['root', 'a resource in use without a fixture', { resources: { thing: { remove: 'none', removed: { inUse: { status: 409 } } } } }],
    ['root', 'a sandbox with another quota', { sandbox: { quota: { is: 'half' } } }],
    ['root', 'an encoding that no answer in JSON has', { transport: { charset: { is: 'latin1' } } }],
    ['root', 'a tier with two quotas', { rateLimit: { ...everyWord.rateLimit, plans: { p: { limit: 1, atLeast: 2 } } } }],
    ['root', 'a tier without a quota', { rateLimit: { ...everyWord.rateLimit, plans: { p: {} } } }],
    ['root', 'a resource type without `remove`', { resources: { thing: { create: 'make' } } }],
    ['root', 'a location in an item that is not a pointer', { filters: { colour: { at: 'paint.colour' } } }],
    ['root', 'a location in an answer that is not an expression', { collection: { items: 'data' } }],
    ['root', 'a request where an answer is required', { collection: { items: '$request.query.data' } }],
    ['root', 'an invalid id of a requirement', { unknown: { 'x-requirement': ['first requirement'] } }],
    ['operation', 'a word of the root', { fixtures: {} }],
    ['operation', 'an action without `from`', { action: { through: 'turning' } }],
    ['root', 'a word of an operation', { action: { from: 'on' } }],
    ['root', 'a stream of a whole document', { stream: { kind: 'server-sent-events' } }],
    ['operation', 'an unknown framing of a stream', { stream: { kind: 'lines' } }],
    ['operation', 'times of the document', { durations: {} }],
    ['server', 'an unknown environment', { environment: 'staging' }],
    ['server', 'ids of requirements', { environment: 'live', 'x-requirement': ['MADE-1'] }],
    ['property', 'an unknown moment', { moment: 'removal' }],
    ['property', 'a request body as a whole', { repeats: '$request.body' }],
    ['property', 'a location that is not in a request', { repeats: '$response.body#/id' }],
    ['property', 'a word of an operation', { filters: {} }],
  ])('refuses on %s %s', (kind, _what, value) => {
    expect(problems(kind, value)).toBeTypeOf('string');
  });
});

describe.each(vendors)('x-assay of $name', (vendor) => {
  test('is only where it may be, and fits the schema there', () => {
    const found = nodesOf(vendor.document).filter(({ value }) => value['x-assay'] !== undefined);
    expect(found.length).toBeGreaterThan(1);
    for (const { pointer, value } of found) {
      const kind = kindAt(pointer);
      expect(kind, pointer).toBeDefined();
      if (kind) expect(problems(kind, value['x-assay']), pointer).toBeUndefined();
    }
  });

  test('names only what the document has', () => {
    expect(unresolved(vendor.document)).toEqual([]);
  });

  test('makes a contract', async () => {
    const contract = await loadContract(vendor.name);
    expect(contract.operations.length).toBeGreaterThan(0);
    expect(contract.requirements.size).toBe(vendor.requirements.length);
  });
});

describe('docs/x-assay.md', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../docs/x-assay.md'), 'utf8');

  /** Words of a schema as the page writes them: `rateLimit.headers.limit`, a name that the document chooses in capitals. */
  const wordsOf = (schema: unknown, path = ''): string[] =>
    membersOf(schema).flatMap(([word, one]) => {
      // The words of every requirement are the same everywhere: the page explains them once.
      if (carried.has(word) || word === 'status' || isNarrower(word, one)) return [];
      // A list of styles or of orders is written without an index.
      if (word === '*' && path === 'ordering.offered.orders.') return wordsOf(one, path);
      if (word === '*' && path === 'delivery.retries.waits.') return wordsOf(one, path);
      if (word === '*' && path === 'pagination.anyOf.') return wordsOf(one, 'pagination.');
      const here = `${path}${word === '*' ? (names[path] ?? 'NAME') : word}`;
      return [...(word === '*' ? [] : [here]), ...wordsOf(one, `${here}.`)];
    });
  const names: Readonly<Record<string, string>> = {
    'anywhere.': 'STATUS',
    'errors.words.': 'STATUS',
    'resources.NAME.states.reaches.': 'STATE',
  };

  test('explains every word, and no others', () => {
    const schemas = [
      conventionsSchema,
      operationConventionsSchema,
      deliveryConventionsSchema,
      serverConventionsSchema,
      propertyConventionsSchema,
    ];
    const words = new Set(schemas.flatMap((schema) => wordsOf(schema)));
    // A word with inner words has a section instead of a row.
    const sections = [...text.matchAll(/^### `(\w+)`$/gm)].map(([, word]) => word ?? '');
    const rows = [...text.matchAll(/^\| `([\w.$]+)` \|/gm)].map(([, word]) => word ?? '');
    expect([...sections, ...rows].sort()).toEqual([...words].sort());
  });

  test('shows each top-level word in an example, and every example fits the schema', () => {
    const [both = '', operations = '', rootOnly = '', deliveries = '', servers = '', properties = ''] = text.split(
      /^## (?:Operations only|Root only|Webhooks and callbacks|Server Objects|Properties)$/m,
    );
    const conventions = both + rootOnly;
    const blocks = (part: string): unknown[] =>
      [...part.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml]) => (parse(yaml ?? '') as { 'x-assay': unknown })['x-assay']);
    const shown = (part: string): string[] =>
      [...new Set(blocks(part).flatMap((block) => (isObject(block) ? Object.keys(block) : [])))].sort();
    for (const [kind, part] of [
      ['root', conventions],
      ['operation', operations],
      ['delivery', deliveries],
      ['server', servers],
      ['property', properties],
    ] as const) {
      for (const block of blocks(part)) expect(problems(kind, block), JSON.stringify(block)).toBeUndefined();
    }
    expect(shown(conventions)).toEqual(Object.keys(everyWord).sort());
    expect(shown(both + operations)).toEqual(Object.keys(operationWords).sort());
    expect(shown(deliveries)).toEqual(Object.keys(deliveryWords).sort());
    expect(shown(servers)).toEqual(Object.keys(serverWords).sort());
    expect(shown(properties)).toEqual(Object.keys(propertyWords).sort());
  });

  test('shows every inner word in some example', () => {
    const used = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml]) => yaml ?? '').join('\n');
    const inner = [...text.matchAll(/^\| `([\w.$]+)` \|/gm)].flatMap(([, word]) => word?.split('.').at(-1) ?? []);
    expect(inner.filter((word) => !new RegExp(`(?<![\\w$])${word.replace('$', String.raw`\$`)}:`).test(used))).toEqual([]);
  });

  test('names no vendor', () => {
    for (const { name, document } of vendors) {
      expect(text.toLowerCase()).not.toContain(name);
      expect(text).not.toContain(String(valueAt(document, '/servers/0/url')));
    }
  });
});
