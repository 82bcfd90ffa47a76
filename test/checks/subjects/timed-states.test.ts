import { expect, test } from 'vitest';
import { unfitReferences } from '../../../src/checks/subjects/unfit-references.ts';
import { bayContract, bayDocument } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: Json, required: readonly string[] = []): Json => ({ type: 'object', properties, required });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const shows = (schema: Json): Json => ({ description: 'It', ...json(schema) });

/** Horses, of which a change sets a time, and rides on them. */
const referencesOf = async (description: string, member = 'lamed_on', format = 'date', isSettable = true) => {
  const time = { type: ['string', 'null'], format };
  const horse = object({ id: text, name: text, [member]: time }, ['id', 'name']);
  const id = { name: 'horseId', in: 'path', required: true, schema: text };
  const contract = await bayContract(
    bayDocument({
      '/horses': {
        get: { responses: { 200: shows({ type: 'array', items: horse }) } },
        post: { requestBody: { required: true, ...json(object({ name: text }, ['name'])) }, responses: { 201: shows(horse) } },
      },
      '/horses/{horseId}': {
        parameters: [id],
        get: { responses: { 200: shows(horse), 404: { description: 'None' } } },
        patch: {
          requestBody: { required: true, ...json(object({ name: text, ...(isSettable ? { [member]: time } : {}) })) },
          responses: { 200: shows(horse), 404: { description: 'None' } },
        },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
      '/rides': {
        post: {
          description,
          requestBody: { required: true, ...json(object({ horseId: text, rider: text }, ['horseId', 'rider'])) },
          responses: {
            201: shows(object({ id: text, horseId: text, rider: text })),
            409: { description: 'Conflict' },
            422: { description: 'No' },
          },
        },
      },
    }),
  );
  return unfitReferences(contract).flatMap(({ references }) =>
    references.map(({ state, setting, timed }) => [state.name, setting.member, timed]),
  );
};

test.each<readonly [string, string, string, string]>([
  ['A lamed horse cannot be ridden (`422`).', 'lamed', 'lamed_on', 'date'],
  ['Lamed horses and riders without a helmet are refused with `422`.', 'lamed', 'lamed_on', 'date'],
  ['A dead horse cannot be ridden.', 'dead', 'died_on', 'date'],
  ['Deceased horses are refused with `409`.', 'deceased', 'died_at', 'date-time'],
  ['If the horse is stolen the answer is `409`.', 'stolen', 'stolen_since', 'date-time'],
  ['A sold horse is a `422`.', 'sold', 'sold_date', 'date'],
])('"%s" excludes what has the time since when it is %s', async (description, name, member, format) => {
  expect(await referencesOf(description, member, format)).toEqual([[name, member, format]]);
});

test.each<readonly [string, string, boolean]>([
  ['A lamed rider cannot ride.', 'lamed_on', true],
  ['A lamed horse may be led (`200`).', 'lamed_on', true],
  ['The horse must not be registered twice.', 'registered_on', true],
  ['A booked horse cannot be ridden (`422`).', 'lamed_on', true],
  ['A lamed horse cannot be ridden (`422`).', 'lamed_on', false],
  ['Only lamed horses may be ridden (`422`).', 'lamed_on', true],
])('nothing is excluded by "%s" beside %s', async (description, member, isSettable) => {
  expect(await referencesOf(description, member, 'date', isSettable)).toEqual([]);
});
