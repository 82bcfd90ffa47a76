import { expect, test } from 'vitest';
import { shownKeyFor } from '../../../src/contract/infer/shown-keys.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { bayContract, bayDocument, madeFor, makingFor } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const orNull = { type: ['string', 'null'] };
const object = (properties: Json, required: readonly string[] = []): Json => ({ type: 'object', required, properties });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const shows = (schema: Json): Json => ({ description: 'It', ...json(schema) });
const pattern = object({ every: { type: 'string', enum: ['day', 'week'] }, times: { type: 'integer', minimum: 2, maximum: 5 } }, [
  'every',
  'times',
]);

type Parts = {
  readonly sent?: Json;
  readonly required?: readonly string[];
  readonly sail?: Json;
  readonly shown?: readonly string[];
  readonly tour?: Json;
  readonly more?: Json;
};

/** Sails that may be repeated, and what they are of then, which nothing else creates. */
const contractOf = ({ sent = { repeat: pattern }, required = [], sail = {}, shown = ['tourId'], tour, more = {} }: Parts) => {
  const parameters = (name: string): Json => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
  const ofSail = object({ id: text, boat: text, tourId: orNull, ...sail }, ['id', 'boat', ...shown]);
  return bayContract(
    bayDocument({
      '/sails': {
        get: { responses: { 200: shows(object({ items: { type: 'array', items: ofSail } })) } },
        post: {
          requestBody: { required: true, ...json(object({ boat: text, ...sent }, ['boat', ...required])) },
          responses: { 201: shows(ofSail) },
        },
      },
      '/sails/{sailId}': { ...parameters('sailId'), get: { responses: { 200: shows(ofSail) } } },
      '/tours/{tourId}': {
        ...parameters('tourId'),
        get: { responses: { 200: shows(tour ?? object({ id: text, repeat: pattern })) } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
      ...more,
    }),
  );
};

const shownIn = async (parts: Parts, key = 'DELETE /tours/{tourId}') => {
  const contract = await contractOf(parts);
  const operation = operationOf(contract, key);
  const [parameter] = operation.parameters.filter((one) => one.in === 'path');
  const found = parameter && shownKeyFor(contract, operation, parameter);
  return found && [found.resourceType.create.key, found.at, found.by];
};

const found = ['POST /sails', '/tourId', 'repeat'];

test.each<readonly [string, Parts, string]>([
  ['is removed', {}, 'DELETE /tours/{tourId}'],
  ['is read', {}, 'GET /tours/{tourId}'],
  ['is left out of most answers', { sail: { tourId: text }, shown: [] }, 'DELETE /tours/{tourId}'],
])('what a member of a creation brings about %s by the id in the answer', async (_what, parts, key) => {
  expect(await shownIn(parts, key)).toEqual(found);
});

const berth = object({ dock: text });

test.each<readonly [string, Parts]>([
  ['is named by every answer', { sail: { tourId: text } }],
  ['is named by the body', { sent: { repeat: pattern, tourId: text } }],
  ['comes with a member that each creation has', { required: ['repeat'] }],
  ['shows another member', { tour: object({ id: text, harbour: text }) }],
  ['shows a member of the name with other parts', { tour: object({ id: text, repeat: object({ until: text }) }) }],
  ['shows a plain text', { sent: { repeat: text }, tour: object({ id: text, repeat: text }) }],
  ['shows what the resource shows as well', { sail: { repeat: pattern } }],
  ['may come of two members', { sent: { repeat: pattern, berth }, tour: object({ id: text, repeat: pattern, berth }) }],
  [
    'is created elsewhere',
    { more: { '/tours': { post: { requestBody: json(object({ name: text })), responses: { 201: shows(object({ id: text })) } } } } },
  ],
])('what %s need not be of the run', async (_what, parts) => {
  expect(await shownIn(parts)).toBeUndefined();
});

test('it is removed where the operator allows what nothing but the document calls its own', async () => {
  const contract = await contractOf({});
  const made = (allow: readonly ('mutation' | 'permanent' | 'destructive')[]) =>
    madeFor(contract, 'DELETE /tours/{tourId}', makingFor(contract, { allow })).kind;
  expect([made(['mutation', 'permanent']), made(['mutation', 'permanent', 'destructive'])]).toEqual(['missing', 'request']);
});
