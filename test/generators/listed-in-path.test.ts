import { expect, test } from 'vitest';
import { bayContract, bayDocument, does, madeFor, makingFor } from './bay-contract.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = (name: string, schema: object = text) => ({ name, in: 'path', required: true, schema });
const boat = { type: 'object', properties: { id: text, title: text } };
const shown = { description: 'It', ...json(boat) };

/** What is sent in the path of a call on something that is named behind a boat of the run, or why nothing is. */
const sent = async (method: string, schema: object) => {
  const contract = await bayContract(
    bayDocument({
      '/boats': { post: does({ requestBody: json(boat), responses: { 201: shown } }) },
      '/boats/{boatId}': { parameters: [inPath('boatId')], get: does({ responses: { 200: shown } }), delete: does({}) },
      '/boats/{boatId}/permits/{kind}': {
        [method]: does({
          parameters: [inPath('boatId'), inPath('kind', schema)],
          requestBody: { required: true, ...json({ type: 'object' }) },
        }),
      },
    }),
  );
  const making = makingFor(contract, { allow: ['mutation', 'destructive'] });
  const made = madeFor(contract, `${method.toUpperCase()} /boats/{boatId}/permits/{kind}`, making);
  return made.kind === 'missing' ? 'missing' : made.request.pathValues['kind'];
};

test.each(['put', 'delete'])(
  'what is set or taken away below a resource of the run by a listed name has one of those names: %s',
  async (method) => {
    expect(await sent(method, { ...text, enum: ['night', 'harbour'] })).toBe('night');
  },
);

test.each([
  ['put', text],
  ['put', { ...text, pattern: '^[a-z]+$' }],
  ['delete', text],
])('what a name alone names has to exist for %s', async (method, schema) => {
  expect(await sent(method, schema)).toBe('missing');
});
