import { expect, test } from 'vitest';
import { keptOpen, unsettledBelow } from '../../../src/contract/infer/unsettled-below.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const shown = { type: 'object', properties: { id: text, total: { type: 'integer' } } };
const answers = (schema: object, status = 200) => ({ [status]: { description: 'It', content: { 'application/json': { schema } } } });
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const list = { get: { responses: answers({ type: 'array', items: shown }) } };

/** A bar whose tabs are ended, and have bills, which are paid, and complaints, which are resolved. */
const bar = async (description: string, more: object = {}) =>
  loadContract(
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

/** What has to be settled before a tab is ended. */
const unsettled = async (description: string, more: object = {}) => {
  const contract = await bar(description, more);
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

/** The words for what is in the way of the end of a tab for certain. */
const inTheWay = async (description: string): Promise<readonly string[] | undefined> => {
  const contract = await bar(description);
  const operation = contract.operations.find(({ path }) => path.endsWith('/end'));
  const found = operation && keptOpen(contract, operation, ['ended']);
  return found && [found.list.path, ...found.open];
};

const owed = ['/tabs/{tab}/bills', 'outstanding', 'unpaid', 'unsettled', 'owed', 'open'];
const unresolved = ['/tabs/{tab}/complaints', 'unresolved', 'open'];

test.each<readonly [string, readonly string[]]>([
  ['Ends it. Not while any bill of the tab is outstanding (`409`).', owed],
  ['Ends the tab for good, but not while there is an unpaid bill.', owed],
  ['A tab with unpaid bills cannot be ended.', owed],
  ['The tab can be ended only once. A tab cannot be ended as long as it has unsettled bills: 409.', owed],
  ['All bills must be fully paid first, 409 otherwise.', owed],
  ['Refused with 409 as long as there is an open bill.', ['/tabs/{tab}/bills', 'open']],
  ['Only when every complaint has been resolved.', unresolved],
  ['No complaint of the tab may be unresolved (409).', unresolved],
])('an action is refused for certain as long as something is not settled: %s', async (said, expected) => {
  expect(await inTheWay(said)).toEqual(expected);
});

test.each([
  'Not while any bill of the tab is outstanding for more than 30 days (`409`).',
  'Guests cannot end it while any bill is outstanding (409).',
  'Not while any bill of the tab is outstanding, unless `force` is set (409).',
  'Not while any big bill of the tab is outstanding.',
  'A warning is sent if any bill is outstanding; not refused.',
  'For guests: all bills must be paid first.',
  'In strict mode: not while any bill of the tab is outstanding (409).',
  'All bills must be paid first. Managers may end it anyway.',
  'No bill of the tab may be overdue (409).',
  'It should not be ended while any bill is outstanding.',
  'A closed tab with unpaid bills cannot be ended twice.',
])('an action is not refused for certain: %s', async (said) => {
  expect(await inTheWay(said)).toBeUndefined();
});
