import { expect, test } from 'vitest';
import { acceptedTypes } from '../../src/generators/accepted-types.ts';
import { noteOnExamples, unusableExamples } from '../../src/generators/unusable-examples.ts';
import { bayContract, bayDocument, does } from './bay-contract.ts';

const wrong = { type: 'integer' };

test('examples that break their own schemas are reported, once per location', async () => {
  const contract = await bayContract(
    bayDocument({
      '/a': {
        get: does({ parameters: [{ name: 'n', in: 'query', required: true, example: 'many', schema: wrong }] }),
        post: does({
          requestBody: { content: { 'application/json': { schema: wrong, examples: { a: { value: 'x' }, b: { value: 'y' } } } } },
        }),
      },
      '/b': { get: does({ parameters: [{ name: 'n', in: 'query', required: true, example: 3, schema: wrong }] }) },
    }),
  );
  expect(unusableExamples(contract).map(({ pointer }) => pointer)).toEqual([
    '#/paths/~1a/get/parameters/0',
    '#/paths/~1a/post/requestBody/content/application~1json',
  ]);
  expect(noteOnExamples(contract)).toEqual([
    'an example of the document breaks its own schema and is not sent: #/paths/~1a/get/parameters/0 breaks type, which requires type integer, and so does one more',
  ]);
});

test('no example is reported for a document whose examples match', async () => {
  const operation = does({ parameters: [{ name: 'n', in: 'query', required: true, example: 3, schema: wrong }] });
  expect(noteOnExamples(await bayContract(bayDocument({ '/a': { get: operation } })))).toEqual([]);
});

test.for<readonly [responses: Readonly<Record<string, readonly string[]>>, accepted: string | undefined]>([
  [{ '200': ['application/json'] }, undefined],
  [{ '200': ['application/json'], '404': ['application/problem+json'] }, undefined],
  [{ '200': [], '400': ['application/json'] }, undefined],
  [{ '200': [] }, '*/*'],
  [{ '200': ['text/csv', 'application/json'] }, 'text/csv, application/json'],
  [{ '200': ['image/png'], '4XX': ['application/json'] }, 'image/png, application/json;q=0.5'],
  [{ default: ['application/vnd.bay+json'] }, 'application/vnd.bay+json'],
  [{ '204': [], '400': ['text/plain'] }, 'application/json, text/plain;q=0.5'],
  [{ '204': [], '404': ['application/vnd.bay+json'] }, 'application/vnd.bay+json, application/json;q=0.5'],
  [{ '204': [], '404': ['application/json'], '409': ['application/vnd.bay+json'] }, 'application/json, application/vnd.bay+json'],
  [{ '204': [], '404': ['application/problem+json'] }, undefined],
])('for %j a request accepts %s', async ([responses, accepted]) => {
  const declared = Object.fromEntries(
    Object.entries(responses).map(([status, types]) => [
      status,
      { description: 'x', ...(types.length > 0 ? { content: Object.fromEntries(types.map((type) => [type, {}])) } : {}) },
    ]),
  );
  const { operations } = await bayContract(bayDocument({ '/a': { get: { responses: declared } } }));
  const [operation] = operations;
  expect(operation && acceptedTypes(operation)).toBe(accepted);
});
