import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const texts = { type: 'array', items: { type: 'string', maxLength: 20 } };

type Given = { readonly name?: string; readonly body?: object; readonly shown?: object; readonly method?: string };

/** The effect of `PUT /masts/{mastId}/labels` that is called "Replace all labels of a mast". */
const effect = async ({ name = 'labels', body = texts, shown = texts, method = 'put' }: Given): Promise<unknown> => {
  const parameters = [{ name: 'mastId', in: 'path', required: true, schema: { type: 'string' } }];
  const mast = { type: 'object', properties: { id: { type: 'string' }, [name]: shown } };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Masts', version: '1' },
    paths: {
      '/masts/{mastId}': { parameters, get: { responses: { 200: { description: 'It', ...json(mast) } } } },
      [`/masts/{mastId}/${name}`]: {
        parameters,
        [method]: { summary: `Replace all ${name} of a mast`, requestBody: json(body), responses: { 200: { description: 'Done' } } },
      },
    },
  });
  const { operations } = await loadContract(file);
  return operations.find((one) => one.path.endsWith(`/${name}`))?.effect;
};

test('a list of texts that a read of one resource shows is set for that resource alone', async () => {
  expect(await effect({})).toBe('changes');
});

test.for<readonly [string, Given]>([
  ['objects', { body: { type: 'array', items: { type: 'object' } } }],
  ['nothing that is shown', { shown: { type: 'string' } }],
  ['people', { name: 'members' }],
  ['ids', { name: 'cargoIds' }],
  ['addresses', { body: { type: 'array', items: { type: 'string', format: 'email' } } }],
  ['texts by POST', { method: 'post' }],
])('a list of %s may be about many', async ([, given]) => {
  expect(await effect(given)).toBe('destructive');
});
