import { describe, expect, test } from 'vitest';
import { issuedPointers } from '../../src/contract/issued.ts';
import { loadContract } from '../../src/contract/load.ts';
import { writeContract } from './support.ts';

const issued = { 'x-assay': { issued: true } };

const document = {
  openapi: '3.1.0',
  info: { title: 'Keys', version: '1' },
  'x-assay': { resources: { key: { create: 'issue', remove: 'withdraw', id: '/ref' } } },
  paths: {
    '/keys': {
      post: {
        operationId: 'issue',
        responses: {
          '201': {
            description: 'Issued',
            headers: { 'X-Trace': { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Key' } } },
          },
          '202': { description: 'Issued', content: { 'text/plain': { schema: { type: 'string', ...issued } } } },
          '4XX': { description: 'No', content: { 'application/json': { schema: { properties: { trace: { type: 'string' } } } } } },
        },
      },
    },
    '/keys/{ref}': { delete: { operationId: 'withdraw', responses: { '204': { description: 'Gone' } } } },
  },
  components: {
    schemas: {
      Key: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          key: { type: 'string', ...issued },
          pair: { type: 'object', ...issued },
          past: { type: 'array', items: { type: 'string', ...issued } },
          meta: { type: 'object' },
          inner: { $ref: '#/components/schemas/Key' },
        },
        allOf: [{ properties: { more: { type: 'string', ...issued } } }],
        additionalProperties: issued,
      },
    },
  },
};

const placesOf = async (status: number, body: unknown): Promise<Record<'marked' | 'named' | 'headers', string[]>> => {
  const contract = await loadContract(writeContract(document, []));
  const operation = contract.operations.find(({ key }) => key === 'POST /keys');
  if (!operation) throw new Error('no operation');
  const { marked, named, headers } = issuedPointers(contract, operation, status, body);
  return { marked: [...marked].sort(), named: [...named].sort(), headers: [...headers] };
};

describe('where an answer holds a credential', () => {
  test('is a declared member that is marked, with everything below it', async () => {
    const body = { name: 'n', key: 'k', pair: { id: 'i', secret: ['s'] }, past: ['a', 'b'], more: 'm', inner: { key: 'k2' } };
    const { marked, headers } = await placesOf(201, body);
    expect(marked).toEqual(['/inner/key', '/key', '/more', '/pair', '/pair/id', '/pair/secret', '/pair/secret/0', '/past/0', '/past/1']);
    expect(headers).toEqual(['x-trace']);
  });

  test('is not certain for undeclared members, even where additionalProperties are marked', async () => {
    const { marked, named } = await placesOf(201, { unheard: 'u', meta: { of: 'm' } });
    expect(marked).toEqual([]);
    expect(named).toEqual(['/meta']);
  });

  test('is not a declared member without a mark, and not an id', async () => {
    const { named } = await placesOf(201, { name: 'n', list: [{ ref: 'r' }], ref: 'r0' });
    expect(named).toEqual(['/list/0/ref', '/name', '/ref']);
    expect((await placesOf(422, { trace: 't', code: 'c' })).named).toEqual(['/trace']);
  });

  test('is the whole body where that is marked', async () => {
    expect((await placesOf(202, 'k')).marked).toEqual(['']);
  });

  test('ends in a body without an end', async () => {
    let body: unknown = { key: 'k' };
    for (let depth = 0; depth < 190; depth++) body = { inner: body };
    expect((await placesOf(201, body)).marked).toEqual([]);
  });
});
