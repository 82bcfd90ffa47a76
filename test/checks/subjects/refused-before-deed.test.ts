import { expect, test } from 'vitest';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const states = ['ordered', 'approved', 'handed-in', 'ready', 'dropped'];
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const picture = { $ref: '#/components/schemas/Picture' };
const shows = { 200: { description: 'It', ...json(picture) }, 404: { description: 'None' }, 409: { description: 'Not now' } };

/** Pictures that are handed in and framed; what the text of the framing refuses. */
const refusedOf = async (
  description: string,
  { handIn = 'Only an ordered or approved picture can be handed in, otherwise 409.', isSettable = false } = {},
) => {
  const action = (said: string) => ({
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    post: { description: said, responses: shows },
  });
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Pictures', version: '1' },
      components: { schemas: { Picture: { type: 'object', properties: { id: text, title: text, status: { ...text, enum: states } } } } },
      paths: {
        '/pictures': {
          post: {
            requestBody: { required: true, ...json({ type: 'object', properties: { title: text } }) },
            responses: { 201: { description: 'It', ...json(picture) } },
          },
        },
        '/pictures/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          get: { responses: { 200: shows[200], 404: shows[404] } },
          ...(isSettable
            ? {
                patch: {
                  requestBody: { required: true, ...json({ type: 'object', properties: { status: { ...text, enum: states } } }) },
                  responses: shows,
                },
              }
            : {}),
          delete: { responses: { 204: { description: 'Gone' }, 404: shows[404] } },
        },
        '/pictures/{id}/approve': action('Only an ordered picture can be approved, otherwise 409.'),
        '/pictures/{id}/hand-in': action(handIn),
        '/pictures/{id}/frame': action(description),
        '/pictures/{id}/drop': action('Only an ordered or approved picture can be dropped, otherwise 409.'),
      },
    }),
  );
  const refused = lives(contract).flatMap(({ refusing }) => refusing.filter(({ operation }) => operation.path.endsWith('/frame')));
  return refused.flatMap((one) => one.refused.map(({ value }) => value));
};

const before = ['ordered', 'approved', 'dropped'];

test.each<readonly [string, readonly string[]]>([
  ['The picture becomes `ready`. Only after hand-in, otherwise 409.', before],
  ['Only possible after handing in, else 409. The picture becomes `ready`.', before],
  ['The picture becomes `ready`. 409 before the hand-in.', before],
  ['The picture becomes `ready`. Cannot be framed before hand-in.', before],
  // Behind an approval it may be anything but ordered.
  ['The picture becomes `ready`. Only after approval, otherwise 409.', ['ordered']],
  ['The picture becomes `ready`. Only after the hand-in time, otherwise 409.', []],
  ['The picture becomes `ready`. Framing takes two days, and is often done only after lunch.', []],
  ['The picture becomes `ready`. Please frame after hand-in.', []],
  ['The picture becomes `ready`, not only after hand-in.', []],
])('%s', async (description, expected) => {
  expect(await refusedOf(description)).toEqual(expected);
});

test('nothing is refused for certain where the way to a state is not told', async () => {
  const told = 'The picture becomes `ready`. Only after hand-in, otherwise 409.';
  expect(await refusedOf(told, { handIn: 'It is here.' })).toEqual([]);
  expect(await refusedOf(told, { isSettable: true })).toEqual([]);
});
