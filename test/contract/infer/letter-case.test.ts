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
  'Part of the name or the note, case ignored',
  'By name, case ignored.',
  'Codes are unique in a yard, case ignored (409).',
  'Ships are sorted by name with case ignored, then by age.',
  'Words of the report (case and accents disregarded)',
  'Contains this text; accents and case ignored.',
  'Compared as text, case not considered, with the labels of the crates.',
  'Names are compared case-independently.',
  'Found by any part of the label - case being ignored.',
  'Part of the title or the shelf mark, upper or lower case',
  'Matches the beginning of the plate, in upper or lower case.',
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
  'A case ignored for 30 days is closed.',
  'By number, with every case ignored that has no owner.',
  'Sorted by name, case not ignored.',
  'Lists, with the case ignored by the court left out, are by day.',
  'Closes the case, ignored or not.',
  'Six letters, upper or lower case',
  'The code contains letters of upper or lower case.',
  'A part of the code is upper or lower case letters.',
  'Counts the ones in which case ignored entries are left out.',
])('nothing is said of letter case: "%s"', (text) => {
  expect(ignoresLetterCase(text)).toBe(false);
});
