import { expect, test } from 'vitest';
import { grantedBefore } from '../../../src/contract/infer/granted-before.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));
const rider = { type: 'object', properties: { id: text, name: text } };
const permit = { type: 'object', required: ['given'], properties: { given: { type: 'boolean' } } };

/** What has to be granted of a rider before others see it. */
const grantedFor = async (
  said: string,
  {
    part = 'permits/{kind}',
    kind = { type: 'string', enum: ['name', 'age'] },
    body = permit,
  }: { part?: string; kind?: object; body?: object } = {},
): Promise<readonly unknown[] | undefined> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Riders', version: '1' },
      paths: {
        '/riders': {
          post: { requestBody: { required: true, ...json(rider) }, responses: { 201: { description: 'Made', ...json(rider) } } },
        },
        '/riders/{riderId}': { parameters: inPath('riderId'), delete: { responses: { 204: { description: 'Gone' } } } },
        [`/riders/{riderId}/${part}`]: {
          parameters: [...inPath('riderId'), ...(part.includes('{') ? [{ name: 'kind', in: 'path', required: true, schema: kind }] : [])],
          put: { requestBody: { required: true, ...json(body) }, responses: { 200: { description: 'Set' } } },
        },
        '/public/riders/{riderId}': {
          parameters: inPath('riderId'),
          get: { description: said, responses: { 200: { description: 'It', ...json(rider) } } },
        },
      },
    }),
  );
  const operation = contract.operations.find((one) => one.path.startsWith('/public'));
  if (!operation) throw new Error('there is no such operation');
  const found = grantedBefore(contract, operation);
  return found && [found.put.path, found.flags, found.choice?.values];
};

test.each([
  'Without any permit the answer is `403`.',
  'Needs a permit of the rider.',
  'Only with a permit (404 otherwise).',
  'Shows what the rider has given a permit for. `403` unless there is a valid permit.',
])('a read needs what a PUT grants: %s', async (said) => {
  expect(await grantedFor(said)).toEqual(['/riders/{riderId}/permits/{kind}', ['given'], ['name', 'age']]);
});

test('what is granted may be one thing', async () => {
  expect(await grantedFor('Without a permit the answer is `403`.', { part: 'permit' })).toEqual([
    '/riders/{riderId}/permit',
    ['given'],
    undefined,
  ]);
});

test.each<readonly [string, Parameters<typeof grantedFor>[1]]>([
  ['Shows the rider.', {}],
  ['Shows the permits of the rider.', {}],
  ['Works even without a permit.', {}],
  ['Without a licence the answer is `403`.', {}],
  ['Without any permit the answer is `403`.', { kind: text }],
  ['Without any permit the answer is `403`.', { body: { type: 'object', properties: { given: { type: 'boolean' } } } }],
])('and nothing where the document does not say so: %s %o', async (said, around) => {
  expect(await grantedFor(said, around)).toBeUndefined();
});
