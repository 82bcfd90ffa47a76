import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import type { Target } from '../../src/model/target.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const thing = { type: 'object', properties: { id: { type: 'string' } } };
const posted = {
  requestBody: { required: true, ...json({ type: 'object', required: ['label'], properties: { label: { type: 'string' } } }) },
  responses: { 201: { description: 'It', ...json(thing) } },
};

type Way = { readonly said?: string; readonly last?: string; readonly isRead?: boolean; readonly allow?: Target['allow'] };

/** The farm below which a POST is sent whose path names one by a parameter with an example. */
const farmOf = async ({
  said = "Your farm's short name.",
  last = 'guests',
  isRead = true,
  allow = ['mutation', 'permanent', 'destructive'],
}: Way = {}): Promise<string | undefined> => {
  const inPath = {
    parameters: [{ name: 'slug', in: 'path', required: true, description: said, schema: { type: 'string' }, example: 'bryn-y-mor' }],
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Farms', version: '1' },
      paths: {
        '/farms/{slug}': {
          ...inPath,
          ...(isRead && { get: { responses: { 200: { description: 'It', ...json(thing) } } } }),
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        [`/farms/{slug}/${last}`]: { ...inPath, post: posted },
      },
    }),
  );
  const making = {
    contract,
    target: madeTarget({ name: 't', contract: 'farms.json', baseUrl: 'http://127.0.0.1:1', allow }),
    fresh: (one: string) => one,
  };
  const [removal, adding] = ['DELETE', 'POST'].map((method) => {
    const operation = contract.operations.find((one) => one.method === method);
    const made = operation && validRequest(operation, making);
    return made?.kind === 'request' ? made.request.pathValues['slug'] : undefined;
  });
  expect(removal).toBeUndefined();
  return adding;
};

test('a POST that adds one thing to what is the caller’s own takes the example for it, with all that this may need', async () => {
  expect(await farmOf()).toBe('bryn-y-mor');
  expect(await farmOf({ said: 'The handle of your farm' })).toBe('bryn-y-mor');
  expect(await farmOf({ allow: ['mutation', 'permanent'] })).toBeUndefined();
  expect(await farmOf({ allow: ['mutation', 'destructive'] })).toBeUndefined();
});

test('nothing else takes it: what may be of somebody else, an action, and what nothing reads', async () => {
  expect(await farmOf({ said: 'Short name of a farm' })).toBeUndefined();
  expect(await farmOf({ said: 'A name of your choice' })).toBeUndefined();
  expect(await farmOf({ last: 'close' })).toBeUndefined();
  expect(await farmOf({ isRead: false })).toBeUndefined();
});
