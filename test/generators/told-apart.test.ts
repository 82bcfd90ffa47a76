import { expect, test } from 'vitest';
import { contractIn } from '../contract/last-contracts.ts';
import { minimalBody } from '../../src/generators/minimal-body.ts';
import { placeholdersIn } from '../../src/generators/placeholder.ts';
import { areTwoEnds, toldApart } from '../../src/generators/told-apart.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

/** The creation of a ferry crossing with two members, and what its text says. */
const crossing = async (
  properties: Readonly<Record<string, object>>,
  { says = 'Offers a crossing.', example }: { readonly says?: string; readonly example?: object } = {},
) => {
  const schema = { type: 'object', required: Object.keys(properties), properties };
  const port = { type: 'object', properties: { code: { type: 'string' }, name: { type: 'string' } } };
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Ferries', version: '1' },
      paths: {
        '/ports': {
          get: { responses: { 200: { description: 'd', content: { 'application/json': { schema: { type: 'array', items: port } } } } } },
        },
        '/crossings': {
          post: {
            description: says,
            requestBody: { required: true, content: { 'application/json': { schema, ...(example && { example }) } } },
            responses: { 201: { description: 'Made' }, 422: { description: 'Not valid' } },
          },
        },
      },
    }),
  );
  const create = contract.operations.find(({ method }) => method === 'POST');
  if (!create) throw new Error('no operation');
  const making = { contract, target: targetOf({ allow: ['mutation', 'destructive'] }), fresh: (name: string) => `ct-${name}` };
  const made = minimalBody(create, making);
  return { apart: toldApart(contract, create), body: (made.kind === 'body' ? made.value : {}) as Readonly<Record<string, unknown>> };
};

const lane = { type: 'string', enum: ['north', 'south'] };

test.each([
  'Not the way lane',
  'Must not be `wayLane`.',
  'Another one than the way lane.',
  'Any lane but it. Other than `wayLane`.',
  'Differs from `wayLane`.',
  'Must differ from the way lane (422).',
])('two members of a body differ where the document says so: %s', async (description) => {
  const { apart, body } = await crossing({ wayLane: lane, backLane: { ...lane, description } });
  expect(apart).toEqual(expect.arrayContaining([{ member: 'backLane', other: 'wayLane' }]));
  expect(body['backLane']).not.toBe(body['wayLane']);
});

test('a text about both says the same, and numbers differ too', async () => {
  const { body } = await crossing(
    { firstDeck: { type: 'integer', minimum: 1 }, secondDeck: { type: 'integer', minimum: 1 } },
    { says: '`firstDeck` and `secondDeck` must differ.' },
  );
  expect(body['firstDeck']).not.toBe(body['secondDeck']);
});

test.each(['Like the way lane, if not told otherwise.', 'Not shown where `wayLane` is `south`.'])(
  'nothing is read from what does not say that they differ: %s',
  async (description) => {
    expect((await crossing({ wayLane: lane, backLane: { ...lane, description } })).apart).toEqual([]);
  },
);

const code = (description: string) => ({ type: 'string', description: `${description} One of \`GET /ports\`.`, pattern: '^[A-Z]{3}$' });

test('two ends that one list shows are not the same', async () => {
  const { body } = await crossing({ originPort: code('Where it begins.'), destinationPort: code('Where it ends.') });
  const apart = Object.values(body).flatMap((one) => placeholdersIn(String(one)).map(({ isApart }) => isApart === true));
  expect(apart).toEqual([false, true]);
  const { body: alike } = await crossing({ flagPort: code('Whose flag it flies.'), homePort: code('Where it lies.') });
  expect(Object.values(alike).flatMap((one) => placeholdersIn(String(one)).map(({ isApart }) => isApart))).toEqual([undefined, undefined]);
});

test('names of two ends differ in one word', () => {
  expect(areTwoEnds('portFrom', 'portTo')).toBe(true);
  expect(areTwoEnds('sourceLocale', 'targetLocale')).toBe(true);
  expect(areTwoEnds('sourceLocale', 'targetPort')).toBe(false);
  expect(areTwoEnds('to', 'to')).toBe(false);
});
