import { expect, test } from 'vitest';
import { childrenAside } from '../../../src/checks/subjects/children-aside.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const states = ['free', 'in_repair', 'sold', 'scrapped'];
const bike = { type: 'object', properties: { id: text, frame: text, status: { ...text, enum: states } } };
const wish = { type: 'object', properties: { id: text, note: text } };
const named = (name: string) => ({ name, in: 'path', required: true, schema: text });

/** The table of the moves of a bike. */
const moves = ['| from | to |', '|---|---|', '| free | in_repair, sold, scrapped |', '| in_repair | free |'].join('\n');

/** What the text of a creation beside the bikes of a model says of these. */
const asideFor = async (description: string, conflict = 'no') => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Bikes', version: '1' },
      components: { schemas: { Bike: bike, Wish: wish } },
      paths: {
        '/models': {
          get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: wish }) } } },
          post: { requestBody: json({ type: 'object' }), responses: { 201: { description: 'd', ...json(wish) } } },
        },
        '/models/{modelId}': {
          parameters: [named('modelId')],
          get: { responses: { 200: { description: 'd', ...json(wish) } } },
          delete: { responses: { 204: { description: 'gone' } } },
        },
        '/models/{modelId}/bikes': {
          parameters: [named('modelId')],
          get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: { $ref: '#/components/schemas/Bike' } }) } } },
          post: {
            requestBody: json({ type: 'object', required: ['frame'], properties: { frame: text } }),
            responses: { 201: { description: 'd', ...json({ $ref: '#/components/schemas/Bike' }) } },
          },
        },
        '/bikes/{bikeId}': {
          parameters: [named('bikeId')],
          get: { responses: { 200: { description: 'd', ...json({ $ref: '#/components/schemas/Bike' }) } } },
          patch: {
            description: `By hand, a bike can be moved between these states:\n\n${moves}`,
            requestBody: json({ type: 'object', properties: { status: { ...text, enum: ['free', 'in_repair'] } } }),
            responses: { 200: { description: 'd', ...json({ $ref: '#/components/schemas/Bike' }) }, 409: { description: 'no' } },
          },
        },
        '/models/{modelId}/wishes': {
          parameters: [named('modelId')],
          post: {
            description,
            requestBody: json({ type: 'object', properties: { note: text } }),
            responses: { 201: { description: 'd', ...json({ $ref: '#/components/schemas/Wish' }) }, 409: { description: conflict } },
          },
        },
        '/wishes/{wishId}': {
          parameters: [named('wishId')],
          get: { responses: { 200: { description: 'd', ...json({ $ref: '#/components/schemas/Wish' }) } } },
          delete: { responses: { 204: { description: 'gone' } } },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ path }) => path.endsWith('/wishes'));
  return operation && childrenAside(contract, operation);
};

test.each([
  ['While a bike is `free` the answer is `409` / `bikes_free` – go and take it.', 'no'],
  ['As long as any bike of the model is free, this is refused.', 'no'],
  ['Only possible if no bike is free.', 'no'],
  ['Puts down a wish.', 'When a bike of this model is still `free`.'],
])('is out of the state in which the creation is refused: %s %s', async (description, conflict) => {
  const aside = await asideFor(description, conflict);
  expect(aside?.operation.path).toBe('/models/{modelId}/bikes');
  expect(aside?.aside).toEqual(['in_repair']);
});

test.each([
  ['While a bike is `free` you may as well take it.', 'no'],
  ['While a wish is free the answer is 409.', 'no'],
  ['While a bike is free, only staff are refused with 409.', 'no'],
  ['While a bike is `free` the answer is 409, and while one is in_repair as well, or sold, or scrapped.', 'no'],
  ['Puts down a wish.', 'no'],
])('is nothing that other sentences tell: %s %s', async (description, conflict) => {
  expect(await asideFor(description, conflict)).toBeUndefined();
});
