import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { calendarValue } from '../../src/generators/calendar-value.ts';
import type { Target } from '../../src/model/target.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const thing = { type: 'object', properties: { id: { type: 'string' } } };
const posted = (status: string, schema: object = thing) => ({
  requestBody: { required: true, ...json({ type: 'object', properties: { label: { type: 'string' } } }) },
  responses: { [status]: { description: 'It', ...json(schema) } },
});

/** What a path takes at the end of 2027, in the first week of 2028. */
const presentAt = async (
  path: string,
  parameter: object,
  {
    post = posted('201'),
    last = 'visits',
    allow = ['mutation', 'permanent', 'destructive'],
  }: { post?: object; last?: string; allow?: Target['allow'] } = {},
): Promise<readonly (string | undefined)[]> => {
  const name = /\{(\w+)\}/u.exec(path)?.[1] ?? '';
  const inPath = { parameters: [{ name, in: 'path', required: true, ...parameter }] };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Rosters', version: '1' },
      paths: {
        [path]: {
          ...inPath,
          get: { responses: { 200: { description: 'It', ...json(thing) } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        [`${path}/${last}`]: { ...inPath, post },
      },
    }),
  );
  const making = {
    contract,
    target: madeTarget({ name: 't', contract: 'rosters.json', baseUrl: 'http://127.0.0.1:1', allow }),
    fresh: (one: string) => one,
    now: () => Date.UTC(2027, 11, 31, 12),
  };
  return contract.operations.map((one) => {
    const own = one.parameters.find((each) => each.name === name);
    return own && calendarValue(one, own, making);
  });
};

test.each<readonly [string, object, string | undefined]>([
  ['/budgets/{year}', { schema: { type: 'integer', minimum: 2000 } }, '2027'],
  ['/accounts/{fiscalYear}', { schema: { type: 'string', pattern: '^[0-9]{4}$' } }, '2027'],
  ['/rosters/{week}', { schema: { type: 'integer', minimum: 1, maximum: 53 } }, '52'],
  ['/rosters/{week}', { schema: { type: 'string', pattern: '^[0-9]{4}-W[0-9]{2}$' } }, '2027-W52'],
  ['/menus/{date}', { schema: { type: 'string', format: 'date' } }, '2027-12-31'],
  ['/bills/{month}', { schema: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}$' } }, '2027-12'],
  ['/tides/{month}', { schema: { type: 'integer', minimum: 1, maximum: 12 } }, '12'],
  ['/closings/{period}', { description: 'The month, as YYYY-MM', schema: { type: 'string' } }, '2027-12'],
  ['/budgets/{year}', { schema: { type: 'integer', maximum: 2020 } }, undefined],
  ['/members/{memberId}', { schema: { type: 'string' } }, undefined],
  ['/games/{season}', { schema: { type: 'string' } }, undefined],
])('the present for %s with %o', async (path, parameter, expected) => {
  const [read, removal] = await presentAt(path, parameter);
  expect([read, removal]).toEqual([expected, undefined]);
});

test.each<readonly [description: string, least: number, most: number]>([
  ['From tomorrow to 14 days ahead (UTC), otherwise `400`', 1, 14],
  ['Must lie in the past', -20, -1],
  ['The day of the menu', 0, 0],
])('a day in a path lies where its text says: %s', async (description, least, most) => {
  const [read] = await presentAt('/menus/{date}', { description, schema: { type: 'string', format: 'date' } });
  const days = (Date.parse(read ?? '') - Date.UTC(2027, 11, 31)) / 86_400_000;
  expect(days).toBeGreaterThanOrEqual(least);
  expect(days).toBeLessThanOrEqual(most);
});

const year = { schema: { type: 'integer' } };

test('a POST that adds one thing to the present year names it, with all that this may need', async () => {
  const added = async (more: Parameters<typeof presentAt>[2] = {}): Promise<string | undefined> =>
    (await presentAt('/budgets/{year}', year, more)).at(-1);
  expect(await added()).toBe('2027');
  expect(await added({ allow: ['mutation', 'permanent'] })).toBeUndefined();
  expect(await added({ allow: ['mutation', 'destructive'] })).toBeUndefined();
  // An action on the year, an answer that shows nothing new, and what has a word of danger.
  expect(await added({ last: 'close' })).toBeUndefined();
  expect(await added({ post: posted('200') })).toBeUndefined();
  expect(await added({ post: posted('201', { type: 'object', properties: { total: { type: 'integer' } } }) })).toBeUndefined();
  expect(await added({ last: 'resets' })).toBeUndefined();
});
