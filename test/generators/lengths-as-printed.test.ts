import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

/** What a creation that may conflict sends for a required text in a form of its own. */
const sentFor = async (name: string, pattern: string, example: string): Promise<unknown> => {
  const schema = { type: 'object', required: [name], properties: { [name]: { type: 'string', pattern } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shifts', version: '1' },
      paths: {
        '/shifts': {
          post: {
            requestBody: { required: true, content: { 'application/json': { schema, example: { [name]: example } } } },
            responses: { 201: { description: 'Made' }, 409: { description: 'Not now' } },
          },
        },
      },
    }),
  );
  const [post] = contract.operations;
  const made =
    post &&
    validRequest(post, {
      contract,
      target: madeTarget({ name: 'shifts', contract: 'shifts', baseUrl: 'http://127.0.0.1:1' }),
      fresh: (label) => `ct-0123456789-${label}`,
    });
  return made?.kind === 'request' && made.request.body?.kind === 'json'
    ? (made.request.body.value as Record<string, unknown>)[name]
    : undefined;
};

test.each([
  ['duration', '^PT[1-9][0-9]{1,2}M$', 'PT75M'],
  ['lasts', '^P(?:[0-9]+D)?(?:T[0-9]+H)?$', 'P1DT2H'],
])('a length of time is sent as it is printed: %s', async (name, pattern, example) => {
  expect(await sentFor(name, pattern, example)).toBe(example);
});

test.each([
  ['label', '^[A-Z]{2}-[0-9]{6}$', 'AB-123456'],
  ['point', '^P[A-Z0-9]{6,12}$', 'PT30MAB'],
])('another text that may be taken already is made up: %s', async (name, pattern, example) => {
  const sent = await sentFor(name, pattern, example);
  expect(sent).not.toBe(example);
  expect(sent).toMatch(new RegExp(pattern, 'u'));
});
