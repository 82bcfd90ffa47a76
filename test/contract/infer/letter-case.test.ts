import { expect, test } from 'vitest';
import { ignoresLetterCase } from '../../../src/contract/infer/letter-case.ts';

test.each([
  'The name is unique without regard to upper and lower case; one which is taken is refused with 409.',
  'No two authors have the same address, in whatever case it is written.',
  'If the address is already on file, however it is capitalised, the answer is 409.',
  'An address belongs to at most one reader, upper and lower case making no difference.',
  'A name is taken regardless of capitalisation.',
  'Codes are case-insensitive.',
  'Ignores accents and letter case.',
  'Upper and lower case are treated alike.',
  "We don't care about upper or lower case.",
  'The case of the letters does not matter.',
  'Neither case nor accents count.',
  'A name that differs in case alone is taken.',
  'Capital letters do not count, letter case aside.',
])('letter case is ignored: "%s"', (text) => {
  expect(ignoresLetterCase(text)).toBe(true);
});

test.each([
  'The name is unique. In that case the answer is 409.',
  'Codes are case-sensitive.',
  'Codes are not case-insensitive.',
  'Names are no longer case-insensitive.',
  'We do not distinguish the case of a missing value from null.',
  'The name is ignored if the case is closed.',
  'A number is unique regardless of the case they are filed under.',
  'However it is written, the name has to be unique.',
  'Names are capitalised, however they are sent.',
  'The code is stored in upper case.',
  'In any case the name has to be unique.',
  'Where this is the case, the answer is 409.',
  'If the name is taken, the request is ignored in that case.',
  'Another name may be sent; in this case the old one is ignored.',
  'Where that is the case, the other member is ignored.',
  'Unknown members are ignored in any case.',
])('nothing is said of letter case: "%s"', (text) => {
  expect(ignoresLetterCase(text)).toBe(false);
});
