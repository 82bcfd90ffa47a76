import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

const page = { type: 'object', properties: { data: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } } } };
const list = { responses: { '200': { description: 'a page', content: { 'application/json': { schema: page } } } } };
const body = {
  requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
  responses: { '201': { description: 'made' } },
};
const kites = (root: Readonly<Record<string, unknown>>, operation: Readonly<Record<string, unknown>>) =>
  writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1' },
    paths: { '/kites': { get: { ...list, ...operation }, post: body }, '/strings': { get: list } },
    ...root,
  });

/** The words that are inferred, each with the operation that it is for. */
const inferredIn = async (file: string): Promise<readonly string[]> =>
  (await loadContract(file)).suggestions.map(({ operation, word }) => `${operation?.key ?? 'root'} ${word.join('.')}`);

describe('a word that the document rejects', () => {
  test('is not inferred for the operation that lists it, and still for the others', async () => {
    const all = await inferredIn(kites({}, {}));
    expect(all).toContain('GET /kites collection');
    const left = await inferredIn(kites({}, { 'x-assay': { notInferred: ['collection'] } }));
    expect(left).toEqual(all.filter((one) => one !== 'GET /kites collection'));
    const { operations } = await loadContract(kites({}, { 'x-assay': { notInferred: ['collection'] } }));
    expect(operations.map(({ conventions }) => conventions.collection !== undefined)).toEqual([false, false, true]);
  });

  test('is inferred nowhere if the root lists it, as a whole or with its steps', async () => {
    const all = await inferredIn(kites({}, {}));
    expect(await inferredIn(kites({ 'x-assay': { notInferred: ['collection', 'refusals.type'] } }, {}))).toEqual(
      all.filter((one) => !one.endsWith(' collection') && one !== 'root refusals.type'),
    );
    expect(await inferredIn(kites({ 'x-assay': { notInferred: ['refusals'] } }, {}))).toEqual(
      all.filter((one) => !/ refusals\./.test(one)),
    );
  });

  test('is a word of x-assay: another is an error', async () => {
    await expect(loadContract(kites({ 'x-assay': { notInferred: ['colection'] } }, {}))).rejects.toThrow(
      /notInferred\/0: must match pattern/,
    );
  });
});

test('x-assay on an operation of a shared path item is that of an operation', async () => {
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1' },
    components: { pathItems: { kites: { get: { ...list, 'x-assay': { notInferred: ['collection'] } } } } },
    paths: { '/kites': { $ref: '#/components/pathItems/kites' } },
  });
  expect(await inferredIn(file)).not.toContain('GET /kites collection');
});
