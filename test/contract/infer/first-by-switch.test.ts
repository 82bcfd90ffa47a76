import { expect, test } from 'vitest';
import { firstBySwitch } from '../../../src/contract/infer/first-by-switch.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const text = { type: 'string' };
const asks = (properties: object) => ({
  requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties } } } },
});
const shows = (schema: object) => ({ responses: { 201: { description: 'New', content: { 'application/json': { schema } } } } });
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const states = ['pending', 'active', 'gone'];

/** What is read of a switch of a choir, or of a singer, about the state in which singers begin. */
const readOf = async (description: string, where: 'choir' | 'singer'): Promise<unknown> => {
  const item = { type: 'object', properties: { id: text, name: text } };
  const flag = (one: typeof where): object => (one === where ? { auditions: { type: 'boolean', description } } : {});
  const contract = await bayContract(
    bayDocument({
      '/choirs': { post: does({ ...asks({ name: text, ...flag('choir') }), ...shows(item) }) },
      '/choirs/{choirId}': { parameters: [inPath('choirId')], get: does({}), delete: does({}) },
      '/choirs/{choirId}/singers': {
        parameters: [inPath('choirId')],
        post: does({ ...asks({ name: text, ...flag('singer') }), ...shows(item) }),
      },
      '/choirs/{choirId}/singers/{singerId}': {
        parameters: [inPath('choirId'), inPath('singerId')],
        get: does({}),
        delete: does({}),
      },
    }),
  );
  const create = contract.operations.find(({ key }) => key === 'POST /choirs/{choirId}/singers');
  const found = create && firstBySwitch(contract, create, states);
  return found && [found.type.name, found.member, Object.fromEntries(found.states)];
};

const both = { true: 'pending', false: 'active' };

test.each<readonly [string, object | undefined]>([
  ['If true, new singers are `pending` until admitted; if false they are `active` at once.', both],
  ['When set, singers begin as `pending`, otherwise as `active`.', both],
  ['Singers are `pending` if true, and `active` if not.', both],
  ['Singers are `pending` if true, otherwise `active`.', both],
  ['Singers are `pending` or `active` if true.', undefined],
  ['If false, singers are `active` at once.', { false: 'active' }],
  ['If true, singers are `pending` or `active`; if false they are `gone`.', { false: 'gone' }],
  ['If true, singers are `pending`. If false, singers are `pending` as well.', undefined],
  ['If true, singers are `pending`. If set, they are `active`.', undefined],
  ['If true, new guests are `pending`; if false they are `active`.', undefined],
  ['Whether singers are auditioned.', undefined],
])('what a switch above says of how something begins: %s', async (description, expected) => {
  expect(await readOf(description, 'choir')).toEqual(expected && ['/choirs', 'auditions', expected]);
});

test('a switch of the creation itself need not name what is created', async () => {
  const found = await readOf('If true it is `pending` first; if false it is `active` at once.', 'singer');
  expect(found).toEqual(['/choirs/{choirId}/singers', 'auditions', both]);
});
