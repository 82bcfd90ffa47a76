import { describe, expect, test } from 'vitest';
import { fieldUntilDone } from '../../../../src/checks/families/headers/until-done.ts';
import { untilDoneField } from '../../../../src/checks/subjects/until-done-fields.ts';
import { contractIn } from '../../../contract/last-contracts.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';
import { exchangeOf, readOf } from '../../support/exchange.ts';

const key = 'GET /exports/{exportId}';

const exportsWith = (description: string, field?: string, states: readonly string[] = ['queued', 'running', 'done', 'failed']) => {
  const schema = { type: 'object', properties: { id: { type: 'string' }, state: { type: 'string', enum: states } } };
  const headers = { 'Retry-After': { ...(field === undefined ? {} : { description: field }), schema: { type: 'integer' } } };
  return contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Exports', version: '1' },
      paths: {
        '/exports/{exportId}': {
          parameters: [{ name: 'exportId', in: 'path', required: true, schema: { type: 'string' } }],
          get: { description, responses: { 200: { description: 'It', headers, content: { 'application/json': { schema } } } } },
        },
      },
    }),
  );
};

const readAs = async (description: string, field?: string, states?: readonly string[]) => {
  const contract = await exportsWith(description, field, states);
  const told = contract.operations.map((operation) => untilDoneField(contract, operation))[0];
  return told && [told.isThere, told.isAbsent];
};

describe('a field that is tied to unfinished work', () => {
  test.each<readonly [string, string | undefined, readonly boolean[]]>([
    ['While the job is not completed the answer carries `Retry-After`; once it is completed it does not.', undefined, [true, true]],
    ['`finished_at` is null until the state is `done`. Until then the answer carries `Retry-After`.', undefined, [true, false]],
    ['', 'Seconds; only while the export is not done.', [false, true]],
    ['', 'Seconds after which to ask again; present exactly while the export is not completed', [true, true]],
    ['As long as the export is running, the answer has a Retry-After.', undefined, [true, false]],
    ['', 'Sent until the export is ready', [true, false]],
    ['', 'How long to wait. Absent once the export is done.', [false, true]],
  ])('is read from "%s" and "%s"', async (description, field, expected) => {
    expect(await readAs(description, field)).toEqual(expected);
  });

  test.for<readonly [string, string | undefined, (readonly string[])?]>([
    ['Until the export is done the answer may carry `Retry-After`.', undefined],
    ['The answer carries `Retry-After`.', 'Seconds to wait'],
    ['Ask again until the export is done.', undefined],
    ['Uploads are kept for a day. Until then the answer carries `Retry-After`.', undefined],
    ['Until the export is done the answer carries `Retry-After`.', undefined, ['open', 'closed']],
    ['Until the export is done the answer carries `Retry-After`.', undefined, ['done', 'failed']],
  ])('is not read from "%s" and "%s" (%s)', async ([description, field, states]) => {
    expect(await readAs(description, field, states)).toBe(undefined);
  });

  test.each<readonly [string, string | undefined, (boolean | string)[]]>([
    ['queued', '2', [true]],
    ['Running', '2', [true]],
    ['queued', undefined, ['field-absent-before-end']],
    ['done', undefined, [true]],
    ['done', '2', ['field-after-end']],
    ['failed', '2', []],
    ['paused', undefined, []],
  ])('is judged in the state %s with the value %s', async (state, value, expected) => {
    const contract = await exportsWith('', 'Present exactly while the export is not done', [
      'queued',
      'Running',
      'done',
      'failed',
      'paused',
    ]);
    const headers = value === undefined ? [] : [['retry-after', value] as const];
    const exchange = exchangeOf(readOf(key), { status: 200, headers, json: { id: 'e', state } });
    const seen = fieldUntilDone.observe(exchange, contract);
    expect(seen.map((one) => (one.holds === false ? one.code : one.holds))).toEqual(expected);
  });

  test('is judged in successes alone, and not where the document says only that it is absent', async () => {
    const contract = await exportsWith('', 'Only while the export is not done');
    const none = exchangeOf(readOf(key), { status: 200, headers: [], json: { id: 'e', state: 'queued' } });
    const refused = exchangeOf(readOf(key), { status: 404, headers: [['retry-after', '1']], json: { state: 'done' } });
    expect([none, refused].flatMap((one) => fieldUntilDone.observe(one, contract))).toEqual([]);
  });
});
