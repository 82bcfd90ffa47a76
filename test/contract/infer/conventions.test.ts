import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { ownerOf } from '../../../src/contract/owner.ts';
import { writeDocument } from '../support.ts';

const page = { type: 'object', properties: { data: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } } } };
const list = { responses: { '200': { description: 'a page', content: { 'application/json': { schema: page } } } } };
const kites = (more: Readonly<Record<string, unknown>> = {}, path: Readonly<Record<string, unknown>> = {}) =>
  writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1' },
    paths: { '/kites': { get: { ...list, ...path } } },
    ...more,
  });

const wordsOf = async (file: string): Promise<unknown> => (await loadContract(file)).operations[0]?.conventions;

describe('conventions of a plain document', () => {
  test('are inferred with a reason, and marked as such', async () => {
    expect(await wordsOf(kites())).toMatchObject({
      collection: {
        items: '$response.body#/data',
        'x-inferred': true,
        'x-inferred-reason': expect.stringContaining('$response.body#/data'),
      },
    });
  });

  test('never replace what it declares, at the operation or at the root', async () => {
    const items = { items: '$response.body#/others' };
    expect(await wordsOf(kites({}, { 'x-assay': { collection: items } }))).toMatchObject({ collection: items });
    expect(await wordsOf(kites({ 'x-assay': { collection: items } }))).toMatchObject({ collection: items });
  });

  test('are none where a list is not certain', async () => {
    const member = { type: 'array', items: { type: 'object' } };
    const two = { type: 'object', properties: { left: member, right: member } };
    const content = { 'application/json': { schema: two } };
    expect(await wordsOf(kites({}, { responses: { '200': { description: 'two lists', content } } }))).not.toHaveProperty('collection');
  });
});

describe('a standard requirement', () => {
  const locationOf = async (file: string) => {
    const contract = await loadContract(file);
    const location = {
      operation: 'GET /kites',
      way: ['#', '#/paths/~1kites/get', '#/paths/~1kites/get/x-assay', '#/paths/~1kites/get/x-assay/collection'],
    };
    return ownerOf(contract, { id: 'schema/items-are-objects', reads: 'collection' }, location);
  };

  test('warns where it rests on an inferred word', async () => {
    expect(await locationOf(kites())).toMatchObject({
      requirement: { id: expect.stringMatching(/^CONV-\d+-INFERRED$/), level: 'should' },
      node: '#/paths/~1kites/get/x-assay/collection',
    });
  });

  test('is a must where the word is declared', async () => {
    const items = { items: '$response.body#/data' };
    expect(await locationOf(kites({}, { 'x-assay': { collection: items } }))).toMatchObject({
      requirement: { id: expect.stringMatching(/^CONV-\d+$/), level: 'must' },
    });
  });

  test('is nobody’s where the word is absent', async () => {
    const plain = { responses: { '200': { description: 'a text' } } };
    const contract = await loadContract(kites({}, plain));
    expect(
      ownerOf(
        contract,
        { id: 'pagination/walk-unique', reads: 'pagination' },
        contract.operations[0]?.location ?? { operation: null, way: ['#'] },
      ),
    ).toBeUndefined();
  });
});
