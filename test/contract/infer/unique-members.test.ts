import { expect, test } from 'vitest';
import { isDocumentedUnique } from '../../../src/contract/infer/unique-members.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

test.each<readonly [string, boolean]>([
  ['Unique, upper and lower case alike.', true],
  ['Must be unique', true],
  ['The slug is unique within an account.', true],
  ['Unique identifier of the owner', false],
  ['Need not be unique', false],
  ['A name that nobody else uses', false],
])('what a description says of a member: %s', (description, expected) => {
  expect(isDocumentedUnique({}, { type: 'string', description })).toBe(expected);
});

const text = { type: 'string' };
const asJson = (schema: object) => ({ 'application/json': { schema } });

/** The members that are inferred to be unique in a document of ferries. */
const uniqueOf = async (properties: object, conflict: string | undefined): Promise<unknown> => {
  const ferry = { type: 'object', required: ['name'], properties: { ...properties, id: text } };
  const shown = { description: 'It', content: asJson(ferry) };
  const id = { name: 'id', in: 'path', required: true, schema: text };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Ferries', version: '1' },
    paths: {
      '/ferries': {
        post: {
          requestBody: { required: true, content: asJson({ type: 'object', required: ['name'], properties }) },
          responses: { 201: shown, ...(conflict === undefined ? {} : { 409: { description: conflict } }) },
        },
      },
      '/ferries/{id}': { parameters: [id], get: { responses: { 200: shown } }, delete: { responses: { 204: { description: 'Gone' } } } },
    },
  });
  const contract = await loadContract(file);
  const [type] = contract.presumedResourceTypes;
  const create = contract.operations.find(({ method }) => method === 'POST');
  return [type?.unique, create?.conventions.refusals?.duplicate?.status];
};

test.each<readonly [string, object, string | undefined, unknown]>([
  [
    'a member that is documented as unique',
    { name: { ...text, description: 'Unique' }, berth: text },
    'Conflict',
    [['name'], [409, 400, 422]],
  ],
  ['the one that 409 names as taken', { name: text, berth: text }, 'The name is taken already', [['name'], [409, 400, 422]]],
  ['none without 409', { name: { ...text, description: 'Unique' } }, undefined, [[], undefined]],
  ['none where 409 has another reason', { name: text }, 'The name is locked by a captain', [[], undefined]],
  ['none that is no text', { name: text, berth: { type: 'integer', description: 'Unique' } }, 'Conflict', [[], undefined]],
])('a second creation is refused for %s', async (_what, properties, conflict, expected) => {
  expect(await uniqueOf(properties, conflict)).toEqual(expected);
});

const parameters = [{ name: 'crate', in: 'path', required: true, schema: text }];
const upload = (type: string, summary = 'Bring a photo') =>
  does({
    parameters,
    summary,
    requestBody: {
      content: { [type]: { schema: { type: 'object', properties: { photo: { type: 'string', format: 'binary' } } } } },
    },
  });

test.each<readonly [string, object, string]>([
  [
    'read and removed at its path',
    { get: does({ parameters }), delete: does({ parameters }), post: upload('multipart/form-data') },
    'changes',
  ],
  [
    'replaced there by its words',
    { get: does({ parameters }), delete: does({ parameters }), post: upload('multipart/form-data', 'Upload or replace the photo') },
    'changes',
  ],
  [
    'of a summary with another danger',
    { get: does({ parameters }), delete: does({ parameters }), post: upload('multipart/form-data', 'Purge the photo') },
    'destructive',
  ],
  ['that nothing removes', { get: does({ parameters }), post: upload('multipart/form-data') }, 'destructive'],
  ['of JSON', { get: does({ parameters }), delete: does({ parameters }), post: upload('application/json') }, 'destructive'],
])('a file below one resource, %s, has an effect that is known', async (_what, photo, expected) => {
  const contract = await bayContract(bayDocument({ '/crates/{crate}/photo': { ...photo } }));
  expect(contract.operations.find(({ method }) => method === 'POST')?.effect).toBe(expected);
});
