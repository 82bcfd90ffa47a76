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
