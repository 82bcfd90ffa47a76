import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { encodeBody } from '../../src/exchange/body.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const text = { type: 'string' };
const article = { type: 'object', required: ['lead'], properties: { lead: { ...text, example: 'Tides' }, words: { type: 'integer' } } };

const documentOf = (path: string, body: object, printed: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Papers', version: '1' },
  paths: {
    [path]: {
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: body, ...printed } } },
        responses: { 201: { description: 'Made' }, 422: { description: 'Refused' } },
      },
    },
  },
});

const sent = async (path: string, body: object, values: Readonly<Record<string, unknown>> = {}, printed: object = {}): Promise<unknown> => {
  const contract = await loadContract(writeToolDocument(documentOf(path, body, printed)));
  const [operation] = contract.operations;
  if (!operation) throw new Error('The document has no operation');
  const target = madeTarget({
    name: 'papers',
    contract: 'papers.yaml',
    baseUrl: 'http://127.0.0.1:9',
    allow: ['mutation'],
    values: { [operation.key]: values },
  });
  const made = validRequest(operation, { contract, target, fresh: (name) => `fresh-${name}` });
  return made.kind === 'request' ? JSON.parse(encodeBody(made.request.body).text ?? 'null') : made;
};

const held = { type: 'object', required: ['article'], properties: { article } };

test('a value that a body holds in a member is sent in that member', async () => {
  expect(await sent('/articles', held)).toEqual({ article: { lead: 'Tides' } });
});

test('what is around it is sent as the document describes it', async () => {
  const data = { type: 'object', required: ['type', 'attributes'], properties: { type: { const: 'articles' }, attributes: article } };
  expect(await sent('/articles', { type: 'object', required: ['data'], properties: { data } })).toEqual({
    data: { type: 'articles', attributes: { lead: 'Tides' } },
  });
});

test('what is around it is that of the printed example', async () => {
  const relationships = { type: 'object', required: ['paper'], properties: { paper: text } };
  const members = { type: { const: 'articles' }, attributes: article, relationships };
  const data = { type: 'object', required: ['type', 'attributes', 'relationships'], properties: members };
  const example = { data: { type: 'articles', attributes: { lead: 'Fog' }, relationships: { paper: 'Daily' } } };
  expect(await sent('/articles', { type: 'object', required: ['data'], properties: { data } }, {}, { example })).toEqual(example);
});

test.each<readonly [string, Readonly<Record<string, unknown>>]>([
  ['the whole body', { body: { article: { lead: 'Fog', words: 3 } } }],
  ['the member', { article: { lead: 'Fog', words: 3 } }],
  ['the members inside', { lead: 'Fog', words: 3 }],
])('an operator gives its values as %s', async (_how, values) => {
  expect(await sent('/articles', held, values)).toEqual({ article: { lead: 'Fog', words: 3 } });
});

test.each<readonly [string, string, object]>([
  ['a part that is called otherwise', '/papers', { type: 'object', properties: { address: article } }],
  ['one of several members', '/articles', { type: 'object', properties: { article, author: text } }],
  ['no object', '/articles', { type: 'object', properties: { article: text } }],
])('a body is as it is described where it holds %s', async (_what, path, body) => {
  const contract = await loadContract(writeToolDocument(documentOf(path, body)));
  expect(contract.operations[0]?.body?.whole).toBeUndefined();
});
