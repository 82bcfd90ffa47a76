import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const list = { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } };
const content = { 'application/json': { schema: list }, 'text/csv': { schema: { type: 'string' } } };
const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: { '/maps': { get: { responses: { 200: { description: 'd', content } } } } },
};

test.each([
  ['in a described form that is not JSON is not accused', 'text/csv; charset=utf-8', 'id\r\nm-1', []],
  ['that is JSON without a list is told', 'application/json', '{"maps":3}', ['no-list-in-body']],
])('a list %s', async (_what, type, body, expected) => {
  const url = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': type }).end(body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, { selection: { only: ['schema/list-found'], skip: [] } });
  expect(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []))).toEqual(expected);
});

const inEmbedded = {
  type: 'object',
  required: ['_embedded'],
  properties: { _embedded: { type: 'object', required: ['maps'], properties: { maps: list } } },
};
const hal = {
  ...document,
  paths: { '/maps': { get: { responses: { 200: { description: 'd', content: { 'application/hal+json': { schema: inEmbedded } } } } } } },
};

test.each([
  ['where the document has them is not accused', '{"_embedded":{"maps":[{"id":"m-1"}]}}', []],
  ['elsewhere and deeper is told', '{"_embedded":{"cards":{"maps":[{"id":"m-1"}]}}}', ['no-list-in-body']],
])('a list whose items are below an envelope %s', async (_what, body, expected) => {
  const url = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/hal+json' }).end(body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(hal), url, { selection: { only: ['schema/list-found'], skip: [] } });
  expect(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []))).toEqual(expected);
});

const inData = {
  type: 'object',
  required: ['data'],
  properties: { data: { type: 'object', required: ['total', 'maps'], properties: { total: { type: 'integer' }, maps: list } } },
};
const deep = {
  ...document,
  paths: { '/maps': { get: { responses: { 200: { description: 'd', content: { 'application/json': { schema: inData } } } } } } },
};

test.each([
  ['as the document has it is not accused', '{"data":{"total":1,"maps":[{"id":"m-1"}]}}', []],
  ['as the document has it is not accused when it is empty', '{"data":{"total":0,"maps":[]}}', []],
  ['and lacks it is told', '{"data":{"total":1}}', ['no-list-in-body']],
])('a list in an object below the first member %s', async (_what, body, expected) => {
  const url = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(deep), url, { selection: { only: ['schema/list-found'], skip: [] } });
  expect(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []))).toEqual(expected);
});
