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
  'A missing or unparsable body is answered with `400`, a `Content-Type` other than the ones listed with `415`, and JSON that breaks the schema or one of the rules described here with `422`. A query parameter or header that does not fit its schema is answered with `400`.',
  'Malformed JSON is `400`, a body that does not fit its schema, or a rule in it, is `422`.\nUnknown members (`422`), unknown query parameters (`400`) and an `Accept` without JSON (`406`) may be refused.',
  'A body of another content type is refused with 415, a missing body or broken JSON with 400, and a body that does not fit its schema with 422.',
  '* `400`: a query parameter or header breaks its schema, or the body is missing or is not JSON\n* `422`: the body is JSON but breaks its schema or a rule described here. `errors` then has at least one entry',
  '| 400 | the body is missing or is not JSON (`invalid_json`), a query or header parameter does not satisfy its schema (`invalid_parameter`), or the cursor is not one of ours |\n| 422 | the body does not satisfy its schema (formats included) or one of the rules given with the operation |',
  'You get 400 for a body that is not JSON and 422 for one that breaks its schema.',
  'We answer 400 if the body is not JSON and 422 if it breaks the schema.',
  '400 for a body that is not JSON, 422 for one that does not match the schema.',
  'Broken JSON gets a 400, JSON against the schema a 422.',
  'Malformed JSON gets 400, a body that does not match the schema (JSON or not) gets 422.',
  'An unreadable body is answered with `400` and a JSON body that fails validation with `422`. Query parameters that fail validation: `400`.',
  'A truncated JSON body is a (400); a JSON body that breaks a rule is a (422).',
  'Malformed JSON gets 400 and a body that breaks its schema gets 422.',
  'Malformed JSON, query parameters and headers give `400`, a body that is not valid gives `422`, a body of another media type `415`.',
  'Malformed JSON gets `400`, an invalid body that breaks its schema `422`.',
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
  'A body that is not JSON is 400, and a body that does not fit its schema is 400 or 422.',
  'A body that is not JSON is 400, one that breaks its schema 422 or, on older routes, 400.',
  'A body that is not JSON is 400, one that breaks its schema may be 422.\nSome routes answer 400 instead.',
  'Malformed JSON or a missing member is 400, a body that breaks a rule of its schema is 422.',
  'A body that is not JSON is 400. A query parameter that does not fit its schema is 422.',
  'A body that is not JSON is 400, and 422 is what a body gets that breaks a business rule of its schema.',
  'Broken JSON is 400, an unknown query parameter 422.',
  'Malformed JSON is `400`, a body that does not fit its schema is `400` or `422`.',
  'Malformed JSON is `400`, a body that does not fit its schema may be `422`; some operations say `400` for it.',
  'A body that is not JSON is not `400` but `422`, JSON that breaks the schema is `422`.',
  'Malformed JSON or one with missing members is 400, a body that breaks a rule of the schema is 422.',
  'We answer 400 if the body is not JSON, and JSON that breaks the schema is 422 unless 400 is said.',
  'Is broken JSON 400, and a body that breaks the schema 422?',
  'Broken JSON is 400, a query that does not fit its schema 422.',
  'Broken JSON is 400, a body whose header is wrong 422.',
  'Broken JSON is 400, a body that breaks a business rule of the schema 422.',
  'The body is missing: 400. The body does not satisfy the schema: 422.',
  '`400`: a query parameter or the body breaks its schema, or the body is not JSON. `422`: the body is JSON but breaks a rule.',
  '`400`: the body is not JSON or a member is missing. `422`: the body is JSON but breaks a rule.',
  'A missing or unparsable body is answered with `400`, a query parameter that breaks the schema with `422`.',
  'An unparsable body is answered with `400`, a body that breaks the schema with `422` or `400`.',
  'An unparsable body is answered with `400`, and a JSON body that breaks the schema with `422` if it is small.',
  'An unparsable body is answered with `400`, some routes give `400` instead of `422`, JSON that breaks the schema gets `422`.',
  'An unparsable body or one with missing members is answered with `400`, JSON that breaks a rule with `422`.',
  'An unparsable body is answered with `400`, JSON that breaks a business rule with `422`.',
  'An unparsable body is answered with `400`, a header that does not match the schema with `422`.',
  'An unparsable body is answered with `400`, a JSON body that breaks the schema with `422`. A body with JSON that does not match the schema was `400` before: it breaks a rule of the parser, so that JSON is `400`.',
])('nothing is told: "%s"', async (text) => {
  expect(await told(text)).toBeUndefined();
});

test('nothing is told of an operation that describes one of them alone', async () => {
  expect(await told('`400`: the body is not JSON. `422`: it is JSON but breaks a rule.', { 422: 'Wrong' })).toBeUndefined();
});
