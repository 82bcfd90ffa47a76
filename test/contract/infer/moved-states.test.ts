import { expect, test } from 'vitest';
import { movedStateMembers } from '../../../src/contract/infer/moved-states.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const stages = ['lead', 'won', 'lost'];
const statuses = ['open', 'won', 'lost'];

const found = async (body: object): Promise<readonly string[]> => {
  const id = { name: 'dealId', in: 'path', required: true, schema: { type: 'string' } };
  const requestBody = { content: { 'application/json': { schema: { type: 'object', properties: body } } } };
  const contract = await bayContract(bayDocument({ '/deals/{dealId}/move': { parameters: [id], post: { ...does({}), requestBody } } }));
  const members: readonly (readonly [string, readonly string[]])[] = [
    ['status', statuses],
    ['stage', stages],
    ['kind', ['a', 'b']],
  ];
  return movedStateMembers(contract, members, (values) => values).map(([name]) => name);
};

test.each<readonly [string, object, string]>([
  ['no body sets any', { note: { type: 'string' } }, 'status'],
  ['a body sets the stage alone', { stage: { type: 'string', enum: stages } }, 'stage'],
  ['a body sets the stage to some of them', { stage: { type: 'string', enum: ['lead', 'won'] } }, 'stage'],
  ['a body sets both', { stage: { type: 'string', enum: stages }, status: { type: 'string', enum: statuses } }, 'status'],
  ['a body sets another stage', { stage: { type: 'string', enum: ['main', 'tent'] } }, 'status'],
  ['a body sets the status alone', { status: { type: 'string', enum: statuses } }, 'status'],
])('which member holds the state where %s', async (_what, body, expected) => {
  expect(await found(body)).toEqual([expected]);
});
