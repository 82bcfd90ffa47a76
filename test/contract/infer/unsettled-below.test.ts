import { expect, test } from 'vitest';
import { unsettledBelow } from '../../../src/contract/infer/unsettled-below.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const shown = { type: 'object', properties: { id: text, total: { type: 'integer' } } };
const answers = (schema: object, status = 200) => ({ [status]: { description: 'It', content: { 'application/json': { schema } } } });
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const list = { get: { responses: answers({ type: 'array', items: shown }) } };

/** What has to be settled before a tab of a bar is closed: it has bills, which are paid, and complaints, which are resolved. */
const unsettled = async (description: string, more: object = {}) => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Bar', version: '1' },
      paths: {
        '/tabs': { post: { responses: answers(shown, 201) } },
        '/tabs/{tab}': { ...inPath('tab'), get: { responses: answers(shown) }, delete: { responses: { 204: { description: 'Gone' } } } },
        '/tabs/{tab}/bills': { ...inPath('tab'), ...list },
        '/tabs/{tab}/bills/{bill}:pay': { ...inPath('tab', 'bill'), post: { responses: answers(shown) } },
        '/tabs/{tab}/complaints': { ...inPath('tab'), ...list },
        '/tabs/{tab}/complaints/{complaint}/resolve': { ...inPath('tab', 'complaint'), post: { responses: answers(shown) } },
        '/tabs/{tab}/songs': { ...inPath('tab'), ...list },
        '/tabs/{tab}/end': { ...inPath('tab'), post: { description, responses: { ...answers(shown), 409: { description: 'Not now' } } } },
        ...more,
      },
    }),
  );
  const operation = contract.operations.find(({ path }) => path.endsWith('/end'));
  const found = operation && unsettledBelow(contract, operation);
  return found && `${found.list.path} ${found.settle.path}`;
};

const bills = '/tabs/{tab}/bills /tabs/{tab}/bills/{bill}:pay';
const complaints = '/tabs/{tab}/complaints /tabs/{tab}/complaints/{complaint}/resolve';

test.each([
  ['Ends it. Not while any bill of the tab is outstanding (`409`).', bills],
  ['A tab with unpaid bills cannot be ended.', bills],
  ['All bills must be fully paid first, 409 otherwise.', bills],
  ['Refused with 409 as long as there is an open bill.', bills],
  ['No bill of the tab may be overdue (409).', bills],
  ['Answered 409 while there are complaints that are still unresolved.', complaints],
  ['Only when every complaint has been resolved.', complaints],
])('something has to be settled first: %s', async (said, expected) => {
  expect(await unsettled(said)).toBe(expected);
});

test.each([
  'Ends it. The bills stay as they are.',
  'Open bills are paid by the house.',
  'Not while any song is open.',
  'Refused while the tab is open.',
  '409 for a tab without bills.',
])('nothing has to be settled: %s', async (said) => {
  expect(await unsettled(said)).toBeUndefined();
});

test('what may be settled in two ways is left', async () => {
  const close = { '/tabs/{tab}/bills/{bill}/settle': { ...inPath('tab', 'bill'), post: { responses: answers(shown) } } };
  expect(await unsettled('Not while any bill of the tab is outstanding (`409`).', close)).toBeUndefined();
});
