import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const text = { type: 'string' };
const schemas = {
  Mill: { type: 'object', required: ['code', 'zone'], properties: { code: { ...text, pattern: '^[A-Z]{3}$' }, zone: text, note: text } },
  Other: { type: 'object', required: ['zone'], properties: { zone: text } },
};

const replacementOf = async (schema: keyof typeof schemas) => {
  const body = (name: string, more: object = {}) => ({
    requestBody: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` }, ...more } } },
  });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Mills', version: '1' },
      paths: {
        '/mills': {
          post: { ...body('Mill', { example: { code: 'ABC', zone: 'Europe/Oslo' } }), responses: { 201: { description: 'Made' } } },
        },
        '/mills/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          put: { ...body(schema), responses: { 200: { description: 'Replaced' }, 409: { description: 'Taken' } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
      },
      components: { schemas },
    }),
  );
  const put = contract.operations.find(({ method }) => method === 'PUT');
  const made =
    put &&
    validRequest(put, {
      contract,
      target: madeTarget({ name: 'mills', contract: 'mills', baseUrl: 'http://127.0.0.1:1' }),
      fresh: (name) => `ct-${name}`,
      pathValues: { id: '1' },
    });
  return made?.kind === 'request' && made.request.body?.kind === 'json'
    ? { value: made.request.body.value, madeUp: made.request.madeUp }
    : undefined;
};

test('a replacement takes the example of the creation, which vouches for nothing', async () => {
  const made = await replacementOf('Mill');
  expect(made?.value).toMatchObject({ zone: 'Europe/Oslo', code: expect.stringMatching(/^[A-Z]{3}$/u) as string });
  expect(made?.madeUp).toEqual(['code', 'zone']);
});

test('a replacement with another schema does not', async () => {
  expect((await replacementOf('Other'))?.value).not.toMatchObject({ zone: 'Europe/Oslo' });
});
