import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { toldTimesOf } from '../../src/generators/allowed-times.ts';
import { bodyMembers } from '../../src/generators/body-members.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const moment = { type: 'string', format: 'date-time' };

/** The rules for the times of a new lesson, by what its tag says. */
const told = async (description: string): Promise<readonly string[]> => {
  const lesson = { type: 'object', required: ['startsAt', 'endsAt'], properties: { startsAt: moment, endsAt: moment } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'School', version: '1' },
      tags: [{ name: 'Lessons', description }],
      paths: {
        '/lessons': {
          post: {
            tags: ['Lessons'],
            requestBody: { required: true, content: { 'application/json': { schema: lesson } } },
            responses: { 201: { description: 'It', content: { 'application/json': { schema: lesson } } }, 422: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  return contract.operations.flatMap((one) =>
    toldTimesOf(contract, one, bodyMembers(contract, one)).map(({ member, end, least }) => `${member} ${end} ${least}`),
  );
};

test.each<readonly [string, readonly string[]]>([
  ['Lessons are planned by the office: they lie in the future and end after they begin.', ['startsAt earliest 0']],
  ['What is taught. A lesson begins in the future.', ['startsAt earliest 0']],
  ['What is taught. An exam begins in the future.', []],
  ['Lessons are taught in the house. They lie in the future and end after they begin.', ['startsAt earliest 0']],
  ['Lessons go before breaks. They lie in the future, and may not overlap another lesson.', ['startsAt earliest 0']],
  ['Lessons go before breaks. They lie in the future and end after they begin.', []],
  ['Lessons are what is taught.\n\nThey lie in the future and end after they begin.', []],
  ['Lessons go before exams. Exams are written. They lie in the future and end after they begin.', []],
  ['A lesson has pupils. They lie in the future and end after they begin.', []],
  ['Lessons should begin in the future.', []],
  ['Old lessons stay. Lessons may begin in the past.', []],
])('a tag says: %s', async (description, rules) => {
  expect(await told(description)).toEqual(rules);
});
