import { expect, test } from 'vitest';
import { exportedFor } from '../../../src/contract/infer/exported.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const file = { type: 'string', format: 'binary' };

/** What gives out the file that a form takes in: the read, the member of the file, and the one of the new name. */
const exportedBy = async (
  said: string,
  {
    properties = { file },
    reads = ['export'],
    answer = { type: 'object', properties: { trees: { type: 'array', items: text } } },
    path = '/imports',
  }: {
    properties?: object;
    reads?: readonly string[];
    answer?: object;
    path?: string;
  } = {},
): Promise<readonly (string | undefined)[] | undefined> => {
  const parameters = [{ name: 'orchardId', in: 'path', required: true, schema: text }];
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Orchards', version: '1' },
      paths: {
        [path]: {
          post: {
            description: said,
            requestBody: {
              required: true,
              content: { 'multipart/form-data': { schema: { type: 'object', required: ['file'], properties } } },
            },
            responses: { 201: { description: 'Taken in' } },
          },
        },
        ...Object.fromEntries(
          reads.map((one) => [
            `/orchards/{orchardId}/${one}`,
            { parameters, get: { responses: { 200: { description: 'The file', ...json(answer) } } } },
          ]),
        ),
      },
    }),
  );
  const operation = contract.operations.find(({ method }) => method === 'POST');
  if (!operation) throw new Error('there is no such operation');
  const found = exportedFor(contract, operation);
  return found && [found.read.path, found.file, found.renaming];
};

const path = '/orchards/{orchardId}/export';

test('a file is what another operation gives out', async () => {
  expect(await exportedBy('Creates an orchard from an exported file.')).toEqual([path, 'file', undefined]);
  const described = {
    file: { ...file, description: 'An export, JSON' },
    key: { ...text, description: 'Key instead of the one in the file' },
  };
  expect(await exportedBy('', { properties: described })).toEqual([path, 'file', 'key']);
  expect(await exportedBy('Takes back a backup.', { reads: ['backup'] })).toEqual(['/orchards/{orchardId}/backup', 'file', undefined]);
});

test.each<readonly [string, Parameters<typeof exportedBy>[1]]>([
  ['Reads trees from a table.', {}],
  ['Creates an orchard from an exported file.', { reads: [] }],
  ['Creates an orchard from an exported file.', { reads: ['export', 'backup'] }],
  ['Creates an orchard from an exported file.', { answer: text }],
  ['Creates an orchard from an exported file.', { properties: { file, picture: file } }],
  ['Creates an orchard from an exported file.', { properties: { file: text } }],
  ['Adds a picture, which exports show.', { path: '/pictures' }],
])('and nothing where the document does not say so: %s %o', async (said, around) => {
  expect(await exportedBy(said, around)).toBeUndefined();
});
