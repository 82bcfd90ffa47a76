import { expect, test } from 'vitest';
import { heldIds } from '../../../src/contract/infer/held-ids.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', properties });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const shows = (schema: object) => ({ 200: { description: 'd', ...json(schema) } });
const ids = { type: 'array', items: text };

/** Where the passes of tours are found, by the keys of the operations that name one. */
const heldBy = async (tour: object, { sent = {}, more = {} }: { readonly sent?: object; readonly more?: object } = {}) => {
  const shown = object({ id: text, label: text, ...tour });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tours', version: '1' },
      paths: {
        '/tours': {
          post: { requestBody: json(object({ label: text, ...sent })), responses: { 201: { description: 'd', ...json(shown) } } },
        },
        '/tours/{tourId}': {
          ...inPath('tourId'),
          get: { responses: shows(shown) },
          delete: { responses: { 204: { description: 'gone' } } },
        },
        '/passes/{passId}': { ...inPath('passId'), get: { responses: shows(object({ id: text })) } },
        '/passes/{passId}/stamp': { ...inPath('passId'), post: { summary: 'Stamp a pass', responses: shows(object({ id: text })) } },
        ...more,
      },
    }),
  );
  return contract.operations.flatMap((one) => {
    const held = heldIds(contract, one);
    return held ? [`${one.key}: ${held.read.key} ${held.ids}`] : [];
  });
};

test.each([['passes'], ['passIds'], ['pass_ids']])('a resource shows the ids of what has no list: %s', async (member) => {
  expect(await heldBy({ [member]: ids })).toEqual([
    `GET /passes/{passId}: GET /tours/{tourId} $response.body#/${member}`,
    `POST /passes/{passId}/stamp: GET /tours/{tourId} $response.body#/${member}`,
  ]);
});

test.each([
  ['a member of another noun', () => heldBy({ guides: ids })],
  ['objects', () => heldBy({ passes: { type: 'array', items: object({ id: text }) } })],
  ['a number of them', () => heldBy({ passes: { type: 'integer' } })],
  ['what callers send', () => heldBy({ passes: ids }, { sent: { passIds: ids } })],
  [
    'a list',
    () => heldBy({ passes: ids }, { more: { '/passes': { get: { responses: shows({ type: 'array', items: object({ id: text }) }) } } } }),
  ],
  [
    'a creation',
    () =>
      heldBy(
        { passes: ids },
        { more: { '/passes': { post: { requestBody: json(object({ label: text })), responses: { 201: { description: 'd' } } } } } },
      ),
  ],
  [
    'a removal',
    () =>
      heldBy(
        { passes: ids },
        {
          more: {
            '/passes/{passId}': {
              ...inPath('passId'),
              get: { responses: shows(object({ id: text })) },
              delete: { responses: { 204: { description: 'gone' } } },
            },
          },
        },
      ),
  ],
])('nothing is held where there is %s', async (_, found) => {
  expect(await found()).toEqual([]);
});
