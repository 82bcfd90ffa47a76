import { expect, test } from 'vitest';
import { edgesOf } from '../../../src/checks/scenarios/bodies/documented-values.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

/** With how many values an object inside the body of a creation is tried. */
const tried = async (description: string, ofMatch?: string): Promise<number> => {
  const match = {
    type: 'object',
    ...(ofMatch === undefined ? {} : { description: ofMatch }),
    required: ['kind', 'entries'],
    properties: { kind: { type: 'string', enum: ['ward', 'shift'] }, entries: { type: 'array', items: { type: 'string' }, minItems: 1 } },
  };
  const schema = { type: 'object', required: ['match'], properties: { match } };
  const post = {
    description,
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 201: { description: 'Made' }, 400: { description: 'Wrong' } },
  };
  const document = { openapi: '3.1.0', info: { title: 'Rotas', version: '1' }, paths: { '/filters': { post } } };
  const { operations, ...contract } = await loadContract(writeToolDocument(document));
  const [operation] = operations;
  return operation ? edgesOf({ ...contract, operations }, operation).length : 0;
};

test.each([
  '`entries` are codes of wards for `ward`, `early` or `late` for `shift`.',
  'Filters a rota. For `shift` only `early` and `late` may be in `entries`.',
])('the values of a member that depend on another one are not made up: %s', async (description) => {
  expect(await tried(description)).toBe(0);
});

test.each(['Filters a rota.', 'A filter of kind `ward` or `shift`.', 'At most fifty `entries`.'])('others are: %s', async (description) => {
  expect(await tried(description)).toBeGreaterThan(0);
});

test.each<readonly [text: string, isFewer: boolean]>([
  ['`kind` and `entries` go together; with other kinds `entries` is refused.', true],
  ['`kind` is what is looked for.', true],
  ['A ward has no more than twenty entries: `ward`.', true],
  ['What is looked for in a rota.', false],
])('what the text of an object says of its members ties them: %s', async (text, isFewer) => {
  expect((await tried('Filters a rota.', text)) < (await tried('Filters a rota.'))).toBe(isFewer);
});

test('a listed value of which the entries beside it speak does not suit the simplest object', async () => {
  const edges = async (description: string): Promise<readonly string[]> => {
    const entry = {
      type: 'object',
      description,
      properties: { value: { type: 'string' }, rank: { type: 'integer' } },
      required: ['value'],
    };
    const set = {
      type: 'object',
      required: ['kind', 'entries'],
      properties: { kind: { type: 'string', enum: ['POST', 'MX'] }, entries: { type: 'array', items: entry, minItems: 1 } },
    };
    const schema = { type: 'object', required: ['sets'], properties: { sets: { type: 'array', items: set, minItems: 1 } } };
    const post = {
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: { 201: { description: 'Made' } },
    };
    const contract = await loadContract(
      writeToolDocument({ openapi: '3.1.0', info: { title: 'Sets', version: '1' }, paths: { '/plans': { post } } }),
    );
    const [operation] = contract.operations;
    return operation ? edgesOf(contract, operation).map(({ words }) => words) : [];
  };
  const isOfKind = (words: string): boolean => words.includes('"kind"');
  expect((await edges('One of them. A rank is required with MX.')).some(isOfKind)).toBe(false);
  expect((await edges('One of them, with its rank.')).some(isOfKind)).toBe(true);
});

test.each<readonly [name: string, path: string, isTried: boolean]>([
  ['currency', '/shops/{shopId}/prices', false],
  ['currency', '/prices', true],
  ['size', '/shops/{shopId}/prices', true],
])('`%s` at %s, which what it may belong to has as well', async (name, path, isTried) => {
  const body = {
    required: true,
    content: {
      'application/json': { schema: { type: 'object', required: [name], properties: { [name]: { type: 'string', enum: ['A', 'B'] } } } },
    },
  };
  const parameters = path.includes('{') ? [{ name: 'shopId', in: 'path', required: true, schema: { type: 'string' } }] : [];
  const responses = { 201: { description: 'Made' } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Prices', version: '1' },
      paths: { '/shops': { post: { requestBody: body, responses } }, [path]: { post: { parameters, requestBody: body, responses } } },
    }),
  );
  const operation = contract.operations.find((one) => one.path === path);
  expect(operation && edgesOf(contract, operation).length > 0).toBe(isTried);
});

test.each<readonly [description: string, isTried: boolean]>([
  ['Adds a voucher.', true],
  ['Adds a voucher. When one is sent, only `kind` and `worth` are required.', true],
  ['Adds a voucher. When one is sent, only `kind` and `worth` are required; the others have defaults.', true],
  ['Adds a voucher. The `worth` of a percent voucher is at most 90.', false],
  ['Adds a voucher. Only with `seats` is `worth` required.', false],
])('the greatest number of a member, where the text says: %s', async (description, isTried) => {
  const schema = {
    type: 'object',
    required: ['kind', 'worth'],
    properties: { kind: { type: 'string', enum: ['percent', 'plain'] }, worth: { type: 'integer', minimum: 1, maximum: 5000 } },
  };
  const post = {
    description,
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 201: { description: 'Made' }, 400: { description: 'Wrong' } },
  };
  const contract = await loadContract(
    writeToolDocument({ openapi: '3.1.0', info: { title: 'Vouchers', version: '1' }, paths: { '/vouchers': { post } } }),
  );
  const [operation] = contract.operations;
  expect(operation && edgesOf(contract, operation).some(({ value }) => value === 5000)).toBe(isTried);
});
