import { expect, test } from 'vitest';
import { saysUnknownWithoutEffect } from '../../../src/checks/subjects/unknown-members.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const says = async (introduction: string): Promise<boolean> => {
  const post = {
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
    responses: { 201: { description: 'Made' } },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tills', version: '1', description: introduction },
      paths: { '/tills': { post } },
    }),
  );
  const [operation] = contract.operations;
  return operation !== undefined && saysUnknownWithoutEffect(contract, operation);
};

test.each([
  'Unknown members are refused with `422` or ignored; they are never stored.',
  'Members we do not know are never stored.',
  'Members that are not in the schema are never stored.',
  'Other members that are not in the schema are never stored: they are ignored or refused with `422`.',
  '**Unknown members**: members of a request body that are not in the schema, and read-only ones, are ignored or refused, they are never stored.',
  'Undeclared properties are dropped.',
  'Unknown fields give 400.',
])('members that no schema has are said to have no effect: %s', async (text) => {
  expect(await says(text)).toBe(true);
});

test.each([
  'Clients should ignore unknown members.',
  'Ignore fields that you do not know.',
  'Unknown members of an answer may be ignored by readers.',
  'Additional members are kept as metadata.',
  'Unknown fields are not ignored.',
  'Unknown query parameters are ignored.',
  'Unknown members are stored as they are, and never refused.',
  'Members are never removed.',
])('nothing is said by: %s', async (text) => {
  expect(await says(text)).toBe(false);
});
