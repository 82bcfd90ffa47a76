import { expect, test } from 'vitest';
import { ownRelation } from '../../../src/contract/infer/own-relations.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const done = { 204: { description: 'done' } };
const body = { content: { 'application/json': { schema: { type: 'object', properties: { title: text } } } } };
const shown = { description: 'd', content: { 'application/json': { schema: { type: 'object', properties: { id: text, title: text } } } } };

/** The parameters of relations, by the keys of the operations. */
const relationsIn = async (paths: object): Promise<readonly string[]> => {
  const contract = await loadContract(writeToolDocument({ openapi: '3.1.0', info: { title: 'Stages', version: '1' }, paths }));
  return contract.operations.flatMap((one) => {
    const relation = ownRelation(contract, one);
    return relation ? [`${one.key}: ${relation.parameter}`] : [];
  });
};

test.each(['follow', 'bookmark', 'star'])('a caller ties itself to what the run cannot create: %s', async (word) => {
  const paths = { [`/artists/{artistId}/${word}`]: { ...inPath('artistId'), put: { responses: done }, delete: { responses: done } } };
  expect(await relationsIn(paths)).toEqual([`PUT /artists/{artistId}/${word}: artistId`, `DELETE /artists/{artistId}/${word}: artistId`]);
});

test.each<readonly [string, object]>([
  ['what changes the thing itself', { '/artists/{artistId}/name': { ...inPath('artistId'), put: { responses: done } } }],
  ['the thing itself', { '/artists/{artistId}': { ...inPath('artistId'), put: { responses: done } } }],
  ['an action', { '/artists/{artistId}/follow': { ...inPath('artistId'), post: { responses: done } } }],
  [
    'what somebody has to agree to',
    {
      '/artists/{artistId}/follow': { ...inPath('artistId'), put: { description: 'The artist has to approve it.', responses: done } },
    },
  ],
  ['a block', { '/artists/{artistId}/block': { ...inPath('artistId'), put: { responses: done } } }],
  [
    'what the run creates',
    {
      '/shows': { post: { requestBody: body, responses: { 201: shown } } },
      '/shows/{showId}': { ...inPath('showId'), get: { responses: { 200: shown } }, delete: { responses: done } },
      '/shows/{showId}/follow': { ...inPath('showId'), put: { responses: done } },
    },
  ],
])('nothing else is such a relation: %s', async (_what, paths) => {
  expect(await relationsIn(paths)).toEqual([]);
});
