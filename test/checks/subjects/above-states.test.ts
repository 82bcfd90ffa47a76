import { expect, test } from 'vitest';
import { aboveStates } from '../../../src/checks/subjects/above-states.ts';
import { inferredNamed } from '../../../src/contract/infer/covering.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (states: readonly string[]) => ({
  description: 'd',
  ...json({ type: 'object', properties: { id: text, status: { ...text, enum: states } } }),
});
const named = (name: string) => ({ name, in: 'path', required: true, schema: text });

/** What the text of an action on a bid says of the tender that the bid is below. */
const saidOf = async (description: string) => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tenders', version: '1' },
      paths: {
        '/tenders': { post: { requestBody: json({ type: 'object' }), responses: { 201: shows(['open', 'in_review', 'closed']) } } },
        '/tenders/{tenderId}': { parameters: [named('tenderId')], get: { responses: { 200: shows(['open', 'in_review', 'closed']) } } },
        '/tenders/{tenderId}/bids': {
          parameters: [named('tenderId')],
          post: { requestBody: json({ type: 'object' }), responses: { 201: shows(['new', 'won']) } },
        },
        '/tenders/{tenderId}/bids/{bidId}': {
          parameters: [named('tenderId'), named('bidId')],
          get: { responses: { 200: shows(['new', 'won']) } },
        },
        '/tenders/{tenderId}/bids/{bidId}/award': {
          parameters: [named('tenderId'), named('bidId')],
          post: { description, responses: { 200: shows(['new', 'won']), 409: { description: 'no' } } },
        },
      },
    }),
  );
  const type = inferredNamed(contract, '/tenders/{tenderId}/bids');
  const operation = contract.operations.find(({ path }) => path.endsWith('/award'));
  return type && operation && aboveStates(contract, type, operation)?.states;
};

test.each<readonly [string, readonly string[]]>([
  ['The bid must be new and its tender CLOSED.', ['closed']],
  ['The tender must be `in_review` and the bid still `new` (409).', ['in_review']],
  ['Only while the tender is in review or closed.', ['in_review', 'closed']],
  ['The tender has to be closed.', ['closed']],
])('an action says in which state what is above has to be: "%s"', async (said, states) => {
  expect((await saidOf(said)) ?? []).toEqual(states);
});

test.each([
  'Its tender is closed then.',
  'The tender must not be closed.',
  'Must be new. The tender may be closed.',
  'Only once the tender is closed.',
  'Possible until the tender is closed, also while it is in review.',
  'The bid must be new.',
])('and does not: "%s"', async (said) => {
  expect(await saidOf(said)).toBeUndefined();
});
