import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import type { ToldTime } from '../../src/contract/infer/times/told-times.ts';
import { bodyMembers } from '../../src/generators/body-members.ts';
import { forbiddenDays, withForbiddenTimes } from '../../src/generators/forbidden-times.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const nowMs = Date.parse('2027-03-10T12:30:00Z');

const rule = (end: ToldTime['end'], least: number, most = least): ToldTime => ({ member: 'startsAt', end, least, most });

test.each<readonly [ToldTime, 'date' | 'date-time', readonly number[]]>([
  [rule('earliest', 0), 'date-time', [-2, -400]],
  [rule('earliest', -30), 'date', [-32, -430]],
  [rule('earliest', 0.5), 'date-time', [-2, -30]],
  [rule('earliest', 2), 'date-time', [0.75, -30]],
  [rule('earliest', 3), 'date', [1, -30]],
  [rule('latest', 0), 'date', [2, 1100]],
  [rule('latest', 365, 366), 'date-time', [368, 1466]],
])('the days at which %j is broken by a %s', (told, form, days) => {
  expect(forbiddenDays(told, form)).toEqual(days);
});

type Options = { readonly isOfWeek?: boolean; readonly isChange?: boolean; readonly schema?: object };

/** Sessions in which the first time is wrong. */
const made = async (told: ToldTime, value: object, { isOfWeek = false, isChange = false, schema = {} }: Options = {}) => {
  const moment = { type: 'string', format: 'date-time' };
  const properties = { startsAt: { ...moment, ...schema }, endsAt: moment, soldOn: { type: 'string', format: 'date' } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Sessions', version: '1' },
      paths: {
        '/sessions': {
          post: {
            requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties } } } },
            responses: { 201: { description: 'Made' } },
          },
        },
      },
    }),
  );
  const [create] = contract.operations;
  if (!create) throw new Error('no operation');
  const members = bodyMembers(contract, create);
  const [member] = members;
  if (!member) throw new Error('no member');
  return withForbiddenTimes({ contract, members, member, rule: told, isOfWeek, isChange, nowMs }, { ...value });
};

const usual = { startsAt: '2027-04-05T15:00:00Z', endsAt: '2027-04-05T16:30:00Z', soldOn: '2027-03-01' };

test('what comes after a time moves with it', async () => {
  const [near, far] = await made(rule('earliest', 0), usual);
  expect(near).toEqual({
    wrong: '2027-03-08T12:00:00Z',
    body: { startsAt: '2027-03-08T12:00:00Z', endsAt: '2027-03-08T13:30:00Z', soldOn: '2027-03-01' },
  });
  // What came before it would come after it, too.
  expect(far?.body['startsAt']).toBe('2026-02-03T12:00:00Z');
  expect(far?.body['endsAt']).toBe('2026-02-03T13:30:00Z');
  expect(String(far?.body['soldOn']) < '2026-02-03').toBe(true);
});

test('a time stays on its day of the week, where that counts', async () => {
  const bodies = [
    ...(await made(rule('latest', 40), usual, { isOfWeek: true })),
    ...(await made(rule('earliest', 0), usual, { isOfWeek: true })),
  ];
  expect(bodies.map(({ wrong }) => wrong)).toEqual([
    '2027-04-26T15:00:00Z',
    '2030-04-29T15:00:00Z',
    '2027-03-01T15:00:00Z',
    '2026-02-02T15:00:00Z',
  ]);
});

test('a member that is left out is added, and in a change the end of its time as well', async () => {
  expect((await made(rule('latest', 40), {}))[0]?.body).toEqual({ startsAt: '2027-04-21T12:00:00Z' });
  expect((await made(rule('latest', 40), {}, { isChange: true }))[0]?.body).toEqual({
    startsAt: '2027-04-21T12:00:00Z',
    endsAt: '2027-04-21T13:00:00Z',
  });
});

test('nothing is made that the schema does not take', async () => {
  expect(await made(rule('latest', 40), usual, { schema: { pattern: String.raw`\+02:00$` } })).toEqual([]);
});
