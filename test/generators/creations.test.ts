import { expect, test } from 'vitest';
import { isCreation } from '../../src/generators/body-examples.ts';
import { bayContract, bayDocument, does } from './bay-contract.ts';

/** Is a POST to a path, which answers 201, one that creates something. */
const creates = async (path: string, members: readonly string[]): Promise<boolean> => {
  const schema = { type: 'object', properties: Object.fromEntries(members.map((name) => [name, { type: 'string' }])) };
  const contract = await bayContract(
    bayDocument({
      [path]: {
        post: does({
          requestBody: { required: true, content: { 'application/json': { schema } } },
          responses: { 201: { description: 'x', content: { 'application/json': { schema } } } },
        }),
      },
    }),
  );
  const [post] = contract.operations.filter(({ method }) => method === 'POST');
  return post !== undefined && isCreation(contract, post);
};

test.each<readonly [path: string, members: readonly string[]]>([
  ['/authors', ['name', 'email']],
  ['/authorities', ['name']],
  ['/sessions', ['courseId', 'startsAt']],
  ['/plugins', ['name']],
])('a POST to %s with %o creates something', async (path, members) => {
  expect(await creates(path, members)).toBe(true);
});

test.each<readonly [path: string, members: readonly string[]]>([
  ['/login', ['name', 'password']],
  ['/sign-in', ['name']],
  ['/auth', ['key']],
  ['/oauth/token', ['grant_type']],
  ['/sessions', ['email', 'password']],
])('a POST to %s with %o lets somebody in', async (path, members) => {
  expect(await creates(path, members)).toBe(false);
});

/** A POST to /tokens of which one is removed by its id, by a caller who needs a credential, or by anybody. */
const managesTokens = async (members: readonly string[], by: 'a known caller' | 'anybody', isRemoved = true): Promise<boolean> => {
  const schema = { type: 'object', properties: Object.fromEntries(members.map((name) => [name, { type: 'string' }])) };
  const responses = { 201: { description: 'x', content: { 'application/json': { schema } } } };
  const paths = {
    '/tokens': { post: does({ requestBody: { required: true, content: { 'application/json': { schema } } }, responses }) },
    ...(isRemoved
      ? {
          '/tokens/{tokenId}': {
            parameters: [{ name: 'tokenId', in: 'path', required: true, schema: { type: 'string' } }],
            delete: does({ responses: { 204: { description: 'x' } } }),
          },
        }
      : {}),
  };
  const secured = {
    security: [{ bay: [] }],
    components: { securitySchemes: { bay: { type: 'http', scheme: 'bearer' } } },
  };
  const contract = await bayContract({ ...bayDocument(paths), ...(by === 'anybody' ? { security: [] } : secured) });
  const [post] = contract.operations.filter(({ method }) => method === 'POST');
  return post !== undefined && isCreation(contract, post);
};

test('a known caller who names a token that can be removed creates one', async () => {
  expect(await managesTokens(['label'], 'a known caller')).toBe(true);
});

test('whoever gives a password for a token, or nothing else, signs in', async () => {
  expect(await managesTokens(['login', 'password'], 'a known caller')).toBe(false);
  expect(await managesTokens(['grant_type'], 'a known caller')).toBe(false);
  expect(await managesTokens(['label'], 'anybody')).toBe(false);
  expect(await managesTokens(['label'], 'a known caller', false)).toBe(false);
});
