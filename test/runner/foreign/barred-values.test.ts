import { expect, test } from 'vitest';
import { judgeCollection } from './serve-collection.ts';

type Json = Readonly<Record<string, unknown>>;
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

const said = "For one guest (`guest`) or for whoever comes (`walkIn`). Walk-ins can't have the `suite`.";

/** Stays for a guest or for whoever comes, of which a text may bar a room. */
const documentOf = (description: string) => {
  const members = {
    title: { type: 'string', minLength: 1, maxLength: 80 },
    room: { type: 'string', enum: ['single', 'double', 'suite'] },
    board: { type: 'string', enum: ['none', 'breakfast', 'all-inclusive'] },
  };
  const asked = {
    type: 'object',
    required: ['title', 'room'],
    additionalProperties: false,
    properties: { ...members, guest: { type: 'string', maxLength: 80 }, walkIn: { type: 'boolean', enum: [true] } },
    oneOf: [{ required: ['guest'] }, { required: ['walkIn'] }],
  };
  const stay = { type: 'object', required: ['id', 'title', 'room'], properties: { id: { type: 'string' }, ...members } };
  return {
    openapi: '3.1.0',
    info: { title: 'Stays', version: '1' },
    paths: {
      '/stays': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: stay }) } } },
        post: {
          description,
          requestBody: { required: true, ...json(asked) },
          responses: { 201: { description: 'Made', ...json(stay) }, 422: { description: 'Wrong' } },
        },
      },
      '/stays/{stayId}': {
        parameters: [{ name: 'stayId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'It', ...json(stay) }, 404: { description: 'None' } } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
};

const isFit = (body: Json): boolean => (body['guest'] === undefined) !== (body['walkIn'] === undefined);

const told = (description: string, takes: (body: Json) => boolean, stored: (body: Json) => Json = (body) => body) =>
  judgeCollection(
    documentOf(description),
    { root: 'stays', name: 'title', refusal: 422, takes: (body) => isFit(body) && takes(body), takesChange: () => true, stored },
    'body/barred-value-refused',
    20,
  );

const keepsRule = ({ walkIn, room }: Json): boolean => walkIn !== true || room !== 'suite';

test('a value that a text bars beside another one is told where it is taken', async () => {
  expect((await told(said, () => true)).failed).toEqual(['OAS-116 should']);
  expect(await told(said, keepsRule)).toMatchObject({ failed: [], passed: 1 });
});

test('nothing is told where another value is given in its place', async () => {
  const lowered = (body: Json): Json => (keepsRule(body) ? body : { ...body, room: 'double' });
  expect((await told(said, () => true, lowered)).failed).toEqual([]);
});

test.each<readonly [text: string, isTold: boolean]>([
  ['`all-inclusive` is not possible for `single`.', true],
  ['A single stay cannot be `all-inclusive` (422).', true],
  ['No `suite` for walk-ins.', true],
  ["Walk-ins can't have the `suite` during the fair.", false],
  ["Walk-ins can't become `suite`.", false],
  ['Walk-ins may have the `suite`.', false],
  ['Children cannot have the `suite`.', false],
  ['Most walk-ins cannot have the `suite`.', false],
])('a text bars a value: %s', async (text, isTold) => {
  expect((await told(text, () => true)).failed).toEqual(isTold ? ['OAS-116 should'] : []);
});
