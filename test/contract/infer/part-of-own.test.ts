import { expect, test } from 'vitest';
import { partOfOwn } from '../../../src/contract/infer/part-of-own.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const id = { name: 'caseId', in: 'path', required: true, schema: text };
const object = (properties: Json): Json => ({ type: 'object', properties });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const paper = object({ id: text, kind: { type: 'string', enum: ['CLAIM', 'ANNEX'] } });
const file = object({ id: text, papers: { type: 'array', items: paper }, tags: { type: 'array', items: text } });

const found = async (description: string, ofMember = '', at = '/cases/{caseId}/filing') => {
  const contract = await bayContract(
    bayDocument({
      '/cases': { post: does({ responses: { 201: { description: 'x', ...json(file) } } }) },
      '/cases/{caseId}': { parameters: [id], get: does({ responses: { 200: { description: 'x', ...json(file) } } }) },
      '/cases/{caseId}/papers': {
        parameters: [id],
        post: does({ ...json(paper), responses: { 201: { description: 'x', ...json(paper) } } }),
        get: does({ responses: { 200: { description: 'x', ...json({ type: 'array', items: paper }) } } }),
      },
      '/filings': {
        post: does({ description, requestBody: { required: true, ...json(object({ claimId: { ...text, description: ofMember } })) } }),
      },
      '/cases/{caseId}/filing': {
        parameters: [id],
        put: does({ description, requestBody: { required: true, ...json(object({ claimId: { ...text, description: ofMember } })) } }),
      },
    }),
  );
  const operation = contract.operations.find(({ path, method }) => path === at && method !== 'GET');
  const part = operation && partOfOwn(contract, operation, 'claimId');
  return part && { ...part, add: part.add?.key };
};

const add = 'POST /cases/{caseId}/papers';
const claim = { list: 'papers', having: { member: 'kind', value: 'CLAIM' }, add };
const any = { list: 'papers', having: undefined, add };

test.each<readonly [string, string, unknown]>([
  ['The case must be open; claimId names a paper of this case of kind CLAIM.', '', claim],
  ['`claimId` is the id of a paper of the case with the kind `CLAIM`.', '', claim],
  ['Files it. `claimId` names one of the papers of the case.', '', any],
  ['', 'A paper of this case.', any],
  ['', "One of the case's papers.", any],
  ['', 'The id of one of its papers whose kind is CLAIM', claim],
])('what a member names is a part of the resource in the path: "%s" "%s"', async (said, ofMember, expected) => {
  expect(await found(said, ofMember)).toEqual(expected);
});

test.each<readonly [string, string]>([
  ['claimId names a paper.', ''],
  ['claimId must not name a paper of this case.', ''],
  ['A paper of this case is filed.', ''],
  ['claimId names a paper of another case.', ''],
  ['claimId names a tag of this case.', ''],
  ['', ''],
])('and is not where nothing says so: "%s" "%s"', async (said, ofMember) => {
  expect(await found(said, ofMember)).toBeUndefined();
});

test('where the path names no such resource, it is none of its parts', async () => {
  expect(await found('claimId names a paper of this case.', '', '/filings')).toBeUndefined();
});
