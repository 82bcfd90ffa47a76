import { expect, test } from 'vitest';
import { isActing } from '../../../src/contract/infer/acting.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const json = (name: string) => ({
  description: 'It',
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});
const id = { name: 'kennelId', in: 'path', required: true, schema: { type: 'string' } };
const text = { type: 'string' };
const form = (properties: object, required?: readonly string[]) => ({
  content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties, ...(required && { required }) } } },
});
const change = (more: object = {}) => ({
  summary: 'Change a kennel',
  requestBody: form({ name: text }),
  responses: { 200: json('Kennel') },
  ...more,
});

/** What becomes of a POST at the path of one kennel. */
const postOf = async (post: object, beside: object = {}) => {
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Kennels', version: '1' },
      paths: {
        '/kennels': { post: { requestBody: form({ name: text }, ['name']), responses: { 201: json('Kennel') } } },
        '/kennels/{kennelId}': {
          parameters: [id],
          get: { responses: { 200: json('Kennel') } },
          delete: { responses: { 204: { description: 'Gone' } } },
          post,
          ...beside,
        },
      },
      components: {
        schemas: {
          Kennel: { type: 'object', properties: { id: text, name: text, rooms: { type: 'integer' } } },
          Dog: { type: 'object', properties: { id: text, name: text } },
        },
      },
    }),
  );
  const found = contract.operations.find(({ key }) => key === 'POST /kennels/{kennelId}');
  return { patches: found?.patches === true, effect: found?.effect, acts: found && isActing(found) };
};

test.each<readonly [string, object]>([
  ['it is called a change', change()],
  ['its operationId calls it an update', change({ summary: undefined, operationId: 'updateKennel' })],
  [
    'its body is JSON',
    change({
      requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { rooms: { type: 'integer' } } } } } },
    }),
  ],
])('a POST changes the resource in its path: %s', async (_what, post) => {
  expect(await postOf(post)).toEqual({ patches: true, effect: 'changes', acts: false });
});

test.for<readonly [what: string, post: object, beside?: object]>([
  ['its name says another act', change({ summary: 'Sell a kennel' })],
  ['its name says nothing of a change', change({ summary: 'Kennel' })],
  ['it also says that it tells people', change({ operationId: 'updateAndNotify' })],
  ['it requires a member', change({ requestBody: form({ name: text }, ['name']) })],
  ['it takes what the resource does not show', change({ requestBody: form({ name: text, reason: text }) })],
  ['it answers something else', change({ responses: { 200: json('Dog') } })],
  ['a PATCH has its path', change(), { patch: change() }],
])('a POST does something with the resource in its path: %s', async ([, post, beside]) => {
  expect(await postOf(post, beside ?? {})).toMatchObject({ patches: false, effect: 'destructive', acts: true });
});
