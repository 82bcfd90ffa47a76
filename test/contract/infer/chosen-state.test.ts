import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { contractIn } from '../last-contracts.ts';

const status = { status: { type: 'string', enum: ['draft', 'published', 'rejected'] } };
const text = { title: { type: 'string' } };
const asks = (properties: object) => ({ required: true, content: { 'application/json': { schema: { type: 'object', properties } } } });
const shows = {
  description: 'It',
  content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' }, ...text, ...status } } } },
};

/** The effect of the change of a recipe. */
const effectOf = async (
  names: object,
  { created = { ...text, ...status }, changed = { ...text, ...status } }: { created?: object; changed?: object } = {},
) => {
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Recipes', version: '1' },
      paths: {
        '/recipes': { post: { requestBody: asks(created), responses: { 201: shows } } },
        '/recipes/{recipeId}': {
          parameters: [{ name: 'recipeId', in: 'path', required: true, schema: { type: 'string' } }],
          get: { responses: { 200: shows } },
          patch: { ...names, requestBody: asks(changed), responses: { 200: shows } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
      },
    }),
  );
  return contract.operations.find(({ method }) => method === 'PATCH')?.effect;
};

test.each(['Change or publish a recipe', 'Edit, publish a recipe', 'Update or reject it'])(
  '"%s" changes what a creation may set too',
  async (summary) => {
    expect(await effectOf({ summary })).toBe('changes');
  },
);

test('a text that denies what would reach further is no reason against it', async () => {
  const description = 'Members that are not sent stay as they are. Nobody is notified, and no fee is charged.';
  expect(await effectOf({ summary: 'Change or publish a recipe', description })).toBe('changes');
});

test('a flag of the state is such a member', async () => {
  const flag = { ...text, published: { type: 'boolean' } };
  expect(await effectOf({ summary: 'Edit or publish a recipe' }, { created: flag, changed: flag })).toBe('changes');
});

test.for<readonly [string, object, { created?: object; changed?: object }?]>([
  ['a creation without the state', { summary: 'Change or publish a recipe' }, { created: text }],
  [
    'a state that only answers have',
    { summary: 'Change or publish a recipe' },
    { created: { status: { ...status.status, readOnly: true } } },
  ],
  ['a change without the state', { summary: 'Change or publish a recipe' }, { changed: text }],
  ['no verb for a change', { summary: 'Publish a recipe' }],
  ['the name of the operation', { operationId: 'publishRecipe', summary: 'Change or publish a recipe' }],
  ['a word that reaches people', { summary: 'Change or send a recipe' }],
  ['a text by which it reaches people', { summary: 'Change or publish a recipe', description: 'Publishing mails it to all subscribers.' }],
  ['a text by which it costs', { summary: 'Change or publish a recipe', description: 'The author is charged a fee for a published one.' }],
  ['a text by which it stays', { summary: 'Change or publish a recipe', description: 'What is published cannot be taken back.' }],
  ['a second word', { summary: 'Update, publish, notify' }],
])('%s leaves the effect unknown', async ([, names, bodies]) => {
  expect(await effectOf(names, bodies)).toBe('destructive');
});
