import { describe, expect, test } from 'vitest';
import { compositionsToldIn } from '../../../src/contract/infer/told-compositions.ts';

const members = {
  names: ['email', 'given_name', 'family_name', 'born_on', 'licence_number', 'joinedOn'],
  times: ['born_on', 'joinedOn'],
};

const read = (text: string): readonly string[] =>
  compositionsToldIn(text, members).map(
    ({ member, parts }) =>
      `${member} = ${parts
        .map((one) =>
          one.kind === 'any'
            ? `${one.count}`
            : one.kind === 'day'
              ? `${one.of} ${one.form}`
              : `${one.count} ${one.of} ${one.fill ?? ''}`.trim(),
        )
        .join(' + ')}`,
  );

describe('what a member is made of', () => {
  test.each<readonly [string, string]>([
    [
      "`licence_number` is built from the driver's own data: five characters for the family name (its letters A to Z in upper case, the first five, filled up on the right with `9`), then the birth date as `YYMMDD`, then two letters chosen by the licensing office. Others are refused.",
      'licence_number = 5 family_name 9 + born_on YYMMDD + 2',
    ],
    [
      'The licence number consists of the first 3 letters of the `family_name`, followed by the birth date as YYYYMMDD and then 4 digits.',
      'licence_number = 3 family_name + born_on YYYYMMDD + 4',
    ],
    ['A licence number is made of two letters; `born_on` as `YY-MM-DD`; 3 random digits', 'licence_number = 2 + born_on YY-MM-DD + 3'],
  ])('%s', (text, composition) => {
    expect(read(text)).toEqual([composition]);
  });

  test.each([
    'The licence number is built from five letters, then four digits.',
    'The licence number is built from five characters for the home town, then two letters.',
    'The licence number may be built from the birth date as YYMMDD, then two letters.',
    'The licence number is built from the birth date as YYMMDD, then a checksum over all of it.',
    'The invoice number is built from the birth date as YYMMDD, then two letters.',
    'The birth date as YYMMDD, then two letters.',
  ])('is not told by: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});
