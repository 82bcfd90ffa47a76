import { expect, test } from 'vitest';
import { placeholdersIn } from '../../src/generators/placeholder.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { bayContract, bayDocument, does, makingFor } from './bay-contract.ts';

const text = { type: 'string' };
const inPath = (name: string): Record<string, unknown> => ({ name, in: 'path', required: true, schema: text });
const deck = { parameters: [inPath('deckId')] };
const cabin = { parameters: [inPath('deckId'), inPath('cabinId')] };
const shows = (schema: object): Record<string, unknown> => ({ description: 'It', content: { 'application/json': { schema } } });
const one = { type: 'object', required: ['id'], properties: { id: text, title: text } };
const creation = does({
  requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: { title: text } } } } },
  responses: { 201: shows(one) },
});
const resource = (parameters: object): Record<string, unknown> => ({
  ...parameters,
  get: does({ responses: { 200: shows(one) } }),
  delete: does({ responses: { 204: { description: 'Gone' } } }),
});

const decks = { '/decks': { post: creation }, '/decks/{deckId}': resource(deck) };
const cabins = { '/decks/{deckId}/cabins': { ...deck, post: creation }, '/decks/{deckId}/cabins/{cabinId}': resource(cabin) };
const alone = { parameters: [inPath('cabinId')] };

/** The types of the resources that the path of an operation names; undefined where nothing gives them. */
const named = async (paths: object, key: string): Promise<readonly string[] | undefined> => {
  const contract = await bayContract(bayDocument({ ...decks, ...cabins, ...paths }));
  const operation = contract.operations.find((known) => known.key === key);
  if (!operation) throw new Error(`There is no ${key}`);
  const made = validRequest(operation, makingFor(contract, { allow: ['mutation', 'destructive'] }));
  if (made.kind === 'missing') return undefined;
  return Object.values(made.request.pathValues).flatMap((value) => placeholdersIn(value).map(({ resourceType }) => resourceType));
};

test('what is created below another resource is changed and acted on at a path of its own', async () => {
  const [type] = (await named({}, 'DELETE /decks/{deckId}/cabins/{cabinId}'))?.slice(-1) ?? [];
  expect(type).toContain('cabins');
  expect(await named({ '/cabins/{cabinId}/air': { ...alone, post: does({}) } }, 'POST /cabins/{cabinId}/air')).toEqual([type]);
  expect(await named({ '/cabins/{cabinId}': { ...alone, patch: does({}) } }, 'PATCH /cabins/{cabinId}')).toEqual([type]);
});

test.each<readonly [what: string, paths: object, key: string]>([
  ['removed there', { '/cabins/{cabinId}': { ...alone, delete: does({}) } }, 'DELETE /cabins/{cabinId}'],
  ['read there', { '/cabins/{cabinId}/air': { ...alone, get: does({}) } }, 'GET /cabins/{cabinId}/air'],
  ['of another name', { '/cabins/{no}/air': { parameters: [inPath('no')], post: does({}) } }, 'POST /cabins/{no}/air'],
  ['of another noun', { '/rooms/{cabinId}/air': { ...alone, post: does({}) } }, 'POST /rooms/{cabinId}/air'],
  [
    'of two types',
    {
      '/piers/{deckId}/cabins': { ...deck, post: creation },
      '/piers/{deckId}/cabins/{cabinId}': resource(cabin),
      '/cabins/{cabinId}/air': { ...alone, post: does({}) },
    },
    'POST /cabins/{cabinId}/air',
  ],
])('it is not where it is %s', async (_what, paths, key) => {
  expect((await named(paths, key)) ?? []).toEqual([]);
});
