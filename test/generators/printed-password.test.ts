import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { printedPassword } from '../../src/generators/printed-password.ts';
import { writeDocument } from '../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const none = { description: 'None' };
const shown = { description: 'It', content: { 'application/json': { schema: { type: 'object', properties: { id: text, token: text } } } } };

type Words = {
  readonly said?: string;
  readonly name?: string;
  readonly isRequired?: boolean;
  readonly schema?: object;
  readonly printed?: object;
  readonly more?: object;
};

/** Passes of a boat, each of which is read by its token. */
const found = async ({
  said = 'If the pass has a password it must be sent as `X-Pass-Password`.',
  name = 'X-Pass-Password',
  isRequired = false,
  schema = text,
  printed = { days: 3, password: 'open-sesame' },
  more = {},
}: Words) => {
  const creation = (example: object) => ({
    post: {
      requestBody: {
        content: { 'application/json': { schema: { type: 'object', properties: { days: { type: 'integer' }, password: text } }, example } },
      },
      responses: { 201: shown },
    },
  });
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Boats', version: '1' },
      paths: {
        '/passes': creation(printed),
        '/passes/{passId}': {
          parameters: [{ name: 'passId', in: 'path', required: true, schema: text }],
          delete: { responses: { 204: none } },
        },
        ...('password' in more ? { '/locks': creation(more) } : {}),
        '/open/{token}': {
          get: {
            description: said,
            parameters: [
              { name: 'token', in: 'path', required: true, schema: text },
              { name, in: 'header', required: isRequired, schema },
            ],
            responses: { 200: shown, 401: none },
          },
        },
      },
    }),
  );
  const read = contract.operations.find(({ path }) => path === '/open/{token}');
  const parameter = read?.parameters.find((one) => one.name === name);
  return read && parameter && printedPassword(contract, read, parameter);
};

test.each<readonly [Words, string | undefined]>([
  [{}, 'open-sesame'],
  [{ said: 'A protected pass is opened by `X-Pass-Password`.', name: 'X-Pass-Password' }, undefined],
  [{ said: 'Send `X-Pass-Password` with a pass that is protected.' }, 'open-sesame'],
  [{ said: 'Opens a pass.' }, undefined],
  [{ isRequired: true }, undefined],
  [{ name: 'X-Pass-Token', said: 'If the pass has a password, send `X-Pass-Token`.' }, undefined],
  [{ schema: { ...text, minLength: 20 } }, undefined],
  [{ printed: { days: 3 } }, undefined],
  // Two passwords tell nothing of what a thing of the run has.
  [{ more: { password: 'other' } }, undefined],
  [{ more: { password: 'open-sesame' } }, 'open-sesame'],
])('%o', async (words, expected) => {
  expect(await found(words)).toBe(expected);
});
