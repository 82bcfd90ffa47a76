import { expect, test } from 'vitest';

import { movesMoney } from '../../../src/contract/infer/money-moves.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { bayContract, bayDocument, does, makingFor, requestFor } from '../../generators/bay-contract.ts';
import { placeholdersIn } from '../../../src/generators/placeholder.ts';

const text = { type: 'string' };
const mooring = { type: 'object', required: ['id'], properties: { id: text } };

/** A document in which the run can create nothing that the body of a POST names. */
const contractWith = (path: string, ...members: readonly string[]) => {
  const noun = (members[0] ?? '').replace(/^(?:from|to)/u, '').replace(/Id$/u, '');
  const listed = `/${noun.toLowerCase()}s`;
  const items = { content: { 'application/json': { schema: { type: 'array', items: mooring } } }, description: 'd' };
  const schema = {
    type: 'object',
    required: members,
    properties: Object.fromEntries(members.map((name) => [name, name.endsWith('Id') ? text : { type: 'integer' }])),
  };
  return bayContract(
    bayDocument({
      [listed]: { get: does({ responses: { 200: items } }) },
      [path]: { post: does({ requestBody: { content: { 'application/json': { schema } } } }) },
    }),
  );
};

const namedBy = async (path: string, ...members: readonly string[]) => {
  const contract = await contractWith(path, ...members);
  const { target } = makingFor(contract, { allow: ['mutation', 'permanent', 'destructive'] });
  const { body } = requestFor(contract, `POST ${path}`, { target });
  return {
    isMoney: movesMoney(contract.document, operationOf(contract, `POST ${path}`)),
    isListed: placeholdersIn(JSON.stringify(body)).some(({ use }) => use === 'listed'),
  };
};

test.each([
  ['/transfers', 'fromAccountId', 'toAccountId', 'amount'],
  ['/payouts', 'walletId', 'amount'],
  ['/charges', 'cardId', 'total'],
  ['/holds', 'accountId', 'amount'],
])('what moves money names no account that a list shows: %s', async (path, ...members) => {
  expect(await namedBy(path, ...members)).toEqual({ isMoney: true, isListed: false });
});

test.each([
  // A thing that is moved, a book that is held for a reader, and what takes no money.
  ['/transfers', 'crateId', 'amount'],
  ['/holds', 'cardId'],
  ['/notes', 'accountId', 'amount'],
])('anything else may: %s', async (path, ...members) => {
  expect(await namedBy(path, ...members)).toEqual({ isMoney: false, isListed: true });
});
