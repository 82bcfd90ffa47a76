import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Conventions, PropertyConventions, RootConventions } from '../../src/contract/conventions.ts';
import { loadContract } from '../../src/contract/load.ts';
import { isObject, valueAt } from '../../src/contract/pointer.ts';
import {
  conventionsSchema,
  type JsonSchema,
  operationConventionsSchema,
  propertyConventionsSchema,
} from '../../src/contract/x-assay-schema.ts';
import { unresolved } from './expressions.ts';
import { nodesOf } from './nodes.ts';
import { spoilt, tried, vendors } from './vendors.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
const validators = {
  root: ajv.compile(conventionsSchema),
  operation: ajv.compile(operationConventionsSchema),
  property: ajv.compile(propertyConventionsSchema),
} as const;
type Kind = keyof typeof validators;

const problems = (kind: Kind, value: unknown): string | undefined => {
  const validate = validators[kind];
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
};

/** Where `x-assay` may stand, by the pointer of the node that carries it. */
const kindAt = (pointer: string): Kind | undefined => {
  if (pointer === '#') return 'root';
  if (/^#\/paths\/[^/]+\/(get|put|post|delete|options|head|patch|trace)$/.test(pointer)) return 'operation';
  if (/^#\/components\/schemas\/[^/]+(\/allOf\/\d+)*\/properties\/[^/]+$/.test(pointer)) return 'property';
  return /\/parameters\/[^/]+\/schema$/.test(pointer) ? 'property' : undefined;
};

/** Uses every word of the types; `satisfies` fails to compile where one is missing here. */
const everyWord = {
  auth: { unauthenticated: { status: 401 }, forbidden: { status: [403, 404] }, forms: { live: '^l_', sandbox: '^s_' } },
  errors: {
    code: { at: '$response.body#/code', equals: 'status' },
    details: { at: '$response.body#/faults', on: [400, 422], name: '/member' },
    clientMistake: { never: '5XX' },
  },
  unknown: { path: { status: 404 }, id: { status: 404 } },
  refusals: {
    unparsable: { status: 400 },
    missing: { status: 400 },
    value: { status: 422 },
    type: { status: [400, 422] },
    query: { status: 400 },
    duplicate: { status: 409 },
    exhausted: { status: 422 },
  },
  rateLimit: {
    scope: 'account',
    window: { seconds: 60 },
    plans: { small: { limit: 10 }, large: { atLeast: 20, 'x-requirement': ['MADE-1'] } },
    headers: { limit: 'X-Limit', remaining: 'X-Left', reset: { name: 'X-Reset', unit: 'seconds' } },
    exceeded: { status: 429 },
    retryAfter: { header: 'Retry-After', on: [429, 503], only: true },
  },
  pagination: {
    kind: 'cursor',
    cursor: '$request.query.after',
    limit: '$request.query.size',
    next: '$response.header.X-Next',
    more: '$response.body#/more',
  },
  collection: { items: ['$response.body#/items', '$response.body'], known: ['depot'] },
  filters: { colour: { at: '/paint/colour' } },
  anywhere: { '401': { $ref: '#/components/responses/Unauthorized' }, '5XX': { $ref: '#/components/responses/Broken' } },
  resources: {
    thing: { create: 'make', list: 'list', remove: 'none', id: '/id', name: '/name', state: '/state', unique: ['name'] },
  },
  versioning: { segment: 'v2' },
  fixtures: { depot: { description: 'A depot.' } },
} as const satisfies Required<RootConventions>;
const { anywhere: _anywhere, resources: _resources, versioning: _versioning, fixtures: _fixtures, ...conventionWords } = everyWord;
const operationWords = {
  ...conventionWords,
  action: { from: ['on', 'idle'], through: 'turning', to: 'off', repeated: { status: 409 }, unfit: 'depot' },
} as const satisfies Required<Conventions>;
const propertyWords = {
  fixture: 'depot',
  alternative: 'depot',
  unusable: ['anything'],
  fresh: true,
  shownAt: '/paint/colour',
  repeats: '$request.path.id',
  blocked: 'depot',
  elsewhere: ['mauve'],
  forms: { word: '^[a-z]+$' },
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

describe('the schema of x-assay', () => {
  test('takes every word of the types', () => {
    expect(problems('root', everyWord)).toBeUndefined();
    expect(problems('operation', operationWords)).toBeUndefined();
    expect(problems('property', propertyWords)).toBeUndefined();
  });

  test('has no word beyond the types', () => {
    const words = (schema: JsonSchema): string[] => Object.keys(schema['properties'] as object).sort();
    expect(words(conventionsSchema)).toEqual(Object.keys(everyWord).sort());
    expect(words(operationConventionsSchema)).toEqual(Object.keys(operationWords).sort());
    expect(words(propertyConventionsSchema)).toEqual(Object.keys(propertyWords).sort());
  });

  // Objects whose keys the document chooses take any name, so that only what such a name leads to is closed.
  const open = new Set<unknown>(['plans', 'filters', 'anywhere', 'resources', 'fixtures']);
  const closed = objectsOf(everyWord).filter((path) => !open.has(path.at(-1)));
  test.each(closed.map((path) => [path.join('.') || 'the root', path] as const))('is closed at %s', (_where, path) => {
    expect(problems('root', set(everyWord, path, 'colour', 'red'))).toMatch(/must NOT have additional properties/);
  });

  test('gives every word a description', () => {
    const without = nodesOf({ conventionsSchema, propertyConventionsSchema }).flatMap(({ pointer, value }) =>
      pointer.endsWith('/properties')
        ? Object.entries(value).flatMap(([word, schema]) =>
            isObject(schema) && typeof schema['description'] === 'string' ? [] : [`${pointer}/${word}`],
          )
        : [],
    );
    expect(without).toEqual([]);
  });

  test.each<readonly [Kind, string, unknown]>([
    ['root', 'an operation in place of a reference', { anywhere: { '400': { description: 'inline' } } }],
    ['root', 'a status that is none', { unknown: { path: { status: 999 } } }],
    ['root', 'an empty list of statuses', { unknown: { path: { status: [] } } }],
    ['root', 'a plan with two quotas', { rateLimit: { ...everyWord.rateLimit, plans: { p: { limit: 1, atLeast: 2 } } } }],
    ['root', 'a plan without a quota', { rateLimit: { ...everyWord.rateLimit, plans: { p: {} } } }],
    ['root', 'a resource that does not say how it is removed', { resources: { thing: { create: 'make' } } }],
    ['root', 'a place in an item that is no pointer', { filters: { colour: { at: 'paint.colour' } } }],
    ['root', 'a place in an answer that is no expression', { collection: { items: 'data' } }],
    ['root', 'a request where an answer is asked for', { collection: { items: '$request.query.data' } }],
    ['root', 'an id of a promise that is none', { unknown: { 'x-requirement': ['first promise'] } }],
    ['operation', 'a word of the root', { fixtures: {} }],
    ['operation', 'an action that is for no state', { action: { through: 'turning' } }],
    ['root', 'a word of an operation', { action: { from: 'on' } }],
    ['property', 'a place in a request that is none', { repeats: '$response.body#/id' }],
    ['property', 'a word of an operation', { filters: {} }],
  ])('refuses on %s %s', (kind, _what, value) => {
    expect(problems(kind, value)).toBeTypeOf('string');
  });
});

describe.each(vendors)('x-assay of $name', (vendor) => {
  test('stands only where it may, and fits the schema there', () => {
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

describe('a name that leads nowhere is caught', () => {
  const own = (document: Record<string, unknown>): Record<string, Record<string, unknown>> =>
    valueAt(document, '/paths/~1instances/get/x-assay') as Record<string, Record<string, unknown>>;
  const shared = (document: Record<string, unknown>): Record<string, Record<string, Record<string, unknown>>> =>
    document['x-assay'] as Record<string, Record<string, Record<string, unknown>>>;

  test.each<readonly [string, (document: Record<string, unknown>) => void]>([
    ['a place that no page holds', (document) => Object.assign(own(document)['pagination'] ?? {}, { next: '$response.body#/nowhere' })],
    ['a parameter for the cursor', (document) => Object.assign(own(document)['pagination'] ?? {}, { cursor: '$request.query.nothing' })],
    ['a filter', (document) => Object.assign(own(document)['filters'] ?? {}, { nothing: { at: '/id' } })],
    ['a member of an item', (document) => Object.assign(own(document)['filters'] ?? {}, { region: { at: '/nowhere' } })],
    ['an operation', (document) => Object.assign(shared(document)['resources']?.['instance'] ?? {}, { create: 'nothing' })],
    ['a member of the body', (document) => Object.assign(shared(document)['resources']?.['instance'] ?? {}, { unique: ['nothing'] })],
    ['a place in an error', (document) => Object.assign(shared(document)['errors']?.['code'] ?? {}, { at: '$response.body#/nowhere' })],
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
      'a thing that is acted on',
      (document) => Object.assign(valueAt(document, '/paths/~1instances/get/responses/200') as object, { links: {} }),
    ],
    ['a version', (document) => Object.assign(shared(document), { versioning: { segment: 'v0' } })],
  ])('%s', (_what, spoil) => {
    expect(unresolved(spoilt(tried, spoil).document)).not.toEqual([]);
  });
});

describe('docs/x-assay.md', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../docs/x-assay.md'), 'utf8');

  /** Words of a schema as the page writes them: `rateLimit.headers.limit`, a name that the document chooses in capitals. */
  const wordsOf = (schema: JsonSchema, path: string, name = 'NAME'): string[] => {
    const { properties, additionalProperties } = schema;
    const here = isObject(properties)
      ? Object.entries(properties).flatMap(([word, one]) =>
          // Statuses and ids of promises look alike everywhere: the page explains them once.
          word === 'x-requirement' || word === 'status' || !isObject(one) ? [] : [`${path}${word}`].concat(wordsOf(one, `${path}${word}.`)),
        )
      : [];
    const named = isObject(additionalProperties) ? wordsOf(additionalProperties, `${path}${path === 'anywhere.' ? 'STATUS' : name}.`) : [];
    return [...here, ...named];
  };

  test('explains every word, and none besides', () => {
    const schemas = [conventionsSchema, operationConventionsSchema, propertyConventionsSchema];
    const words = new Set(schemas.flatMap((schema) => wordsOf(schema, '')));
    // A word with words of its own has a section instead of a row.
    const sections = [...text.matchAll(/^### `(\w+)`$/gm)].map(([, word]) => word ?? '');
    const rows = [...text.matchAll(/^\| `([\w.$]+)` \|/gm)].map(([, word]) => word ?? '');
    expect([...sections, ...rows].sort()).toEqual([...words].sort());
  });

  test('shows each word of the top in an example, and every example fits the schema', () => {
    const [both = '', root = '', properties = ''] = text.split(/^## (?:Operations only|Properties)$/m);
    const [operations = '', rootOnly = ''] = root.split(/^## Root only$/m);
    const conventions = both + rootOnly;
    const blocks = (part: string): unknown[] =>
      [...part.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml]) => (parse(yaml ?? '') as { 'x-assay': unknown })['x-assay']);
    for (const block of blocks(conventions)) expect(problems('root', block), JSON.stringify(block)).toBeUndefined();
    for (const block of blocks(operations)) expect(problems('operation', block), JSON.stringify(block)).toBeUndefined();
    for (const block of blocks(properties)) expect(problems('property', block), JSON.stringify(block)).toBeUndefined();
    const shown = (part: string): string[] =>
      [...new Set(blocks(part).flatMap((block) => (isObject(block) ? Object.keys(block) : [])))].sort();
    expect(shown(conventions)).toEqual(Object.keys(everyWord).sort());
    expect(shown(both + operations)).toEqual(Object.keys(operationWords).sort());
    expect(shown(properties)).toEqual(Object.keys(propertyWords).sort());
  });

  test('names no vendor', () => {
    for (const { name, document } of vendors) {
      expect(text.toLowerCase()).not.toContain(name);
      expect(text).not.toContain(String(valueAt(document, '/servers/0/url')));
    }
  });
});
