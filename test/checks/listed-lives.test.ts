import { expect, test } from 'vitest';
import { settingOf, toldStatesOf } from '../../src/checks/subjects/listed-lives.ts';
import { contractIn } from '../contract/last-contracts.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const text = { type: 'string' };
const state = { ...text, enum: ['resting', 'ready', 'retired'] };
const loom = { type: 'object', required: ['id', 'status'], properties: { id: text, status: state } };
const answer = (status: number, schema: object) => ({ [status]: { description: 'd', content: { 'application/json': { schema } } } });
const sent = (properties: object, required: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});

const contractFor = (said: string) =>
  contractIn(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Looms', version: '1' },
      paths: {
        '/looms': {
          get: { responses: answer(200, { type: 'array', items: loom }) },
          post: { requestBody: sent({ name: text }, ['name']), responses: answer(201, loom) },
        },
        '/looms/{loomId}': {
          parameters: [{ name: 'loomId', in: 'path', required: true, schema: text }],
          patch: { requestBody: sent({ status: state }, ['status']), responses: answer(200, loom) },
        },
        '/weavings': {
          get: { responses: answer(200, { type: 'array', items: { type: 'object', properties: { id: text } } }) },
          post: {
            description: said,
            requestBody: sent({ loomId: text }, ['loomId']),
            responses: answer(201, { type: 'object', properties: { id: text } }),
          },
        },
      },
    }),
  );

test.each<readonly [string, readonly string[] | undefined]>([
  ['Weaves on a loom that is `ready` (409 if not).', ['ready']],
  ['The loom must be `ready`.', ['ready']],
  ['Only `ready` looms can be used.', ['ready']],
  ['409 if the loom is not `ready`.', ['ready']],
  ['The loom may be `ready`.', undefined],
  ['A new loom is `resting`.', undefined],
  ['The yarn must be `ready`.', undefined],
])('"%s" says in which state a loom may be named', async (said, states) => {
  const contract = await contractFor(said);
  const [type] = contract.lastingResourceTypes;
  const operation = contract.operations.find(({ key }) => key === 'POST /weavings');
  expect(type && operation && toldStatesOf(contract, type, operation)).toEqual(states);
});

test('the change that sets the state leads to it', async () => {
  const contract = await contractFor('The loom must be `ready`.');
  const [type] = contract.lastingResourceTypes;
  const to = (wanted: string) => type && settingOf(contract, type, 'resting', [wanted], () => true)?.by.map(({ set }) => set);
  expect(to('ready')).toEqual([{ status: 'ready' }]);
  expect(to('resting')).toEqual([]);
  expect(to('sold')).toBeUndefined();
});
