import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { ownerOf } from '../../src/contract/owner.ts';
import { evaluateSchema, type SchemaVisit } from '../../src/contract/schema/evaluate.ts';
import { isEssential, schemaLocations } from '../../src/contract/schema/locations.ts';
import { scopeAt } from '../../src/contract/schema/reference.ts';
import { validatorOf } from '../../src/contract/schema/validator.ts';
import { parcels, requirements, writeContract } from './support.ts';

const page = { operation: null, way: ['#', '#/components/schemas/Page'] };
const load = () => loadContract(writeContract(parcels, requirements));
const whose = (contract: Contract, visit: SchemaVisit): string =>
  ownerOf(contract, { id: 'schema/body' }, visit.location)?.requirement.id ?? 'none';

const breachesOf = async (value: unknown): Promise<string[]> => {
  const contract = await load();
  return evaluateSchema(contract, page, value).flatMap((visit) =>
    visit.holds ? [] : [`${whose(contract, visit)} ${visit.instancePath || '/'} ${visit.keyword}`],
  );
};

const good = { result: { list: [{ key: 'a', grams: 1 }], again: false } };

describe('a value judged node by node', () => {
  test('without a breach reaches every requirement it could have broken', async () => {
    const contract = await load();
    const visits = evaluateSchema(contract, page, good);
    expect(visits.every(({ holds }) => holds)).toBe(true);
    expect([...new Set(visits.map((visit) => whose(contract, visit)))].sort()).toEqual(['P-1', 'P-2', 'P-4']);
  });

  test('assigns a breach to the innermost requirement and a missing member to its own node', async () => {
    expect(await breachesOf({ result: { list: [{ key: 5, grams: 1 }], again: 'no' } })).toEqual([
      'P-4 /result/list/0/key type',
      'P-2 /result/again type',
    ]);
    expect(await breachesOf({ result: { list: [] } })).toEqual(['P-2 /result/again required']);
    expect(await breachesOf({})).toEqual(['P-1 /result required']);
    expect(await breachesOf([])).toEqual(['P-1 / type']);
  });

  test('judges nothing below a value of the wrong type, and every branch for an element', async () => {
    expect(await breachesOf({ result: { list: [null], again: false } })).toEqual(['P-1 /result/list/0 type', 'P-4 /result/list/0 type']);
  });

  test('judges `then` only where its condition holds', async () => {
    expect(await breachesOf({ result: { list: [], again: true } })).toEqual(['P-3 /result/after required']);
    expect(await breachesOf({ result: { list: [], again: true, after: '' } })).toEqual(['P-3 /result/after minLength']);
    expect(await breachesOf({ result: { list: [], again: false, after: 7 } })).toEqual([]);
  });

  test('follows a schema that refers to itself', async () => {
    expect(await breachesOf({ result: { list: [{ key: 'a', grams: 1, inner: { key: 'b', grams: '2' } }], again: false } })).toEqual([
      'P-4 /result/list/0/inner/grams type',
    ]);
  });

  test('never counts an unknown member as a breach', async () => {
    expect(await breachesOf({ ...good, extra: 1, result: { ...good.result, more: [], __proto__: null, constructor: 'x' } })).toEqual([]);
  });
});

describe('the locations of a schema', () => {
  test('are its nodes with assertions, each once, also with recursion', async () => {
    const contract = await load();
    const pointers = schemaLocations(contract, page).map(({ way }) => way.at(-1));
    expect(pointers).toContain('#/components/schemas/Page/properties/result/properties/list');
    expect(pointers).toContain('#/components/schemas/Parcel/properties/grams');
    expect(pointers).not.toContain('#/components/schemas/Page/properties/result/properties/list/items');
    expect(pointers.length).toBeLessThan(40);
  });

  test('are essential where an element or a `then` must have been seen', () => {
    const at = (step: string) => isEssential({ operation: null, way: ['#', '#/components/schemas/A', `#/components/schemas/A${step}`] });
    expect(['/items', '/then', '/else', '/prefixItems/0'].map(at)).toEqual([true, true, true, true]);
    expect(['/properties/items', '/properties/then', '/properties/x', '/allOf/0'].map(at)).toEqual([false, false, false, false]);
  });
});

describe('the greatest length of a text', () => {
  const document = { components: { schemas: { Title: { type: 'string', maxLength: 4 } } } };
  const validate = validatorOf(document).compile(
    {
      pointer: '#/components/schemas/Title',
      schema: document.components.schemas.Title,
      scope: scopeAt(document, '#/components/schemas/Title'),
    },
    'response',
    new Set(),
    'whole',
  );

  test.each(['', 'abcd', '𝒮𝒮𝒮𝒮', '𝒮𝒮\uFFFD\uFFFD𝒮', '𝒮𝒮𝒮\uFFFD\uFFFD\uFFFD\uFFFD'])(
    '%j is not too long: characters count, and one that was cut counts once',
    (text) => {
      expect(validate(text).kind).toBe('match');
    },
  );
  test.each(['abcde', '𝒮𝒮𝒮𝒮𝒮', '𝒮𝒮𝒮𝒮\uFFFD\uFFFD', '\uFFFD'.repeat(17)])('%j is too long', (text) => {
    expect(validate(text)).toEqual({
      kind: 'mismatch',
      mismatch: expect.objectContaining({
        keyword: 'maxLength',
        expected: expect.stringContaining('must NOT have more than 4 characters'),
      }),
    });
  });
});
