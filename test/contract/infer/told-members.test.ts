import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { suitedMembers } from '../../../src/contract/infer/suited-members.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const club = object({ id: text, name: text }, ['id', 'name']);
const below = { parameters: [{ name: 'clubId', in: 'path', required: true, schema: text }] };

/** Clubs with members and letters, both of some kind; a club is opened with a code and closed with it. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Clubs', version: '1' },
  paths: {
    '/clubs': { post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(club) } } },
    '/clubs/{clubId}': { ...below, get: { responses: { '200': shows(club) } }, delete: { responses: { '204': { description: 'Gone' } } } },
    '/clubs/{clubId}/members': {
      ...below,
      get: { responses: { '200': shows({ type: 'array', items: object({ id: text, kind: text, motto: text }, ['id']) }) } },
      post: {
        requestBody: asks(object({ kind: text, motto: text }, ['kind'])),
        responses: { '201': shows(object({ id: text, kind: text, motto: text }, ['id'])) },
      },
    },
    '/clubs/{clubId}/letters': {
      ...below,
      get: { responses: { '200': shows({ type: 'array', items: object({ id: text }, ['id']) }) } },
      post: {
        requestBody: asks(object({ kind: { type: 'string', enum: ['short', 'long'] }, motto: text }, ['kind', 'motto'])),
        responses: { '201': shows(object({ id: text, kind: text }, ['id'])) },
      },
    },
    '/clubs/{clubId}/open': {
      ...below,
      post: { responses: { '200': shows(object({ id: text, code: text, mode: text }, ['id', 'code'])) } },
    },
    '/clubs/{clubId}/close': {
      ...below,
      post: {
        requestBody: asks(object({ code: text, mode: { type: 'string', enum: ['soft', 'hard'] } }, ['code', 'mode'])),
        responses: { '200': shows(club) },
      },
    },
  },
};

test('an action is sent what another one told of the same resource, and neither a listed value nor what belongs to something below it', async () => {
  const contract = await loadContract(writeDocument(document));
  const told = (key: string): readonly string[] =>
    suitedMembers(contract, operationOf(contract, key)).flatMap((one) => (one.kind === 'told' ? [one.member] : []));
  expect(told('POST /clubs/{clubId}/close')).toEqual(['code']);
  expect(told('POST /clubs/{clubId}/letters')).toEqual([]);
});
