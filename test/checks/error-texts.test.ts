import { expect, test } from 'vitest';
import { textsOfError } from '../../src/checks/requests/error-texts.ts';

const names = ['day', 'from', 'name'];

test.each<readonly [string, unknown, readonly (readonly [string, string | undefined])[]]>([
  ['a detail without a place', { type: 'about:blank', title: 'Wrong', status: 422, detail: 'It is over' }, [['It is over', undefined]]],
  ['a pointer beside the text', { errors: [{ pointer: '/day', message: 'is over' }] }, [['is over', 'day']]],
  ['a path in steps', { detail: [{ loc: ['body', 'from'], msg: 'too early' }] }, [['too early', 'from']]],
  [
    'a map of members',
    { errors: { day: ['is over', 'is no day'] } },
    [
      ['is over', 'day'],
      ['is no day', 'day'],
    ],
  ],
  [
    'a place that is no member',
    { error: { name: 'ValidationError', message: 'Wrong' } },
    [
      ['ValidationError', undefined],
      ['Wrong', undefined],
    ],
  ],
  ['a text alone', 'It is over', [['It is over', undefined]]],
  ['nothing', undefined, []],
])('the texts of an error with %s', (_what, error, texts) => {
  expect(textsOfError(error, names).map(({ text, member }) => [text, member])).toEqual(texts);
});
