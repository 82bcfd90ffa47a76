import { expect, test } from 'vitest';
import { toldAskedTimes } from '../../../src/checks/subjects/told-asked-times.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

type Told = {
  /** What the parameter says, and what the schema that it shares with others says. */
  readonly day?: string;
  readonly shared?: string;
  readonly operation?: string;
  readonly success?: string;
  readonly introduction?: string;
  readonly format?: string;
  readonly refusal?: string;
  readonly isContent?: boolean;
};

/** The rules by which days may not be asked for, as `earliest 1`. */
const read = async (told: Told): Promise<readonly string[]> => {
  const { day = '', operation = '', success = 'The tours', introduction = '', shared, format = 'date', refusal = '400' } = told;
  const schema = shared === undefined ? { type: 'string', format } : { $ref: '#/components/schemas/Day' };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Tours', version: '1', description: introduction },
      paths: {
        '/tours': {
          get: {
            description: operation,
            parameters: [
              { name: 'harbour', in: 'query', schema: { type: 'string' } },
              {
                name: 'day',
                in: 'query',
                required: true,
                description: day,
                ...(told.isContent === true ? { content: { 'application/json': { schema } } } : { schema }),
              },
            ],
            responses: { 200: { description: success }, [refusal]: { description: 'Not valid' } },
          },
        },
      },
      components: { schemas: { Day: { type: 'string', format, description: shared } } },
    }),
  );
  return toldAskedTimes(contract).flatMap(({ rules }) => rules.map(({ rule: { end, least } }) => `${end} ${least}`));
};

test.concurrent.for<readonly [Told, ...string[]]>([
  [{ day: 'From tomorrow to 14 days ahead (UTC), otherwise `400`' }, 'earliest 1', 'latest 14'],
  [{ day: 'From tomorrow to 14 days ahead. Other days are refused.' }, 'earliest 1', 'latest 14'],
  [{ day: 'From today to 14 days ahead; otherwise the answer is 422.' }, 'earliest 0', 'latest 14'],
  [{ day: 'Between tomorrow and 3 weeks from now, else an error.' }, 'earliest 1', 'latest 21'],
  [{ day: 'Tomorrow or later (`400` otherwise)' }, 'earliest 1'],
  [{ day: 'Must not lie in the future.' }, 'latest 0'],
  [{ day: 'Must not be in the past or more than 30 days ahead.' }, 'earliest 0', 'latest 30'],
  [{ day: 'The day must not be before tomorrow.' }, 'earliest 1'],
  [{ day: 'At most 90 days ago (400)' }, 'earliest -90'],
  [{ day: 'A day in the past is refused with `400`.' }, 'earliest 0'],
  [{ day: 'Up to 200 days ahead, otherwise `400`' }, 'latest 200'],
  [{ operation: 'All tours of a day. 400 if `day` is in the past.' }, 'earliest 0'],
  [{ operation: '`day` must lie in the past.' }, 'latest 0'],
  [{ day: 'Must lie in the future.', format: 'date-time' }, 'earliest 0'],
  [{ day: 'From tomorrow to 14 days ahead, otherwise `400`', success: 'The tours; empty when none is planned' }, 'earliest 1', 'latest 14'],
  [{ day: 'At most 14 days ahead, otherwise `400`; empty when no tour is planned' }, 'latest 14'],
  [{ day: 'May only lie in the future.' }, 'earliest 0'],
  // The status of an error that is not about the border, or no word of one.
  [{ day: 'From tomorrow to 14 days ahead' }],
  [{ day: 'At most 14 days ahead, `400` without it' }],
  [{ day: 'At most 14 days ahead; a text that is no day is refused with `400`.' }],
  [{ day: 'At most 14 days ahead (a malformed day is `400`)' }],
  // Another answer.
  [{ day: 'At most 14 days ahead; later days are empty.' }],
  [{ day: 'Must lie at most 14 days ahead. Later days give an empty list.' }],
  [{ day: 'Must lie at most 14 days ahead, a malformed day is refused. Farther days are empty.' }],
  [{ day: 'Must not be in the past; the list is empty then.' }],
  [{ day: 'Must be today or later, or the present day is shown.' }],
  [{ day: 'Must be today or later, the present day is used for others' }],
  [{ day: 'Must be today or later, otherwise the list begins today.' }],
  [{ day: 'Must be today or later. Earlier days are taken for today.' }],
  [{ day: 'From tomorrow to 14 days ahead, otherwise the nearest one is used.' }],
  [{ day: 'From tomorrow to 14 days ahead, otherwise `400` or an empty list.' }],
  [{ day: 'Must not be in the past.', success: 'The tours, none for a day that is over' }],
  [{ day: 'Must not be in the past.', introduction: 'Dates out of range are clamped.' }],
  [{ day: 'From tomorrow to 14 days ahead, otherwise `400`. Ignored beside `harbour` on other days.' }],
  // What holds for some, or not for sure.
  [{ day: 'By default from tomorrow to 14 days ahead, otherwise `400`' }],
  [{ day: 'Usually from tomorrow to 14 days ahead, otherwise `400`' }],
  [{ day: 'From tomorrow to 14 days ahead, otherwise `400`. Partners may look 60 days ahead.' }],
  [{ day: 'For guests at most 14 days ahead, otherwise `400`' }],
  [{ day: 'Should not be in the past.' }],
  [{ day: 'A day in the past may be refused with `400`.' }],
  [{ day: 'Must not be in the past. This is not enforced.' }],
  [{ day: 'If `harbour` is given, it must not be in the past.' }],
  [{ day: 'Must be in the past to see the final numbers.' }],
  [{ day: 'Must not be in the past.', operation: 'Any day can be asked for, also past ones.' }],
  [{ day: 'Must lie in the past; for open tours the future is fine.' }],
  [{ day: 'Must be at least 2 days ahead for express tours.' }],
  [{ operation: '`400` when `day` lies more than 14 days ahead and `harbour` is given.' }],
  // What is said of something else.
  [{ day: 'The day of the tour, which must be booked at least 2 days ahead' }],
  [{ day: 'Must be booked at least two days in advance.' }],
  [{ operation: 'The start of a tour must lie in the future.' }],
  [{ operation: 'Tours from tomorrow to 14 days ahead. `400` when `day` is missing.' }],
  [{ shared: 'Must not lie in the future.' }],
  [{ day: 'Not more than 14 days after the last tour, otherwise `400`' }],
  [{ day: 'At most 14 days ahead of the begin of the season, otherwise `400`' }],
  // What is refused in no way that the document tells, or no time.
  [{ day: 'From tomorrow to 14 days ahead, otherwise `400`', refusal: '404' }],
  [{ day: 'From tomorrow to 14 days ahead, otherwise `400`', format: 'week' }],
  [{ day: 'From tomorrow to 14 days ahead, otherwise `400`', isContent: true }],
])('of %o', async ([told, ...expected]) => {
  expect(await read(told)).toEqual(expected);
});
