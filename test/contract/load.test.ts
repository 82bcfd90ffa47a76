import { describe, expect, test } from 'vitest';
import { conventionLocation, statuses } from '../../src/contract/conventions-at.ts';
import { evaluate } from '../../src/contract/expression.ts';
import { itemsOf } from '../../src/contract/held.ts';
import { loadContract } from '../../src/contract/load.ts';
import { operationOf, parameterlessReads, producersOf } from '../../src/contract/operation.ts';
import { ownerOf } from '../../src/contract/owner.ts';
import { declaredResponses } from '../../src/contract/responses.ts';
import { answered, parcels, requirement, requirements, writeContract } from './support.ts';

const load = () => loadContract(writeContract(parcels, requirements));

describe('a contract', () => {
  test('has its operations, their effects, and the reads that need nothing', async () => {
    const contract = await load();
    expect(contract.operations.map(({ key, effect, secured }) => [key, effect, secured])).toEqual([
      ['GET /parcels', 'safe', true],
      ['POST /parcels', 'creates-permanently', true],
      ['GET /parcels/{key}', 'safe', false],
    ]);
    expect(parameterlessReads(contract).map(({ key }) => key)).toEqual(['GET /parcels']);
    expect(contract.production).toEqual(['https://parcels.example/api']);
  });

  test('resolves collections, pagination, filters and resources', async () => {
    const contract = await load();
    const [collection] = contract.collections;
    expect(collection?.pages).toMatchObject([{ defaultSize: 5, maximumSize: 50, cursor: { name: 'after' }, limit: { name: 'size' } }]);
    expect(collection?.filters).toMatchObject([{ at: '/town', values: ['Bree', 'Dale'] }]);
    expect(collection).toMatchObject({ id: '/key', name: '/label' });
    expect(contract.resourceTypes).toMatchObject([{ name: 'parcel', create: { key: 'POST /parcels' }, remove: undefined }]);
    expect(producersOf(contract, operationOf(contract, 'GET /parcels/{key}'), 'key')).toMatchObject([
      { operation: { key: 'GET /parcels' } },
    ]);
  });

  test('takes the items from the first expression that gives an array', async () => {
    const [collection] = (await load()).collections;
    if (!collection) throw new Error('no collection');
    expect(itemsOf(collection, answered(200, { result: { list: [1] } }))).toEqual([1]);
    expect(itemsOf(collection, answered(200, [2]))).toEqual([2]);
    expect(itemsOf(collection, answered(200, { result: {} }))).toBeUndefined();
  });

  test('declares a status by its range, and by `anywhere` outside every operation', async () => {
    const contract = await load();
    expect(declaredResponses(contract, answered(418, {})).map(({ status }) => status)).toEqual(['4XX']);
    expect(declaredResponses(contract, answered(404, {})).map(({ status }) => status)).toEqual(['4XX', '404']);
    expect(declaredResponses(contract, answered(404, {}, [], null)).map(({ status }) => status)).toEqual(['404']);
    expect(declaredResponses(contract, answered(503, {}, [], 'GET /parcels/{key}')).map(({ status }) => status)).toEqual(['default']);
  });

  test('evaluates runtime expressions on an exchange', () => {
    const exchange = answered(200, { a: { 'b/c': [7] } }, [['x-left', '3']]);
    expect(evaluate('$response.body#/a/b~1c/0', exchange)).toBe(7);
    expect(evaluate('$response.header.X-Left', exchange)).toBe('3');
    expect(evaluate('$request.query.size', exchange)).toBe('2');
    expect(evaluate('$response.body#/none', exchange)).toBeUndefined();
    expect(() => evaluate('body.a', exchange)).toThrow(/not a supported runtime expression/);
  });
});

describe('the requirement at a location', () => {
  test('is that of the first node whose requirements list the check, the component before the node that refers to it', async () => {
    const contract = await load();
    const way = ['#', '#/paths/~1parcels', '#/paths/~1parcels/get', '#/components/schemas/Page'];
    expect(ownerOf(contract, { id: 'schema/body' }, { operation: 'GET /parcels', way })).toMatchObject({
      requirement: { id: 'P-1' },
      node: '#/components/schemas/Page',
    });
    expect(ownerOf(contract, { id: 'headers/declared' }, { operation: 'GET /parcels', way })).toBeUndefined();
  });

  test('is found in the convention that the check reads, at the root too', async () => {
    const contract = await load();
    const location = operationOf(contract, 'POST /parcels').location;
    expect(ownerOf(contract, { id: 'body/missing', reads: 'refusals.missing' }, location)).toMatchObject({
      requirement: { id: 'P-5' },
      node: '#/x-assay/refusals/missing',
    });
    expect(ownerOf(contract, { id: 'body/missing' }, { ...location })).toBeUndefined();
  });

  test('is ambiguous when two requirements of one node list the check', async () => {
    const document = structuredClone(parcels);
    document.components.schemas.Page['x-requirement'] = ['P-1', 'P-2'];
    const contract = await loadContract(writeContract(document, requirements));
    expect(() => ownerOf(contract, { id: 'schema/body' }, { operation: null, way: ['#', '#/components/schemas/Page'] })).toThrow(
      /P-1 and P-2 both list it/,
    );
  });

  test('a convention of the operation replaces that of the root', async () => {
    const contract = await load();
    const operation = operationOf(contract, 'GET /parcels');
    expect(conventionLocation(contract, operation, 'pagination')?.way.at(-1)).toBe('#/paths/~1parcels/get/x-assay/pagination');
    expect(conventionLocation(contract, operation, 'refusals.missing')?.way).toEqual(
      ['#', '#/x-assay', '#/x-assay/refusals', '#/x-assay/refusals/missing'].slice(0, 4),
    );
    expect(conventionLocation(contract, operation, 'refusals.query')).toBeUndefined();
    expect(statuses(contract.conventions.refusals?.missing)).toEqual([400, 422]);
    expect(statuses(undefined)).toEqual([]);
  });
});

describe('a contract that cannot be used', () => {
  const refused = async (change: (document: typeof parcels) => unknown, ledger: readonly unknown[] = requirements): Promise<string> => {
    const document = structuredClone(parcels);
    const changed = change(document);
    const file = writeContract(typeof changed === 'string' ? changed : document, ledger);
    return loadContract(file).then(
      () => 'loaded',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  };

  test('is refused with line and column for a word that x-assay does not have', async () => {
    const message = await refused((document) => Object.assign(document['x-assay'], { paginaton: {} }));
    expect(message).toMatch(
      /parcels\.yaml" at \d+:\d+, #\/x-assay: "paginaton" is not a word of x-assay; did you mean "pagination"\?|known here/,
    );
    expect(message).not.toBe('loaded');
  });

  test('is refused for broken YAML, another version, and invalid OpenAPI, each with its position', async () => {
    expect(await refused(() => 'openapi: 3.1.0\n  x: [')).toMatch(/Cannot parse .* at \d+:\d+/);
    expect(await refused((document) => Object.assign(document, { openapi: '4.0.0' }))).toMatch(
      /at 1:\d+, #\/openapi: the version is "4\.0\.0", but assay reads/,
    );
    expect(await refused((document) => Object.assign(document.paths['/parcels'].get, { responses: 'none' }))).toMatch(
      /at \d+:\d+, .*not valid OpenAPI/,
    );
  });

  test('is refused for a reference, parameter or operation that does not exist', async () => {
    expect(
      await refused((document) =>
        Object.assign(document.paths['/parcels'].get.responses, { '4XX': { $ref: '#/components/responses/None' } }),
      ),
    ).toMatch(/None/);
    expect(
      await refused((document) => Object.assign(document.paths['/parcels'].get['x-assay'].pagination, { cursor: '$request.query.next' })),
    ).toMatch(/no query parameter "next", only after, size, town/);
    expect(await refused((document) => Object.assign(document['x-assay'].resources.parcel, { create: 'makeParcel' }))).toMatch(
      /no operation with the operationId or the key "makeParcel"/,
    );
  });

  test('is refused for requirements that are incomplete or share an id', async () => {
    expect(await refused((document) => document, [requirement('P-1', []), requirement('P-1', [])])).toMatch(/the id P-1 is used before/);
    expect(await refused((document) => document, [{ ...requirement('P-1', []), level: 'maybe' }])).toMatch(
      /at \d+:\d+, \/requirements\/0\/level: "level" must be one of/,
    );
  });
});
