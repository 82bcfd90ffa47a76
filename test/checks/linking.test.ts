import { expect, test } from 'vitest';
import { linking } from '../../src/checks/requests/linking.ts';
import { operationOf } from '../../src/contract/operation.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const text = { type: 'string' };
const type = 'application/vnd.api+json';
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const one = (name: string) => object({ type: { ...text, enum: [name] }, id: text });
const made = (name: string, relationships: object) =>
  object({
    data: object({ type: { ...text, enum: [name] }, attributes: object({ name: text }), relationships: object(relationships, []) }),
  });
const shown = (name: string) => object({ data: object({ type: { ...text, enum: [name] }, id: text, attributes: object({ name: text }) }) });
const content = (schema: object) => ({ content: { [type]: { schema } } });

const collection = (name: string, relationships: object = {}) => ({
  [`/${name}`]: {
    post: {
      requestBody: { required: true, ...content(made(name, relationships)) },
      responses: { 201: { description: 'It', ...content(shown(name)) } },
    },
  },
  [`/${name}/{id}`]: {
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    get: { responses: { 200: { description: 'It', ...content(shown(name)) } } },
    delete: { responses: { 204: { description: 'Gone' } } },
  },
});

test('a resource object names a resource in a relationship that it may leave out', async () => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shelves', version: '1' },
      paths: {
        ...collection('books'),
        ...collection('keepers'),
        ...collection('shelves', {
          books: object({ data: { type: 'array', items: one('books') } }),
          keeper: object({ data: one('keepers') }),
        }),
      },
    }),
  );
  const create = operationOf(contract, 'POST /shelves');
  const around = { at: '/data/attributes', value: { data: { type: 'shelves', attributes: { name: 'x' } } } };
  const request: PlannedRequest = {
    operation: create.key,
    method: 'POST',
    path: '/shelves',
    pathValues: {},
    query: [],
    headers: [],
    body: { kind: 'json', value: { name: 'x' }, mediaType: type, around },
    credential: { kind: 'none' },
    faults: [],
  };
  const typeOf = (name: string) => {
    const found = contract.inferredResourceTypes.find((each) => each.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  };
  const relationships = (name: string) => linking(contract, create, request, typeOf(name), 'b1')?.body;
  expect(relationships('/books')).toMatchObject({
    around: { value: { data: { relationships: { books: { data: [{ type: 'books', id: 'b1' }] } } } } },
  });
  expect(relationships('/keepers')).toMatchObject({
    around: { value: { data: { relationships: { keeper: { data: { type: 'keepers', id: 'b1' } } } } } },
  });
  expect(relationships('/shelves')).toBeUndefined();
});
