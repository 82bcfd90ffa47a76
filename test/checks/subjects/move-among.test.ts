import { expect, test } from 'vitest';
import { moveAmong } from '../../../src/checks/subjects/move-among.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const states = ['fresh', 'sold', 'lost'].map((value) => ({ member: 'stage', value, name: value }));

test.each<readonly [string, boolean]>([
  [' sold can only be reached from fresh ', true],
  [' the stage sold may be entered from fresh ', true],
  [' only a fresh boat can be moved ', false],
  [' sold boats cannot be moved ', false],
  [' a boat can only be moved from fresh ', false],
])('a clause about one of several moves: %s', async (words, expected) => {
  const requestBody = {
    content: { 'application/json': { schema: { type: 'object', properties: { stage: { enum: ['sold', 'lost'] } } } } },
  };
  const contract = await bayContract(bayDocument({ '/boats/move': { post: { ...does({}), requestBody } } }));
  expect(moveAmong(contract, contract.operations[0]!, states)(words)).toBe(expected);
});
