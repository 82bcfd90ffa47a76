import { expect, test } from 'vitest';
import { coveredElsewhere } from '../../../src/contract/infer/covering.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const comment = { type: 'object', properties: { id: text, words: text } };
const none = { description: 'None' };

/** Comments that are created below an article and moderated at a path of their own. */
const coveredIn = async (prefix: string, parameter: string, elsewhere = prefix, own: object = {}) => {
  const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Comments', version: '1' },
      paths: {
        [`${prefix}/articles`]: {
          get: {
            responses: { 200: { description: 'All', ...json({ type: 'array', items: { type: 'object', properties: { id: text } } }) } },
          },
          post: {
            requestBody: { required: true, ...json({ type: 'object', properties: { title: text } }) },
            responses: { 201: { description: 'It', ...json({ type: 'object', properties: { id: text, title: text } }) } },
          },
        },
        [`${prefix}/articles/{articleId}`]: {
          parameters: [inPath('articleId')],
          get: { responses: { 200: { description: 'It', ...json({ type: 'object', properties: { id: text } }) }, 404: none } },
          delete: { responses: { 204: none, 404: none } },
        },
        [`${prefix}/articles/{articleId}/comments`]: {
          parameters: [inPath('articleId')],
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: comment }) }, 404: none } },
          post: {
            requestBody: { required: true, ...json({ type: 'object', properties: { words: text } }) },
            responses: { 201: { description: 'It', ...json(comment) }, 404: none },
          },
        },
        ...own,
        [`${elsewhere}/comments/{${parameter}}/moderate`]: {
          parameters: [inPath(parameter)],
          post: { responses: { 200: { description: 'It', ...json(comment) }, 404: none } },
        },
      },
    }),
  );
  const moderate = contract.operations.find(({ path }) => path.endsWith('/moderate'));
  const found = moderate && coveredElsewhere(contract, moderate);
  return found && [found.resourceType.name, found.parameter, found.named];
};

test.each(['', '/v1', '/api/v2'])(
  'a path of its own names what is created below another resource, behind the prefix "%s"',
  async (prefix) => {
    expect(await coveredIn(prefix, 'commentId')).toEqual([`${prefix}/articles/{articleId}/comments`, 'id', 'commentId']);
  },
);

test('not where the parameter is the id of something else', async () => {
  expect(await coveredIn('/v1', 'authorId')).toBeUndefined();
});

test.each(['/admin', '/v1/archive', '/v2'])('not behind words that stand in front of nothing else, as "%s"', async (elsewhere) => {
  expect(await coveredIn('/v1', 'commentId', elsewhere)).toBeUndefined();
});

test('not where something else is created at the path of its own', async () => {
  const own = {
    '/v1/comments': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', properties: { stars: { type: 'integer' } } }) },
        responses: { 202: { description: 'Taken' } },
      },
    },
  };
  expect(await coveredIn('/v1', 'commentId', '/v1', own)).toBeUndefined();
});
