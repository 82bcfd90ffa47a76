import { expect, test } from 'vitest';
import { isObject } from '../../src/contract/pointer.ts';
import { bayContract, bayDocument, does, requestFor } from './bay-contract.ts';
import { targetOf } from './support.ts';

const text = { type: 'string' };
const json = (schema: object, more: object = {}): object => ({ content: { 'application/json': { schema, ...more } } });
const texts = { type: 'array', items: text };
const berth = { type: 'object', properties: { id: text, title: text, rings: texts, lamps: texts } };

/** The body by which a berth is created of which the document prints an example. */
const bodyWith = async (says: string, printed: object, values: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
  const inPath = { parameters: [{ name: 'berthId', in: 'path', required: true, schema: text }] };
  const contract = await bayContract(
    bayDocument({
      '/berths': {
        post: does({
          requestBody: {
            required: true,
            ...json({ type: 'object', required: ['title'], properties: { title: text, rings: texts, lamps: texts } }, { example: printed }),
          },
          responses: { 201: { description: 'It', ...json(berth) } },
        }),
      },
      '/berths/{berthId}': {
        ...inPath,
        get: does({ responses: { 200: { description: 'It', ...json(berth) } } }),
        delete: does({ responses: { 204: { description: 'Gone' } } }),
      },
      '/berths/{berthId}/lease': { ...inPath, post: does({ description: says }) },
    }),
  );
  const { body } = requestFor(contract, 'POST /berths', { target: targetOf({ values: { 'POST /berths': values } }) });
  return body?.kind === 'json' && isObject(body.value)
    ? Object.fromEntries(Object.entries(body.value).filter(([name]) => name !== 'title'))
    : body;
};

const needs = 'A berth needs at least one ring before it can be leased, otherwise 409.';

test('a printed body gets an entry in the list that its resource needs later', async () => {
  expect(await bodyWith(needs, { title: 'North', lamps: ['red'] })).toEqual({ lamps: ['red'], rings: [expect.any(String)] });
  expect(await bodyWith(needs, { title: 'North', rings: [] })).toEqual({ rings: [expect.any(String)] });
});

test('and stays as it is printed, or as the operator has it, otherwise', async () => {
  expect(await bodyWith('Leases a berth with its rings.', { title: 'North' })).toEqual({});
  expect(await bodyWith(needs, { title: 'North', rings: ['iron'] })).toEqual({ rings: ['iron'] });
  expect(await bodyWith(needs, { title: 'North' }, { rings: [] })).toEqual({ rings: [] });
});
