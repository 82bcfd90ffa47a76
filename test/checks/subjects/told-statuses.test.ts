import { expect, test } from 'vitest';
import { toldStatuses } from '../../../src/checks/subjects/told-statuses.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

/** What a document says of the statuses of its only creation. */
const told = async (introduction: string, responses: Readonly<Record<string, string>> = { 400: 'Wrong', 422: 'Wrong' }) => {
  const described = Object.fromEntries(Object.entries(responses).map(([status, description]) => [status, { description }]));
  const schema = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Notes', version: '1', description: introduction },
      paths: {
        '/notes': {
          post: { requestBody: { content: { 'application/json': { schema } } }, responses: { 201: { description: 'Made' }, ...described } },
        },
      },
    }),
  );
  const [operation] = contract.operations;
  const statuses = operation && toldStatuses(contract, operation);
  return statuses && { unparsable: statuses.unparsable.status, invalid: statuses.invalid.status };
};

const both = { unparsable: 400, invalid: 422 };

test.each([
  '- `400`: we cannot read the request, e.g. broken JSON.\n- `422`: we can read it, but it breaks a rule.',
  '| status | when |\n|---|---|\n| 400 | the body is no JSON, or a header is not valid |\n| 422 | the body is JSON but breaks a rule |',
  '`400` means that the request could not be read (the body is not JSON). `422` means that the body is JSON but breaks the schema or a rule.',
  'A body that is not valid JSON is `400`. A body that fails validation is `422`.',
  '**Requests**: malformed JSON is `400`, a body that does not fit its schema, or a rule in it, is `422`. What was refused is not stored.',
  'A body that is not JSON gives `400`, and one that fails validation `422`.',
  'Malformed JSON gets 400 and a body that breaks its schema gets 422.',
])('two statuses are told apart: "%s"', async (text) => {
  expect(await told(text)).toEqual(both);
});

test('responses tell it, too', async () => {
  expect(await told('Notes.', { 400: 'The body is not JSON', 422: 'The body does not match the schema' })).toEqual(both);
  expect(await told('Notes.', { 422: 'The body is not JSON', 400: 'The body does not match the schema' })).toEqual({
    unparsable: 422,
    invalid: 400,
  });
});

test.each([
  '`400`: malformed JSON or missing fields. `422`: a JSON body that breaks a rule.',
  'Malformed JSON or a missing field is `400`, a body that does not fit its schema is `422`.',
  'Malformed JSON is `400`, a body that breaks a business rule is `422`.',
  'Malformed JSON may be `400`, a body that does not fit its schema may be `422`, or either of them.',
  'Malformed JSON is `400`, a body that does not fit its schema is `422` or `400`.',
  '`400` malformed JSON, `422` a body that does not fit its schema.',
  '`400`: the body is not JSON. `422`: the body breaks a business rule, though it is JSON.',
  '`400`: the request is wrong. `422`: the body is JSON but breaks a rule.',
  'A body that is not JSON, or fails validation, is `400` or `422`.',
  '`400`: the body is not JSON, or does not match the schema.',
  'A body that is not JSON gives `400`. A JSON body that breaks the schema gives `422`. (Some routes may say 400 instead of 422.)',
  'A body that is not JSON is `400`, a JSON body that breaks a rule is refused.\n\n`422` tells that a JSON body breaks the schema; older routes answer `400` in place of `422`.',
  'Malformed JSON is `400`. A body that is JSON but breaks the schema is `422` (a few older servers say `400` with the same code).',
  '`400`: the body is not JSON. `400`: the body is JSON but breaks a rule.',
])('nothing is told: "%s"', async (text) => {
  expect(await told(text)).toBeUndefined();
});

test('nothing is told of an operation that describes one of them alone', async () => {
  expect(await told('`400`: the body is not JSON. `422`: it is JSON but breaks a rule.', { 422: 'Wrong' })).toBeUndefined();
});
