import { describe, expect, test } from 'vitest';
import { admissionsOf } from '../../../src/contract/admission.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { createCells } from '../../../src/runner/engine/coverage-map.ts';
import { createCoverage } from '../../../src/runner/engine/coverage.ts';
import { exchangeOf, readOf, type Reply } from '../../checks/support/exchange.ts';
import { madeTarget } from '../../model/made-target.ts';
import { parcelCase } from '../../model/hand-written-run.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const dog = {
  type: 'object',
  required: ['name', 'home'],
  properties: {
    name: { type: 'string' },
    note: { type: 'string' },
    owner: { type: ['string', 'null'] },
    secret: { type: 'string', writeOnly: true },
    coat: { enum: ['short', 'long'] },
    home: { oneOf: [{ $ref: '#/components/schemas/Kennel' }, { $ref: '#/components/schemas/Street' }, { type: 'integer' }] },
    parent: { $ref: '#/components/schemas/Dog' },
  },
};
const refusal = {
  description: 'refused',
  content: { 'application/problem+json': { schema: { type: 'object', properties: { why: {} } } } },
};

/** A document about a kennel. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Kennel', version: '1' },
  paths: {
    '/dogs': {
      get: {
        security: [{ badge: [] }, { badge: [], ring: [] }, {}],
        parameters: [
          { name: 'size', in: 'query', schema: { enum: ['small', 'big'] } },
          { name: 'tags', in: 'query', schema: { type: 'array', items: { enum: ['calm', 'wild'] } } },
          { name: 'limit', in: 'query', schema: { type: 'integer' } },
          { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'crumb', in: 'cookie', schema: { type: 'string' } },
        ],
        responses: {
          '200': {
            description: 'dogs',
            content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Dog' } } }, 'text/*': {} },
          },
          '4XX': refusal,
        },
      },
      post: {
        requestBody: { content: { 'application/json': {}, 'application/x-www-form-urlencoded': {} } },
        responses: { '201': { description: 'born' } },
      },
    },
    '/dogs/{dog}': {
      get: {
        parameters: [{ name: 'dog', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { default: { description: 'whatever' } },
      },
    },
  },
  components: {
    securitySchemes: { badge: { type: 'http', scheme: 'bearer' }, ring: { type: 'apiKey', in: 'header', name: 'X-Ring' } },
    schemas: {
      Dog: dog,
      Kennel: { type: 'object', required: ['kennel'], properties: { kennel: { type: 'integer' }, heated: { type: 'boolean' } } },
      Street: { type: 'object', required: ['street'], properties: { street: { type: 'string' } } },
    },
  },
};

const target = madeTarget({ name: 'kennel', contract: 'kennel', baseUrl: 'http://127.0.0.1:1' });

const cellsOf = async (key: string, ...seen: readonly (readonly [Parameters<typeof readOf>[1], Reply])[]) => {
  const contract = await loadContract(writeToolDocument(document));
  const cells = createCells(contract, operationOf(contract, key), admissionsOf(contract, target));
  for (const [request, reply] of seen) cells.saw(exchangeOf(readOf(key, request), reply));
  return cells.cells();
};

const json = (type = 'application/json') => [['Content-Type', type]] as const;

describe('the cells of an operation', () => {
  test('say what was sent', async () => {
    const none = { credential: { kind: 'none' } } as const;
    const cells = await cellsOf(
      'GET /dogs',
      [{ query: [['size', 'small']], headers: [['x-trace', 'a']] }, { status: 200 }],
      [
        {
          ...none,
          query: [
            ['size', 'huge'],
            ['limit', '3'],
          ],
          headers: [['X-Trace', 'b']],
        },
        { status: 200 },
      ],
      [
        {
          ...none,
          faults: ['credential-missing'],
          query: [
            ['tags', 'wild,mild'],
            ['size', ''],
          ],
        },
        'no answer',
      ],
    );
    expect(cells).toMatchObject({
      requests: 3,
      parameters: {
        seen: ['query size', 'query tags', 'query limit', 'header X-Trace'],
        unseen: ['cookie crumb'],
        always: ['query size'],
      },
      values: [
        { parameter: 'query size', seen: 1, of: 2, unseen: ['big'] },
        { parameter: 'query tags', seen: 1, of: 2, unseen: ['calm'] },
      ],
      security: { seen: ['badge', 'none'], unseen: ['badge + ring'] },
      requestTypes: { seen: [], unseen: [] },
    });
    expect(JSON.stringify(cells)).not.toMatch(/huge|mild/u);
  });

  test('do not count a credential that was left out by mistake as an alternative', async () => {
    const cells = await cellsOf('GET /dogs', [{ credential: { kind: 'none' }, faults: ['credential-missing'] }, { status: 401 }]);
    expect(cells.security).toEqual({ seen: [], unseen: ['badge', 'badge + ring', 'none'] });
  });

  test('know the values of structured parameters, and the types of bodies', async () => {
    const style = { style: 'form', explode: true, allowReserved: false } as const;
    const list = await cellsOf('GET /dogs', [
      {
        parameters: [
          { in: 'query', name: 'tags', value: ['calm', 'wild'], ...style },
          { in: 'cookie', name: 'crumb', value: 'x', ...style },
        ],
      },
      { status: 200 },
    ]);
    expect(list.parameters.seen).toEqual(['query tags', 'cookie crumb']);
    expect(list.values[1]).toEqual({ parameter: 'query tags', seen: 2, of: 2, unseen: [] });
    const post = await cellsOf('POST /dogs', [{ body: { kind: 'json', value: {} } }, { status: 201 }]);
    expect(post.requestTypes).toEqual({ seen: ['application/json'], unseen: ['application/x-www-form-urlencoded'] });
    const read = await cellsOf('GET /dogs/{dog}', [{ pathValues: { dog: 'rex' } }, { status: 418 }]);
    expect(read.parameters).toEqual({ seen: ['path dog'], unseen: [], always: [] });
    expect(read.statuses).toEqual({ seen: ['default'], unseen: [], undocumented: [] });
  });

  test('say what came, also what no document has', async () => {
    const cells = await cellsOf(
      'GET /dogs',
      [{}, { status: 200, headers: json('TEXT/csv; charset=utf-8'), text: 'a,b' }],
      [{}, { status: 404, headers: json('text/html'), text: '<p>' }],
      [{}, { status: 503, headers: json('never a type "key"'), text: 'x' }],
      [{}, { status: 204, headers: json('image/png') }],
    );
    expect(cells.statuses).toEqual({ seen: ['200', '4XX'], unseen: [], undocumented: ['204', '503'] });
    expect(cells.responseTypes).toEqual({
      seen: ['text/*'],
      unseen: ['application/json', 'application/problem+json'],
      undocumented: ['text/html'],
    });
  });

  test('name the branches that no answer showed, of the answers that came', async () => {
    expect((await cellsOf('GET /dogs')).branches).toEqual({ seen: 0, of: 0, unseen: [] });
    const answer = (value: unknown, status = 200) => [{}, { status, headers: json(), json: value }] as const;
    const rex = { name: 'rex', note: 'n', owner: null, coat: 'long', home: { kennel: 3, heated: true } };
    const cells = await cellsOf('GET /dogs', answer([rex, { name: 'tom', home: { street: 's' } }]), answer({ why: 'x' }, 404));
    expect(cells.branches.unseen).toEqual([
      '200 /*/parent present',
      '200 /*/coat "short"',
      '200 /*/home oneOf/2',
      '200 /*/home/heated absent',
    ]);
    expect(cells.branches.of - cells.branches.seen).toBe(4);
    // note, owner, coat, parent and heated with two each, null, two listed values, three alternatives.
    expect(cells.branches.of).toBe(16);
  });

  test('stay bounded, whatever the schema and the server are', async () => {
    const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`m${at}`, { $ref: '#/components/schemas/Wide' }]));
    const contract = await loadContract(
      writeToolDocument({
        openapi: '3.1.0',
        info: { title: 'Wide', version: '1' },
        paths: {
          '/wide': {
            get: {
              responses: {
                '200': { description: 'w', content: { 'application/json': { schema: { $ref: '#/components/schemas/Wide' } } } },
              },
            },
          },
        },
        components: { schemas: { Wide: { type: 'object', properties: wide } } },
      }),
    );
    const cells = createCells(contract, operationOf(contract, 'GET /wide'), admissionsOf(contract, target));
    const body = { m0: { m1: { m2: {} } } };
    const since = performance.now();
    for (let at = 0; at < 2000; at += 1)
      cells.saw(exchangeOf(readOf('GET /wide'), { status: 200 + at, headers: json(`x/y${at}`), json: body }));
    const { branches, statuses, responseTypes } = cells.cells();
    expect(branches).toMatchObject({ of: 100 });
    expect(branches.unseen).toHaveLength(20);
    expect(statuses.undocumented).toHaveLength(8);
    expect(responseTypes.undocumented).toHaveLength(8);
    expect(performance.now() - since).toBeLessThan(5000);
  });
});

describe('the state of an operation', () => {
  const stateAfter = async (key: string, ...seen: readonly (readonly [Parameters<typeof readOf>[1], Reply])[]) => {
    const contract: Contract = await loadContract(writeToolDocument(document));
    const notes = createCoverage(contract, target, { cases: [] });
    for (const [request, reply] of seen) notes.saw(exchangeOf(readOf(key, request), reply));
    const { map, ...numbers } = notes.conclude(undefined);
    const one = map.find(({ operation }) => operation === key);
    return { state: one?.state, why: one?.why, exercised: numbers.exercised, reached: numbers.reached };
  };

  test('is exercised only by a success of a request without faults', async () => {
    expect(await stateAfter('GET /dogs', [{}, { status: 200 }])).toMatchObject({ state: 'exercised', exercised: 1, reached: 1 });
    expect(await stateAfter('GET /dogs/{dog}', [{}, { status: 200 }])).toMatchObject({ state: 'exercised' });
    expect(await stateAfter('GET /dogs', [{ faults: ['query-unparsable'] }, { status: 200 }])).toMatchObject({
      state: 'reached',
      exercised: 0,
    });
    expect(await stateAfter('GET /dogs', [{}, { status: 404 }])).toMatchObject({ state: 'reached', why: 'answered 404' });
    expect(await stateAfter('GET /dogs', [{}, { status: 206 }])).toMatchObject({ state: 'exercised', exercised: 1 });
    expect(await stateAfter('GET /dogs', [{}, 'no answer'])).toMatchObject({ state: 'unreached', why: 'no answer (timeout)', reached: 0 });
    expect(await stateAfter('GET /dogs', [{ base: { kind: 'named', name: 'plain' } }, { status: 200 }])).toMatchObject({
      state: 'unreached',
      why: 'no check calls it as it is documented',
    });
    expect(await stateAfter('POST /dogs')).toMatchObject({
      state: 'unreached',
      why: 'needs the permission "mutation", needs the permission "permanent"',
    });
  });

  test('counts the cases that its answers decided, and says why none was', async () => {
    const contract = await loadContract(writeToolDocument(document));
    const dogs = { operation: 'GET /dogs', way: ['#'] };
    const places = [dogs, { operation: 'POST /dogs', way: ['#'] }];
    const notes = createCoverage(contract, target, { cases: [] });
    const read = exchangeOf(readOf('GET /dogs'), { status: 200 });
    const of = (key: string) => notes.conclude(undefined).map.find(({ operation }) => operation === key);
    notes.saw(read);
    notes.gave(parcelCase('a/open@#', 'P-1', { kind: 'probe', places }), { kind: 'inconclusive', reason: 'met 429', exchanges: [] });
    expect(of('GET /dogs')).toMatchObject({ judged: 0, why: 'met 429' });
    notes.gave(parcelCase('a/probe@#', 'P-1', { kind: 'probe', places }), { kind: 'pass', judged: 1 });
    notes.judged('a/watch@#', read);
    notes.gave(parcelCase('a/watch@#', 'P-1', { kind: 'watch', places }), { kind: 'pass', judged: 1 });
    notes.gave(parcelCase('a/other@#', 'P-1', { kind: 'watch', places }), { kind: 'pass', judged: 1 });
    expect(of('GET /dogs')).toMatchObject({ state: 'exercised', judged: 2 });
    expect(of('GET /dogs')?.why).toBeUndefined();
    expect(of('POST /dogs')).toMatchObject({ state: 'unreached', judged: 0 });
  });
});

test('a large document and a long run take little time and leave a small map', async () => {
  const paths = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`/dogs${at}`, { get: document.paths['/dogs'].get }] as const));
  const contract = await loadContract(writeToolDocument({ ...document, paths }));
  const notes = createCoverage(contract, target, { cases: [] });
  const body = Array.from({ length: 50 }, (_, at) => ({ name: `n${at}`, home: { kennel: at } }));
  const since = performance.now();
  for (let at = 0; at < 10_000; at += 1)
    notes.saw(exchangeOf(readOf(`GET /dogs${at % 1200}`, { query: [['size', 'big']] }), { status: 200, headers: json(), json: body }));
  const coverage = notes.conclude(undefined);
  expect(performance.now() - since).toBeLessThan(30_000);
  expect(coverage.exercised).toBe(1200);
  expect(JSON.stringify(coverage).length).toBeLessThan(1_500_000);
});
