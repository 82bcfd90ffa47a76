import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer' };

const object = (properties: Json, more: Json = {}) => ({ type: 'object', properties, ...more });

/** What is read of errors in a document about kites; each schema is that of the 404 of one operation. */
const errorsIn = async (schemas: readonly Json[], success: Json = object({ id: text })) => {
  const json = (schema: Json) => ({ description: 'd', content: { 'application/json': { schema } } });
  const paths = Object.fromEntries(
    schemas.map((schema, n) => [`/kites/${n}`, { get: { responses: { '200': json(success), '404': json(schema) } } }]),
  );
  const file = writeDocument({ openapi: '3.1.0', info: { title: 'Kites', version: '1' }, paths });
  const { code, inStatus } = (await loadContract(file)).conventions.errors ?? {};
  return { code: code !== undefined && 'at' in code ? code.at : undefined, inStatus: inStatus !== undefined };
};

describe('the status in an error body is read', () => {
  test.each<readonly [string, readonly Json[], string]>([
    ['at the top', [object({ status: whole, message: text })], '$response.body#/status'],
    ['in another case', [object({ statusCode: { type: ['integer', 'null'] } })], '$response.body#/statusCode'],
    ['inside the error', [object({ error: object({ status_code: whole }) })], '$response.body#/error/status_code'],
    ['of a code that is described so', [object({ code: { ...whole, description: 'The HTTP status code' } })], '$response.body#/code'],
    ['where some errors have none', [object({ status: whole }), object({ message: text })], '$response.body#/status'],
    ['with an example', [object({ status: { ...whole, example: 404 } })], '$response.body#/status'],
  ])('%s', async (_where, schemas, at) => {
    expect((await errorsIn(schemas)).code).toBe(at);
  });

  test.each<readonly [string, readonly Json[]]>([
    ['where it is a text', [object({ status: text })]],
    ['where it is a number or a text', [object({ status: { type: ['integer', 'string'] } })]],
    ['of a code without a word about HTTP', [object({ code: whole })]],
    ['of a code of the application', [object({ status: { ...whole, description: 'Internal status of the application' } })]],
    ['where its example is no status', [object({ status: { ...whole, example: 1001 } })]],
    ['where two places have it', [object({ status: whole }), object({ error: object({ status: whole }) })]],
    ['of another object', [object({ kite: object({ status: whole }) })]],
  ])('not %s', async (_where, schemas) => {
    expect((await errorsIn(schemas)).code).toBeUndefined();
  });
});

describe('that failures show in the status is read', () => {
  const problem = object({ code: text, message: text });
  test('where errors have a schema', async () => {
    expect((await errorsIn([problem, problem])).inStatus).toBe(true);
    expect((await errorsIn([object({ error: text })])).inStatus).toBe(true);
  });

  test.each<{ readonly where: string; readonly schemas: readonly Json[]; readonly success?: Json }>([
    { where: 'where successes have errors', schemas: [problem], success: object({ data: text, errors: { type: 'array', items: text } }) },
    { where: 'where half of the operations describe no form of their errors', schemas: [problem, object({ text })] },
  ])('not $where', async ({ schemas, success }) => {
    expect((await errorsIn(schemas, success)).inStatus).toBe(false);
  });
});
